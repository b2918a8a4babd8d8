"""What changes a question: a new version, a new state. The only writer of the copied facts."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import User
from questions import rules
from questions.bank.schema import MOST_QUESTION_SLUG
from questions.bank.words import Words
from questions.models import Question, QuestionVersion, Topic, Visibility
from questions.versions import write_versions
from web.refusals import Refused

# So many rows a statement, that none runs into the database's time limit for one.
AT_ONCE = 500

# Title, prompt and area may be searched, nothing else: a search that knows the model answer
# would tell a candidate what is in it. The title is there unstemmed, too, so that the first
# letters of a word find it; without positions, so that no phrase reaches from one into the other.
_PUBLISH = """
UPDATE questions_question AS question
SET current_id = version.id,
    status = COALESCE(%s, question.status),
    title = version.title,
    kind = version.kind,
    tier = version.tier,
    minutes = version.minutes,
    priority = version.priority,
    audience = version.audience,
    has_key = version.model_answer <> '' OR EXISTS (
        SELECT FROM questions_keypoint AS point WHERE point.version_id = version.id
    ),
    search = setweight(to_tsvector('english', version.title), 'A')
        || strip(to_tsvector('simple', version.title))
        || setweight(to_tsvector('english', version.prompt), 'B')
        || setweight(to_tsvector('english', topic.title), 'C')
FROM questions_questionversion AS version, questions_topic AS topic
WHERE version.question_id = question.id
    AND topic.id = question.topic_id
    AND version.id = ANY(%s)
"""


@transaction.atomic
def publish_version(version: QuestionVersion) -> Question:
    """Make this the version that interviews ask from now on; older interviews keep theirs."""
    publish_versions([version.pk])
    return Question.objects.get(pk=version.question_id)


def publish_versions(version_ids: Collection[int], *, status: str | None = None) -> None:
    """`publish_version` for a whole bank, at most one version a question.

    With `status` the questions enter that state in the same write, which spares the text index one.
    """
    ids = list(version_ids)
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            cursor.execute(_PUBLISH, [status, ids[start : start + AT_ONCE]])


def index_again(questions: Collection[int]) -> None:
    """Bring the copied facts up to date after a topic was renamed or a question moved."""
    current = Question.objects.filter(pk__in=questions, current__isnull=False)
    publish_versions(list(current.values_list("current_id", flat=True)))


@dataclass(frozen=True)
class NewQuestion:
    """What somebody writes or brings: the words, where they belong, whose they are."""

    words: Words
    topic: Topic
    language: str = "en"
    forked_from: QuestionVersion | None = None


# Addresses of the library that are not questions.
RESERVED_SLUGS = frozenset({"sets", "new", "preview", "try"})


@transaction.atomic
def create_questions(
    new: Sequence[NewQuestion], *, owner: User, note: str = "", status: str = Question.Status.DRAFT
) -> list[Question]:
    """Keep these as private questions of their owner, each with its first version."""
    slugs = _free_slugs([one.words.title for one in new])
    rows = Question.objects.bulk_create(
        [
            Question(
                slug=slug,
                topic=one.topic,
                owner=owner,
                visibility=Visibility.PRIVATE,
                language=one.language,
                forked_from=one.forked_from,
            )
            for slug, one in zip(slugs, new, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    written = [(row.pk, one.words) for row, one in zip(rows, new, strict=True)]
    publish_versions(write_versions(written, by=owner, note=note), status=status)
    kept = Question.objects.with_current().in_bulk([row.pk for row in rows])
    return [kept[row.pk] for row in rows]


class Superseded(Exception):
    """Somebody saved a newer version than the one these words were written on top of."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.pk)
        self.question = question


@transaction.atomic
def rewrite(
    question: Question, words: Words, *, by: User, note: str = "", base: int | None = None
) -> Question:
    """Give the question new words: its next version. The same words again change nothing.

    Interviews that asked an older version keep it. Raises Refused for who may not, and
    Superseded when `base` is given and is not the number of the current version any more.
    """
    locked = for_editing(question, by=by)
    if locked.current and locked.current.content_hash == words.content_hash:
        return locked
    if base is not None and locked.current and locked.current.number != base:
        raise Superseded(locked)
    publish_versions(write_versions([(locked.pk, words)], by=by, note=note))
    return Question.objects.with_current().get(pk=locked.pk)


def for_editing(question: Question, *, by: User) -> Question:
    """The question as it is now, locked until the transaction ends. Refused for who may not."""
    locked = Question.objects.select_for_update(of=["self"]).with_current().get(pk=question.pk)
    is_editor = locked.editors.filter(pk=by.pk).exists()
    if reason := rules.why_not_edit(by, locked, is_editor=is_editor):
        raise Refused(reason)
    return locked


def _free_slugs(titles: Sequence[str]) -> list[str]:
    """A slug for each title that no question has; one that is taken gains a few letters."""
    wanted = [slugify(title)[: MOST_QUESTION_SLUG - 12].strip("-") for title in titles]
    taken = set(Question.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS | {""}
    free = []
    for slug in wanted:
        if slug in taken:
            slug = f"{slug or 'question'}-{secrets.token_hex(4)}"
        taken.add(slug)
        free.append(slug)
    return free
