"""A database with all migrations applied, of which every test database is a copy.

Applying them takes half a minute of processor time, copying them a second; and each suite, each
worker of a suite and each run of a single test wants a database of its own.
"""

import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "greenroom_template_"
# Of the advisory locks of PostgreSQL; whoever makes the template keeps others waiting for it.
LOCK = 72_061_992


def made() -> str:
    """Its name; it is made now where nobody has, or where a migration changed since."""
    name = PREFIX + _of_the_migrations()
    with connection._nodb_cursor() as cursor:
        # As long as another takes to make it, whatever a page would wait.
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            for old in known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            # Under another name until it is whole: a run that is stopped leaves no half of one.
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
            _migrate(f"{name}_unfinished")
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _of_the_migrations() -> str:
    """Changes with any of them, those of Django and of packages included."""
    told = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return told.hexdigest()[:12]


def _migrate(name: str) -> None:
    really = connection.settings_dict["NAME"]
    _let_go()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        _let_go()
        connection.settings_dict["NAME"] = really


def _let_go() -> None:
    """Closed connections go back to a pool, and stay open to their database in there."""
    connection.close()
    connection.close_pool()
