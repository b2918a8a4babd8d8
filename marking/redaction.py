"""Names taken out of an interview that is read without them."""

import re

from accounts.models import User

# Whom pages and files speak of in place of a name, in the order of a sentence.
THE_CANDIDATE = "The candidate"
WITHOUT_NAMES = "An interview"
LEFT = "Somebody who left"
# A word of a name this short is more likely a word of the answer.
SHORTEST = 3
_BLOCK = "█"


class Redaction:
    """Blacks out a person's name and address. What comes out is as long as what went in, so that
    places in a text stay where they are."""

    def __init__(self, person: User | None) -> None:
        self._pattern = _pattern(person) if person else None

    def __call__(self, text: str) -> str:
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: _BLOCK * len(found[0]), text)


NOTHING = Redaction(None)


def _pattern(person: User) -> re.Pattern[str] | None:
    """The whole name and the address in any case; a single word of the name as it is written."""
    name = " ".join(person.display_name.split())
    whole = [part for part in (person.email or "", name) if part]
    words = [word for word in name.split() if len(word) >= SHORTEST]
    either = [f"(?i:{re.escape(part)})" for part in whole] + [re.escape(word) for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)") if either else None
