"""When a card comes back: by nights slept, the same day as promised, and never twice by luck."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.cards import memory
from study.cards.memory import Memory, Phase, Rating

MONDAY = date(2026, 3, 2)
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
ratings = st.sampled_from(list(Rating))


def review(before, rating, *, on=MONDAY, at=EVENING, retention=0.9, salt="1:0"):
    return memory.review(before, rating, on=on, at=at, retention=retention, salt=salt)


def test_what_is_not_known_comes_back_in_ten_minutes():
    outcome = review(None, Rating.AGAIN)
    assert outcome.due_at == EVENING + timedelta(minutes=10)
    assert (outcome.due_on, outcome.lapsed) == (MONDAY, False)


def test_good_and_easy_wait_for_another_day():
    good, easy = review(None, Rating.GOOD), review(None, Rating.EASY)
    assert good.due_at is None
    assert good.due_on == MONDAY + timedelta(days=2)
    assert easy.days > good.days


def test_a_night_counts_as_a_day_though_it_was_thirteen_hours():
    """Good at eight in the evening, Good at nine the next morning: FSRS alone sees no day."""
    first = review(None, Rating.GOOD).memory
    morning = review(first, Rating.GOOD, on=MONDAY + timedelta(days=1)).memory
    same_day = review(first, Rating.GOOD, on=MONDAY).memory
    assert morning.stability == pytest.approx(7.32, abs=0.01)
    assert same_day.stability == pytest.approx(2.31, abs=0.01)


def test_forgetting_what_was_known_is_a_lapse():
    known = Memory(Phase.REVIEW, None, 46.3, 2.1, MONDAY - timedelta(days=46))
    outcome = review(known, Rating.AGAIN)
    assert outcome.lapsed
    assert outcome.memory.phase == Phase.RELEARNING
    assert outcome.memory.stability < 5
    assert outcome.due_at == EVENING + timedelta(minutes=10)


def test_a_higher_target_brings_cards_back_sooner():
    known = Memory(Phase.REVIEW, None, 40, 5, MONDAY - timedelta(days=40))
    days = [review(known, Rating.GOOD, retention=share).days for share in (0.8, 0.9, 0.97)]
    assert days[0] > days[1] > days[2] >= 1


def test_recall_falls_with_the_days():
    known = Memory(Phase.REVIEW, None, 10, 5, MONDAY)
    chances = [memory.recall(known, on=MONDAY + timedelta(days=n)) for n in (0, 10, 100)]
    assert chances[0] == 1
    assert chances[1] == pytest.approx(0.9)
    assert 0.5 < chances[2] < 0.8


@given(st.lists(st.tuples(ratings, st.integers(0, 60)), min_size=1, max_size=12), st.text())
def test_what_the_buttons_promise_is_what_is_stored(history, salt):
    known, on = None, MONDAY
    for rating, days in history:
        on += timedelta(days=days)
        facts = {"on": on, "at": EVENING, "retention": 0.9, "salt": salt}
        promised = memory.choices(known, **facts)
        outcome = memory.review(known, rating, **facts)
        assert promised[rating] == outcome
        assert on <= outcome.due_on <= on + timedelta(days=memory.LONGEST)
        assert (outcome.due_at is None) == (outcome.due_on > on)
        known = outcome.memory


def test_a_traveller_who_meets_a_day_again_breaks_nothing():
    ahead = review(None, Rating.GOOD, on=MONDAY + timedelta(days=1)).memory
    assert review(ahead, Rating.GOOD, on=MONDAY).due_on > MONDAY


def test_long_intervals_are_spread_and_short_ones_are_not():
    known = Memory(Phase.REVIEW, None, 40, 5, MONDAY - timedelta(days=40))
    days = {review(known, Rating.GOOD, salt=f"{n}:3").days for n in range(40)}
    assert len(days) > 5
    assert len({review(None, Rating.GOOD, salt=f"{n}:0").days for n in range(40)}) == 1
