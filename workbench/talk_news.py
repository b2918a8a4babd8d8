"""Who is told what of a thread: its keepers that it was opened, those who take part what follows.

Nobody is told of what they did themselves, and no remark's words leave the page: mail passes many
hands. Called inside the transaction that writes the thread.
"""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from questions.models import Question, Visibility
from reminders import actions as outbox
from reminders import kinds
from reminders.notes import Note
from workbench.models import Remark, Thread


def opened(thread: Thread, *, at: datetime) -> None:
    """To whoever keeps the question."""
    what = {
        Thread.Kind.COMMENT: "comments on",
        Thread.Kind.SUGGESTION: "suggests other words for",
        Thread.Kind.DISPUTE: "disputes the key of",
    }[Thread.Kind(thread.kind)]
    title = f"{thread.opened_by} {what} “{thread.version.title}”"
    people = keepers(thread.question) - {thread.opened_by}
    _tell(thread, "opened", title, "Read it and answer there.", people, at=at)


def replied(thread: Thread, remark: Remark, *, at: datetime) -> None:
    """To whoever has said something in the thread, and to the question's keepers."""
    title = f"{remark.by} answers about “{thread.version.title}”"
    people = {*keepers(thread.question), *_speakers(thread)}
    _tell(thread, f"remark:{remark.pk}", title, "Read it there.", people - {remark.by}, at=at)


def settled(thread: Thread, *, at: datetime) -> None:
    """To whoever has said something in the thread."""
    said = thread.get_state_display().lower()
    title = f"{thread.get_kind_display()} {said}: “{thread.version.title}”"
    line = f"{thread.settled_by} has settled it. The reason stands there."
    _tell(thread, thread.state, title, line, _speakers(thread) - {thread.settled_by}, at=at)


def keepers(question: Question) -> set[User]:
    """Its owner and who edits it along; for what nobody owns in the library, the curators."""
    people = set(question.editors.all())
    if question.owner:
        people.add(question.owner)
    elif question.visibility == Visibility.LIBRARY:
        people |= set(User.objects.filter(is_curator=True, is_active=True))
    return people


def _speakers(thread: Thread) -> set[User]:
    return set(User.objects.filter(remarks__thread=thread))


def _tell(
    thread: Thread, what: str, title: str, line: str, people: Iterable[User], *, at: datetime
) -> None:
    kind = kinds.DISPUTE if thread.kind == Thread.Kind.DISPUTE else kinds.COMMENT
    for person in people:
        outbox.tell(
            f"thread:{thread.pk}:{what}:to:{person.pk}",
            user=person,
            kind=kind,
            note=Note(title, line, thread.get_absolute_url(), where=thread.version.title),
            at=at,
            about=f"thread:{thread.pk}",
        )
