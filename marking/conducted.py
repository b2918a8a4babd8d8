"""What a room above knows of an interview that somebody conducts: their own notes, the points they
ticked while they listened, and which other form is sealed with theirs.

This room knows no meeting. Whoever has them registers (`AppConfig.ready()`), and what comes back is
for that rater's eyes alone: nothing of it counts or is shown before they put it in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from interview.models import Interview


@dataclass(frozen=True)
class Conducted:
    """`ticks`: by key point, the verdict they leaned to. `where`: the page they followed it on."""

    where: str
    notes: str = ""
    ticks: Mapping[int, str] = field(default_factory=dict)
    pair: UUID | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.notes.strip() or self.ticks)


Source = Callable[[User, Interview], Conducted | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def by(user: User, interview: Interview) -> Conducted | None:
    """What there is of this person's; None where they followed it nowhere."""
    found = (source(user, interview) for source in _sources)
    return next((one for one in found if one is not None), None)
