"""What changes threads: opening one, saying something, settling it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from questions import actions as bank
from questions import keys
from questions.bank.words import Words
from questions.models import Question, QuestionVersion
from questions.versions import words_of
from web.refusals import Refused
from workbench import talk_news, talk_rules
from workbench.models import Remark, Thread


@dataclass(frozen=True)
class Matter:
    """What somebody has to say: the kind of thread, what it is about, in what words."""

    kind: str
    text: str
    part: str = ""
    proposal: str = ""
    answer: str = ""


def why_not_open(question: Question, *, by: User) -> str | None:
    """Why this person cannot start a thread about this question now, or None when they can."""
    theirs = Thread.objects.filter(question=question, opened_by=by, state=Thread.State.OPEN)
    return talk_rules.why_not_open(
        may_see_key=bool(keys.open_to(by, [question])), open_of_theirs=theirs.count()
    )


@transaction.atomic
def open_thread(
    question: Question, version: QuestionVersion, matter: Matter, *, by: User, at: datetime
) -> Thread:
    """Start a thread with its first remark. The same words sent twice make one thread."""
    Question.objects.select_for_update().get(pk=question.pk)
    theirs = Thread.objects.filter(question=question, opened_by=by, state=Thread.State.OPEN)
    twin = theirs.filter(
        kind=matter.kind, part=matter.part, proposal=matter.proposal, remarks__text=matter.text
    ).first()
    if twin:
        return twin
    if reason := why_not_open(question, by=by):
        raise Refused(reason)
    thread = Thread.objects.create(
        question=question,
        version=version,
        kind=matter.kind,
        part=matter.part,
        proposal=matter.proposal,
        answer=matter.answer,
        opened_by=by,
        opened_at=at,
    )
    Remark.objects.create(thread=thread, by=by, text=matter.text, at=at)
    talk_news.opened(thread, at=at)
    return thread


@transaction.atomic
def reply(thread: Thread, text: str, *, by: User, at: datetime) -> Remark:
    """Say something more; settled threads stay open to words. A double click says it once."""
    Thread.objects.select_for_update().get(pk=thread.pk)
    last = thread.remarks.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    remark = Remark.objects.create(thread=thread, by=by, text=text, at=at)
    talk_news.replied(thread, remark, at=at)
    return remark


@transaction.atomic
def settle(
    thread: Thread, state: str, *, by: User, at: datetime, text: str = "", take_over: bool = False
) -> Thread:
    """Accept, decline or withdraw it. With `take_over` a suggested wording becomes a new version.

    Settling it the same way twice changes nothing.
    """
    locked = Thread.objects.select_for_update(of=["self"]).get(pk=thread.pk)
    if locked.state == state:
        return locked
    keeps = Thread.objects.kept_by(by).filter(pk=locked.pk).exists()
    if reason := talk_rules.why_not_settle(by, locked, keeps=keeps, state=state):
        raise Refused(reason)
    if take_over and state == Thread.State.ACCEPTED:
        _take_over(locked, by=by)
    locked.state, locked.settled_by, locked.settled_at = state, by, at
    locked.save(update_fields=["state", "settled_by", "settled_at"])
    if text:
        Remark.objects.create(thread=locked, by=by, text=text, at=at)
    talk_news.settled(locked, at=at)
    return locked


def _take_over(thread: Thread, *, by: User) -> None:
    question = Question.objects.with_current().get(pk=thread.question_id)
    words = words_of(question.current)
    if not thread.proposal or talk_rules.text_of(words, thread.part) is None:
        raise Refused("The part this wording was for is not in the question any more.")
    who = str(thread.opened_by or "somebody who has left")
    note = f"Wording suggested by {who}"[:200]
    bank.rewrite(question, _reworded(words, thread.part, thread.proposal), by=by, note=note)


def _reworded(words: Words, part: str, proposal: str) -> Words:
    if part in ("prompt", "model_answer"):
        return replace(words, **{part: proposal})
    slug = part.removeprefix("point:")
    points = tuple(
        replace(point, text=" ".join(proposal.split())) if point.slug == slug else point
        for point in words.points
    )
    return replace(words, points=points)
