"""The last page before the clock."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import actions
from interview.models import Interview
from questions.models import SetItem
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
)
from tests.interview.setup.forms import asked, set_up_address, words

pytestmark = pytest.mark.django_db
COMPOSE = "/interviews/new/"
Status = Interview.Status


def test_the_last_page_says_what_the_mode_means(client, alice):
    exam = InterviewFactory(candidate=alice, title="The real thing")
    page = words(client.get(reverse("interview:ready", args=[exam.pk])))
    assert "The real thing" in page
    assert "24 minutes" in page
    assert "An exam has no pause and no hints." in page
    practice = InterviewFactory(candidate=alice, mode="practice")
    page = words(client.get(reverse("interview:ready", args=[practice.pk])))
    assert "In practice you may pause" in page


def test_it_shows_the_minutes_this_person_will_have(as_user):
    candidate = UserFactory(extra_time="1.25")
    interview = InterviewFactory(candidate=candidate, minutes=24)
    page = words(as_user(candidate).get(reverse("interview:ready", args=[interview.pk])))
    assert "30 minutes" in page


def test_a_planned_one_shows_its_time_on_the_persons_clock(as_user):
    candidate = UserFactory(time_zone="Asia/Tokyo")
    at = timezone.now().replace(hour=20, minute=0) + timedelta(days=2)
    interview = InterviewFactory(candidate=candidate, scheduled_for=at)
    page = words(as_user(candidate).get(reverse("interview:ready", args=[interview.pk])))
    assert ", 05:00</time> (Asia/Tokyo)" in page


@pytest.mark.parametrize("state", [{"running": True}, {"submitted": True}])
def test_after_the_start_the_page_leads_on(client, alice, state):
    interview = InterviewFactory(candidate=alice, **state)
    response = client.get(reverse("interview:ready", args=[interview.pk]))
    assert response.url == interview.get_absolute_url()


def test_starting_twice_lands_in_the_same_room(client, alice):
    interview = InterviewFactory(candidate=alice)
    start = reverse("interview:start", args=[interview.pk])
    first = client.post(start)
    interview.refresh_from_db()
    started_at, questions = interview.started_at, asked(interview)
    assert client.post(start).url == first.url == reverse("interview:room", args=[interview.pk])
    interview.refresh_from_db()
    assert (interview.started_at, asked(interview)) == (started_at, questions)


def test_what_is_over_or_called_off_does_not_start(client, alice):
    for state in ({"submitted": True}, {"status": Status.CANCELLED}):
        interview = InterviewFactory(candidate=alice, **state)
        assert client.post(reverse("interview:start", args=[interview.pk])).status_code == 409


@pytest.mark.parametrize("count", [3, 20])
def test_the_pages_before_the_start_cost_the_same_however_much_there_is(
    client, alice, count, django_assert_max_num_queries
):
    big = QuestionSetFactory(questions=QuestionFactory.create_batch(count))
    for number in range(3):
        InterviewFactory(candidate=alice, submitted=True, question_set=big, title=f"Mock {number}")
    waiting = InterviewFactory(candidate=alice, question_set=big)
    client.get(COMPOSE)  # the first visit of the day is written down
    pages = [(set_up_address(big), 10), (COMPOSE, 10)]
    for address, most in [*pages, (reverse("interview:ready", args=[waiting.pk]), 6)]:
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [3, 20])
def test_starting_costs_the_same_however_much_there_is(
    client, alice, bob, count, django_assert_num_queries
):
    """Who may see the library's sets and questions is not asked of the database."""
    big = QuestionSetFactory(questions=QuestionFactory.create_batch(count), owner=bob)
    SetItem.objects.create(set=big, position=count + 1, draw={"count": 1, "tiers": [1]})
    waiting = InterviewFactory(candidate=alice, question_set=big)
    # Savepoint and its release, lock, items, draw, clock, questions, answers.
    with django_assert_num_queries(8):
        actions.start(waiting, at=timezone.now())
    assert waiting.questions.count() == count
