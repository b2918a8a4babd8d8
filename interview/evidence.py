"""The answer as it was typed, cut where a rubric point's evidence begins or ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Where points share words, the one that needs the reader's eye decides how they are underlined.
_MOST_TELLING = ("contradicted", "unsure", "partly", "made")
_WORDS = {
    "made": "made",
    "partly": "partly made",
    "unsure": "unsure",
    "contradicted": "contradicted",
}


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of the answer that are evidence for the point of this number."""

    number: int
    verdict: str
    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A stretch of the answer with the same evidence all through; `ending` spans end with it."""

    text: str
    spans: tuple[Span, ...] = ()
    ending: tuple[Span, ...] = ()

    @property
    def verdict(self) -> str:
        return min((span.verdict for span in self.spans), key=_MOST_TELLING.index)


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """Cut `text` at every edge of a span. Put together again, the pieces are the text exactly.

    A span that reaches beyond the text is cut off with it; one without characters is left out.
    """
    inside = [
        Span(span.number, span.verdict, max(span.start, 0), min(span.end, len(text)))
        for span in spans
        if span.verdict in _MOST_TELLING
    ]
    inside = sorted((s for s in inside if s.start < s.end), key=lambda s: (s.start, s.number))
    edges = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    return [
        Segment(
            text[start:end],
            tuple(s for s in inside if s.start <= start and end <= s.end),
            tuple(s for s in inside if s.end == end),
        )
        for start, end in pairwise(edges)
    ]


def to_html(text: str, spans: Iterable[Span], *, position: int) -> SafeString:
    """The answer, escaped, each passage marked and numbered with a link to its point.

    Ids: `evidence-<question>-<point>` on the number, `point-<question>-<point>` where it leads.
    """
    pieces = (_piece(segment, position) for segment in segments(text, spans))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


def _piece(segment: Segment, position: int) -> str:
    if not segment.spans:
        return conditional_escape(segment.text)
    numbers = format_html_join(
        "",
        '<sup><a id="evidence-{0}-{1}" href="#point-{0}-{1}" data-points="{1}"'
        ' aria-label="point {1}, {2}">{1}</a></sup>',
        ((position, span.number, _WORDS[span.verdict]) for span in segment.ending),
    )
    points = " ".join(str(span.number) for span in segment.spans)
    return format_html(
        '<mark class="{}" data-points="{}">{}{}</mark>',
        segment.verdict,
        points,
        segment.text,
        numbers,
    )
