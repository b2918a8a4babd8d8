"""The answer as it was typed, with the passages that earned its points."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from interview.evidence import Span, segments, to_html

TEXT = "Momentum averages gradients. It damps oscillation."


def test_a_passage_is_marked_numbered_and_linked_to_its_point():
    html = to_html(TEXT, [Span(2, "made", 0, 28)], position=3)
    assert html.startswith('<mark class="made" data-points="2">Momentum averages gradients.')
    assert '<a id="evidence-3-2" href="#point-3-2"' in html
    assert html.endswith(" It damps oscillation.")


def test_passages_that_overlap_are_cut_where_they_do():
    pieces = segments("abcdef", [Span(1, "made", 0, 4), Span(2, "contradicted", 2, 6)])
    assert [piece.text for piece in pieces] == ["ab", "cd", "ef"]
    assert [[span.number for span in piece.spans] for piece in pieces] == [[1], [1, 2], [2]]
    assert [[span.number for span in piece.ending] for piece in pieces] == [[], [1], [2]]
    assert pieces[1].verdict == "contradicted"


def test_two_points_may_share_one_passage():
    (piece,) = segments("abc", [Span(1, "made", 0, 3), Span(2, "partly", 0, 3)])
    assert [span.number for span in piece.ending] == [1, 2]
    html = to_html("abc", [Span(1, "made", 0, 3), Span(2, "partly", 0, 3)], position=1)
    assert 'data-points="1 2"' in html
    assert html.count("<sup>") == 2


def test_what_was_typed_is_never_markup():
    typed = "<script>alert(1)</script> & \"x\" '<b>'"
    html = to_html(typed, [Span(1, "made", 3, 12)], position=1)
    ours = re.sub(r"<sup>.*?</sup>|</?mark[^>]*>", "", html)
    assert "<" not in ours
    assert unescape(ours) == typed


def test_missed_points_and_empty_or_stray_spans_mark_nothing():
    stray = [Span(1, "missed", 0, 4), Span(2, "made", 3, 3), Span(3, "made", 90, 99)]
    assert to_html("abcdef", stray, position=1) == "abcdef"
    assert to_html("", [Span(1, "made", 0, 4)], position=1) == ""


spans = st.lists(
    st.builds(
        Span,
        st.integers(1, 9),
        st.sampled_from(["made", "partly", "unsure", "contradicted"]),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    max_size=6,
)


@given(st.text(max_size=30), spans)
def test_the_pieces_are_the_text_and_every_span_ends_once(text, found):
    pieces = segments(text, found)
    assert "".join(piece.text for piece in pieces) == text
    kept = [s for s in found if s.start < min(s.end, len(text))]
    assert sum(len(piece.ending) for piece in pieces) == len(kept)
