"""Today: everything that is due, in its order; what fits; nothing that is somebody else's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from study import today
from study.cards import sources
from study.content import content
from study.grid.actions import tap
from study.items import Item, within
from study.models import Desk
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def titles(user, at=NOON) -> list[str]:
    return [item.title for item in today.of(user, at=at).items]


def item(minutes, *, pieces=1, at=None) -> Item:
    return Item("It", "So.", minutes, "/", "Open", at=at, pieces=pieces)


def test_somebody_new_begins_with_an_interview(alice):
    assert titles(alice) == ["A first interview"]


def test_everything_due_comes_in_the_order_that_helps(alice, bob):
    short = QuestionSetFactory(questions=[QuestionFactory()])
    finished(alice, question_set=short)
    InterviewFactory(candidate=alice, running=True, title="Now")
    InterviewFactory(candidate=alice, title="Tonight", scheduled_for=NOON + timedelta(hours=6))
    InterviewFactory(candidate=alice, title="Later", scheduled_for=NOON + timedelta(hours=20))
    InterviewFactory(candidate=bob, title="Not hers", scheduled_for=NOON + timedelta(hours=6))
    sources.write(alice, front="Q", back="A", at=NOON)
    Desk.objects.create(user=alice, interview_on=date(2026, 3, 3))
    found = titles(alice)
    assert found[:2] == ["Now", "Tonight"]
    assert found[-3:] == ["Recall cards", "Cards from your interviews", "Practise Optimisation"]
    assert len(found) > 5, "and the checklist of the day before"
    assert today.of(alice, at=NOON).days_left == 1


def test_boxes_of_the_grid_are_counted_with_those_of_before(alice):
    concepts = content().study.concepts
    tap(alice, concepts[0], 1, done=True, at=NOON - timedelta(days=1))
    tap(alice, concepts[1], 1, done=True, at=NOON - timedelta(days=3))
    [found] = [one for one in today.of(alice, at=NOON).items if one.title == "Concepts to go over"]
    assert (found.why, found.pieces) == ("2 due today, 1 from before.", 3)
    assert found.minutes > 0


def test_an_appointment_stays_until_it_is_over(alice):
    InterviewFactory(candidate=alice, title="Noon", minutes=30, scheduled_for=NOON)
    assert "Noon" in titles(alice, NOON + timedelta(minutes=29))
    assert "Noon" not in titles(alice, NOON + timedelta(minutes=31))


@pytest.mark.parametrize(("days", "left"), [(2, 2), (0, 0), (-1, None)])
def test_the_days_until_the_interview_are_counted_to_zero(alice, days, left):
    Desk.objects.create(user=alice, interview_on=NOON.date() + timedelta(days=days))
    assert today.of(alice, at=NOON).days_left == left


def test_what_fits_keeps_its_order_and_cards_are_cut(alice):
    items = [item(0), item(60, at=NOON), item(30, pieces=90), item(5)]
    fits = within(items, 20)
    assert [(one.minutes, one.pieces) for one in fits] == [(20, 60)]
    assert [one.minutes for one in within([item(15), item(10), item(5)], 20)] == [15, 5]
    assert within([item(30)], 20) == []


def test_the_page_says_what_to_do(as_user, alice):
    sources.write(alice, front="Q", back="A", at=NOON)
    page = as_user(alice).get(reverse("study:today")).content.decode()
    assert "1 new." in page
    assert reverse("study:session") in page


@pytest.mark.parametrize("number", [5, 8])
def test_the_page_costs_the_same_however_much_there_is(
    as_user, alice, number, django_assert_max_num_queries
):
    """The last interviews are read whole, and no more of them than five."""
    for _ in range(number):
        finished(alice, question_set=QuestionSetFactory(questions=[QuestionFactory()]))
    browser = as_user(alice)
    browser.get(reverse("study:today"))
    with django_assert_max_num_queries(36):
        browser.get(reverse("study:today"))
