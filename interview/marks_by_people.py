"""Marks that other people give: a peer's or an interviewer's card, beside all the others."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from interview import marks, rows, rules
from interview.models import InterviewQuestion, PointMark, Scorecard
from web.refusals import Refused

KINDS = (Scorecard.Rater.PEER, Scorecard.Rater.INTERVIEWER)


@transaction.atomic
def keep(
    question: InterviewQuestion,
    *,
    rater_kind: str,
    by: User,
    verdicts: Mapping[int, str],
    at: datetime,
) -> Scorecard:
    """Keep what one person says about every point of one answer, by the point's id.

    It touches this person's own card and no other; saying it again replaces only what they said
    before, and the same again changes nothing. Refused for the candidate, for an answer that is
    blank, and while a point is left out.
    """
    (interview,) = rows.locked(question.interview_id)
    question = interview.questions.select_related("version").get(pk=question.pk)
    if by.pk == interview.candidate_id or rater_kind not in KINDS:
        raise Refused("The candidate's own verdicts stand beside the machine's, not here.")
    if reason := rules.why_not_be_marked(interview, question):
        raise Refused(reason)
    points = list(question.version.key_points.all())
    if {point.pk for point in points} != set(verdicts):
        raise Refused("Say something about every point of this question first.")
    before = question.scorecards.filter(rater=by, rater_kind=rater_kind).first()
    if before and dict(before.marks.values_list("key_point", "verdict")) == dict(verdicts):
        return before
    mark = marks.corrected(points, verdicts, None)
    facts = {"score": mark.score, "low": mark.low, "high": mark.high, "made_at": at}
    card, _ = Scorecard.objects.update_or_create(
        question=question, rater=by, defaults={"rater_kind": rater_kind, **facts}
    )
    card.marks.all().delete()
    PointMark.objects.bulk_create(
        PointMark(
            scorecard=card,
            key_point=point,
            verdict=verdicts[point.pk],
            p=marks.CREDIT[PointMark.Verdict(verdicts[point.pk])],
        )
        for point in points
    )
    return card
