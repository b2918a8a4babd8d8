"""The taster, for whoever comes by, and one question alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interview.models import Interview
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
)
from tests.interview.setup.forms import asked

pytestmark = pytest.mark.django_db
TRY = "/interviews/try/"


@pytest.fixture
def taster(db):
    return QuestionSetFactory(slug="taster", minutes=15)


def test_a_visitor_becomes_a_guest_with_an_exam_before_them(client, taster):
    client.logout()
    response = client.post(TRY, {"time_zone": "Asia/Tokyo"})
    guest = User.objects.get(is_guest=True)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert (interview.candidate, interview.mode, interview.minutes) == (guest, "exam", 15)
    assert guest.time_zone == "Asia/Tokyo"
    assert client.get(response.url).status_code == 200


def test_a_second_click_makes_neither_a_guest_nor_an_interview(client, taster):
    client.logout()
    first, second = (client.post(TRY) for _ in range(2))
    assert first.url == second.url
    assert User.objects.filter(is_guest=True).count() == 1
    assert Interview.objects.count() == 1


def test_a_taster_that_was_started_is_not_taken_for_the_next(client, taster):
    client.logout()
    first = client.post(TRY)
    client.post(first.url.replace("/ready/", "/start/"))
    assert client.post(TRY).url != first.url
    assert Interview.objects.count() == 2


def test_a_planned_taster_is_left_for_its_day(client, alice, taster):
    tomorrow = timezone.now() + timedelta(days=1)
    planned = InterviewFactory(candidate=alice, question_set=taster, scheduled_for=tomorrow)
    assert str(planned.pk) not in client.post(TRY).url


def test_whoever_has_an_account_tries_it_as_themselves(client, alice, taster):
    client.post(TRY)
    assert Interview.objects.get().candidate == alice
    assert not User.objects.filter(is_guest=True).exists()


def test_a_zone_nobody_knows_is_utc(client, taster):
    client.logout()
    client.post(TRY, {"time_zone": "Middle/Earth"})
    assert User.objects.get(is_guest=True).time_zone == "UTC"


def test_without_a_taster_no_guest_is_made(client, alice):
    client.logout()
    assert client.post(TRY).status_code == 404
    assert not User.objects.exclude(pk=alice.pk).exists()


# One question


def test_one_question_is_a_practice_of_its_own(client):
    question = QuestionFactory(title="Momentum", minutes=8)
    QuestionFactory.create_batch(2)
    response = client.post(reverse("interview:practise_one", args=[question.slug]))
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert (interview.title, interview.mode, interview.minutes) == ("Momentum", "practice", 8)
    client.post(reverse("interview:start", args=[interview.pk]))
    assert asked(interview) == {question.slug}


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_question_that_is_not_ready_is_not_practised(as_user, alice, carol, status):
    question = QuestionFactory(status=status)
    for person in (alice, carol):
        address = reverse("interview:practise_one", args=[question.slug])
        assert as_user(person).post(address).status_code == 404
    assert not Interview.objects.exists()
