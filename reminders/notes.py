"""What a notice says that is about no appointment: somebody did something, and here it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Note:
    """One thing to tell: a headline that stands alone, a line that says more, and where it is."""

    # “Bob asks to join Evening rehearsals”. Plain text; it is the subject of the mail.
    title: str
    # One or two sentences of plain text; never an answer's words, for mail passes many hands.
    line: str
    # The page it lives on, a path on this site.
    path: str
    # What it belongs to, such as the name of a group: shown beside it, and what can be muted.
    where: str = ""

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    def as_facts(self) -> dict[str, Any]:
        """What an outbox row keeps: plain JSON. Names of people and groups break no line."""
        return {name: " ".join(said.split()) for name, said in asdict(self).items()}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Note:
        return cls(
            title=facts["title"],
            line=facts["line"],
            path=facts["path"],
            where=facts.get("where", ""),
        )
