"""What is sent and what comes back on the way to a running clock."""

import uuid
from html import unescape

from django.urls import reverse

from interview.models import InterviewQuestion


def set_up_address(question_set) -> str:
    return reverse("interview:set_up", args=[question_set.slug])


def said(**more) -> dict:
    """A set-up form as the page sends it."""
    return {"mode": "exam", "when": "now", "request_key": str(uuid.uuid4()), **more}


def words(response) -> str:
    return unescape(response.content.decode())


def asked(interview) -> set[str]:
    questions = InterviewQuestion.objects.filter(interview=interview)
    return set(questions.values_list("version__question__slug", flat=True))
