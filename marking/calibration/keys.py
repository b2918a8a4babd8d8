"""What is known of a stored answer: the marks its author gave it, and whether they still stand."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from marking.models import RunMark
from questions.bank import texts
from questions.models import CalibrationAnswer, KeyPoint

Verdict = RunMark.Verdict


def text_of(answer: CalibrationAnswer) -> str:
    """The answer as it is read: line breaks that only fit it into its file are none."""
    return texts.unwrap(answer.text)


def known(answer: CalibrationAnswer, points: Iterable[KeyPoint]) -> dict[int, str]:
    """The verdict on each point of the rubric, by its id."""
    said = dict.fromkeys(answer.partly, Verdict.PARTLY) | dict.fromkeys(answer.made, Verdict.MADE)
    return {point.pk: said.get(point.slug, Verdict.MISSED) for point in points}


def reasons(answer: CalibrationAnswer, points: Iterable[KeyPoint]) -> dict[int, str]:
    """Its author's reason for the verdict on a point, by the point's id, where there is one."""
    said = dict(answer.reasons)
    return {point.pk: said[point.slug] for point in points if point.slug in said}


def fingerprint(answer: CalibrationAnswer, points: Sequence[KeyPoint]) -> str:
    """The same as long as the answer, the rubric's statements and the known marks are the same.

    A new version that mends a typing mistake in a hint, or says why a mark is so, leaves it alone.
    """
    facts = [
        " ".join(answer.text.split()),
        sorted(answer.made),
        sorted(answer.partly),
        [[point.slug, " ".join(point.text.split())] for point in points],
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
