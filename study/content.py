"""The study content of this site: read from its files once in the life of a process."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from questions.bank.study import FILES, Study, read_study
from questions.bank.study.record import Record
from questions.bank.study.values import Many, One, Ref, Rows, rules_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Content:
    """The study, and the slugs of all questions and sets it leads to."""

    study: Study
    questions: frozenset[str]
    sets: frozenset[str]


def content() -> Content | None:
    """What `fixtures/study/` says, or nothing when it cannot be read. The log says why."""
    return _read(Path(settings.FIXTURES_ROOT))


# Reading takes 0.2 seconds of processor time. A failure is remembered as well, or everybody could
# make the site read these files with each page: mending them takes a restart.
@lru_cache(maxsize=4)
def _read(root: Path) -> Content | None:
    try:
        study = read_study(root / "study", None)
    except OSError as trouble:
        logger.error("The study content cannot be read: %s", trouble)
        return None
    errors = [problem for problem in study.problems if problem.is_error]
    for problem in errors:
        logger.error("The study content cannot be shown: %s", problem)
    if errors:
        return None
    records = [one for name in FILES for one in getattr(study, name)]
    return Content(
        study,
        questions=frozenset(slug for one in records for slug in _named(one, "questions")),
        sets=frozenset(slug for one in records for slug in _named(one, "sets")),
    )


def _named(record: Record, target: str) -> Iterator[str]:
    """The slugs of `target` in this mapping and in those inside it."""
    for name, rule in rules_of(type(record)).items():
        value = getattr(record, name)
        if not value:
            continue
        inner = rule.rule if isinstance(rule, Many) else rule
        if isinstance(inner, Ref) and inner.target == target:
            yield from value if isinstance(rule, Many) else (value,)
        elif isinstance(rule, One):
            yield from _named(value, target)
        elif isinstance(rule, Rows):
            for row in value:
                yield from _named(row, target)
