"""Turn DATABASE_URL and REDIS_URL into what Django and Celery want to read."""

from urllib.parse import parse_qs, urlsplit

import dj_database_url

# A rush waits for its turn up to ten seconds; the page gives a save fifteen.
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}

# So many times a connection sends a statement before the server keeps its plan.
PREPARED_AFTER = 3


def database(url: str, *, pooled: bool = True) -> dict:
    """Django's settings for one Postgres address.

    Connections come from psycopg's pool, so they recover by themselves after a restart of
    Postgres. Lock waits and slow statements are bounded: a save answers or fails visibly.
    """
    parts = dj_database_url.parse(url)
    if parts.get("ENGINE") != "django.db.backends.postgresql":
        raise ValueError(f"DATABASE_URL must be a postgres:// address, not {url.split(':')[0]}://")
    options = parts.setdefault("OPTIONS", {})
    options.setdefault("options", "-c statement_timeout=20000 -c lock_timeout=5000")
    # A statement that a connection has sent before is planned once (decision 0018). A pooler that
    # deals out connections by transaction cannot keep plans: there, `?prepare_threshold=none`.
    options.setdefault("server_side_binding", True)
    asked = str(options.pop("prepare_threshold", PREPARED_AFTER))
    options["prepare_threshold"] = int(asked) if asked.isdecimal() else None
    if pooled:
        options["pool"] = POOL
    parts["CONN_MAX_AGE"] = 0
    return parts


def redis(url: str, *, number: int) -> str:
    """One Redis address per use, so that each use has its own numbered database."""
    split = urlsplit(url)
    if split.scheme == "unix":
        return f"redis+socket://{split.path}?virtual_host={number}"
    if split.scheme not in {"redis", "rediss"}:
        raise ValueError(f"REDIS_URL must be redis://, rediss:// or unix://, not {url!r}")
    kept = f"?{split.query}" if parse_qs(split.query) else ""
    return f"{split.scheme}://{split.netloc}/{number}{kept}"
