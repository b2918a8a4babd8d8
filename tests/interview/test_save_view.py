"""The door of the autosave."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import rules
from interview.models import Answer, Interview
from tests.factories import InterviewFactory


@pytest.fixture
def interview(alice):
    return InterviewFactory(candidate=alice, running=True)


@pytest.fixture
def post(as_user, alice, interview):
    def post(user=alice, position=1, raw=None, **more):
        body = {
            "text": "A token bucket.",
            "base": 0,
            "writer": str(uuid.UUID(int=1)),
            "count": 1,
            "seconds_used": 12,
            **more,
        }
        return as_user(user).post(
            reverse("interview:save", args=[interview.pk, position]),
            raw if raw is not None else json.dumps(body),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )

    return post


def test_it_keeps_the_answer_and_tells_the_time(post, interview):
    response = post()
    assert response.status_code == 200
    reply = response.json()
    assert (reply["state"], reply["revision"], reply["paused"]) == ("saved", 1, False)
    assert abs(reply["now"] / 1000 - timezone.now().timestamp()) < 10
    assert reply["ends_at"] == int(interview.ends_at.timestamp() * 1000)
    answer = Answer.objects.get(question__interview=interview, question__position=1)
    assert (answer.text, answer.seconds_used) == ("A token bucket.", 12)


def test_a_conflict_brings_the_other_text(post):
    post()
    response = post(text="Leaky.", writer=str(uuid.UUID(int=2)))
    assert response.status_code == 409
    assert response.json()["state"] == "conflict"
    assert response.json()["text"] == "A token bucket."


def test_a_late_save_closes_the_interview_and_says_so(post, interview):
    now = timezone.now()
    Answer.objects.filter(question__position=2).update(
        text="kept", revision=1, writer=uuid.uuid4(), saved_at=now
    )
    Interview.objects.update(
        started_at=now - timedelta(hours=1), ends_at=now - rules.GRACE - timedelta(seconds=1)
    )
    response = post()
    assert response.status_code == 409
    assert response.json()["state"] == "closed"
    assert response.json()["reason"] == "Time is up."
    interview.refresh_from_db()
    assert interview.status == Interview.Status.EXPIRED


@pytest.mark.parametrize(
    "wrong",
    [
        {"raw": "not json"},
        {"raw": "[]"},
        {"raw": "null"},
        {"text": 5},
        {"base": -1},
        {"base": "many"},
        {"count": 2**31},
        {"writer": "me"},
        {"heir_of": ["nobody"]},
        {"heir_of": 5},
        {"text": "a\x00b"},
        {"text": "x" * (rules.LONGEST_ANSWER + 1)},
    ],
)
def test_a_save_that_is_none_is_refused_with_its_reason(post, wrong):
    response = post(**wrong)
    assert response.status_code == 422
    assert response.json()["state"] == "refused"
    assert response.json()["reason"]
    assert not Answer.objects.exclude(text="").exists()


def test_half_a_character_is_refused(post):
    body = {"text": "\ud83d", "base": 0, "writer": str(uuid.uuid4()), "count": 1, "seconds_used": 0}
    assert post(raw=json.dumps(body)).status_code == 422


def test_a_stranger_finds_nothing(post, charlie):
    assert post(user=charlie).status_code == 404
    assert post(position=99).status_code == 404


def test_an_expired_log_in_is_said_in_json(client, interview):
    response = client.post(
        reverse("interview:save", args=[interview.pk, 1]),
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert response.status_code == 401
    assert response.json() == {"state": "signed-out"}


def test_it_wants_a_post(as_user, alice, interview):
    url = reverse("interview:save", args=[interview.pk, 1])
    assert as_user(alice).get(url).status_code == 405


def test_it_costs_two_statements_besides_the_log_in(
    as_user, alice, interview, django_assert_max_num_queries
):
    """Session, person, BEGIN (here a savepoint), lock, write, COMMIT: nothing more."""
    client = as_user(alice)
    body = {"text": "More.", "base": 0, "writer": str(uuid.UUID(int=1)), "count": 1}
    with django_assert_max_num_queries(6):
        response = client.post(
            reverse("interview:save", args=[interview.pk, 1]),
            json.dumps({**body, "seconds_used": 3}),
            content_type="application/json",
        )
    assert response.json()["state"] == "saved"
