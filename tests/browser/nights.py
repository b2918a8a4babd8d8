"""Nights that pass: the one clock of all processes is the database's, and this one can be moved."""

from django.db import connection

CLOCK = """
CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
AS $$ SELECT pg_catalog.clock_timestamp() + interval '{days} days' $$
"""


class Nights:
    """Of one test. Every connection that is made meanwhile reads this clock."""

    def __init__(self, house) -> None:
        self._house, self._days = house, 0
        self._name = connection.ops.quote_name(connection.settings_dict["NAME"])

    def __enter__(self) -> "Nights":
        self._move()
        self._say("SET search_path = public, pg_catalog")
        return self

    def __exit__(self, *_) -> None:
        self._say("RESET search_path")
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION public.clock_timestamp()")

    def sleep(self, days: int = 1) -> None:
        self._days += days
        self._move()

    def _move(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(CLOCK.format(days=self._days))

    def _say(self, how: str) -> None:
        """Processes connect anew, and learn where to look for a function."""
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {self._name} {how}")
        self._house.kill("web")
        self._house.start("web")
