"""`python manage.py load_bank [PATH] [--check]`: check a bank, and load it whole or not at all."""

import time
from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from questions import spelling
from questions.bank.library import Library
from questions.loading import Counts, NotOurs, load_library
from questions.management.bank_command import BankCommand, bank_of

# The origin of what comes with Greenroom, wherever this copy of it lies.
SHIPPED = "greenroom"


class Command(BankCommand):
    help = "Check the files of a question bank (docs/bank-format.md) and load them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--check",
            action="store_true",
            help="only check; PATH may be one area or one file of a bank. Needs no database",
        )

    def handle(self, *args, **options) -> None:
        started = time.monotonic()
        path = self.path_of(options)
        root = bank_of(path)
        if root != path and root.parent != path and not options["check"]:
            raise CommandError(
                f"{path} is a part of the bank {root}. Load the whole bank, or add --check."
            )
        library = self.read(path)
        self._tell_problems(library, about=path)
        if options["check"]:
            self.stdout.write(f"{_told(library)}, no errors, in {_seconds(started)}.")
            return
        counts = self._load(library, origin=SHIPPED if root == self.shipped else str(root))
        spelling.count_words()
        self.stdout.write(f"{_told(library)} loaded in {_seconds(started)}: {counts}.")

    def _load(self, library: Library, *, origin: str) -> Counts:
        try:
            return load_library(library, origin=origin)
        except NotOurs as error:
            raise CommandError(f"{error}. Nothing was loaded.") from None
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from None
        except ProgrammingError as error:
            raise CommandError(f"Run `python manage.py migrate` first: {error}") from None

    def _tell_problems(self, library: Library, *, about: Path) -> None:
        """Errors last, so that they are what is on the screen; any of them ends the command."""
        whole = about in (library.path, library.path.parent)
        problems = [
            problem for problem in library.problems if whole or problem.path.is_relative_to(about)
        ]
        errors = [problem for problem in problems if problem.is_error]
        for problem in problems:
            if not problem.is_error:
                self.stderr.write(str(problem), self.style.WARNING)
        for problem in errors:
            self.stderr.write(str(problem), self.style.ERROR)
        if errors:
            what = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
            raise CommandError(f"{what} in {library.path}. Nothing was loaded.")


def _told(library: Library) -> str:
    questions, areas, sets = len(library.questions), len(library.areas), len(library.sets)
    told = f"{questions} questions in {areas} areas, {sets} sets"
    if library.study is None:
        return told
    return f"{told}, {len(library.study.concepts)} concepts, {len(library.study.cards)} cards"


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s"
