"""What a person takes along from the workbench: questions, sets, filters, bulk edits, notes."""

from collections.abc import Iterator

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from questions.exporting.bank_markdown import question_file, set_file
from questions.models import Question, QuestionSet
from questions.selecting import select, select_set
from workbench.models import EditorInvitation


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
    put_off = list(person.snoozes.values("question__slug", "reason", "note", "snoozed_at", "until"))
    if put_off:
        yield File("put-off.json", as_json(put_off))
    yield from _asked(person, "set")


def questions(person: User) -> Iterator[File]:
    """One file a question, in the folder of its area, as `load_bank` reads it; and whom they
    asked to edit along."""
    owned = select(person, Question.objects.filter(owner=person), title="Questions")
    for entry in owned.questions:
        yield File(f"{entry.area}/{entry.slug}.md", question_file(entry))
    yield from _asked(person, "question")


def _asked(person: User, kind: str) -> Iterator[File]:
    """Whom they asked to edit a question or a set along, and have no answer from yet."""
    asked = EditorInvitation.objects.filter(by=person, **{f"{kind}__isnull": False})
    facts = [
        {kind: one.thing.slug, "email": one.email, "asked_at": one.asked_at}
        for one in asked.select_related(kind).order_by("pk")
    ]
    if facts:
        yield File("invitations.json", as_json(facts))
