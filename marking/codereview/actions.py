"""Putting code up, the next version, and what is said about its lines.

Whatever changes a review holds its row: a comment on the second version and a third one made at the
same time are one after the other, and the comment has its place in both.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Circle, User
from interview.models import InterviewQuestion
from marking.codereview import news, rules
from marking.codereview.lines import Moves, Span, lines_of
from marking.models import CodeReview, CodeVersion, LineComment, LinePlace, LineThread
from web.refusals import Refused


@transaction.atomic
def put_up(
    circle: Circle,
    *,
    title: str,
    about: str,
    text: str,
    answered: InterviewQuestion | None = None,
    request_key: UUID,
    by: User,
    at: datetime,
) -> CodeReview:
    """Ask a circle to read some code. The same `request_key` gives the same review."""
    text = rules.tidy(text)
    User.objects.hold(by.pk)
    if there := CodeReview.objects.filter(author=by, request_key=request_key).first():
        return there
    held = CodeReview.objects.filter(author=by, taken_back_at=None).count()
    is_in = Circle.objects.open_to(by).filter(pk=circle.pk).exists()
    _refuse(rules.why_not_put_up(is_in=is_in, open_reviews=held))
    _refuse(rules.why_not_code(text))
    review = CodeReview.objects.create(
        circle=circle, author=by, title=title, about=about, made_at=at, request_key=request_key
    )
    review.versions.create(number=1, text=text, answered=answered, made_at=at)
    news.put_up(review, at=at)
    return review


@transaction.atomic
def next_version(
    review: CodeReview,
    text: str,
    *,
    base: int,
    note: str = "",
    answered: InterviewQuestion | None = None,
    by: User,
    at: datetime,
) -> CodeVersion:
    """The author's next version, which grew from number `base`. Comments come along by their lines.

    A second press gives the version that the first one made. Raises `Behind` when another window
    has made a version since.
    """
    text = rules.tidy(text)
    review = _held(review, by=by)
    if review.author_id != by.pk:
        raise Refused("Only the author makes a version. Say what you would change.")
    versions = list(review.versions.order_by("number"))
    latest = versions[-1]
    if text == latest.text and base == latest.number - 1:
        return latest
    if base != latest.number:
        raise Behind(latest)
    _refuse(rules.why_not_code(text))
    if text == latest.text:
        raise Refused(f"Nothing has changed since version {latest.number}.")
    if latest.number >= rules.MOST_VERSIONS:
        raise Refused(f"{rules.MOST_VERSIONS} versions are enough. Put it up anew.")
    made = review.versions.create(
        number=latest.number + 1, text=text, note=note, answered=answered, made_at=at
    )
    _bring_along(review, versions, made)
    news.next_version(review, made, at=at)
    return made


class Behind(Exception):
    """Somebody typed on from a version that is not the latest any more: nothing was kept."""

    def __init__(self, latest: CodeVersion) -> None:
        super().__init__(f"version {latest.number} has been made meanwhile")
        self.latest = latest


@transaction.atomic
def say(
    review: CodeReview,
    number: int,
    span: Span | None,
    text: str,
    *,
    by: User,
    at: datetime,
) -> LineThread:
    """Say something about lines of a version, or the whole. The same sent twice is said once."""
    review = _held(review, by=by)
    versions = list(review.versions.filter(number__gte=number).order_by("number"))
    if not versions or versions[0].number != number:
        raise Refused("There is no such version.")
    begun_on, lines = versions[0], lines_of(versions[0].text)
    if span and not span.lies_in(lines):
        raise Refused(f"Version {number} has {len(lines)} lines.")
    where = {"first": span.first, "last": span.last} if span else {"first": None, "last": None}
    twin = review.threads.filter(
        **where, version=begun_on, opened_by=by, comments__text=text, resolved_at=None
    )
    if found := twin.first():
        return found
    if review.threads.count() >= rules.MOST_THREADS:
        raise Refused("So much has been said about this code. Put up the next one anew.")
    quote = span.of(lines) if span else ""
    thread = review.threads.create(
        **where, version=begun_on, quote=quote, opened_by=by, opened_at=at
    )
    if span:
        LinePlace.objects.bulk_create(_places(thread, span, versions))
    _add(thread, text, by=by, at=at)
    return thread


@transaction.atomic
def reply(thread: LineThread, text: str, *, by: User, at: datetime) -> LineComment:
    """Say something more, to what is resolved, too. A double click says it once."""
    _held(thread.review, by=by)
    last = thread.comments.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    return _add(thread, text, by=by, at=at)


@transaction.atomic
def resolve(thread: LineThread, *, resolved: bool, by: User, at: datetime) -> None:
    """It is settled, or it is not after all. Twice is once."""
    review = _held(thread.review, by=by)
    _refuse(rules.why_not_resolve(by.pk, author=review.author_id, opened_by=thread.opened_by_id))
    who, when = (by, at) if resolved else (None, None)
    open_or_not = LineThread.objects.filter(pk=thread.pk, resolved_at__isnull=resolved)
    open_or_not.update(resolved_by=who, resolved_at=when)


@transaction.atomic
def take_back(review: CodeReview, *, by: User, at: datetime) -> None:
    """From now on its author alone reads it; what was said stays with it. Twice is once."""
    if review.author_id != by.pk:
        raise Refused("Only the author takes it back.")
    closed = CodeReview.objects.filter(pk=review.pk, taken_back_at=None).update(taken_back_at=at)
    if closed:
        news.taken_back(review, at=at)


def _add(thread: LineThread, text: str, *, by: User, at: datetime) -> LineComment:
    comment = thread.comments.create(by=by, text=text, at=at)
    news.said(comment, at=at)
    return comment


def _bring_along(review: CodeReview, before: list[CodeVersion], made: CodeVersion) -> None:
    """Give each thread its place in a new version, from the last one in which it had one."""
    placed: dict[int, LinePlace] = {}
    for place in LinePlace.objects.filter(thread__review=review).order_by("version__number"):
        placed[place.thread_id] = place
    texts = {version.pk: lines_of(version.text) for version in before}
    new, moves, found = lines_of(made.text), {}, []
    for place in placed.values():
        if place.version_id not in moves:
            moves[place.version_id] = Moves(texts[place.version_id], new)
        if now := moves[place.version_id].place_of(Span(place.first, place.last)):
            found.append((place.thread_id, now))
    LinePlace.objects.bulk_create(
        LinePlace(thread_id=thread, version=made, first=now.first, last=now.last)
        for thread, now in found
    )


def _places(thread: LineThread, span: Span, versions: list[CodeVersion]) -> Iterable[LinePlace]:
    """Where these lines of the first of these versions stand in each of them."""
    stood, lines = span, lines_of(versions[0].text)
    yield LinePlace(thread=thread, version=versions[0], first=span.first, last=span.last)
    for version in versions[1:]:
        new = lines_of(version.text)
        if now := Moves(lines, new).place_of(stood):
            stood, lines = now, new
            yield LinePlace(thread=thread, version=version, first=now.first, last=now.last)


def _held(review: CodeReview, *, by: User) -> CodeReview:
    """The review, held until the transaction ends; refused where nothing may be written."""
    rows = CodeReview.objects.select_for_update(of=["self"], no_key=True)
    review = rows.select_related("circle", "author").get(pk=review.pk)
    is_in = Circle.objects.of(by).filter(pk=review.circle_id).exists()
    _refuse(
        rules.why_not_write(
            review.circle, is_in=is_in, is_taken_back=review.taken_back_at is not None
        )
    )
    return review


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
