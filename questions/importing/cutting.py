"""Text cut from the document's own lines, so that lists, code and formulas stay as they were."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BACK_LINK = re.compile(
    r"""^[\W_]*(?:\[[\W_]*)?
    (?:(?:go\ |return\ )?(?:back\ )?to\ (?:the\ )?(?:top|contents|index|questions|toc|list)\b.{0,30}
    |back\ to\ .{0,20}|(?:table\ of\ )?contents|nach\ oben|volver\ arriba|index|↑|⬆|[⬆↑↥▲🔝]+
    |top(?=[\W_]*\]\(\#))
    [\W_]*(?:\]\([^)]*\))?.{0,12}$""",
    re.I | re.X,
)
_SYMBOL_LINK = re.compile(r"^[\W_]*\[[^\]\w]{1,6}\]\(#[^)]*\)[\W_]*$")
_FILLER = re.compile(
    r"""^\s*(?:
    </?(?:details|summary|p|br|hr|div|center|ul|ol|li|span|b|strong|blockquote|a)\b[^<>]*>\s*
    )+$""",
    re.I | re.X,
)
_BARE = re.compile(r"(?:[-*_]\s*){3,}|<!--.*-->|!\[[^\]]*\]\([^)]*\)")
_TAG = re.compile(r"<[^<>]{0,300}>")
_DETAILS = re.compile(r"</?(?:p|div|center|details|summary)\b[^<>]*>")
_BULLET = re.compile(r"^(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])\s+(?=\S)")
_ITEM_OR_FENCE = re.compile(r"\s*([-*+]|\d+[.)]|```)")


@dataclass
class Piece:
    """Text of one role, and the lines it was cut from."""

    role: str
    text: str
    first: int
    last: int


def cut(lines: list[str], first: int, last: int) -> str:
    """Lines `first` to `last`, without common indentation, tags of details and back-links."""
    cutting = [line.rstrip() for line in lines[first - 1 : last]]
    while cutting and is_noise(cutting[-1]):
        cutting.pop()
    while cutting and is_noise(cutting[0]):
        cutting.pop(0)
    cutting = list(_without_filler(cutting))
    width = min((_indent(line) for line in cutting if line.strip()), default=0)
    if cutting and width == 0:  # the first line may stand at the margin by itself
        rest = [line for line in cutting[1:] if line.strip()]
        inner = min((_indent(line) for line in rest), default=0)
        if inner >= 2 and not _ITEM_OR_FENCE.match(cutting[0]):
            return "\n".join([cutting[0], *(line[inner:] for line in cutting[1:])]).strip("\n")
    return "\n".join(line[width:] for line in cutting).strip("\n")


def _without_filler(lines: list[str]) -> Iterator[str]:
    """All lines but tags that stand alone and back-links; code in fences stays whole."""
    fence = ""
    for line in lines:
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~") and fence in ("", mark) and line.count(mark) == 1:
            fence = "" if fence else mark
            yield line
        elif fence or not (_FILLER.match(line) or is_back_link(line)):
            yield line


def joined(pieces: list[Piece]) -> str:
    """Pieces in their order; next to each other in the document, they stay next to each other."""
    text, last = "", None
    for piece in pieces:
        if text:
            text += "\n" if last is not None and piece.first <= last + 1 else "\n\n"
        text += piece.text
        last = piece.last
    return text.strip()


def is_back_link(line: str) -> bool:
    bare = line.strip()
    if not bare or len(bare) > 300 or not ("[" in bare or "<" in bare or "op" in bare.lower()):
        return False
    plain = _TAG.sub("", bare).strip()
    linked = "](#" in bare or "](" in bare or "<a" in bare.lower() or "top" in plain.lower()
    return linked and bool(_SYMBOL_LINK.match(plain) or (plain and _BACK_LINK.match(plain)))


def is_noise(line: str) -> bool:
    bare = line.strip()
    return (
        not bare
        or bool(_FILLER.match(bare[:2000]))
        or bool(_BARE.fullmatch(bare[:500]))
        or is_back_link(bare)
    )


def tagless(text: str) -> str:
    return _DETAILS.sub("", text).strip()


def unfenced(code: str) -> str:
    lines = code.split("\n")
    if lines and lines[0].lstrip().startswith(("```", "~~~")):
        lines = lines[1:]
        if lines and lines[-1].strip() and not lines[-1].strip().strip("`~"):
            lines = lines[:-1]
    return "\n".join(lines)


def entries_of(text: str) -> list[str]:
    """A list one entry a bullet, with what is nested below it; prose one entry a paragraph."""
    entries: list[str] = []
    fresh = True
    for line in text.split("\n"):
        if found := _BULLET.match(line):
            entries.append(line[found.end() :])
        elif not line.strip():
            fresh = True
            continue
        elif fresh and not line.startswith((" ", "\t")):
            entries.append(line)
        elif entries:
            entries[-1] += "\n" + line
        else:
            entries.append(line)
        fresh = False
    return [entry.strip() for entry in entries if entry.strip()]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
