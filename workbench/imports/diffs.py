"""What changed between two texts, line by line, and word by word inside a line that changed."""

import difflib
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """`mark` is a space for a line both have, a minus for one that went, a plus for a new one."""

    mark: str
    pieces: tuple[Piece, ...]


def difference(before: str, after: str) -> list[Line]:
    """The lines of both, those that went before those that came."""
    old, new = before.strip().split("\n"), after.strip().split("\n")
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            lines += [Line(" ", (Piece(text),)) for text in old[a:b]]
            continue
        gone, came = _words("\n".join(old[a:b]), "\n".join(new[c:d]))
        lines += _lines("-", gone) if b > a else []
        lines += _lines("+", came) if d > c else []
    return lines


# Words on one side that are compared one by one; the time grows with the square.
MOST_WORDS = 3000


def _words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    one, other = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    if max(len(one), len(other)) > MOST_WORDS:
        return [Piece(old, changed=True)], [Piece(new, changed=True)]
    gone: list[Piece] = []
    came: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        changed = what != "equal"
        gone += [Piece("".join(one[a:b]), changed)] if b > a else []
        came += [Piece("".join(other[c:d]), changed)] if d > c else []
    return gone, came


def _lines(mark: str, pieces: list[Piece]) -> list[Line]:
    """Pieces run over line ends; a line holds its own."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.changed))
        lines += [[Piece(text, piece.changed)] for text in rest]
    return [Line(mark, tuple(piece for piece in line if piece.text)) for line in lines]
