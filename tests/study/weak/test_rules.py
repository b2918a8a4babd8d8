"""When a spot is open, in work, fixed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.weak.rules import Kind, Result, State, score_is_good, standing

FIRST = datetime(2026, 3, 2, 12, tzinfo=UTC)
relaxed = settings(deadline=None, max_examples=60)


def result(day: float, good: bool | None, kind=Kind.PROBE) -> Result:
    at = FIRST + timedelta(days=day)
    return Result(kind, at, at.date(), good, f"{kind.value} on day {day}")


def run(*said, kind=Kind.PROBE):
    """One result a day."""
    return standing(result(day, good, kind) for day, good in enumerate(said))


anything = st.lists(
    st.builds(
        result,
        st.integers(0, 12).map(lambda n: n / 3),
        st.sampled_from([True, False, None]),
        st.sampled_from(Kind),
    ),
    max_size=14,
)


def test_a_probe_opens_and_good_ones_on_two_days_fix():
    assert run(False).state is State.OPEN
    assert run(False, True).state is State.IN_WORK
    assert run(False, True, True).state is State.FIXED


def test_two_good_results_on_one_day_are_one():
    found = standing([result(0, False), result(1, True), result(1.2, True)])
    assert found.state is State.IN_WORK
    assert found.good_on == {date(2026, 3, 3)}


def test_the_day_is_the_study_day_and_not_the_calendars():
    """After midnight it is still the evening before."""
    evening = result(1, True)
    late = Result(Kind.PROBE, evening.at + timedelta(hours=13), evening.on, True, "")
    assert standing([result(0, False), evening, late]).state is State.IN_WORK


def test_a_bad_result_opens_it_again_and_says_which():
    found = run(False, True, True, False)
    assert (found.state, found.why, found.good_on) == (State.OPEN, "probe on day 3", frozenset())
    assert run(False, True, True, False, True).state is State.IN_WORK
    assert run(False, True, False, True).state is State.IN_WORK


@pytest.mark.parametrize(
    ("kind", "said", "flags"),
    [
        (Kind.RATING, [False], True),
        (Kind.ANSWER, [False, False], False),
        (Kind.ANSWER, [False, False, False], True),
        (Kind.ANSWER, [False, None, False, False], False),
        (Kind.POINT, [False], False),
        (Kind.POINT, [False, False], True),
        (Kind.POINT, [False, True, False], True),
        (Kind.POINT, [False, None, True, False], False),
        (Kind.CARD, [False], False),
        (Kind.CARD, [False, True, False], True),
    ],
)
def test_what_it_takes_to_flag_a_quiet_spot(kind, said, flags):
    found = run(*said, kind=kind)
    assert (found.state is State.OPEN) == flags
    assert bool(found.why) == flags


def test_results_of_different_kinds_do_not_add_up_to_a_flag():
    kinds = (Kind.ANSWER, Kind.POINT, Kind.CARD)
    assert standing(result(n, False, kind) for n, kind in enumerate(kinds)).state is State.QUIET


@pytest.mark.parametrize(
    ("score", "good"), [(0, False), (0.49, False), (0.5, None), (0.74, None), (0.75, True)]
)
def test_under_two_of_four_is_bad_and_three_of_four_is_good(score, good):
    assert score_is_good(score) is good


@relaxed
@given(anything)
def test_fixed_means_good_results_on_two_days_since_the_last_bad_one(results):
    found = standing(results)
    in_order = sorted(results, key=lambda one: one.at)
    bad = [n for n, one in enumerate(in_order) if one.is_good is False]
    after = in_order[bad[-1] + 1 :] if bad else []
    if found.state is State.FIXED:
        assert len({one.on for one in after if one.is_good}) >= 2
    if found.state is State.IN_WORK:
        assert len({one.on for one in after if one.is_good}) == 1


@relaxed
@given(anything)
def test_once_flagged_it_is_never_quiet_again_and_a_bad_result_always_opens(results):
    flagged = [*results, result(20, False)]
    assert standing(flagged).state is State.OPEN
    assert standing([*flagged, result(21, False, Kind.ANSWER)]).state is State.OPEN
    assert standing([*flagged, result(21, None)]).state is State.OPEN


@relaxed
@given(anything)
def test_good_results_alone_flag_nothing(results):
    assert standing(one for one in results if one.is_good is not False).state is State.QUIET


@relaxed
@given(st.permutations([result(0, False), result(1, True), result(2, True), result(3, None)]))
def test_the_order_in_which_they_are_read_does_not_matter(results):
    assert standing(results).state is State.FIXED
