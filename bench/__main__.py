"""Measure Greenroom on this machine: `make bench`, or `python -m bench` with DATABASE_URL and
REDIS_URL set. Ends with the targets; the figures go to bench/results/latest.json.

    --quick       a fifth of the time for each figure: to see that it runs
    --only NAMES  some of: pages, bank, quality, groups, study, scoring, starts, weight
"""

import argparse
import os
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

DATABASE = "greenroom_bench"
PARTS = ("pages", "weight", "bank", "quality", "groups", "study", "scoring", "starts")


def main() -> int:
    options = _options()
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        print("Start it with `make bench`, or set DATABASE_URL and REDIS_URL.", file=sys.stderr)
        return 2
    os.environ["DATABASE_URL"] = fresh_database(os.environ["DATABASE_URL"])
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "GREENROOM_DEBUG": "0"}
    os.environ.setdefault("SECRET_KEY", "b" * 50)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import django

    django.setup()
    from bench import runs

    return runs.run(options.only, quick=options.quick)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def fresh_database(url: str) -> str:
    """An empty database beside the one named; its address."""
    parts = urlsplit(url)
    name = sql.Identifier(DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return urlunsplit(parts._replace(path=f"/{DATABASE}"))


if __name__ == "__main__":
    sys.exit(main())
