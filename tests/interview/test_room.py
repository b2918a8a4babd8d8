"""The room while the clock runs: the page, the small requests it makes, and what it never tells."""

import json
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import rules
from interview.models import Answer, HintShown, Interview, ParkedText, Pause, Seat
from questions.models import KeyPoint
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, UserFactory

pytestmark = pytest.mark.django_db
Status, Mode = Interview.Status, Interview.Mode
JSON = {"Accept": "application/json"}


@pytest.fixture
def exam(alice):
    return InterviewFactory(candidate=alice, running=True)


@pytest.fixture
def practice(alice):
    return InterviewFactory(candidate=alice, running=True, mode=Mode.PRACTICE)


@pytest.fixture
def client(as_user, alice):
    return as_user(alice)


def to(name: str, interview, *more) -> str:
    return reverse(f"interview:{name}", args=[interview.pk, *more])


def page_of(client, interview) -> str:
    response = client.get(to("room", interview))
    assert response.status_code == 200
    return unescape(response.content.decode())


def facts_of(client, interview) -> dict:
    """What the page's scripts start from."""
    page = client.get(to("room", interview)).content.decode()
    return json.loads(re.search(r'id="room-facts"[^>]*>(.*?)</script>', page)[1])


def run_out(interview, *, ago: timedelta) -> None:
    """Its deadline passed so long ago."""
    end = timezone.now() - ago
    Interview.objects.filter(pk=interview.pk).update(
        started_at=end - timedelta(minutes=interview.minutes), ends_at=end
    )


def park(interview, text="Typed on the telephone.") -> None:
    ParkedText.objects.create(
        answer=Answer.objects.get(question__interview=interview, question__position=1),
        writer=uuid.uuid4(),
        text=text,
        parked_at=timezone.now(),
    )


# The page


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


# What it never tells

KEY_PARTS = {
    "starter_code": "def step(x): ...\n",
    "public_tests": "def test_in_the_open(): ...\n",
    "hidden_tests": "SECRET hidden test",
    "reference_solution": "SECRET solution",
    "wrong_solutions": [{"name": "SECRET wrong", "code": "SECRET code"}],
    "complexity": "SECRET complexity",
    "steps": ["SECRET step"],
    "numeric_check": "SECRET number",
    "checks": ["SECRET check"],
    "fix": "SECRET fix",
    "regression_test": "SECRET regression",
    "requirements": "SECRET requirements",
    "numbers": "SECRET numbers",
    "stages": "SECRET stages",
    "two_designs": "SECRET designs",
    "what_it_is_after": "SECRET aim",
    "strong,_ordinary,_evasive": "SECRET samples",
    "strong_ordinary_evasive": "SECRET samples",
    "story_prompts": "SECRET story",
}


def secretive(kind: str):
    """A question whose whole key, whatever its kind, carries the word SECRET."""
    question = QuestionFactory(
        kind=kind,
        model_answer="SECRET answer",
        tips=["SECRET tip"],
        hints=["SECRET hint one", "SECRET hint two"],
        parts=KEY_PARTS,
    )
    version = question.current
    for name in ("red_flags", "mistakes", "follow_ups", "references", "sources"):
        setattr(version, name, [f"SECRET {name}"])
    version.author = "SECRET author"
    version.save()
    version.calibration_answers.create(label="strong", text="SECRET sample", made=[])
    for point in version.key_points.all():
        KeyPoint.objects.filter(pk=point.pk).update(
            text="SECRET point", slug=f"secret-{point.pk}", accept=["SECRET phrase"],
            misconceptions=["SECRET misconception"], probe="SECRET probe",
        )  # fmt: skip
    return question


@pytest.mark.parametrize("mode", Mode.values)
def test_nothing_of_the_key_is_ever_in_the_room(client, alice, mode):
    kinds = ["conceptual", "derivation", "implementation", "debugging", "system-design"]
    questions = [secretive(kind) for kind in [*kinds, "behavioural"]]
    interview = InterviewFactory(
        candidate=alice, running=True, mode=mode,
        question_set=QuestionSetFactory(questions=questions),
    )  # fmt: skip
    room = client.get(to("room", interview))
    told = [room, client.get(to("clock", interview)), client.get(to("text", interview, 1))]
    assert b"test_in_the_open" in room.content
    for response in told:
        assert response.status_code == 200
        assert b"secret" not in response.content.lower()


def test_no_page_before_the_start_tells_a_prompt(client, alice):
    question = QuestionFactory(prompt="SECRET prompt", title="SECRET title")
    question_set = QuestionSetFactory(questions=[question], slug="taster")
    planned = InterviewFactory(
        candidate=alice, question_set=question_set, scheduled_for=timezone.now() + timedelta(days=1)
    )
    pages = [to("ready", planned), to("move", planned), to("calendar", planned)]
    pages += [reverse("interview:set_up", args=["taster"]), reverse("interview:compose")]
    pages += [reverse("interview:home"), reverse("interview:history")]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200
        assert b"SECRET" not in response.content, address
    for name in ("room", "review", "estimate"):
        assert b"SECRET" not in client.get(to(name, planned)).content
    for name in ("text", "replay"):
        assert client.get(to(name, planned, 1)).status_code == 404


def test_extra_time_is_seen_by_the_candidate_alone(as_user, bob):
    candidate = UserFactory(extra_time="1.75")
    interview = InterviewFactory(candidate=candidate, running=True, extra_time="1.75", minutes=20)
    Seat.objects.create(interview=interview, user=bob, role=Seat.Role.INTERVIEWER)
    for name in ("room", "clock"):
        assert as_user(bob).get(to(name, interview)).status_code == 404
    own = as_user(candidate).get(to("room", interview)).content.decode()
    assert "1.75" not in own
    assert "xtra time" not in own


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
    client.get(to("room", interview))  # the first visit of the day is written down
    with django_assert_max_num_queries(8):
        page = page_of(client, interview)
    assert f"Question {count} of {count}" in page


# The clock, other devices


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


# Time on a question, flags


def test_a_visit_keeps_the_time_and_never_takes_any_back(client, exam):
    for seconds in ("40", "12"):
        response = client.post(to("visit", exam, 2), {"seconds_used": seconds})
        assert (response.status_code, response.content) == (204, b"")
    assert Answer.objects.get(question__interview=exam, question__position=2).seconds_used == 40


@pytest.mark.parametrize("wrong", [{}, {"seconds_used": "-1"}, {"seconds_used": "soon"},
                                   {"seconds_used": str(2**31)}])  # fmt: skip
def test_a_visit_that_is_none_is_bad_input(client, exam, wrong):
    assert client.post(to("visit", exam, 1), wrong).status_code == 422
    assert not Answer.objects.exclude(seconds_used=0).exists()


def test_a_flag_is_set_and_taken_down(client, exam):
    client.post(to("flag", exam, 2), {"flagged": "1"})
    assert re.search(r'data-position="2" data-flagged', page_of(client, exam))
    response = client.post(to("flag", exam, 2), {"flagged": "0"})
    assert response.status_code == 204
    assert not exam.questions.filter(flagged=True).exists()


def test_a_finished_interview_takes_no_flag(client, alice, hx):
    interview = InterviewFactory(candidate=alice, submitted=True)
    response = client.post(to("flag", interview, 1), {"flagged": "1"}, headers=JSON)
    assert response.status_code == 409
    assert response.json()["reason"] == "This interview is not running."


# Hints


def test_hints_open_one_by_one_and_are_counted_once(client, practice, hx):
    first = client.post(to("hint", practice, 1), {"number": "1"}, headers=hx("hints-1"))
    part = first.content.decode()
    assert part.lstrip().startswith('<div class="hints" id="hints-1"')
    assert "Hint 1 of 2" in part
    assert 'name="number" value="2"' in part
    again = client.post(to("hint", practice, 1), {"number": "1"}, headers=hx("hints-1"))
    assert again.content == first.content
    last = client.post(to("hint", practice, 1), {"number": "2"}, headers=hx("hints-1"))
    assert "It averages gradients." in last.content.decode()
    assert "Show a hint" not in last.content.decode()
    assert list(HintShown.objects.values_list("number", flat=True)) == [1, 2]


def test_without_htmx_the_room_comes_back_at_the_question(client, practice):
    response = client.post(to("hint", practice, 2), {"number": "1"})
    assert response.url == f"{to('room', practice)}#question-2"


def test_an_exam_gives_no_hint(client, exam, hx):
    response = client.post(to("hint", exam, 1), {"number": "1"}, headers=hx("hints-1"))
    assert response.status_code == 409
    assert b"An exam has no hints." in response.content
    assert response.headers["HX-Retarget"] == "#notices"
    assert not HintShown.objects.exists()


@pytest.mark.parametrize("number", ["0", "3", "-1", "two", "", "99999999999999999999"])
def test_a_hint_that_does_not_exist_is_refused(client, practice, number):
    response = client.post(to("hint", practice, 1), {"number": number})
    assert response.status_code == 409
    assert not HintShown.objects.exists()


def test_a_paused_room_gives_no_hint(client, practice):
    client.post(to("pause", practice))
    response = client.post(to("hint", practice, 1), {"number": "1"}, headers=JSON)
    assert (response.status_code, response.json()["reason"]) == (409, "The interview is paused.")


# The preview


def preview(client, text: str) -> str:
    response = client.post(reverse("interview:preview"), {"text": text})
    assert response.status_code == 200
    return response.content.decode()


def test_the_preview_draws_markdown_code_and_maths(client):
    drawn = preview(client, "It *averages* $\\beta$:\n\n```python\nx = 1\n```\n")
    assert "<em>averages</em>" in drawn
    assert '<span class="math">\\beta</span>' in drawn
    assert "<code" in drawn


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        '![x](x.png" onerror="alert(1))',
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src=//evil.example></iframe>",
        "<style>*{display:none}</style>",
        "$</span><script>alert(1)</script>$",
        '```x" onload="alert(1)\n</code><script>alert(1)</script>\n```',
    ],
)
def test_the_preview_lets_nothing_run(client, nasty):
    drawn = preview(client, f"Before.\n\n{nasty}\n\nAfter.").lower()
    tags = re.findall(r"<[^>]*>", drawn)
    assert not [tag for tag in tags if re.match(r"</?(script|iframe|style|object|form)\b", tag)]
    assert not [tag for tag in tags if re.search(r"\son\w+\s*=", tag)]
    assert not [tag for tag in tags if re.search(r"(javascript|data):", tag)]


def test_the_preview_says_when_there_is_nothing_or_too_much(client):
    assert preview(client, "   ") == "<p>Nothing to preview yet.</p>"
    assert "saved all the same" in preview(client, "x" * 40_001)


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
