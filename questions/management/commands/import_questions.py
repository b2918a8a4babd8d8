"""`python manage.py import_questions FILE... --dry-run [--json]`: the questions of documents."""

import json
import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions.importing import Column, Document, Question, Unreadable, read_bytes, read_document


class Command(BaseCommand):
    help = "Find the questions in documents of many formats (docs/importing.md)."
    # Reading a document needs neither a database nor Redis.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is found and save nothing"
        )
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
        if not options["dry_run"]:
            raise CommandError(
                "Saving imported questions is not built yet; add --dry-run to see what is found.",
                returncode=2,
            )
        try:
            documents = [_read(path, options["map"]) for path in options["files"]]
        except Unreadable as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            objects = [question.as_json() for one in documents for question in one.questions]
            self.stdout.write(json.dumps(objects, ensure_ascii=_must_escape(), indent=2))
            return
        for document in documents:
            self._tell(document)

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
