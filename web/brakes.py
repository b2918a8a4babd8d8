"""A brake on what is asked too often, counted in Postgres beside the tries to log in."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.db import connection

HOUR = timedelta(hours=1)
# A row of the cache's table that no cache reads: it goes with what has expired there.
_ONE_MORE = """
INSERT INTO web_cache (cache_key, value, expires) VALUES (%s, '1', %s)
ON CONFLICT (cache_key) DO UPDATE SET value = (web_cache.value::bigint + 1)::text
RETURNING value::bigint
"""


def is_too_often(what: str, *, most: int, at: datetime) -> bool:
    """Count one more of `what`; True once it came more than `most` times in this hour of the clock.

    One statement, so that two at the same moment are two. What is counted may be a secret, so it is
    kept as its digest.
    """
    hour = int(at.timestamp() // HOUR.total_seconds())
    key = f"often:{hashlib.sha256(what.encode()).hexdigest()[:32]}:{hour}"
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [key, at.astimezone(UTC) + 2 * HOUR])
        return cursor.fetchone()[0] > most
