"""What an editor's page does to a question: begin it, keep new words, take an old version back."""

from django.db import transaction

from accounts.models import User
from questions import actions
from questions.bank.words import Words
from questions.models import Question, QuestionVersion, Topic
from questions.versions import words_of
from workbench import readiness


def begin(words: Words, *, topic: Topic, language: str, by: User, note: str = "") -> Question:
    """A new private draft of this person."""
    new = actions.NewQuestion(words=words, topic=topic, language=language)
    return actions.create_questions([new], owner=by, note=note)[0]


@transaction.atomic
def keep(
    question: Question, words: Words, *, topic: Topic, language: str, by: User, base: int,
    note: str = "",
) -> Question:  # fmt: skip
    """The words as the next version; area and language as they are now, without one.

    What was ready stays ready, with the reason that was given for its warnings, unless the new
    words have errors: then it is a draft again.
    Raises Superseded when somebody saved after version `base`, and Refused for who may not.
    """
    saved = actions.rewrite(question, words, by=by, note=note, base=base)
    reason = question.current.ready_because if question.current else ""
    if reason and saved.current_id != question.current_id:
        QuestionVersion.objects.filter(pk=saved.current_id).update(ready_because=reason)
    if (saved.topic_id, saved.language) != (topic.pk, language):
        saved.topic, saved.language = topic, language
        saved.save(update_fields=["topic", "language"])
        actions.index_again([saved.pk])
    readiness.demote_if_broken(saved)
    return saved


@transaction.atomic
def restore(question: Question, version: QuestionVersion, *, by: User) -> Question:
    """What an older version said, as the next one: nothing of the history is taken away."""
    return actions.rewrite(
        question, words_of(version), by=by, note=f"Version {version.number} again"
    )
