"""Marks as they come: waiting, failing, trying again, abstaining."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from interview.models import Interview, InterviewQuestion
from tests.interview.marked import TEXT, add_card, finished
from tests.interview.review.reading import address, page_of, words

pytestmark = pytest.mark.django_db
Scoring = InterviewQuestion.Scoring


def test_a_waiting_page_asks_again_and_a_finished_one_does_not(alice, as_user, interview):
    client = as_user(alice)
    assert "every 2s" not in page_of(client, interview)
    interview.questions.filter(position=2).update(scoring=Scoring.WAITING)
    Interview.objects.filter(pk=interview.pk).update(status="submitted")
    page = page_of(client, interview)
    assert 'hx-trigger="every 2s"' in page
    assert "1 of 2 answers looked at." in words(page)
    interview.refresh_from_db()
    assert interview.status == "submitted"


def test_the_waiting_part_is_sent_only_when_something_changed(alice, as_user, hx):
    interview = finished(alice, scored=False)
    client = as_user(alice)
    ask = re.search(r'hx-get="([^"]+)"', page_of(client, interview)).group(1)
    assert client.get(ask, headers=hx("results")).status_code == 204
    add_card(interview.questions.get(position=1))
    part = client.get(ask, headers=hx("results"))
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert "You made 1 of 2 points." in words(part.content.decode())


def test_a_page_says_honestly_that_nobody_marks(alice, as_user):
    interview = finished(alice, scored=False)
    Interview.objects.filter(pk=interview.pk).update(closed_at=timezone.now())
    client = as_user(alice)
    assert "Waiting since" not in page_of(client, interview)
    long_ago = interview.started_at + timedelta(minutes=15)
    Interview.objects.filter(pk=interview.pk).update(closed_at=long_ago)
    assert "Waiting since" in page_of(client, interview)


def test_a_failure_shows_its_reason_and_no_score(alice, as_user):
    interview = finished(alice, texts=(TEXT,), scored=False)
    interview.questions.filter(position=1).update(
        scoring=Scoring.FAILED, why_failed="The machine met an error."
    )
    page = words(page_of(as_user(alice), interview))
    assert "could not be marked. The machine met an error. It is safe, and it has no score." in page
    assert "of 100" not in page


def test_trying_again_puts_it_back_in_the_queue(
    alice, as_user, hx, queue, django_capture_on_commit_callbacks
):
    interview = finished(alice, texts=(TEXT,), scored=False)
    interview.questions.filter(position=1).update(scoring=Scoring.FAILED, scoring_tries=3)
    with django_capture_on_commit_callbacks(execute=True):
        reply = as_user(alice).post(address(interview, "score_again", 1), headers=hx("results"))
    assert 'hx-trigger="every 2s"' in reply.content.decode()
    assert queue == [interview.pk]


@pytest.mark.parametrize(("reason", "sentence"), [("off_topic", "about this question")])
def test_an_abstention_gives_its_reason_and_neither_praise_nor_zero(
    alice, as_user, reason, sentence
):
    interview = finished(alice, texts=(TEXT,), scored=False)
    facts = {"abstained": True, "reason": reason, "score": 0, "low": 0, "high": 0.25}
    add_card(interview.questions.first(), **facts)
    page = words(page_of(as_user(alice), interview))
    assert sentence in page
    assert "You made" not in page
    assert "of 100" not in page
