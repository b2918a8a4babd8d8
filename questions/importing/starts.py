"""A place where a question begins."""

from dataclasses import dataclass, field

from questions.importing.sections import Scope
from questions.importing.titles import Facts, Title


@dataclass
class Start:
    """A question begins at block `at`; its body are the blocks up to `end`, not included.

    `way` names what marked it: heading, label, number, bold, bullet, summary or line. `handle`: its
    heading is only a name, and what is asked stands below it. `bold_asks`: the bold words that open
    the line are the question, the others its answer.
    """

    at: int
    title: Title
    scope: Scope
    end: int = 0
    section: str | None = None
    facts: Facts = field(default_factory=Facts)
    handle: bool = False
    bold_asks: bool = False
    way: str = ""
