"""`python manage.py bank_report [PATH] [--markdown]`: what is in a question bank, in numbers."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions import bank
from questions.bank import report
from questions.bank.library import AREAS
from questions.management.commands.load_bank import bank_of


class Command(BaseCommand):
    help = "Count what is in the files of a question bank. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            help="the bank's folder (default: the one that is shipped)",
        )
        parser.add_argument(
            "--markdown", action="store_true", help="tables to paste into a page, not columns"
        )

    def handle(self, *args, **options) -> None:
        shipped = Path(settings.FIXTURES_ROOT) / "bank"
        path = (options["path"] or shipped).resolve()
        if not path.exists():
            raise CommandError(f"There is nothing at {path}.")
        library = bank.read_bank(bank_of(path), default_areas=shipped / AREAS)
        if library.errors:
            raise CommandError(
                f"{library.errors[0]}\nThe bank has errors and cannot be counted;"
                " `load_bank --check` names them all."
            )
        written = report.as_markdown if options["markdown"] else report.as_text
        self.stdout.write(written(report.tables(library)))
