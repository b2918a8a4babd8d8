"""Questions among people: links, the library, copies."""

from datetime import datetime

from django.db import transaction

from accounts.models import Circle, User
from questions import actions, keys, sharing
from questions.models import Question, Visibility
from questions.selecting import as_asked
from questions.versions import words_of
from web.refusals import Refused
from workbench import sharing_news, sharing_rules


@transaction.atomic
def share(
    question: Question, how: str, *, by: User, at: datetime, circle: Circle | None = None
) -> Question:
    """Give out a link (the old one is void then), take it back, share it with a group, whose
    people are told, or put it in the library."""
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if reason := sharing_rules.why_not_share(by, locked, how, circle=circle):
        raise Refused(reason)
    before = locked.circle_id
    sharing.share(locked, Visibility(how), circle=circle)
    if before and before != locked.circle_id:
        sharing_news.taken_back(locked, at=at)
    if locked.circle and before != locked.circle_id:
        sharing_news.shared(locked, locked.circle, by=by, at=at)
    return locked


def fork(question: Question, *, by: User) -> Question:
    """A private copy that names where it comes from. The key only for who may see it."""
    version = question.current
    words = words_of(version)
    if not keys.open_to(by, [question]):
        words = as_asked(words)
    copy = actions.NewQuestion(
        words=words, topic=question.topic, language=question.language, forked_from=version
    )
    note = f"Copy of “{version.title}”{_by(question)}, version {version.number}"
    return actions.create_questions([copy], owner=by, note=note[:200])[0]


def _by(question: Question) -> str:
    name = question.current.author or (question.owner and question.owner.display_name) or ""
    return f" by {name}" if name else ""
