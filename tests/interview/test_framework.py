"""The five steps: opened in practice beside a question, noted once, and told afterwards."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from interview import actions, exports, report, reviews, room_actions
from interview.framework import STEPS
from interview.models import FrameworkOpened, Interview
from tests.factories import InterviewFactory
from tests.interview.marked import add_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(alice):
    return InterviewFactory(candidate=alice, running=True, mode="practice")


def open_steps(client, interview, **more):
    return client.post(reverse("interview:framework", args=[interview.pk, 1]), **more)


def room_of(client, interview) -> str:
    return client.get(reverse("interview:room", args=[interview.pk])).content.decode()


def test_there_are_five_each_with_something_to_do_and_to_ask():
    assert len({step.title for step in STEPS}) == len(STEPS) == 5
    assert all(step.do.endswith(".") and step.ask.endswith("?") for step in STEPS)
    assert any("why this one" in step.do for step in STEPS)


def test_they_are_not_on_the_page_before_they_are_opened(as_user, alice, practice, hx):
    client = as_user(alice)
    assert STEPS[0].do not in room_of(client, practice)
    opened = open_steps(client, practice, headers=hx("framework-1"))
    assert opened.status_code == 200
    assert all(step.do in opened.content.decode() for step in STEPS)
    assert STEPS[0].do in room_of(client, practice), "and they stay after a reload"
    assert room_of(client, practice).count(STEPS[0].do) == 1, "beside this question alone"


def test_the_first_time_counts(as_user, alice, practice):
    for _ in range(2):
        answer = open_steps(as_user(alice), practice)
        assert answer.url == f"/interviews/{practice.pk}/#question-1"
    opened = FrameworkOpened.objects.get()
    later = room_actions.open_framework(opened.question, at=timezone.now())
    assert later == opened.opened_at
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        FrameworkOpened.objects.update(opened_at=timezone.now())


def test_an_exam_offers_none_and_refuses(as_user, alice):
    exam = InterviewFactory(candidate=alice, running=True)
    assert "five steps" not in room_of(as_user(alice), exam)
    answer = open_steps(as_user(alice), exam)
    assert answer.status_code == 409
    assert "An exam has no framework" in answer.content.decode()
    assert not FrameworkOpened.objects.exists()


def test_it_is_nobody_elses(as_user, bob, practice):
    assert open_steps(as_user(bob), practice).status_code == 404


def test_after_the_end_it_is_refused(as_user, alice, practice):
    actions.finish(practice, at=timezone.now())
    assert open_steps(as_user(alice), practice).status_code == 409


def test_review_download_and_export_say_that_it_was_used(as_user, alice, practice):
    open_steps(as_user(alice), practice)
    actions.finish(practice, at=timezone.now())
    for question in practice.questions.all():
        add_card(question)
    Interview.objects.filter(pk=practice.pk).update(
        status="scored", scored_at=timezone.now(), estimated_at=timezone.now()
    )
    practice.refresh_from_db()
    page = as_user(alice).get(reverse("interview:review", args=[practice.pk])).content.decode()
    assert page.count("five steps opened at") == 1
    assert report.to_markdown(reviews.read(practice, at=timezone.now())).count("five steps") == 1
    texts = "".join(file.text for file in exports.files(alice))
    assert texts.count("* Five steps opened at") == 1
    assert texts.count('"five_steps_opened_at": null') == practice.questions.count() - 1
    alice.delete()
    assert not FrameworkOpened.objects.exists()
