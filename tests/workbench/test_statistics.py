"""The formulas, against figures worked out by hand and against what must hold for any marks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import statistics

# Eight sessions, four questions, right or wrong.
SESSIONS = [
    [int(mark) for mark in row]
    for row in ("1101", "1001", "1111", "0001", "0011", "1111", "0101", "1111")
]
TABLE = np.array(SESSIONS)
TOTAL = TABLE.sum(axis=1)
COLUMNS = list(TABLE.T)

# A shared machine may stand still for longer than hypothesis allows an example.
some = settings(max_examples=30, deadline=None)
marks = st.lists(st.integers(0, 4).map(lambda n: n / 4), min_size=2, max_size=30)


@st.composite
def marks_and_rest(draw):
    x = draw(marks)
    rest = draw(st.lists(st.integers(0, 8), min_size=len(x), max_size=len(x)))
    return x, [value / 8 for value in rest]


def near(*values):
    return [value if value is None else pytest.approx(value, abs=0.05) for value in values]


# The fixture


def test_facility_of_the_eight_sessions():
    assert list(map(statistics.facility, COLUMNS)) == near(62.5, 62.5, 50, 100)


def test_discrimination_of_the_eight_sessions():
    found = [statistics.discrimination(x, TOTAL - x) for x in COLUMNS]
    assert found == near(45.5, 45.5, 30.2, None)


def test_efficiency_of_the_eight_sessions():
    assert [statistics.efficiency(x, TOTAL - x) for x in COLUMNS] == near(57.9, 57.9, 33.3, None)


def test_consistency_of_the_eight_sessions():
    consistency = statistics.alpha(TABLE)
    ratio = statistics.error_ratio(consistency)
    spread = statistics.deviation(TOTAL, out_of=4)

    assert [consistency, ratio] == near(52.63, 68.82)
    # the totals 3 2 4 1 2 4 2 4 have a deviation of √(9.5/7) = 1.165, of 4
    assert [spread, statistics.standard_error(ratio, spread)] == near(29.12, 20.04)


def test_effective_weights_of_the_eight_sessions():
    # 7 · cov(x, T) is 3.25, 3.25, 3 and 0: roots 1.8028, 1.8028, 1.7321, of 5.3376
    assert statistics.effective_weights(TABLE) == near(33.78, 33.78, 32.45, 0)


def test_deviation_by_hand():
    assert statistics.deviation([0, 1, 1, 2], out_of=2) == pytest.approx(40.82, abs=0.01)


# What cannot be said


@pytest.mark.parametrize("same", [[0, 0, 0], [1, 1, 1], [0.1, 0.1, 0.1], [0.7]])
def test_the_same_mark_for_everybody_tells_nothing_apart(same):
    rest = [0.2, 0.5, 0.9][: len(same)]

    for index in (statistics.discrimination, statistics.efficiency):
        assert index(same, rest) is None
        assert index(rest, same) is None
    assert statistics.discrimination_interval(same, rest) is None
    assert statistics.alpha([[a, a] for a in same]) is None
    assert statistics.effective_weights([[a, a] for a in same]) == [None, None]


def test_nobody_has_no_figures():
    assert statistics.facility([]) is None
    assert statistics.deviation([1]) is None
    assert statistics.discrimination([], []) is None
    assert statistics.facility_interval([1]) is None
    assert statistics.agreement([]) is None
    assert statistics.error_ratio(None) is None
    assert statistics.standard_error(None, 3) is None


def test_one_question_has_no_consistency():
    assert statistics.alpha([[0], [1]]) is None


def test_a_question_that_falls_while_the_total_rises_has_no_weight():
    weights = statistics.effective_weights([[0, 3], [1, 1], [0.5, 2]])
    assert weights == [None, pytest.approx(100)]


def test_lists_of_different_length_are_a_mistake():
    with pytest.raises(ValueError, match="for each person"):
        statistics.discrimination([1, 0], [1, 0, 1])
    with pytest.raises(ValueError, match="a row a session"):
        statistics.alpha([1, 0])


# Whatever the marks


@some
@given(marks_and_rest())
def test_indices_stay_in_their_bounds_and_efficiency_is_the_larger(pair):
    index, share = statistics.discrimination(*pair), statistics.efficiency(*pair)

    assert (index is None) == (share is None)
    if index is not None:
        assert -100 <= index <= 100
        assert share <= 100
        # The best order of the same marks has a correlation of 1 at most.
        assert index * share >= 0
        assert abs(share) >= abs(index) - 1e-9


@some
@given(marks_and_rest(), st.floats(0.1, 9), st.floats(-5, 5))
def test_the_scale_of_the_rest_does_not_matter(pair, times, plus):
    x, rest = pair
    moved = [times * value + plus for value in rest]
    for index in (statistics.discrimination, statistics.efficiency):
        assert index(x, rest) == pytest.approx(index(x, moved), abs=1e-6)


@some
@given(marks_and_rest())
def test_the_order_of_people_does_not_matter(pair):
    x, rest = pair
    assert statistics.discrimination(x, rest) == pytest.approx(
        statistics.discrimination(x[::-1], rest[::-1])
    )


@some
@given(marks)
def test_a_facility_lies_in_its_interval_s_reach(x):
    found = statistics.facility_interval(x)
    assert 0 <= found.low <= statistics.facility(x) + 1e-9
    assert statistics.facility(x) - 1e-9 <= found.high <= 100


@some
@given(marks_and_rest())
def test_an_index_lies_in_its_interval_s_reach(pair):
    index, found = statistics.discrimination(*pair), statistics.discrimination_interval(*pair)
    assert (found is None) == (index is None or len(pair[0]) < 4)
    if found:
        assert -100 <= found.low - 1e-9 <= index <= found.high + 1e-9 <= 100 + 1e-6


def test_intervals_are_those_of_the_textbook():
    """r = 0.5 of 28 people: artanh 0.5 = 0.5493, ± 1.96/5 = 0.392, so 0.156 to 0.736."""
    rest = np.array([1.0, -1.0] * 14)
    other = np.array([1.0, 1.0, -1.0, -1.0] * 7)
    found = statistics.discrimination_interval(0.5 * rest + 0.75**0.5 * other, rest)
    assert [found.low, found.high] == near(15.6, 73.6)
    # ten of forty right: 0.25 ± 1.96 · √(0.25 · 0.75/39)
    found = statistics.facility_interval([1] * 10 + [0] * 30)
    assert [found.low, found.high] == near(11.41, 38.59)


def test_a_perfect_order_has_no_width():
    found = statistics.discrimination_interval([0, 1, 2, 3, 4], [1, 2, 3, 4, 5])
    assert [found.low, found.high] == near(100, 100)


def test_an_interval_narrows_with_more_people():
    rng = np.random.default_rng(3)
    skill = rng.normal(size=400)
    x = np.clip(0.5 + 0.2 * skill + rng.normal(0, 0.2, 400), 0, 1)

    few = statistics.discrimination_interval(x[:40], skill[:40])
    many = statistics.discrimination_interval(x, skill)
    assert many.high - many.low < few.high - few.low
    assert many.low < statistics.discrimination(x, skill) < many.high


def test_an_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(4)
    inside = 0
    for _ in range(60):
        found = statistics.facility_interval(rng.random(40) < 0.3)
        inside += found.low <= 30 <= found.high
    assert 50 <= inside <= 60


def coverage(shape, *, people, rounds=200):
    """How often the interval of the discrimination index holds the index of the whole world."""
    rng = np.random.default_rng(5)

    def attempts(n):
        skill = rng.normal(size=n)
        return shape(0.7 * skill + rng.normal(size=n)), skill + 0.6 * rng.normal(size=n)

    true = statistics.discrimination(*attempts(200_000))
    found = [statistics.discrimination_interval(*attempts(people)) for _ in range(rounds)]
    told = [one for one in found if one]
    return sum(one.low <= true <= one.high for one in told) / len(told)


@pytest.mark.parametrize(
    "shape",
    [
        lambda raw: np.clip(raw / 3 + 0.5, 0, 1),
        lambda raw: np.clip(np.round(raw * 2 + 2) / 4, 0, 1),
        lambda raw: raw > -1.3,
        lambda raw: raw > -2.2,
        lambda raw: np.clip(raw / 2 + 0.95, 0, 1),
    ],
    ids=["smooth", "quarters", "easy", "nearly everybody", "ceiling"],
)
@pytest.mark.parametrize("people", [30, 100])
def test_marks_need_not_be_normal_for_the_interval_to_cover(shape, people):
    assert coverage(shape, people=people) >= 0.9


def test_a_rest_is_measured_within_its_group():
    values = [0.2, 0.4, 0.8, 0.9, 0.5, 0.5, 0.3]
    groups = ["easy", "easy", "hard", "hard", "alike", "alike", "alone"]
    found = statistics.standardised(values, groups)

    assert found[:4] == pytest.approx([-(0.5**0.5), 0.5**0.5, -(0.5**0.5), 0.5**0.5])
    assert found[4:] == [None, None, None]


def test_agreement_counts_equal_credit():
    assert statistics.agreement([(1, 1), (0.5, 0), (0, 0), (1, 0.5)]) == 50
