"""What the room never tells."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview.models import Interview, Seat
from questions.models import KeyPoint
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, UserFactory
from tests.interview.room.visiting import to

pytestmark = pytest.mark.django_db
Mode = Interview.Mode


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
