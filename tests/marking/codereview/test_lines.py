"""Places in a program, followed into its next version: never onto another line's words."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marking.codereview.lines import Moves, Span, changes, lines_of

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Few words, so that versions have lines in common, the same ones twice, and in another order.
LINES = st.lists(st.sampled_from(["", "x = 1", "y = 2", "return x", "    pass"]), max_size=12)
FEW_LINES = LINES.map(lambda lines: lines or [""])


@st.composite
def a_place(draw):
    lines = draw(FEW_LINES)
    first = draw(st.integers(1, len(lines)))
    return lines, Span(first, draw(st.integers(first, len(lines))))


@UNHURRIED
@given(a_place(), FEW_LINES)
def test_a_place_holds_the_same_words_or_is_gone(old, new):
    lines, span = old
    now = Moves(lines, new).place_of(span)
    assert now is None or (now.lies_in(new) and now.of(new) == span.of(lines))


@UNHURRIED
@given(a_place(), st.lists(FEW_LINES, max_size=4))
def test_nor_does_it_point_elsewhere_after_many_versions(begun, versions):
    (lines, span), words = begun, begun[1].of(begun[0])
    for new in versions:
        if now := Moves(lines, new).place_of(span):
            assert now.of(new) == words
            lines, span = new, now


@UNHURRIED
@given(a_place(), FEW_LINES, FEW_LINES)
def test_lines_put_before_and_after_move_every_place_along(old, before, after):
    lines, span = old
    fresh = [f"new {line}" for line in before]
    new = [*fresh, *lines, *(f"later {line}" for line in after)]
    now = Moves(lines, new).place_of(span)
    assert now == Span(span.first + len(fresh), span.last + len(fresh))


@UNHURRIED
@given(a_place())
def test_nothing_moves_while_nothing_changes(old):
    lines, span = old
    assert Moves(lines, list(lines)).place_of(span) == span


@UNHURRIED
@given(FEW_LINES, FEW_LINES, st.data())
def test_places_keep_their_order(old, new, data):
    moves = Moves(old, new)
    first, second = sorted(data.draw(st.tuples(*[st.integers(1, len(old))] * 2)))
    one, other = moves.place_of(Span(first, first)), moves.place_of(Span(second, second))
    assert not (one and other) or one.first <= other.first


def test_a_changed_line_is_gone_and_its_neighbours_are_not():
    old, new = ["a", "b", "c"], ["a", "B", "c"]
    moves = Moves(old, new)
    assert moves.place_of(Span(2, 2)) is None
    assert moves.place_of(Span(1, 2)) is None, "half of it is another line now"
    assert (moves.place_of(Span(1, 1)), moves.place_of(Span(3, 3))) == (Span(1, 1), Span(3, 3))


def test_lines_that_something_was_put_between_do_not_stand_so_any_more():
    assert Moves(["a", "b"], ["a", "new", "b"]).place_of(Span(1, 2)) is None


@UNHURRIED
@given(FEW_LINES, FEW_LINES)
def test_a_comparison_is_both_texts(old, new):
    rows = [row for piece in changes(old, new) for row in piece]
    gone = {row.old: row.text for row in rows if row.sign == "-"}
    come = {row.new: row.text for row in rows if row.sign == "+"}
    assert all(old[n - 1] == text for n, text in gone.items())
    assert all(new[n - 1] == text for n, text in come.items())
    kept_old = [line for n, line in enumerate(old, start=1) if n not in gone]
    kept_new = [line for n, line in enumerate(new, start=1) if n not in come]
    assert kept_old == kept_new, "what is not told of is the same in both"
    if old == new:
        assert rows == []


def test_only_what_is_near_a_change_is_shown():
    old = [str(n) for n in range(30)]
    new = [*old[:3], "three", *old[4:25], *old[26:]]
    first, second = changes(old, new)
    assert [(row.sign, row.text) for row in first] == [
        ("", "0"), ("", "1"), ("", "2"), ("-", "3"), ("+", "three"),
        ("", "4"), ("", "5"), ("", "6"),
    ]  # fmt: skip
    assert [row.text for row in second if row.sign] == ["25"]


def test_a_line_ends_at_a_line_feed_and_nowhere_else():
    assert lines_of("a\x0cb\u2028c\nd") == ["a\x0cb\u2028c", "d"]
