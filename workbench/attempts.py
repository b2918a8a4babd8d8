"""From a finished interview to one `Attempt` a question: the mark that is shown, and how it came.

Reading an interview again writes only the rows that differ, so that a question is summed up anew
only where something changed.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Prefetch

from interview import marks
from interview.models import Interview, InterviewQuestion, PointMark, Scorecard
from workbench.models import Attempt

BLANK = InterviewQuestion.Scoring.NOT_ANSWERED


@transaction.atomic
def read_again(interviews: Collection[int]) -> None:
    """Bring the attempts of these interviews in line with their marks. Safe to call twice.

    Locks attempts before interviews, the order in which a leaving person's rows go. One that is
    gone or has not finished has no attempts.
    """
    rows = Attempt.objects.filter(interview__in=interviews)
    kept = {row.asked_id: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    wanted = {row.asked_id: row for row in read(_locked(interviews))}
    changed = []
    for asked, row in wanted.items():
        old = kept.pop(asked, None)
        if old is None or _differ(old, row):
            changed.append(row)
    if kept:
        Attempt.objects.filter(asked__in=list(kept)).delete()
    if changed:
        Attempt.objects.bulk_create(
            changed,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["asked"],
            update_fields=list(Attempt.READ_AGAIN),
        )


def read(interviews: Iterable[int]) -> list[Attempt]:
    """The attempts of these interviews as they stand, unsaved; five queries for all of them."""
    pairs = PointMark.objects.select_related("key_point").only(
        "verdict", "scorecard", "key_point__slug"
    )
    cards = Scorecard.objects.prefetch_related(Prefetch("marks", pairs))
    asked = (
        InterviewQuestion.objects.filter(
            interview__in=list(interviews), interview__status__in=Interview.FINISHED
        )
        .select_related("interview", "answer", "version")
        .only(
            "position", "budget_seconds", "flagged", "scoring", "version__question",
            "interview__candidate", "interview__question_set", "interview__finished_at",
            "interview__mode", "answer__revision", "answer__seconds_used",
        )
        .prefetch_related("hints_shown", Prefetch("scorecards", cards))
        .order_by("interview_id", "position")
    )  # fmt: skip
    by_interview: dict[int, list[Attempt]] = {}
    for question in asked:
        by_interview.setdefault(question.interview_id, []).append(_attempt(question))
    for together in by_interview.values():
        _give_rest(together)
    return [attempt for together in by_interview.values() for attempt in together]


def _differ(old: Attempt, row: Attempt) -> bool:
    return any(getattr(old, name) != getattr(row, name) for name in Attempt.READ_AGAIN)


def _locked(interviews: Collection[int]) -> list[int]:
    """Those that are still there. Whoever changes marks locks the interview, too, and waits."""
    rows = Interview.objects.filter(pk__in=interviews).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _attempt(question: InterviewQuestion) -> Attempt:
    interview, answer = question.interview, getattr(question, "answer", None)
    cards = marks.by_precedence(question.scorecards.all())
    blank = question.scoring == BLANK
    hints = len(question.hints_shown.all())
    seconds = answer.seconds_used if answer else 0
    seen = bool(seconds or hints or question.flagged or (answer and answer.revision))
    mark = marks.mark_of(marks.shown(cards))
    score = mark.score if mark else None
    return Attempt(
        asked_id=question.pk,
        interview_id=interview.pk,
        candidate_id=interview.candidate_id,
        question_id=question.version.question_id,
        version_id=question.version_id,
        set_id=interview.question_set_id,
        position=question.position,
        finished_at=interview.finished_at,
        score=0.0 if score is None and blank and seen else score,
        seconds=seconds,
        budget=question.budget_seconds,
        hints=hints,
        is_practice=interview.mode == Interview.Mode.PRACTICE,
        is_blank=blank,
        is_reached=seen or not blank,
        points=_said(cards),
    )


def _said(cards: Iterable[Scorecard]) -> dict[str, dict[str, str]]:
    """Verdicts by point and kind of rater; of two raters of a kind the one that counts."""
    said: dict[str, dict[str, str]] = {}
    for card in cards:
        if card.abstained:
            continue
        for mark in card.marks.all():
            said.setdefault(mark.key_point.slug, {}).setdefault(card.rater_kind, mark.verdict)
    return said


def _give_rest(attempts: list[Attempt]) -> None:
    """Each question's rest score: the mean mark of the others in the interview that have one."""
    known = [attempt.score for attempt in attempts if attempt.score is not None]
    for attempt in attempts:
        own = attempt.score is not None
        others = len(known) - own
        if others:
            attempt.rest = min(1.0, max(0.0, (sum(known) - (attempt.score or 0)) / others))
