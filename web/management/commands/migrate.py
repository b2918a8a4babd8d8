from django.core.management.commands import migrate

from web import new_database

# Who asks for one of these wants something else than a database that is up to date.
OTHER_WISHES = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Django's own; in a database without tables it makes them in one go first."""

    def handle(self, *args, **options) -> None:
        if not any(options[wish] for wish in OTHER_WISHES):
            laid = new_database.lay(options["database"])
            if laid and options["verbosity"] >= 1:
                self.stdout.write(f"A new database: {len(laid)} migrations made in one go.")
        super().handle(*args, **options)
