"""Make the demo accounts and print their passwords, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demo


class Command(BaseCommand):
    help = "Make candidate@ and curator@greenroom.example where they are missing. Laptops only."

    def handle(self, *args, **options) -> None:
        if not settings.LAPTOP:
            raise CommandError(
                "Demo accounts are for laptops. Here people sign up themselves; "
                "`manage.py createsuperuser` makes the first administrator."
            )
        made = demo.make_missing(fixed=settings.DEBUG)
        if not made:
            return
        self.stdout.write("Accounts to look around with (the passwords are shown only now):")
        for account in made:
            self.stdout.write(f"  {account.email:<29} {account.password:<34} {account.what}")
