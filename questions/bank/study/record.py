"""What every mapping of the study is: a dataclass whose types say the rules their keys obey.

A field without a default is a key that has to be there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from questions.bank.study.values import Many, Ref, Slug, Text

OwnSlug = Annotated[str, Slug()]
Title = Annotated[str, Text(120)]
Line = Annotated[str, Text(200)]
Prose = Annotated[str, Text()]
Questions = Annotated[tuple[str, ...], Many(Ref("questions"))]
Concepts = Annotated[tuple[str, ...], Many(Ref("concepts"))]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One mapping of a file and the line it begins on."""

    line: int

    def contradictions(self) -> Iterator[str]:
        """What is wrong although each key by itself is right."""
        yield from ()
