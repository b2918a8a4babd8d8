"""A measurement in a database of its own, where nothing else is asked of this process."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def measured(called: str, measurement: Callable[[], None]) -> int:
    """Run `measurement` with Django set up on an empty, migrated database named `called`, beside
    the one DATABASE_URL names, and drop it. Returns the exit status for the shell: 2 without
    DATABASE_URL.
    """
    if "DATABASE_URL" not in os.environ:
        print("Start it with `make bench`, or set DATABASE_URL and REDIS_URL.", file=sys.stderr)
        return 2
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "GREENROOM_DEBUG": "0"}
    os.environ.setdefault("SECRET_KEY", "b" * 50)
    with own_database(os.environ["DATABASE_URL"], called) as address:
        os.environ["DATABASE_URL"] = address
        from django.core.management import call_command
        from django.db import connection

        load()
        call_command("migrate", verbosity=0)
        measurement()
        connection.close()
    return 0


def load() -> None:
    """All that a web server loads, and kept as it keeps it (`config/lasting.py`)."""
    import_module("config.wsgi")


@contextmanager
def own_database(url: str, called: str) -> Iterator[str]:
    """An empty database for this measurement alone; its address."""
    name = sql.Identifier(called)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{called}"))
        finally:
            connection.execute(drop)
