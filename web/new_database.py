"""The tables of a database that has none yet, made in one go.

Migrations lead every installation from where it is to where the code is. A new database is nowhere
yet, and with no row in it only the end counts: the tables as the last migration leaves them, then
whatever SQL the migrations say themselves, in their order. Applying one after the other leads to
the same and takes half a minute of processor time, nearly all of it for the models as they were
between any two of them.

`tests/web/test_new_database.py` goes both ways and compares what they end with.
"""

from itertools import takewhile

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL, operations
from django.db.migrations.executor import MigrationExecutor

# What these did can be read from the models as they are in the end.
SEEN_IN_THE_END = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterUniqueTogether,
    operations.AddField,
    operations.AlterField,
    operations.RemoveField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
)
# Of the advisory locks of PostgreSQL: two programs that find the same database new.
LOCK = 72_061_993


def lay(alias: str) -> list[Migration]:
    """Makes the tables of a new database and notes their migrations as applied; returns those.

    None where there is a table already. A migration that does anything else than the above, its
    own SQL (`RunSQL`) or going over rows (`RunPython`: there are none) is left to `migrate`, and so
    is whatever follows it. All of it is one transaction.
    """
    connection = connections[alias]
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            # However long the other takes.
            cursor.execute("SET LOCAL lock_timeout = 0")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if connection.introspection.table_names():
            return []
        return _lay(connection)


def _lay(connection: BaseDatabaseWrapper) -> list[Migration]:
    executor = MigrationExecutor(connection)
    if executor.loader.detect_conflicts():
        return []  # which `migrate` refuses, with the words for it
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    laid = list(takewhile(_can_be_laid, (migration for migration, _ in plan)))
    state = executor.loader.project_state([(one.app_label, one.name) for one in laid])
    # What refers to a table that comes later is put off to the end of the block.
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    with connection.schema_editor() as editor:
        for migration in laid:
            for operation in migration.operations:
                if isinstance(operation, RunSQL):
                    operation.database_forwards(migration.app_label, editor, state, state)
    executor.recorder.ensure_schema()
    for migration in laid:
        executor.recorder.record_applied(migration.app_label, migration.name)
    return laid


def _can_be_laid(migration: Migration) -> bool:
    return migration.atomic and all(
        type(operation) in (*SEEN_IN_THE_END, RunPython)
        or (type(operation) is RunSQL and not operation.state_operations)
        for operation in migration.operations
    )
