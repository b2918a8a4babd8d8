"""What a person takes along from their imports: the text of each document, and what was found."""

from collections.abc import Iterator

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from workbench.models import Candidate, ImportBatch, ImportedFile

_WORDS = (
    "section", "prompt", "answer", "key_points", "tips", "follow_ups", "references", "kind",
    "tier", "minutes", "priority", "source_line", "source_end", "dropped", "edited",
)  # fmt: skip


def files(person: User) -> Iterator[File]:
    """One JSON file an import, and beside it the documents as they were read."""
    for batch in ImportBatch.objects.visible_to(person).select_related("into").order_by("pk"):
        name = f"{batch.created_at:%Y-%m-%d}-{safe_name(batch.title, 'import')}"
        documents = list(ImportedFile.objects.filter(batch=batch).defer("data"))
        yield File(f"{name}.json", as_json(_facts(batch, documents)))
        for document in documents:
            if document.text:
                yield File(f"{name}/{safe_name(document.name, 'document')}.txt", document.text)


def _facts(batch: ImportBatch, documents: list[ImportedFile]) -> dict:
    return {
        "title": batch.title,
        "set": batch.into.title if batch.into else batch.new_set,
        "created_at": batch.created_at,
        "saved_at": batch.saved_at,
        "documents": [
            {
                "name": document.name,
                "state": document.state,
                "why_failed": document.why_failed,
                "questions": list(_questions(document)),
            }
            for document in documents
        ],
    }


def _questions(document: ImportedFile) -> Iterator[dict]:
    rows = Candidate.objects.filter(file=document).select_related("saved_as").order_by("position")
    for row in rows:
        saved = row.saved_as.slug if row.saved_as else None
        yield {name: getattr(row, name) for name in _WORDS} | {"saved_as": saved}
