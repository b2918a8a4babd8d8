"""Intervals, days in a row, the meters: what figures say, and when they say nothing."""

from datetime import UTC, date, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.models import Box
from study.progress import intervals, meters, streak
from study.progress.marks import Calibration, Cell, Figure, Marks, weakest

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
TODAY = date(2026, 3, 20)


# Student's table, as it stands in every book of statistics.
@pytest.mark.parametrize(
    ("freedom", "point"), [(4, 2.776), (9, 2.262), (29, 2.045), (120, 1.980), (100_000, 1.960)]
)
def test_the_expansion_meets_the_table(freedom, point):
    assert intervals.student(freedom) == pytest.approx(point, abs=0.008)


def test_a_mean_of_four_has_no_interval_one_of_five_has():
    assert intervals.of_mean(4, 0.5, 0.1) is None
    found = intervals.of_mean(5, 0.5, 0.1)
    assert found.high - 0.5 == pytest.approx(2.776 * 0.1 / sqrt(5), abs=0.001)
    assert found.score - found.low == pytest.approx(found.high - found.score)


@given(st.integers(5, 400), st.floats(0, 1), st.floats(0, 0.6))
def test_an_interval_of_marks_holds_the_mean_and_stays_among_marks(n, mean, spread):
    found = intervals.of_mean(n, mean, spread)
    assert 0 <= found.low <= found.score <= found.high <= 1


@given(st.integers(0, 300), st.integers(1, 300))
def test_an_interval_of_a_share_holds_it(made, of):
    made = min(made, of)
    found = intervals.of_share(made, of)
    assert 0 <= found.low <= made / of <= found.high <= 1
    assert found.high > found.low, "even all of all is not certain"


def test_a_share_of_nothing_is_nothing():
    assert intervals.of_share(0, 0) is None


# Wilson's interval for 7 of 10, worked by hand from the formula.
def test_wilsons_interval_is_his():
    found = intervals.of_share(7, 10)
    assert (found.low, found.high) == (
        pytest.approx(0.397, abs=1e-3),
        pytest.approx(0.892, abs=1e-3),
    )


def test_no_data_is_not_nought():
    empty = Marks()
    assert [figure.mean for figure in (*empty.kinds, *empty.tiers)] == [None] * 10
    assert (empty.whole.mean, empty.calibration.off, empty.timing) == (None, None, [])
    assert Cell().band == ""
    assert Cell(1, 0.0).band == "0"


def test_the_weakest_is_one_that_is_known_well_enough():
    sure = Figure("Sure", 9, 0.6, 0.1)
    unsure = Figure("Unsure", 2, 0.1, 0.1)
    assert weakest([unsure, sure]) is sure
    assert weakest([unsure]) is unsure
    assert weakest([Figure("None", 0, None)]) is None


@pytest.mark.parametrize(
    ("n", "off", "spread", "leans"),
    [
        (4, 0.5, 0.1, ""),
        (30, 0.2, 0.2, "high"),
        (30, -0.2, 0.2, "low"),
        (30, 0.02, 0.2, "neither"),
        (0, None, None, ""),
    ],
)
def test_estimates_lean_one_way_only_where_that_can_be_told(n, off, spread, leans):
    assert Calibration(n, off, spread, []).leans == leans


# Days in a row


def back(*ago: int) -> set[date]:
    return {TODAY - timedelta(days=n) for n in ago}


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (set(), 0),
        (back(0), 1),
        (back(1), 1),  # today is not over
        (back(2), 1),  # yesterday was a day off
        (back(3), 0),
        (back(0, 1, 2), 3),
        (back(0, 2), 2),
        (back(0, 2, 4), 2),  # a second day off in the same week
        (back(0, 1, 3, 4, 5, 6, 7, 8, 10), 9),  # days off a week apart
    ],
)
def test_a_day_off_in_seven_ends_no_row(days, length):
    assert streak.length(days, today=TODAY) == length


@given(st.sets(st.integers(0, 60)))
def test_another_day_of_study_never_shortens_the_row_it_ends(ago):
    days = back(*ago)
    assert streak.length(days | {TODAY}, today=TODAY) >= streak.length(days, today=TODAY)


# Meters


def boxes(alice, *facts: tuple[int, int | None]) -> None:
    """Each was due so many days ago, and done so many days after that."""
    for number, (ago, late) in enumerate(facts):
        due = TODAY - timedelta(days=ago)
        done = {} if late is None else {"done_on": due + timedelta(days=late), "marked_at": NOON}
        Box.objects.create(owner=alice, concept=f"c-{number}", step=2, due_on=due, **done)


def spaced(alice):
    found = meters.of(alice, Marks(), on=TODAY, since=NOON - timedelta(days=14))
    return found[1]


@pytest.mark.django_db
def test_spacing_counts_what_was_due_and_kept_within_a_day(alice):
    # In time, a day late, two late, never, due today, due too long ago.
    boxes(alice, (3, 0), (4, 1), (5, 2), (6, None), (0, None), (15, 0))
    assert (spaced(alice).value, spaced(alice).words) == (0.5, "2 of 4 in time")
    assert not spaced(alice).is_met


@pytest.mark.django_db
def test_there_is_no_meter_without_data(alice):
    found = meters.of(alice, Marks(), on=TODAY, since=NOON)
    assert [meter.value for meter in found] == [None] * 4
    assert all(meter.formula and meter.target for meter in found)
