"""The page while the clock runs: every question, its answer, and what its scripts start from."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import rules
from interview.models import Interview
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.room.visiting import facts_of, page_of, park, run_out, to

pytestmark = pytest.mark.django_db
Status = Interview.Status


def test_it_shows_every_question_its_answer_and_the_clock(client, alice):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    page = page_of(client, interview)
    for question in interview.questions.all():
        assert f"Question {question.position} of 3" in page
        assert question.version.prompt in page
    assert "It averages.</textarea>" in page
    assert '<div role="status"' not in page
    assert re.search(r'id="save-state" role="status"[^>]*>Saved<', page)
    assert re.search(r'role="timer"[^>]*>2[34]:00<', page)


@pytest.mark.parametrize(
    "words",
    ["Your answer", "Next question", "Previous question", "Flag for later", "Finish interview"],
)
def test_its_words_are_those_people_know(client, exam, words):
    assert f">{words}<" in page_of(client, exam)


def test_an_exam_has_neither_pause_nor_hints(client, exam):
    page = page_of(client, exam)
    assert 'data-action="pause"' not in page
    assert "Show a hint" not in page
    assert "Think of a ball." not in page


def test_practice_has_both(client, practice):
    page = page_of(client, practice)
    assert ">Pause</button>" in page
    assert ">Resume</button>" in page
    assert page.count("Show a hint") == 3


def test_a_hint_is_sent_only_once_it_was_opened(client, practice):
    assert "Think of a ball." not in page_of(client, practice)
    client.post(to("hint", practice, 1), {"number": "1"})
    page = page_of(client, practice)
    assert page.count("Think of a ball.") == 1
    assert "It averages gradients." not in page


def test_what_the_scripts_start_from(client, alice):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    park(interview)
    facts = facts_of(client, interview)
    assert facts["interview"] == interview.pk
    assert (facts["grace"], facts["longest"]) == (30, rules.LONGEST_ANSWER)
    assert facts["clock"]["ends_at"] == int(interview.ends_at.timestamp() * 1000)
    assert abs(facts["clock"]["now"] / 1000 - timezone.now().timestamp()) < 30
    first, second, _ = facts["answers"]
    assert (first["text"], first["revision"]) == ("It averages.", 1)
    assert first["parked"] == ["Typed on the telephone."]
    assert (second["text"], second["revision"], second["parked"]) == ("", 0, [])


def test_an_answer_cannot_break_out_of_the_page(client, alice):
    nasty = "</textarea></script><script>alert(1)</script>"
    interview = InterviewFactory(candidate=alice, running=True, answers=[nasty])
    page = client.get(to("room", interview)).content.decode()
    assert "<script>alert" not in page
    assert "</textarea></script>" not in page
    assert facts_of(client, interview)["answers"][0]["text"] == nasty


def test_only_a_page_with_a_code_editor_carries_its_nonce(client, alice, exam):
    assert facts_of(client, exam)["nonce"] == ""
    code = QuestionFactory(kind="implementation", parts={"starter_code": "def step(x): ...\n"})
    interview = InterviewFactory(
        candidate=alice, running=True, question_set=QuestionSetFactory(questions=[code])
    )
    response = client.get(to("room", interview))
    facts = json.loads(
        re.search(r'id="room-facts"[^>]*>(.*?)</script>', response.content.decode())[1]
    )
    assert facts["nonce"]
    assert f"'nonce-{facts['nonce']}'" in response.headers["Content-Security-Policy"]
    assert facts["answers"][0]["starter"] == "def step(x): ...\n"


# Where the interview stands decides the page


@pytest.mark.parametrize(
    ("state", "page"),
    [({}, "ready"), ({"submitted": True}, "review"), ({"status": "cancelled"}, None)],
)
def test_an_interview_that_does_not_run_is_shown_where_it_stands(client, alice, state, page):
    interview = InterviewFactory(candidate=alice, **state)
    expected = to(page, interview) if page else reverse("interview:home")
    assert client.get(to("room", interview)).url == expected


def test_loading_an_overdue_room_closes_it(client, alice):
    interview = InterviewFactory(candidate=alice, running=True, answers=["It averages."])
    run_out(interview, ago=rules.GRACE + timedelta(seconds=1))
    assert client.get(to("room", interview)).url == to("review", interview)
    interview.refresh_from_db()
    assert (interview.status, interview.finished_at) == (Status.EXPIRED, interview.ends_at)


def test_in_the_grace_the_page_still_opens_so_that_drafts_can_be_sent(client, exam):
    run_out(exam, ago=timedelta(seconds=5))
    assert "Finish interview" in page_of(client, exam)


@pytest.mark.parametrize("count", [3, 12])
def test_the_page_costs_the_same_however_many_questions(
    client, alice, count, django_assert_max_num_queries
):
    many = QuestionSetFactory(questions=QuestionFactory.create_batch(count))
    interview = InterviewFactory(candidate=alice, running=True, mode="practice", question_set=many)
    # The first visit of the day is written down, and this process remembers the questions.
    client.get(to("room", interview))
    with django_assert_max_num_queries(6):
        page = page_of(client, interview)
    assert f"Question {count} of {count}" in page
