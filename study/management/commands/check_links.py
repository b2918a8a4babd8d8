"""Look whether the addresses of the shelf still answer: those nobody looked at for a week."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from study.reading import links
from web import clock


class Command(BaseCommand):
    help = "Looks at the addresses of the shelf. Needs GREENROOM_CHECK_LINKS=1."

    def handle(self, **options) -> None:
        if not settings.CHECK_LINKS:
            raise CommandError("This site makes no requests. Set GREENROOM_CHECK_LINKS=1 to allow.")
        for check in links.check_due(at=clock.now()):
            self.stdout.write(f"{check.get_state_display():15} {check.words:30} {check.url}")
