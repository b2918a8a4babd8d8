"""A new database, whose tables are made in one go, is one whose migrations were all applied."""

import gc
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as djangos
from django.db import connection
from django.db.migrations import AddField, Migration, RenameField, RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder

from tests.at_once import all_at_once
from web import new_database

# What PostgreSQL knows of our tables, each as it would say it itself.
SHAPE = {
    "relations": "SELECT relname, relkind, relpersistence FROM pg_class WHERE {ours}",
    "columns": """
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
            attgenerated, attcollation, pg_get_expr(adbin, adrelid)
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE {ours} AND attnum > 0 AND NOT attisdropped ORDER BY relname, attnum""",
    "constraints": """
        SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
        FROM pg_class JOIN pg_constraint ON conrelid = pg_class.oid WHERE {ours}""",
    "indexes": "SELECT relname, pg_get_indexdef(oid) FROM pg_class WHERE {ours} AND relkind = 'i'",
    "triggers": """
        SELECT relname, tgenabled, pg_get_triggerdef(pg_trigger.oid)
        FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid
        WHERE {ours} AND NOT tgisinternal""",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pro{ours}",
    "extensions": "SELECT extname FROM pg_extension",
}
OURS = "namespace = current_schema()::regnamespace"
# These say when, and in which transaction.
DIFFERS = {
    "django_migrations": ["applied"],
    "questions_librarychange": ["written_by", "written_at"],
}


def let_go() -> None:
    """Closed connections go back to a pool, and stay open to their database in there."""
    connection.close()
    connection.close_pool()


@contextmanager
def a_new_database():
    """Of our own, without a table; the default connection leads to it."""
    really = connection.settings_dict["NAME"]
    name = f"{really}_new"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    let_go()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        let_go()
        connection.settings_dict["NAME"] = really
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def no_test_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def looked_at() -> dict[str, list]:
    """The shape of the database, and every row in it."""
    seen = {}
    with connection.cursor() as cursor:
        for what, query in SHAPE.items():
            ours = OURS if "pro{ours}" in query else f"rel{OURS}"
            cursor.execute(query.format(ours=ours))
            seen[what] = cursor.fetchall()
            if "ORDER BY" not in query:
                seen[what].sort()
        for table in sorted(connection.introspection.table_names()):
            left_out = [DIFFERS.get(table, [])]
            cursor.execute(f'SELECT to_jsonb(row) - %s::text[] FROM "{table}" row', left_out)
            seen[table] = sorted(cursor.fetchall(), key=str)
    return seen


def applied_one_after_the_other() -> None:
    """As in an installation that has seen them all. Nearly all of this is models that are made and
    thrown away: twice as fast where nobody collects what was thrown away."""
    gc.disable()
    try:
        call_command(djangos.Command(), verbosity=0)
    finally:
        gc.enable()
        gc.collect()


def but(refused: str):
    """As if a migration of this name did something that cannot be laid."""
    really = new_database._can_be_laid
    return lambda migration: migration.name != refused and really(migration)


def test_it_is_what_all_the_migrations_lead_to(monkeypatch):
    with a_new_database():
        applied_one_after_the_other()
        expected = looked_at()
    assert len(expected["relations"]) > 500
    assert len(expected["triggers"]) > 10

    with a_new_database():
        laid = new_database.lay("default")
        assert len(laid) == len(expected["django_migrations"]), (
            "one cannot be laid: see web/new_database.py"
        )
        call_command("migrate", verbosity=0)
        found = looked_at()
    assert found.keys() == expected.keys()
    for what in expected:
        assert found[what] == expected[what], what

    last = laid[-2].name
    with a_new_database():
        monkeypatch.setattr(new_database, "_can_be_laid", but(last))
        call_command("migrate", verbosity=0)
        found = looked_at()
    for what in expected.keys() - {"django_migrations", "django_content_type", "auth_permission"}:
        assert found[what] == expected[what], what


def test_a_database_with_a_table_is_left_alone():
    with a_new_database():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE somebodys (id int)")
        assert new_database.lay("default") == []
        assert connection.introspection.table_names() == ["somebodys"]


def test_stopped_half_way_it_leaves_nothing(monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(MigrationRecorder, "record_applied", stop)
    with a_new_database():
        with pytest.raises(KeyboardInterrupt):
            new_database.lay("default")
        assert connection.introspection.table_names() == []


def test_of_two_programs_that_find_it_new_one_makes_it():
    def lay() -> int:
        try:
            return len(new_database.lay("default"))
        finally:
            connection.close()

    with a_new_database():
        laid = sorted(all_at_once([lay, lay]))
    assert laid[0] == 0
    assert laid[1] > 50


def a_migration(*operations, atomic: bool = True) -> Migration:
    made = Migration("one", "web")
    made.operations, made.atomic = list(operations), atomic
    return made


def test_what_is_left_to_migrate():
    """A name that was changed once shows in names of constraints, which the end does not tell."""
    sql, rows = RunSQL("SELECT 1"), RunPython(RunPython.noop)
    assert new_database._can_be_laid(a_migration(sql, rows))
    assert not new_database._can_be_laid(a_migration(sql, RenameField("user", "a", "b")))
    assert not new_database._can_be_laid(a_migration(sql, atomic=False))
    hidden = RunSQL("SELECT 1", state_operations=[AddField("user", "a", None)])
    assert not new_database._can_be_laid(a_migration(hidden))
