"""A brake on what is asked too often, kept in Postgres beside the count of log-ins."""

import hashlib
from datetime import datetime, timedelta

from django.core.cache import cache

HOUR = timedelta(hours=1)


def is_too_often(what: str, *, most: int, at: datetime) -> bool:
    """Count one more of `what`; True once it came more than `most` times in this hour of the clock.

    Two at the very same moment may count as one: it is a brake and no lock. What is counted may be
    a secret, so it is kept as its digest.
    """
    hour = int(at.timestamp() // HOUR.total_seconds())
    key = f"often:{hashlib.sha256(what.encode()).hexdigest()[:32]}:{hour}"
    times = cache.get(key, 0) + 1
    if times <= most:
        cache.set(key, times, HOUR.total_seconds())
    return times > most
