"""Text that was laid out on pages: headers, footers and page numbers are no part of it.

Lines keep their numbers: what is taken out leaves an empty line, so that every question can still
be shown at its place in the source.
"""

import itertools
import re
from collections import Counter

_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"\W*(?:(?:page|p\.|seite|página|стр\.?)\s*)?(\d{1,4})\W*$", re.I)
_OF = re.compile(r"\W*(?:page|seite|página)\s+\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W*$", re.I)
_AT_END = re.compile(r"(?:^|\s)(\d{1,4})\W*$")
_AT_START = re.compile(r"\W*(\d{1,4})\s")
_LONGEST = 120  # characters of a running header
_STRUCTURE = re.compile(r"\s*(?:[-*+•>|#`~]|\d{1,4}[.)]\s|\w\)\s)")


def without_page_marks(lines: list[str], *, paged: bool = False) -> list[str]:
    """Empty the lines that a page repeats.

    In any text: page numbers that count up, and lines that come again with a number that counts up
    (“Interview book · Page 3”). With `paged`, when the text is known to come from pages, also lines
    that come again word for word.
    """
    places = _repeated(lines)
    gone: set[int] = set()
    for key, at in places.items():
        if _counts_up([lines[place] for place in at], several=key.count("0") > 1) or (
            paged and "0" not in key and len(at) > 2 and _is_spread(at, len(lines))
        ):
            gone.update(at)
    gone.update(at for at, line in enumerate(lines) if len(line) < 40 and _OF.match(line))
    return ["" if at in gone else line for at, line in enumerate(lines)] if gone else lines


def _repeated(lines: list[str]) -> dict[str, list[int]]:
    """Lines that are alike but for their numbers, and stand by themselves or with a page number."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare or len(bare) > _LONGEST or _STRUCTURE.match(bare + " "):
            continue
        places.setdefault(_NUMBER.sub("0", bare), []).append(at)
    return {key: at for key, at in places.items() if len(at) > 1 and key != "0."}


def _counts_up(lines: list[str], *, several: bool) -> bool:
    """At least three page numbers, each a page further, behind or before the same words."""
    numbers = []
    for line in lines:
        found = _BARE_NUMBER.match(line.strip()) or _AT_END.search(line) or _AT_START.match(line)
        if found is None:
            return False
        numbers.append(int(found[1]))
    steps = Counter(later - one for one, later in itertools.pairwise(numbers))
    need = 3 if re.search(r"[^\W\d]", lines[0]) else 4
    return len(numbers) >= need and not several and steps[1] >= 0.8 * (len(numbers) - 1)


def _is_spread(at: list[int], length: int) -> bool:
    """A running header comes at even distances and through all of the text."""
    gaps = [later - one for one, later in itertools.pairwise(at)]
    return min(gaps) > 8 and at[-1] - at[0] > 0.4 * length and max(gaps) < 6 * min(gaps)
