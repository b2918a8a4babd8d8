"""`python manage.py bank_report [PATH] [--markdown]`: what is in a question bank, in numbers."""

from django.core.management.base import CommandError, CommandParser

from questions.bank import report
from questions.management.bank_command import BankCommand


class Command(BankCommand):
    help = "Count what is in the files of a question bank. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--markdown", action="store_true", help="tables to paste into a page, not columns"
        )

    def handle(self, *args, **options) -> None:
        library = self.read(self.path_of(options))
        if library.errors:
            raise CommandError(
                f"{library.errors[0]}\nThe bank has errors and cannot be counted;"
                " `load_bank --check` names them all."
            )
        written = report.as_markdown if options["markdown"] else report.as_text
        self.stdout.write(written(report.tables(library)))
