"""Pages of a printed document into one text: headers, footers and page numbers taken off."""

import re
import unicodedata
from collections import Counter

_EDGE = 3  # lines at the top and at the bottom of a page that may be a header or a footer
_NUMBER = re.compile(
    r"(?:page|seite|página|стр\.?|p\.)?\s*[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:of|/|von|de|из)\s*\d{1,4})?",
    re.I,
)


def without_repeats(pages: list[str]) -> str:
    """The text of all pages; what stands at the edge of most of them is no part of it.

    A sentence that goes on over a page break stays together; pages are apart otherwise.
    """
    lines = [[_clean(line) for line in page.split("\n")] for page in pages]
    lines = [_trimmed(page) for page in lines]
    repeated = _repeated(lines)
    text = ""
    for page in lines:
        bare = _without_edges(page, repeated, several=len(pages) > 1)
        if not bare:
            continue
        joined = "\n".join(bare)
        text += ("\n" if _goes_on(text, bare[0]) else "\n\n" if text else "") + joined
    return text + "\n"


def _clean(line: str) -> str:
    line = unicodedata.normalize("NFKC", line) if re.search(r"[ﬀ-ﬆ]", line) else line
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]", "", line.replace("\xad", "")).rstrip()


def _trimmed(page: list[str]) -> list[str]:
    while page and not page[0].strip():
        page = page[1:]
    while page and not page[-1].strip():
        page = page[:-1]
    return page


def _shape(line: str) -> str:
    """A line with its numbers made equal: “Chapter 3 · 17” and “Chapter 3 · 18” are one header."""
    return re.sub(r"\d+", "0", " ".join(line.split()).lower())


def _repeated(pages: list[list[str]]) -> set[str]:
    counts: Counter[str] = Counter()
    written = [page for page in pages if page]
    for page in written:
        counts.update({_shape(line) for line in (*page[:_EDGE], *page[-_EDGE:]) if line.strip()})
    least = max(3, 0.5 * len(written)) if len(written) > 3 else max(2, len(written))
    return {shape for shape, count in counts.items() if count >= least and not shape.endswith("?")}


def _without_edges(page: list[str], repeated: set[str], *, several: bool) -> list[str]:
    def is_edge(line: str) -> bool:
        if not line.strip():
            return True
        return several and (_shape(line) in repeated or bool(_NUMBER.fullmatch(line.strip())))

    for _ in range(_EDGE):
        if page and is_edge(page[0]):
            page = page[1:]
        if page and is_edge(page[-1]):
            page = page[:-1]
    return _trimmed(page)


def _goes_on(text: str, line: str) -> bool:
    """A page that ends within a sentence: no stop at its end, a small letter after it."""
    return bool(text) and text[-1] not in '.?!:;”")' and line[:1].islower()
