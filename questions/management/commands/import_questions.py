"""`python manage.py import_questions FILE... --dry-run [--json]`: the questions of documents."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions.importing import Found, Question, Unreadable, find_questions, read_file


class Command(BaseCommand):
    help = "Find the questions in text and Markdown documents (docs/importing.md)."
    # Reading a document needs neither a database nor Redis.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is found and save nothing"
        )
        parser.add_argument("--json", action="store_true", help="print a list of objects instead")

    def handle(self, *args, **options) -> None:
        if not options["dry_run"]:
            raise CommandError(
                "Saving imported questions is not built yet; add --dry-run to see what is found.",
                returncode=2,
            )
        try:
            found = [(path, _found_in(path)) for path in options["files"]]
        except Unreadable as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            objects = [question.as_json() for _, one in found for question in one.questions]
            self.stdout.write(json.dumps(objects, ensure_ascii=_must_escape(), indent=2))
            return
        for path, one in found:
            self._tell(path, one)

    def _tell(self, path: Path, found: Found) -> None:
        answered = sum(1 for question in found.questions if question.answer)
        self.stdout.write(f"{path}: {_count(found.questions)}, {answered} with an answer.")
        section = None
        for question in found.questions:
            if question.section != section:
                section = question.section
                self.stdout.write(f"\n  {section or '(no section)'}")
            self.stdout.write(f"  {question.source_line:>6}  {_in_short(question)}")
        if found.left_out:
            self.stdout.write("\n  Left out:")
        for part in found.left_out:
            self.stdout.write(f"  {part.line:>6}  {part.reason}")
        self.stdout.write("")


def _found_in(path: Path) -> Found:
    return find_questions(read_file(path), name=str(path))


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
