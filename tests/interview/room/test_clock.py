"""The clock and what other devices did; pausing, resuming, finishing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interview import rules
from interview.models import Interview, ParkedText, Pause
from tests.factories import InterviewFactory
from tests.interview.room.visiting import park, run_out, to

pytestmark = pytest.mark.django_db
Status = Interview.Status
JSON = {"Accept": "application/json"}


def test_the_clock_tells_the_time_and_every_revision(client, alice):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    reply = client.get(to("clock", interview)).json()
    assert (reply["state"], reply["paused"]) == ("running", False)
    assert reply["revisions"] == {"1": 1, "2": 0, "3": 0}
    assert reply["ends_at"] == int(interview.ends_at.timestamp() * 1000)


def test_a_paused_clock_shows_when_it_stopped(client, practice):
    paused = timezone.now() - timedelta(minutes=2)
    Interview.objects.filter(pk=practice.pk).update(
        started_at=paused - timedelta(minutes=1), paused_at=paused
    )
    reply = client.get(to("clock", practice)).json()
    assert reply["paused"] is True
    assert reply["now"] == int(paused.timestamp() * 1000)


def test_the_clock_of_a_finished_interview_says_where_to_go(client, exam):
    run_out(exam, ago=rules.GRACE + timedelta(seconds=1))
    reply = client.get(to("clock", exam)).json()
    assert reply == {"state": "finished", "next": to("review", exam)}


def test_the_text_of_one_answer(client, alice):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    reply = client.get(to("text", interview, 1))
    assert reply.json() == {"text": "It averages.", "revision": 1}
    assert client.get(to("text", interview, 9)).status_code == 404


def test_settling_forgets_the_text_that_was_put_aside(client, exam):
    park(exam)
    for _ in range(2):
        assert client.post(to("settle", exam, 1)).json() == {"state": "settled"}
    assert not ParkedText.objects.exists()


def test_settling_one_answer_leaves_the_others_alone(client, exam):
    park(exam)
    client.post(to("settle", exam, 2))
    assert ParkedText.objects.count() == 1


# Pause, resume, finish


def test_pause_and_resume_tell_the_script_the_clock(client, practice):
    reply = client.post(to("pause", practice), headers=JSON).json()
    assert (reply["state"], reply["paused"]) == ("running", True)
    again = client.post(to("pause", practice), headers=JSON).json()
    assert again == reply
    reply = client.post(to("resume", practice), headers=JSON).json()
    assert (reply["state"], reply["paused"]) == ("running", False)
    assert reply["ends_at"] > int(practice.ends_at.timestamp() * 1000)
    assert Pause.objects.exclude(ended_at=None).count() == 1


def test_pause_and_resume_as_plain_forms_come_back_to_the_room(client, practice):
    for name in ("pause", "resume"):
        assert client.post(to(name, practice)).url == to("room", practice)


def test_an_exam_does_not_pause(client, exam):
    response = client.post(to("pause", exam), headers=JSON)
    assert (response.status_code, response.json()) == (
        409, {"state": "refused", "reason": "An exam has no pause."},
    )  # fmt: skip
    assert b"An exam has no pause." in client.post(to("pause", exam)).content


def test_finishing_tells_the_script_where_to_go(client, exam):
    reply = client.post(to("finish", exam), headers=JSON).json()
    assert reply == {"state": "finished", "next": to("review", exam)}


def test_finishing_twice_is_finishing_once(client, alice, monkeypatch):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    first = client.post(to("finish", interview))
    assert first.url == to("review", interview)
    interview.refresh_from_db()
    closed_at = interview.closed_at
    assert client.post(to("finish", interview)).url == first.url
    interview.refresh_from_db()
    assert (interview.status, interview.closed_at) == (Status.SUBMITTED, closed_at)


def test_what_has_not_started_cannot_be_finished_or_paused(client, alice):
    interview = InterviewFactory(candidate=alice, mode="practice")
    for name in ("finish", "pause", "resume"):
        response = client.post(to(name, interview), headers=JSON)
        assert (response.status_code, response.json()["state"]) == (409, "refused")
    interview.refresh_from_db()
    assert interview.status == Status.SCHEDULED
