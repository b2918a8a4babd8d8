"""The pages of a planned interview: set up for later, move, cancel, the calendar file."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from interview import actions
from interview.models import Interview
from tests.factories import InterviewFactory, QuestionSetFactory
from tests.interview.schedule.calendars import waiting
from web import clock

Status = Interview.Status


@pytest.fixture
def planned(alice):
    """A scheduled interview of Alice's, far enough ahead of the real clock."""
    return InterviewFactory(
        candidate=alice, scheduled_for=clock.now().replace(microsecond=0) + timedelta(days=10)
    )


def in_days(days: int) -> dict:
    then = clock.now() + timedelta(days=days)
    return {"date": f"{then:%Y-%m-%d}", "time": "09:30"}


def test_setting_up_for_later_schedules_it(as_user, alice):
    question_set = QuestionSetFactory()
    said = {"mode": "exam", "request_key": uuid.uuid4(), "when": "later", **in_days(3)}
    response = as_user(alice).post(reverse("interview:set_up", args=[question_set.slug]), said)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert interview.status == Status.SCHEDULED
    assert f"{interview.scheduled_for:%H:%M}" == "09:30"
    assert len(waiting(interview)) == 5


def test_a_bad_time_comes_back_with_its_error_and_what_was_typed(as_user, alice):
    question_set = QuestionSetFactory()
    said = {"mode": "practice", "request_key": uuid.uuid4(), "when": "later"}
    said |= {"date": "2020-01-01", "time": "09:30"}
    response = as_user(alice).post(reverse("interview:set_up", args=[question_set.slug]), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "over already" in page
    assert 'value="2020-01-01"' in page
    assert 'value="later" checked' in page
    assert not Interview.objects.exists()


def test_the_fields_name_the_zone_they_are_read_in(as_user, alice):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    page = as_user(alice).get(reverse("interview:set_up", args=[QuestionSetFactory().slug]))
    assert "(Asia/Kathmandu, UTC+5:45)" in page.content.decode()


def test_the_move_page_starts_from_the_time_it_has(as_user, alice, planned):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    page = as_user(alice).get(reverse("interview:move", args=[planned.pk])).content.decode()
    local = planned.scheduled_for.astimezone(alice.zone)
    assert f'value="{local:%Y-%m-%d}"' in page
    assert f'value="{local:%H:%M}"' in page


def test_moving_leads_back_and_says_when(as_user, alice, planned):
    address = reverse("interview:move", args=[planned.pk])
    response = as_user(alice).post(address, in_days(20), follow=True)
    planned.refresh_from_db()
    assert response.redirect_chain[-1][0] == reverse("interview:ready", args=[planned.pk])
    assert "09:30 (UTC)" in response.content.decode()
    assert planned.calendar_sequence == 1


def test_moving_to_a_bad_time_is_422_and_keeps_what_was_typed(as_user, alice, planned):
    address = reverse("interview:move", args=[planned.pk])
    response = as_user(alice).post(address, {"date": "2020-01-01", "time": "09:30"})
    assert response.status_code == 422
    assert 'value="2020-01-01"' in response.content.decode()
    planned.refresh_from_db()
    assert planned.calendar_sequence == 0


def test_cancelling_goes_home(as_user, alice, planned):
    address = reverse("interview:cancel", args=[planned.pk])
    for _ in range(2):
        assert as_user(alice).post(address).url == reverse("interview:home")
    planned.refresh_from_db()
    assert planned.status == Status.CANCELLED
    assert planned.calendar_sequence == 1


def test_what_has_begun_can_be_neither_moved_nor_cancelled(as_user, alice):
    running = InterviewFactory(candidate=alice, running=True)
    client = as_user(alice)
    assert client.post(reverse("interview:move", args=[running.pk]), in_days(3)).status_code == 409
    assert client.post(reverse("interview:cancel", args=[running.pk])).status_code == 409
    page = client.get(reverse("interview:move", args=[running.pk]))
    assert page.url == running.get_absolute_url()


def test_the_calendar_file_is_one_that_imports(as_user, alice, planned):
    response = as_user(alice).get(reverse("interview:calendar", args=[planned.pk]))
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert response.headers["Content-Disposition"] == 'attachment; filename="interview.ics"'
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == str(planned.calendar_uid)
    assert event.decoded("DTSTART") == planned.scheduled_for
    assert event["STATUS"] == "CONFIRMED"


def test_the_calendar_file_of_a_cancelled_one_says_so(as_user, alice, planned):
    actions.cancel(planned)
    response = as_user(alice).get(reverse("interview:calendar", args=[planned.pk]))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1


def test_without_a_time_there_is_no_calendar_file(as_user, alice):
    unplanned = InterviewFactory(candidate=alice)
    address = reverse("interview:calendar", args=[unplanned.pk])
    assert as_user(alice).get(address).status_code == 404


@pytest.mark.parametrize("name", ["move", "cancel", "calendar"])
def test_strangers_and_wrong_methods(as_user, charlie, alice, planned, name):
    address = reverse(f"interview:{name}", args=[planned.pk])
    ask = as_user(charlie).post if name == "cancel" else as_user(charlie).get
    assert ask(address).status_code == 404
    wrong = {"move": "put", "cancel": "get", "calendar": "post"}[name]
    assert getattr(as_user(alice), wrong)(address).status_code == 405


def test_moving_costs_few_queries(as_user, alice, planned, django_assert_max_num_queries):
    client = as_user(alice)
    client.get(reverse("interview:home"))
    with django_assert_max_num_queries(26):
        client.post(reverse("interview:move", args=[planned.pk]), in_days(4))
