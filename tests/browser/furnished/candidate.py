"""What a candidate meets: interviews in every state, questions, their own account."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from interview import judging, room_actions, scoring_jobs
from interview.models import Interview, InterviewQuestion
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.faults import sat, searched_by


def pages(alice) -> list[str]:
    """With a review of each kind, an interview to come, and two that run. The bank is loaded."""
    maths = QuestionFactory(
        prompt="Why is $\\sum_i p_i = 1$? See `code` and\n\n```python\nx = 1\n```"
    )
    code = QuestionFactory(kind="implementation", parts={"starter_code": "def f():\n    ...\n"})
    mixed = QuestionSetFactory(slug="mixed", questions=[maths, code, QuestionFactory()])
    done = InterviewFactory(
        candidate=alice,
        submitted=True,
        question_set=mixed,
        level="staff",
        answers=["Momentum averages past gradients. It raises the learning rate.", "x = 1"],
    )
    for question in done.questions.filter(scoring=InterviewQuestion.Scoring.WAITING):
        scoring_jobs.score_question(question.pk)
    Interview.objects.filter(pk=done.pk).update(
        status="scored", scored_at=timezone.now(), estimated_at=timezone.now()
    )
    judging.judge(done, {"debug": 1, "justify": 3}, at=timezone.now())
    unestimated = InterviewFactory(candidate=alice, submitted=True, question_set=mixed)
    later = InterviewFactory(
        candidate=alice, question_set=mixed, scheduled_for=timezone.now() + timedelta(days=2)
    )
    running = InterviewFactory(candidate=alice, running=True, question_set=mixed, mode="practice")
    fault = sat(alice, mode="practice")
    room_actions.ask_for(fault.questions.get(), number=2, at=timezone.now())
    room_actions.open_framework(fault.questions.get(), at=timezone.now())
    searched = searched_by(alice)

    def of(name, *args):
        return reverse(f"interview:{name}", args=args)

    return [
        of("home"),
        of("compose"),
        of("set_up", "mixed"),
        of("ready", later.pk),
        of("room", running.pk),
        of("room", fault.pk),
        of("review", searched.pk),
        of("estimate", unestimated.pk),
        of("review", done.pk),
        of("judge", done.pk),
        of("history"),
        reverse("questions:browse"),
        reverse("questions:sets"),
        reverse("questions:set", args=["taster"]),
        reverse("questions:question", args=[maths.slug]),
        reverse("questions:question", args=["bias-variance-tradeoff"]),
        reverse("accounts:settings"),
        reverse("web:privacy"),
        "/dev/mail/",
        "/no-such-page/",
    ]
