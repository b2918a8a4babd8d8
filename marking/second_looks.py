"""“Ask for a second look”: the candidate names a point and a reason, somebody looks again.

It goes to another rater when there is one, who has marked that question and so was blind; else to
whoever gave the mark. Whoever gave it does not close it while there is another.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from interview.models import Interview, InterviewQuestion, PointMark, Scorecard
from marking import discussions, news, rules, sheets
from marking.models import SecondLook
from marking.sides import PEOPLE
from questions.models import KeyPoint
from web.refusals import Refused

Outcome = SecondLook.Outcome


@dataclass(frozen=True)
class Decision:
    """What came of it, and why; `verdict` only where it was changed."""

    outcome: str
    why: str
    verdict: str = ""


def visible_to(user: User) -> QuerySet[SecondLook]:
    """Those one asked for, and those about questions one's own marks of which are in."""
    marked = Scorecard.objects.filter(rater=user.pk, rater_kind__in=PEOPLE).values("question")
    looks = SecondLook.objects.filter(
        Q(question__interview__candidate=user.pk) | Q(question__in=marked)
    )
    return looks.select_related(
        "question__interview__candidate", "question__version", "question__answer", "key_point",
        "card__rater", "to", "settled_by",
    )  # fmt: skip


def of_interview(interview: Interview) -> QuerySet[SecondLook]:
    """All of an interview's, in the order they were asked."""
    looks = SecondLook.objects.filter(question__interview=interview.pk)
    return looks.select_related("question", "key_point", "card__rater", "to", "settled_by")


def waiting_for(user: User) -> QuerySet[SecondLook]:
    """Those this person is asked for."""
    looks = visible_to(user).filter(to=user.pk, outcome=Outcome.OPEN)
    return looks.exclude(question__interview__candidate=user.pk)


def who_may_look(question: InterviewQuestion, *, at: datetime) -> list[User]:
    """Those whose marks of this question are in and who may still read it: interviewers first, then
    in the order they came."""
    cards = question.scorecards.filter(rater_kind__in=PEOPLE, rater__isnull=False)
    raters = [
        card.rater for card in cards.select_related("rater").order_by("rater_kind", "made_at")
    ]
    where = (question.interview_id, question.position)
    return [one for one in raters if discussions.question_open_to(one, *where, at=at)]


def why_not_ask(question: InterviewQuestion, card: Scorecard, *, at: datetime) -> str | None:
    """Why no second look at this mark can be asked for now, or None."""
    if card.rater_kind == Scorecard.Rater.SELF:
        return "That is your own verdict: change it in the review."
    if reason := rules.why_not_ask_again(card.made_at, at=at):
        return reason
    if not who_may_look(question, at=at):
        return "Nobody has marked this question who could look again. Share it and ask for marks."
    return None


@transaction.atomic
def ask(
    question: InterviewQuestion,
    card: Scorecard,
    point: KeyPoint,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> SecondLook:
    """One open a point; asked again while it waits, it is the one that is there."""
    if question.interview.candidate_id != by.pk:
        raise Refused("Only the candidate asks for a second look.")
    InterviewQuestion.objects.select_for_update(of=["self"], no_key=True).get(pk=question.pk)
    if waiting := question.second_looks.filter(key_point=point, outcome=Outcome.OPEN).first():
        return waiting
    if refusal := why_not_ask(question, card, at=at):
        raise Refused(refusal)
    mark = card.marks.filter(key_point=point).first()
    if mark is None:
        raise Refused("That mark says nothing about this point.")
    able = who_may_look(question, at=at)
    others = [person for person in able if person.pk != card.rater_id]
    look = SecondLook.objects.create(
        question=question,
        key_point=point,
        card=card,
        said=mark.verdict,
        reason=reason,
        asked_at=at,
        to=(others or able)[0],
    )
    news.second_look_asked(look, at=at)
    return look


def why_not_settle(look: SecondLook, user: User, *, at: datetime) -> str | None:
    """Why this person cannot close it, or None when they can."""
    if look.outcome:
        return "It is settled."
    able = who_may_look(look.question, at=at)
    if user not in able:
        return "Those whose marks of this question are in look again."
    if user.pk == look.card.rater_id and len(able) > 1:
        return "Somebody else has marked this question, too: they look at your mark, not you."
    return None


@transaction.atomic
def settle(look: SecondLook, decision: Decision, *, by: User, at: datetime) -> SecondLook:
    """Uphold, change or explain, with a reason. Changed, the verdict is that of whoever looked: a
    new edition of their sheet. The mark that was looked at stays as its rater left it."""
    rows = SecondLook.objects.select_for_update(of=["self"])
    look = rows.select_related("question__interview__candidate", "card").get(pk=look.pk)
    if reason := why_not_settle(look, by, at=at):
        raise Refused(reason)
    changed = decision.outcome == Outcome.CHANGED
    if changed:
        verdict = PointMark.Verdict(decision.verdict)
        sheets.change_point(look.question, look.key_point, verdict, by=by, at=at)
    look.outcome, look.why = decision.outcome, decision.why
    look.verdict = decision.verdict if changed else ""
    look.settled_by, look.settled_at = by, at
    look.save()
    news.second_look_settled(look, at=at)
    return look
