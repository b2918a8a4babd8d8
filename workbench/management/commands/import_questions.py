"""`manage.py import_questions FILE... [--into SET] [--owner EMAIL] [--dry-run] [--json]`."""

import json
import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts.models import User
from questions.importing import Column, Document, Question, Unreadable, read_bytes, read_document
from questions.models import QuestionSet
from web import clock
from web.refusals import Refused
from workbench.imports import saving


class Command(BaseCommand):
    help = "Find the questions in documents of many formats (docs/importing.md)."
    # Reading a document needs neither a database nor Redis.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is found and save nothing"
        )
        parser.add_argument(
            "--into", default="", metavar="SET", help="the title or slug of a set, or of a new one"
        )
        parser.add_argument("--owner", default="", metavar="EMAIL", help="whose drafts they become")
        parser.add_argument("--json", action="store_true", help="print a list of objects instead")
        parser.add_argument(
            "--map",
            type=_mapping,
            default={},
            metavar="PART=COLUMN,...",
            help="which column of a table, or key of objects, is which part of a question: "
            "--map question=B,answer=Model",
        )

    def handle(self, *args, **options) -> None:
        try:
            documents = [_read(path, options["map"]) for path in options["files"]]
        except Unreadable as error:
            raise CommandError(str(error)) from None
        saved = None if options["dry_run"] else _save(options)
        if options["json"]:
            objects = [question.as_json() for one in documents for question in one.questions]
            self.stdout.write(json.dumps(objects, ensure_ascii=_must_escape(), indent=2))
            return
        for document in documents:
            self._tell(document)
        if saved is not None:
            self.stdout.write(_what_was_saved(saved))

    def _tell(self, document: Document) -> None:
        answered = sum(1 for question in document.questions if question.answer)
        told = f"{_count(document.questions)}, {answered} with an answer."
        self.stdout.write(f"{document.name} ({document.format}): {told}")
        for note in document.notes:
            self.stdout.write(f"  {note}")
        if document.columns:
            self.stdout.write("  Columns: " + ", ".join(map(_column, document.columns)))
        section = None
        for question in document.questions:
            if question.section != section:
                section = question.section
                self.stdout.write(f"\n  {section or '(no section)'}")
            self.stdout.write(f"  {question.source_line:>6}  {_in_short(question)}")
        if document.left_out:
            self.stdout.write("\n  Left out:")
        for part in document.left_out:
            self.stdout.write(f"  {part.line:>6}  {part.reason}")
        self.stdout.write("")


def _read(path: Path, mapping: dict[str, str]) -> Document:
    return read_document(read_bytes(path), str(path), mapping=mapping)


def _save(options: dict) -> saving.Saved:
    """Through the same actions as the pages: private drafts, those of the bank linked."""
    owner = _owner(options["owner"])
    wanted = options["into"].strip()
    sets = QuestionSet.objects.editable_by(owner)
    into = sets.filter(Q(slug=wanted) | Q(title=wanted)).order_by("pk").first() if wanted else None
    try:
        return saving.bring(
            owner,
            [(path.name, read_bytes(path)) for path in options["files"]],
            at=clock.now(),
            into=into,
            new_set="" if into else wanted[:120],
            mapping=options["map"],
        )
    except Refused as error:
        raise CommandError(error.reason) from None


def _owner(email: str) -> User:
    """The person of this address; without one, the only person there is."""
    people = User.objects.filter(is_guest=False)
    found = list(people.filter(email__iexact=email) if email else people[:2])
    if len(found) != 1:
        why = f"Nobody here has the address {email}." if email else "Say whose they become."
        raise CommandError(f"{why} Give --owner EMAIL, or --dry-run to save nothing.", returncode=2)
    return found[0]


def _what_was_saved(saved: saving.Saved) -> str:
    where = f", in the set “{saved.set}”" if saved.set else ""
    return (
        f"Saved: {saved.new} new drafts, {saved.changed} new versions,"
        f" {saved.linked} in the bank already{where}."
    )


def _mapping(text: str) -> dict[str, str]:
    """`question=B,answer=Model` as a dictionary."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    if not pairs or not all(role.strip() and column.strip() for role, _, column in pairs):
        raise ArgumentTypeError("write it like question=B,answer=Model")
    return {role.strip(): column.strip() for role, _, column in pairs}


def _column(column: Column) -> str:
    name = f"{column.letter} {column.name}".strip()
    return f"{name} → {column.role.replace('_', ' ')}" if column.role else name


def _count(questions: list[Question]) -> str:
    return "1 question" if len(questions) == 1 else f"{len(questions)} questions"


def _in_short(question: Question) -> str:
    """One line: the beginning of the prompt, and in brackets what came with it."""
    prompt = " ".join(question.prompt.split())
    prompt = prompt if len(prompt) <= 90 else f"{prompt[:89]}…"
    with_it = [
        f"answer of {len(question.answer)} characters" if question.answer else "",
        f"key points: {len(question.key_points)}" if question.key_points else "",
        f"tips: {len(question.tips)}" if question.tips else "",
        f"follow-ups: {len(question.follow_ups)}" if question.follow_ups else "",
        "code" if question.code else "",
        f"{question.minutes} min" if question.minutes else "",
        question.kind or "",
        f"tier {question.tier}" if question.tier else "",
        question.priority or "",
    ]
    told = ", ".join(filter(None, with_it))
    return f"{prompt} [{told}]" if told else prompt


def _must_escape() -> bool:
    """A terminal that is not UTF-8 gets escapes instead of an error."""
    return (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
