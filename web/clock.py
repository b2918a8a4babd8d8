"""One clock for every web server and worker: the database's."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The database's time, aware, in UTC. Doors call this once and pass it on as `at=`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
