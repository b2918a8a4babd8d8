"""What the commands that read a question bank share: which bank, and where it lies."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions import bank
from questions.bank.library import AREAS, SETS, STUDY, Library


class BankCommand(BaseCommand):
    """A command with a PATH: a bank, or a part of one; without it, the bank that is shipped."""

    # Reading files must work where there is no database.
    requires_system_checks: list[str] = []

    @property
    def shipped(self) -> Path:
        return (Path(settings.FIXTURES_ROOT) / "bank").resolve()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            help="the bank's folder (default: the one that is shipped)",
        )

    def path_of(self, options: dict) -> Path:
        """The path that was named, absolute. CommandError when nothing is there."""
        path = (options["path"] or self.shipped).resolve()
        if not path.exists():
            raise CommandError(f"There is nothing at {path}.")
        return path

    def read(self, path: Path) -> Library:
        """The whole bank that this path belongs to."""
        return bank.read_bank(bank_of(path), default_areas=self.shipped / AREAS)


def bank_of(path: Path) -> Path:
    """The bank a path belongs to: itself, its folder `bank`, or the one it is a part of.

    A set or a study file belongs to the bank beside its folder.
    """
    for folder in (path, path.parent):
        if folder.name in (SETS, STUDY) and (folder.parent / "bank" / AREAS).is_file():
            return folder.parent / "bank"
    if (path / "bank" / AREAS).is_file():
        return path / "bank"
    for folder in (path, *path.parents):
        if (folder / AREAS).is_file():
            return folder
    return path if path.is_dir() else path.parent.parent
