"""Between a question's words and the rows of one frozen version."""

from collections.abc import Sequence

from django.db.models import Max

from accounts.models import User
from questions.bank.words import FACTS, LISTS, Point, Sample, Words
from questions.models import CalibrationAnswer, KeyPoint, QuestionVersion

# What a point and its row have in the same form.
POINT_FACTS = ("slug", "text", "level", "weight", "probe", "allow_list")
# Rows a statement.
AT_ONCE = 500


def write_versions(
    rewritten: Sequence[tuple[int, Words]], *, by: User | None = None, note: str = ""
) -> list[int]:
    """The next version of each question, with points and sample answers; returns their ids.

    Nobody is asked the new words yet: `actions.publish_versions` does that.
    """
    last = dict(
        QuestionVersion.objects.filter(question__in=[pk for pk, _ in rewritten])
        .order_by()
        .values_list("question")
        .annotate(Max("number"))
    )
    versions = QuestionVersion.objects.bulk_create(
        [_version(pk, words, last.get(pk, 0) + 1, by=by, note=note) for pk, words in rewritten],
        batch_size=AT_ONCE,
    )
    KeyPoint.objects.bulk_create(
        [
            _key_point(version, position, point)
            for version, (_, words) in zip(versions, rewritten, strict=True)
            for position, point in enumerate(words.points, start=1)
        ],
        batch_size=AT_ONCE,
    )
    CalibrationAnswer.objects.bulk_create(
        [
            CalibrationAnswer(
                version=version,
                label=sample.label,
                text=sample.text,
                made=list(sample.made),
                partly=list(sample.partly),
                reasons=[list(pair) for pair in sample.reasons],
            )
            for version, (_, words) in zip(versions, rewritten, strict=True)
            for sample in words.samples
        ],
        batch_size=AT_ONCE,
    )
    return [version.pk for version in versions]


def _version(
    question_id: int, words: Words, number: int, *, by: User | None, note: str
) -> QuestionVersion:
    facts = {name: getattr(words, name) for name in FACTS if name != "sources"}
    return QuestionVersion(
        question_id=question_id,
        number=number,
        prompt=words.prompt,
        model_answer=words.model_answer,
        parts=words.parts,
        content_hash=words.content_hash,
        edited_by=by,
        note=note,
        **facts,
        **{name: list(getattr(words, name)) for name in ("sources", *LISTS)},
    )


def _key_point(version: QuestionVersion, position: int, point: Point) -> KeyPoint:
    return KeyPoint(
        version=version,
        position=position,
        accept=list(point.accept),
        misconceptions=list(point.misconceptions),
        **{name: getattr(point, name) for name in POINT_FACTS},
    )


def words_of(version: QuestionVersion) -> Words:
    """The words a version keeps. Two queries more for one that was not read `with_words`."""
    facts = {name: getattr(version, name) for name in FACTS if name != "sources"}
    return Words(
        prompt=version.prompt,
        model_answer=version.model_answer,
        parts=version.parts,
        points=tuple(
            Point(
                line=0,
                accept=tuple(point.accept),
                misconceptions=tuple(point.misconceptions),
                **{name: getattr(point, name) for name in POINT_FACTS},
            )
            for point in version.key_points.all()
        ),
        samples=tuple(
            Sample(
                line=0,
                label=sample.label,
                made=tuple(sample.made),
                text=sample.text,
                partly=tuple(sample.partly),
                reasons=tuple((name, why) for name, why in sample.reasons),
            )
            for sample in sorted(version.calibration_answers.all(), key=lambda one: one.pk)
        ),
        **facts,
        **{name: tuple(getattr(version, name)) for name in ("sources", *LISTS)},
    )
