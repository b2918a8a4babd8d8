"""Candidates with running interviews, made in the database of a site that runs elsewhere.

    python -m tests.faults.cast --candidates 10 --questions 3 [--typed]

Prints a JSON list of `{session, interview, questions}`, where `session` is the cookie of a
log-in. With --typed every answer has a text already.
"""

import argparse
import json
import sys
import uuid
from importlib import import_module

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, required=True)
    parser.add_argument("--questions", type=int, required=True)
    parser.add_argument("--typed", action="store_true")
    options = parser.parse_args()
    django.setup()
    json.dump(seat(options.candidates, options.questions, typed=options.typed), sys.stdout)


def seat(candidates: int, questions: int, *, typed: bool = False) -> list[dict]:
    from tests.factories import QuestionFactory, QuestionSetFactory

    tag = uuid.uuid4().hex[:12]  # the factories count anew in every process
    asked = [
        QuestionFactory(slug=f"{tag}-{number}", title=f"Momentum {number}")
        for number in range(1, questions + 1)
    ]
    chosen = QuestionSetFactory(slug=tag, title="Momentum", questions=asked, minutes=45)
    return [_sit(f"{tag}-{number}", chosen, typed) for number in range(candidates)]


def _sit(name: str, question_set, typed: bool) -> dict:
    from accounts.models import User
    from interview import actions
    from web import clock

    user = User.objects.create_user(f"{name}@example.org", display_name=name)
    interview = actions.set_up(
        user,
        title=question_set.title,
        minutes=question_set.minutes,
        mode="exam",
        request_key=uuid.uuid4(),
        question_set=question_set,
    )
    interview = actions.start(interview, at=clock.now())
    count = interview.questions.count()
    if typed:
        for position in range(1, count + 1):
            _answer(interview, position)
    return {"session": log_in(user), "interview": interview.pk, "questions": count}


def _answer(interview, position: int) -> None:
    from interview import autosave

    autosave.save(
        interview.pk,
        position,
        candidate_id=interview.candidate_id,
        text="Momentum keeps a running mean of gradients, which damps oscillation in a valley.",
        base=0,
        writer=uuid.uuid4(),
        count=1,
    )


def log_in(user) -> str:
    """The session cookie of a fresh log-in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.actions import BACKEND

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    main()
