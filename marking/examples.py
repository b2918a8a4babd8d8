"""What made and missed look like for each point of a question, taken from its stored answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F

from accounts.models import User
from marking.calibration import keys
from marking.models import RunAnswer, ScoreSheet
from questions import attempts
from questions import keys as bank_keys
from questions.models import CalibrationAnswer, KeyPoint, Question, QuestionVersion
from questions.rules import may_see_key


@dataclass(frozen=True)
class Example:
    """One stored answer as an anchor: what it is called, its words, how many points it makes, and
    why this point is marked so, where its author says it."""

    label: str
    text: str
    made: int
    why: str = ""


@dataclass(frozen=True)
class Anchored:
    """One point with an answer that makes it, one that makes it partly and one that does not,
    where there are such."""

    number: int
    point: KeyPoint
    made: Example | None
    missed: Example | None
    partly: Example | None = None


def anchored(version: QuestionVersion) -> list[Anchored]:
    """Each point between two answers as alike as there are: the least that makes it, and the best
    that misses it. The line between them is the scale."""
    points = list(version.key_points.all())
    stored = list(version.calibration_answers.order_by("pk"))
    known = {one.pk: keys.known(one, points) for one in stored}

    def made(answer) -> int:
        return sum(said == keys.Verdict.MADE for said in known[answer.pk].values())

    def example(answer, point: KeyPoint) -> Example | None:
        why = answer and keys.reasons(answer, [point]).get(point.pk, "")
        return answer and Example(answer.label, keys.text_of(answer), made(answer), why)

    found = []
    for number, point in enumerate(points, start=1):
        by = {
            verdict: [one for one in stored if known[one.pk][point.pk] == verdict]
            for verdict in keys.Verdict
        }
        found.append(
            Anchored(
                number,
                point,
                made=example(min(by[keys.Verdict.MADE], key=made, default=None), point),
                missed=example(max(by[keys.Verdict.MISSED], key=made, default=None), point),
                partly=example(max(by[keys.Verdict.PARTLY], key=made, default=None), point),
            )
        )
    return found


def there_are_of(questions: Collection[int]) -> set[int]:
    """Ids of those of these questions whose current version has a stored answer. One query."""
    stored = CalibrationAnswer.objects.filter(
        version__question__in=questions, version=F("version__question__current")
    )
    return set(stored.values_list("version__question", flat=True))


def may_see(user: User, question: Question) -> bool:
    """Whoever may see the key, has compared an answer to it, or has handed in marks of one.

    Nobody before their own marks are in: an example shows the marks that a pack asks for.
    """
    if _marking_now(user, question):
        return False
    attempted = attempts.has_attempted(user, question)
    is_editor = question.editors.filter(pk=user.pk).exists()
    if may_see_key(user, question, attempted=attempted, is_editor=is_editor):
        return True
    compared = RunAnswer.objects.filter(
        run__pack__owner=user,
        run__finished_at__isnull=False,
        answer__version__question=question,
    )
    sheets = ScoreSheet.objects.of(user).submitted()
    marked = sheets.filter(interview__questions__version__question=question)
    return compared.exists() or marked.exists()


def open_to(user: User, questions: Sequence[Question]) -> set[int]:
    """Ids of those whose examples this person may see, as `may_see` says; five queries, however
    many questions."""
    ids = [question.pk for question in questions]
    answers = RunAnswer.objects.filter(
        run__pack__owner=user, answer__version__question__in=ids
    ).values_list("answer__version__question", "run__finished_at")
    packs = list(answers)
    marking_now = {question for question, finished_at in packs if finished_at is None}
    compared = {question for question, finished_at in packs if finished_at is not None}
    sheets = ScoreSheet.objects.of(user).submitted()
    marked = sheets.filter(interview__questions__version__question__in=ids)
    seen = set(marked.values_list("interview__questions__version__question", flat=True))
    return (bank_keys.open_to(user, questions) | compared | (seen & set(ids))) - marking_now


def _marking_now(user: User, question: Question) -> bool:
    """Whether an answer to it is in a run that this person has not finished."""
    return RunAnswer.objects.filter(
        run__pack__owner=user, run__finished_at=None, answer__version__question=question
    ).exists()
