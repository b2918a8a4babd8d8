"""What a person takes along from the workbench: their sets, saved filters, and bulk edits."""

from collections.abc import Iterator

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from questions.exporting.bank_markdown import set_file
from questions.models import QuestionSet
from questions.selecting import select_set


def sets(person: User) -> Iterator[File]:
    """Each set as a file of the bank's own format, which `load_bank` reads."""
    for one in QuestionSet.objects.filter(owner=person.pk).order_by("pk"):
        [entry] = select_set(person, one).sets
        yield File(f"{safe_name(one.slug, 'set')}.yaml", set_file(entry))
    filters = list(person.saved_filters.values("name", "query"))
    if filters:
        yield File("filters.json", as_json(filters))
    edits = [
        {
            "what": edit.what,
            "made_at": edit.made_at,
            "undone_at": edit.undone_at,
            "questions": [
                {
                    "title": one.title,
                    "before": one.before.get("said"),
                    "after": one.after.get("said"),
                }
                for one in edit.changes.all()
            ],
        }
        for edit in person.bulk_edits.prefetch_related("changes")
    ]
    if edits:
        yield File("bulk-edits.json", as_json(edits))
