"""Stored answers with known marks, and people who mark them."""

from django.utils import timezone

from marking.calibration import actions
from marking.models import Pack, Run
from questions.models import CalibrationAnswer, Question
from tests.factories import QuestionFactory

# What each stored answer of a question makes; the factory's points are “averages” and “damps”.
MADE = {"strong": ["averages", "damps"], "partial": ["averages"], "wrong": []}


def question_with_answers(**facts) -> Question:
    """A question of the library with a strong, a partial and a wrong answer."""
    question = QuestionFactory(**facts)
    for label, made in MADE.items():
        CalibrationAnswer.objects.create(
            version=question.current,
            label=label,
            text=f"What somebody said to {question.slug}, number {len(made)}.",
            made=made,
        )
    return question


def pack_of(person, *, size: int = 6, questions: int = 2, **facts) -> Pack:
    """A pack of `size` answers drawn from as many new questions."""
    for _ in range(questions):
        question_with_answers()
    wanted = {"title": "First", "least_exact": 80, "most_apart": 1, "seed": 7, **facts}
    return actions.make_pack(person, size=size, at=timezone.now(), **wanted)


def started(person, **facts) -> Run:
    return actions.start(pack_of(person, **facts), at=timezone.now())


def mark_all(run: Run, verdict_of, *, reason: str = "") -> None:
    """Mark every point; `verdict_of` gets the answer and the point."""
    for one in run.answers.select_related("answer__version"):
        said = {
            point.pk: verdict_of(one.answer, point) for point in one.answer.version.key_points.all()
        }
        actions.mark(run, one, said, reasons=dict.fromkeys(said, reason), at=timezone.now())


def as_known(answer, point) -> str:
    return "made" if point.slug in answer.made else "missed"


def finished(person, *, verdict_of=as_known, **facts) -> Run:
    run = started(person, **facts)
    mark_all(run, verdict_of)
    return actions.finish(run, at=timezone.now())
