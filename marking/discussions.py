"""What people say to each other about answers: passages, and why two marks are far apart."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from accounts.models import User
from interview.models import Interview, InterviewQuestion, Scorecard
from marking import news, raters
from marking.models import Comment, DiscussionNote, Passage, Share
from marking.readings import Reading, Said, Thread
from marking.redaction import LEFT, NOTHING, THE_CANDIDATE, Redaction
from marking.sides import PEOPLE
from questions.models import KeyPoint
from web.refusals import Refused


def question_open_to(
    user: User, interview_id: int, position: int, *, at: datetime
) -> InterviewQuestion | None:
    """A question of one's own finished interview, of one that is shared with this person, or of one
    they hold the interviewer's seat in; None for everybody else."""
    questions = InterviewQuestion.objects.filter(interview=interview_id, position=position)
    found = questions.filter(interview__status__in=Interview.FINISHED)
    question = found.select_related("interview__candidate", "answer", "version").first()
    if question is None or question.interview.candidate_id == user.pk:
        return question
    shares = Share.objects.open_to(user, at=at).filter(interview=interview_id)
    if any(share.has(position) for share in shares):
        return question
    role = raters.role_of(user, question.interview, at=at)
    return question if role == raters.Role.INTERVIEWER else None


def why_not_speak(user: User, interview: Interview, *, at: datetime) -> str | None:
    """Whoever is still to mark it neither reads what others say nor says it."""
    if raters.is_blind(user, interview, at=at):
        return "Hand in your marks first; then you read what others say, and they you."
    return None


@dataclass(frozen=True)
class Anchor:
    """A stretch of an answer: characters [start, end) and the words there; empty for the whole."""

    start: int = 0
    end: int = 0
    quote: str = ""


def anchor(text: str, quote: str, *, near: int = 0) -> Anchor | None:
    """Where these words stand in the answer: at `near`, or else first; None if nowhere."""
    if not quote:
        return Anchor()
    start = near if text[near : near + len(quote)] == quote else text.find(quote)
    return Anchor(start, start + len(quote), quote) if start >= 0 else None


@transaction.atomic
def open_passage(
    question: InterviewQuestion, where: Anchor, text: str, *, by: User, at: datetime
) -> Passage:
    """Say something about a passage. The same words sent twice are said once."""
    if reason := why_not_speak(by, question.interview, at=at):
        raise Refused(reason)
    InterviewQuestion.objects.select_for_update(of=["self"], no_key=True).get(pk=question.pk)
    span = {"start": where.start, "end": where.end}
    twin = question.passages.filter(**span, opened_by=by, comments__text=text, resolved_at=None)
    if found := twin.first():
        return found
    words = question.answer.text[where.start : where.end]
    passage = question.passages.create(**span, quote=words, opened_by=by, opened_at=at)
    comment = passage.comments.create(by=by, text=text, at=at)
    news.said(comment, question, at=at)
    return passage


@transaction.atomic
def reply(passage: Passage, text: str, *, by: User, at: datetime) -> Comment:
    """Say something more, to what is resolved, too. A double click says it once."""
    question = passage.question
    if reason := why_not_speak(by, question.interview, at=at):
        raise Refused(reason)
    Passage.objects.select_for_update(of=["self"]).get(pk=passage.pk)
    last = passage.comments.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    comment = passage.comments.create(by=by, text=text, at=at)
    news.said(comment, question, at=at)
    return comment


def resolve(passage: Passage, *, resolved: bool, by: User, at: datetime) -> None:
    """The candidate or whoever opened it says that it is settled, or that it is not after all."""
    if by.pk not in (passage.opened_by_id, passage.question.interview.candidate_id):
        raise Refused("The candidate or whoever began it resolves it.")
    who, when = (by, at) if resolved else (None, None)
    open_or_not = Passage.objects.filter(pk=passage.pk, resolved_at__isnull=resolved)
    open_or_not.update(resolved_by=who, resolved_at=when)


def redaction_for(user: User, interview: Interview, *, at: datetime) -> Redaction:
    """Names stay for the candidate, for interviewers, and where any share of theirs shows them."""
    if user.pk == interview.candidate_id:
        return NOTHING
    if raters.role_of(user, interview, at=at) == raters.Role.INTERVIEWER:
        return NOTHING
    shares = Share.objects.open_to(user, at=at).filter(interview=interview.pk)
    named = shares.filter(names_candidate=True).exists()
    return NOTHING if named else Redaction(interview.candidate)


def put_threads(
    reading: Reading, interview: Interview, *, reader: User, names_readers: bool = True
) -> None:
    """Put what was said onto a reading, as this reader may know who said it.

    Without `names_readers` those who are not the candidate are “Reader 1”, “Reader 2” ….
    """
    numbers: dict[int | None, int] | None = None if names_readers else {}
    comments = Comment.objects.filter(passage__question__interview=interview.pk)
    ordered = comments.select_related("passage", "by").order_by(
        "passage__start", "passage", "at", "pk"
    )
    for passage, said in groupby(ordered, key=lambda comment: comment.passage):
        mine = reader.pk in (passage.opened_by_id, interview.candidate_id)
        thread = Thread(
            pk=passage.pk,
            start=passage.start,
            end=passage.end,
            quote=reading.redact(passage.quote),
            is_resolved=passage.resolved_at is not None,
            may_resolve=mine,
            said=tuple(_said(comment, reading, interview, numbers) for comment in said),
        )
        reading.threads.setdefault(passage.question_id, []).append(thread)


def _said(
    comment: Comment, reading: Reading, interview: Interview, numbers: dict[int | None, int] | None
) -> Said:
    name = str(comment.by or LEFT)
    if comment.by_id == interview.candidate_id:
        name = name if reading.scope.names else THE_CANDIDATE
    elif numbers is not None:
        name = f"Reader {numbers.setdefault(comment.by_id, len(numbers) + 1)}"
    return Said(name, reading.redact(comment.text), comment.at)


def explain(
    question: InterviewQuestion, point: KeyPoint, text: str, *, by: User, at: datetime
) -> DiscussionNote:
    """Why one marked a point as one did. Said again, it replaces one's own note only."""
    given = Scorecard.objects.filter(question=question, rater=by, rater_kind__in=PEOPLE)
    if not given.filter(marks__key_point=point).exists():
        raise Refused("Only those who marked this point say why.")
    note, _ = DiscussionNote.objects.update_or_create(
        question=question, key_point=point, by=by, defaults={"text": text, "at": at}
    )
    return note
