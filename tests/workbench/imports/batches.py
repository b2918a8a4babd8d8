"""Imports that were read, without a queue."""

from accounts.models import User
from questions.actions import publish_version
from questions.models import Question, QuestionSet
from tests.factories import QuestionFactory
from workbench.imports import actions, jobs
from workbench.models import ImportBatch

TWO = """## Optimisation

**Q: What is momentum?**

A: An average of past gradients.

**Q: Why does warm-up help?**

A: Early gradients are noisy, and small steps forgive that.
"""


def imported(
    *documents: str | bytes, owner: User, name: str = "notes.md", into: QuestionSet | None = None
) -> ImportBatch:
    """An import of these documents, read as a worker reads them."""
    bytes_of = [one.encode() if isinstance(one, str) else one for one in documents or (TWO,)]
    names = [name] + [f"{number}-{name}" for number in range(2, len(bytes_of) + 1)]
    batch = actions.start(owner, list(zip(names, bytes_of, strict=True)), into=into)
    for pk in batch.files.values_list("pk", flat=True):
        jobs.read_file(pk)
    return batch


def in_bank(**facts) -> Question:
    """A question that a search finds."""
    return publish_version(QuestionFactory(**facts).current)
