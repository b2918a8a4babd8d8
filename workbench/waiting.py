"""What waits for somebody at the workbench, each with the page where it is done."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from questions.models import Question
from workbench import shelf
from workbench.models import ImportBatch, Thread


@dataclass(frozen=True)
class Waiting:
    words: str
    address: str


def for_person(user: User) -> list[Waiting]:
    """Three queries; what is not there is not mentioned. What keeps others waiting comes first."""
    threads = Thread.objects.kept_by(user).filter(state=Thread.State.OPEN).count()
    kept = shelf.with_problems(Question.objects.editable_by(user))
    counts = kept.aggregate(
        drafts=Count("pk", filter=Q(status="draft", in_set=True)),
        retired=Count("pk", filter=Q(status="retired", in_set=True)),
        unfinished=Count("pk", filter=Q(status="draft", in_set=False)),
    )
    batches = ImportBatch.objects.visible_to(user).to_do().count()
    listed = reverse("workbench:questions")
    found = [
        (threads, "matter", "to settle about your questions", reverse("workbench:threads")),
        (batches, "import", "to look through and save", reverse("workbench:import_start")),
        (
            counts["drafts"],
            "draft",
            "to make ready, so that a set can ask what it holds",
            f"{listed}?problem=draft-in-set",
        ),
        (
            counts["retired"],
            "retired question",
            "to replace in a set",
            f"{listed}?problem=retired-in-set",
        ),
        (counts["unfinished"], "draft", "to finish", f"{listed}?status=draft"),
    ]
    return [
        Waiting(f"{n} {noun}{'' if n == 1 else 's'} {rest}", address)
        for n, noun, rest, address in found
        if n
    ]
