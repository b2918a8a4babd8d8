"""How often somebody kept the six habits in their last ten interviews, and who says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from interview import habits
from interview.habits import HABITS
from interview.models import Interview
from study.models import HabitScore
from web.charts import Column

LOOKED_AT = 10


@dataclass(frozen=True)
class Session:
    """One interview: what its candidate scored (None: nothing yet), what each interviewer saw."""

    interview: Interview
    own: frozenset[str] | None
    seen: tuple[frozenset[str], ...]

    @property
    def rows(self) -> list[tuple[str, str, bool, int]]:
        """Each habit: its name and words, whether its candidate ticked it, how many others did."""
        return [
            (name, words, name in (self.own or ()), sum(name in one for one in self.seen))
            for name, words in HABITS.items()
        ]


@dataclass(frozen=True)
class Kept:
    """One habit over the sessions: in how many it was kept, of how many that were scored."""

    words: str
    own: int
    own_of: int
    seen: int
    seen_of: int


@dataclass(frozen=True)
class Trend:
    """The last ten interviews, the newest first."""

    sessions: list[Session]

    @property
    def scored(self) -> list[Session]:
        return [one for one in self.sessions if one.own is not None]

    @property
    def habits(self) -> list[Kept]:
        """An interview that several people watched counts once for each of them."""
        seen = [sighting for one in self.sessions for sighting in one.seen]
        return [
            Kept(
                words,
                sum(name in one.own for one in self.scored),
                len(self.scored),
                sum(name in one for one in seen),
                len(seen),
            )
            for name, words in HABITS.items()
        ]

    @property
    def weakest(self) -> Kept | None:
        """The one kept least, by everybody's word together."""
        known = [one for one in self.habits if one.own_of + one.seen_of]
        return min(known, key=_share, default=None)

    @property
    def columns(self) -> list[Column]:
        """How many of the six, interview by interview as its candidate scored it, the oldest
        first."""
        return [
            Column(
                f"{one.interview.finished_at:%-d %b}", len(one.own) / len(HABITS), str(len(one.own))
            )
            for one in reversed(self.scored)
        ]


def trend(user: User) -> Trend:
    """Four queries, however many interviews."""
    interviews = list(scorable(user)[:LOOKED_AT])
    pks = [one.pk for one in interviews]
    rows = HabitScore.objects.visible_to(user).filter(interview__in=pks)
    own = {row.interview_id: frozenset(row.habits) for row in rows}
    seen: dict[int, list[frozenset[str]]] = {}
    for one in habits.seen_in(pks):
        seen.setdefault(one.interview, []).append(one.habits)
    return Trend([Session(one, own.get(one.pk), tuple(seen.get(one.pk, ()))) for one in interviews])


def scorable(user: User) -> QuerySet[Interview]:
    """Their finished interviews whose marks they may see, the newest first: not before they said
    themselves how it went."""
    return Interview.objects.of_candidate(user).finished().exclude(estimated_at=None)


@transaction.atomic
def score(user: User, interview: Interview, kept: Collection[str], *, at: datetime) -> None:
    """Say which habits one kept; said again, the later word stands."""
    facts = {"owner": user, "habits": [name for name in HABITS if name in kept], "at": at}
    HabitScore.objects.update_or_create(interview=interview, defaults=facts)


def _share(one: Kept) -> float:
    return (one.own + one.seen) / (one.own_of + one.seen_of)
