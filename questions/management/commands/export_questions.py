"""`python manage.py export_questions OUT [--format F] [--set SLUG] [--owner EMAIL]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from questions.exporting import FORMATS, Selection
from questions.models import Question, QuestionSet
from questions.selecting import select, select_set


class Command(BaseCommand):
    help = "Write questions with their keys into a file: the ready library, a set, or a person's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="the file to write; it must not exist yet")
        parser.add_argument("--format", choices=sorted(FORMATS), default="markdown")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--set", metavar="SLUG", help="this set with its fixed questions")
        what.add_argument("--owner", metavar="EMAIL", help="what this person keeps, drafts too")

    def handle(self, *args, **options) -> None:
        selection = self._selection(options)
        written = FORMATS[options["format"]].write(selection)
        content = written.encode() if isinstance(written, str) else written
        try:
            with options["out"].open("xb") as file:
                file.write(content)
        except FileExistsError:
            raise CommandError(f"{options['out']} is there already; nothing was written.") from None
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}.") from None
        self.stdout.write(f"{len(selection.questions)} questions in {options['out']}.")

    def _selection(self, options: dict) -> Selection:
        # Whoever may run commands here may read the database: an administrator's view.
        everyone = User(is_curator=True)
        if slug := options["set"]:
            one = QuestionSet.objects.filter(slug=slug).first()
            if one is None:
                raise CommandError(f"There is no set “{slug}”.")
            return select_set(everyone, one)
        if email := options["owner"]:
            person = User.objects.filter(email__iexact=email).first()
            if person is None:
                raise CommandError(f"Nobody here has the address {email}.")
            kept = Question.objects.editable_by(person)
            return select(person, kept, title=f"Questions of {person}")
        ready = Question.objects.library(status=Question.Status.READY)
        return select(everyone, ready, title="Greenroom questions")
