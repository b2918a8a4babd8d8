"""What changes a question: a new version, a new state. The only writer of the copied facts."""

from collections.abc import Collection

from django.db import connection, transaction

from questions.models import Question, QuestionVersion

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
