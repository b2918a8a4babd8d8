"""Behind, and away: what is offered does what its numbers say, and can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from study import today
from study.cards import actions, away, backlog, memory, sources
from study.cards.memory import Rating
from study.cards.sitting import Sitting
from study.content import content
from study.grid.actions import tap
from study.models import Card, CardChange, Desk
from tests.at_once import all_at_once
from web import clock
from web.refusals import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def behind(alice) -> list[Card]:
    """Thirty cards due for a week, ten a day wanted; five more fall due tomorrow."""
    Desk.objects.create(user=alice, reviews_a_day=10)
    for number in range(35):
        sources.write(alice, front=f"Q{number}", back="A", at=NOON)
    cards = list(Card.objects.all())
    for number, card in enumerate(cards):
        card.phase, card.difficulty, card.reviews = 2, 5, 3
        card.stability = 5 + 10 * number
        card.reviewed_on = ON - 40 * DAY
        card.due_on = ON + DAY if number >= 30 else ON - 7 * DAY
    Card.objects.bulk_update(
        cards, ["phase", "difficulty", "reviews", "stability", "reviewed_on", "due_on"]
    )
    return cards


def by_day(alice) -> dict[int, int]:
    days = [(day - ON).days for day in Card.objects.values_list("due_on", flat=True)]
    return {day: days.count(day) for day in sorted(set(days))}


def numbers(alice) -> backlog.Backlog:
    sitting = Sitting(alice, at=NOON)
    return backlog.backlog(sitting.desk, on=ON, new=sitting.waiting.new)


def test_one_busy_evening_is_not_behind(alice, behind):
    desk = actions.desk_of(alice)
    assert backlog.is_behind(desk, on=ON)
    Card.objects.filter(due_on__lt=ON).update(due_on=ON - DAY)
    assert not backlog.is_behind(desk, on=ON)
    Card.objects.update(due_on=ON + DAY)
    assert not backlog.is_behind(desk, on=ON)


@pytest.mark.parametrize("days", backlog.OVER)
def test_spreading_makes_the_days_that_were_shown(alice, behind, days):
    [shown] = [one for one in numbers(alice).spreads if one.days == days]
    backlog.spread(alice, days, at=NOON)
    made = by_day(alice)
    assert [made.get(day, 0) for day in range(days)] == shown.each_day
    assert sum(shown.each_day) == 35
    assert max(shown.each_day) - min(shown.each_day) <= 1 or days > 7
    assert {card.stability for card in Card.objects.filter(due_on=ON)} == {
        5 + 10 * n for n in range(made[0])
    }, "the most shaky come first"


def test_only_what_is_about_to_be_forgotten_stays(alice, behind):
    shown = numbers(alice).shaky
    backlog.only_shaky(alice, at=NOON)
    due = Card.objects.filter(due_on__lte=ON)
    assert (len(due), shown.stay + shown.wait) == (shown.stay, 30)
    assert 0 < shown.stay < 30
    for card in Card.objects.exclude(due_on=ON + DAY):
        recall = memory.recall(card.memory, on=max(card.due_on, ON))
        assert recall <= backlog.SHAKY + 1e-9
        if card.due_on > ON:
            assert memory.recall(card.memory, on=card.due_on - DAY) > backlog.SHAKY


def test_new_cards_pause_and_come_again(alice):
    sources.write(alice, front="Q", back="A", at=NOON)
    assert Sitting(alice, at=NOON).waiting.new == 1
    backlog.pause_new(alice, at=NOON)
    assert Sitting(alice, at=NOON + 6 * DAY).waiting.new == 0
    assert Sitting(alice, at=NOON + 7 * DAY).waiting.new == 1
    backlog.resume_new(alice)
    assert Sitting(alice, at=NOON).waiting.new == 1


def test_taking_back_leaves_alone_what_was_answered_since(alice, behind):
    before = {card.pk: card.due_on for card in Card.objects.all()}
    change = backlog.spread(alice, 7, at=NOON)
    first = Sitting(alice, at=NOON).next()
    answered = actions.rate(first, Rating.GOOD, seen=first.reviews, seconds=3, at=NOON)
    assert backlog.undo(change, at=NOON) == 29
    assert backlog.undo(change, at=NOON) == 0, "once"
    after = {card.pk: card.due_on for card in Card.objects.all()}
    assert {pk for pk in before if before[pk] != after[pk]} == {answered.card_id}


def test_other_numbers_of_days_are_refused(alice, behind):
    with pytest.raises(Refused):
        backlog.spread(alice, 5, at=NOON)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(number=st.integers(0, 200), coming=st.lists(st.integers(0, 40), min_size=1, max_size=20))
def test_levelling_loses_none_and_fills_the_emptiest(number, coming):
    days = backlog.level(number, coming)
    assert sum(days) == number + sum(coming)
    filled = [day for day, had in zip(days, coming, strict=True) if day > had]
    assert not filled or max(filled) <= min(days) + 1


# Away


def test_nothing_is_due_away_and_it_comes_back_bit_by_bit(alice, behind):
    Card.objects.filter(due_on__lt=ON).update(due_on=ON + 4 * DAY)
    away.leave(alice, ON + DAY, ON + 6 * DAY, at=NOON)
    assert all(day > 6 for day in by_day(alice))
    for day in range(1, 7):
        assert Sitting(alice, at=NOON + day * DAY).waiting.total == 0
        assert Sitting(alice, at=NOON + day * DAY).next() is None
    back = [Sitting(alice, at=NOON + day * DAY).waiting for day in range(7, 11)]
    assert back[0].due > 0
    assert back[0].left_over == 0, "no more than the day's number"


def test_no_answer_makes_a_card_due_while_away(alice, behind):
    away.leave(alice, ON + DAY, ON + 20 * DAY, at=NOON)
    for card in Card.objects.all()[:10]:
        promised = actions.outcomes(card, actions.desk_of(alice), at=NOON)
        actions.rate(card, Rating.HARD, seen=card.reviews, seconds=3, at=NOON)
        card.refresh_from_db()
        assert card.due_on == promised[Rating.HARD].due_on, "as the button said"
        assert not ON < card.due_on <= ON + 20 * DAY


def test_coming_back_early_puts_cards_back_and_spreads_what_was_missed(alice, behind):
    Card.objects.filter(due_on__lt=ON).update(due_on=ON + 2 * DAY)
    away.leave(alice, ON + DAY, ON + 9 * DAY, at=NOON)
    away.come_back(alice, at=NOON + 4 * DAY)
    days = by_day(alice)
    assert min(days) == 4
    assert max(days) <= 8
    away.come_back(alice, at=NOON + 4 * DAY)
    assert by_day(alice) == days, "twice is once"


def test_called_off_before_it_began_all_is_as_it_was(alice, behind):
    before = by_day(alice)
    away.leave(alice, ON + DAY, ON + 9 * DAY, at=NOON)
    away.leave(alice, ON + 2 * DAY, ON + 5 * DAY, at=NOON)
    assert by_day(alice) == before, "tomorrow is no day away any more"
    away.come_back(alice, at=NOON)
    assert by_day(alice) == before


def test_the_grid_does_not_ask_while_away_either(alice):
    tap(alice, content().study.concepts[0], 1, done=True, at=NOON)
    assert today.due(alice, at=NOON + DAY)
    away.leave(alice, ON + DAY, ON + DAY, at=NOON)
    assert today.due(alice, at=NOON + DAY) == []
    assert today.due(alice, at=NOON + 2 * DAY)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(3, 2, "before the first"), (-3, -1, "are over"), (0, 60, "at most")],
)
def test_days_that_make_no_sense_come_back_with_the_reason(as_user, alice, first, last, why):
    on = actions.desk_of(alice).day(datetime.now(UTC))
    facts = {"first": on + first * DAY, "last": on + last * DAY}
    response = as_user(alice).post(reverse("study:days_away"), facts)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert str(facts["first"]) in response.content.decode()
    assert not CardChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_spread_at_once_keep_the_days_it_began_with(alice, behind):
    calls = [lambda: backlog.spread(alice, 7, at=NOON), lambda: backlog.spread(alice, 7, at=NOON)]
    all_at_once(calls)
    for change in CardChange.objects.all():
        backlog.undo(change, at=NOON)
    assert by_day(alice) == {-7: 30, 1: 5}


# The pages


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_the_page_shows_the_numbers_and_does_what_is_chosen(as_user, alice, behind, noon):
    browser = as_user(alice)
    page = browser.get(reverse("study:behind")).content.decode()
    assert "30</strong> cards are due" in page
    for data in (
        {"how": "spread", "days": "7"},
        {"how": "shaky"},
        {"how": "pause"},
        {"how": "new"},
    ):
        assert browser.post(reverse("study:behind"), data).url == reverse("study:behind")
    assert CardChange.objects.count() == 2
    for data in ({"how": "spread", "days": "5"}, {"how": "spread"}, {"how": "nonsense"}):
        assert browser.post(reverse("study:behind"), data).status_code == 422


def test_the_cards_page_leads_there_only_when_there_is_more_than_a_day(
    as_user, alice, behind, noon
):
    browser = as_user(alice)
    assert reverse("study:behind") in browser.get(reverse("study:cards")).content.decode()
    Card.objects.update(due_on=ON + 4000 * DAY)
    assert reverse("study:behind") not in browser.get(reverse("study:cards")).content.decode()


@pytest.mark.parametrize("number", [3, 40])
def test_it_costs_the_same_however_much_is_due(
    as_user, alice, number, django_assert_max_num_queries
):
    for count in range(number):
        card = sources.write(alice, front=f"Q{count}", back="A", at=NOON)
        actions.rate(card, Rating.GOOD, seen=0, seconds=1, at=NOON)
    browser = as_user(alice)
    browser.get(reverse("study:behind"))
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("study:behind")).status_code == 200
