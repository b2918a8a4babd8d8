"""Setting up a set."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview.models import Interview, Seat
from reminders.models import Reminder
from tests.factories import (
    InterviewFactory,
    QuestionSetFactory,
    UserFactory,
)
from tests.interview.setup.forms import said, set_up_address, words

pytestmark = pytest.mark.django_db
Status = Interview.Status


def test_the_set_up_page_tells_how_much_but_not_what(client, alice, sitting):
    met = sitting.items.first().question
    InterviewFactory(
        candidate=alice, submitted=True, question_set=QuestionSetFactory(questions=[met])
    )
    page = words(client.get(set_up_address(sitting)))
    assert "3 questions" in page
    assert "3 conceptual" in page
    assert "2 of them new to you" in page
    for item in sitting.items.all():
        assert item.question.current.prompt not in page
    assert "Start interview" in page


def test_starting_a_set_runs_its_clock(client, alice, sitting):
    response = client.post(set_up_address(sitting), said(mode="practice"))
    interview = Interview.objects.get()
    assert response.url == reverse("interview:room", args=[interview.pk])
    assert (interview.status, interview.mode, interview.minutes) == ("running", "practice", 24)
    assert interview.ends_at - interview.started_at == timedelta(minutes=24)
    assert interview.questions.count() == 3
    assert [(seat.user, seat.role) for seat in interview.seats.all()] == [
        (alice, Seat.Role.CANDIDATE)
    ]


def test_a_double_click_is_one_interview(client, sitting):
    form = said()
    first, second = (client.post(set_up_address(sitting), form) for _ in range(2))
    assert first.url == second.url
    assert Interview.objects.count() == 1


def test_a_form_that_is_sent_again_after_the_end_leads_to_what_became_of_it(client, sitting):
    form = said()
    client.post(set_up_address(sitting), form)
    interview = Interview.objects.get()
    client.post(reverse("interview:finish", args=[interview.pk]))
    response = client.post(set_up_address(sitting), form)
    assert response.url == reverse("interview:review", args=[interview.pk])
    assert Interview.objects.count() == 1


def test_somebody_elses_form_is_of_no_use(client, as_user, charlie, sitting):
    form = said()
    client.post(set_up_address(sitting), form)
    response = as_user(charlie).post(set_up_address(sitting), form)
    assert response.status_code == 409
    assert "already used" in words(response)
    assert not Interview.objects.filter(candidate=charlie).exists()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"mode": "chess"}, "chess is not one of the available choices"),
        ({"mode": ""}, "This field is required"),
        ({"request_key": "mine"}, ""),
        ({"when": "someday"}, "someday is not one of the available choices"),
        ({"when": "later"}, "Give a date."),
        ({"when": "later", "date": "2020-01-31", "time": "18:30"}, "That time is over already"),
    ],
)
def test_bad_input_comes_back_with_its_error(client, sitting, wrong, error):
    response = client.post(set_up_address(sitting), said(**wrong))
    assert response.status_code == 422
    assert error in words(response)
    assert not Interview.objects.exists()


def test_the_mode_that_was_chosen_stays_chosen(client, sitting):
    form = said(mode="practice", when="later", date="2020-01-31", time="18:30")
    page = words(client.post(set_up_address(sitting), form))
    assert 'value="practice" checked' in page
    assert 'value="later" checked' in page
    assert 'value="2020-01-31"' in page


def test_a_set_for_later_is_scheduled_and_announced(client, alice, sitting):
    day = (timezone.now() + timedelta(days=3)).date()
    form = said(when="later", date=day.isoformat(), time="18:30")
    response = client.post(set_up_address(sitting), form)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert interview.status == Status.SCHEDULED
    assert f"{interview.scheduled_for:%Y-%m-%d %H:%M}" == f"{day} 18:30"
    assert not interview.questions.exists()
    assert Reminder.objects.filter(user=alice, state="waiting").exists()


def test_extra_time_is_named_to_the_person_who_has_it(as_user, sitting):
    page = words(as_user(UserFactory(extra_time="1.5")).get(set_up_address(sitting)))
    assert "the clock will show 36 minutes" in page
    assert "extra time" not in words(as_user(UserFactory()).get(set_up_address(sitting)))


def test_a_set_with_nothing_left_to_ask_says_so_and_starts_nothing(client, sitting):
    for item in sitting.items.all():
        item.question.status = "retired"
        item.question.save()
    response = client.post(set_up_address(sitting), said())
    assert response.status_code == 409
    assert "No question in the bank fits" in words(response)
