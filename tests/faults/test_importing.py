"""Documents being read while a worker is killed, and asked for through a Redis that is wiped.

What a document holds is kept exactly once, whoever reads it in the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import redis

from tests.faults.house import House, wait_for

QUESTIONS = 40
BRING = f"""
import uuid, django; django.setup()
from accounts.models import User
from workbench.imports import actions
owner = User.objects.create_user(f"{{uuid.uuid4().hex}}@example.org", display_name="Ines")
lines = "".join(
    f"{{n}}. What does rule {{n}} of momentum say?\\n\\n   It says {{n}}.\\n\\n"
    for n in range(1, {QUESTIONS} + 1)
)
batch = actions.start(owner, [("rules.md", b"# Momentum\\n\\n" + lines.encode())])
print(batch.files.get().pk)
"""
# What was brought this long ago has lost its message, and what was claimed then, its worker.
LONG_AGO = "clock_timestamp() - interval '1 hour'"


@pytest.fixture
def one_worker(house: House) -> Iterator[str]:
    """The other one is dead, and takes over where a test starts it again."""
    first, second = house.WORKERS
    house.kill(second)
    yield first
    house.start(*(name for name in house.WORKERS if name not in house.running))


@pytest.fixture
def no_worker(house: House) -> Iterator[None]:
    house.kill(*house.WORKERS)
    yield
    house.start(*(name for name in house.WORKERS if name not in house.running))


def bring(house: House) -> int:
    """The id of a document with 40 questions that somebody has just brought."""
    return int(house.python("-c", BRING))


def state(house: House, document: int) -> tuple[str, int]:
    """How far it is, and how often somebody has begun to read it."""
    [row] = house.sql("SELECT state, tries FROM workbench_importedfile WHERE id = %s", document)
    return row


def prompts(house: House, document: int) -> list[str]:
    """What was found in it, in order."""
    rows = house.sql(
        "SELECT prompt FROM workbench_candidate WHERE file_id = %s ORDER BY position, id", document
    )
    return [prompt for (prompt,) in rows]


@contextmanager
def nobody_may_write(house: House) -> Iterator[None]:
    """A worker that has read a document stops in the middle of keeping what it found."""
    with psycopg.connect(house.database_url) as connection:
        connection.execute("LOCK TABLE workbench_candidate IN EXCLUSIVE MODE")
        yield


def somebody_waits(house: House) -> bool:
    return house.one(
        "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
        " AND relation = 'workbench_candidate'::regclass"
    )


def test_a_worker_killed_while_it_reads_a_document_is_replaced(house, one_worker):
    with nobody_may_write(house):
        document = bring(house)
        wait_for(lambda: somebody_waits(house), "a worker in the middle of the document")
        assert state(house, document) == ("reading", 1)
        house.kill(one_worker)
    assert (state(house, document), prompts(house, document)) == (("reading", 1), [])

    house.start(house.WORKERS[1])
    house.sql(f"UPDATE workbench_importedfile SET claimed_at = {LONG_AGO} WHERE id = %s", document)
    house.sql(f"UPDATE workbench_importbatch SET created_at = {LONG_AGO}")
    wait_for(lambda: state(house, document)[0] == "read", "the other worker")

    assert state(house, document) == ("read", 2)
    assert prompts(house, document) == [
        f"What does rule {n} of momentum say?" for n in range(1, QUESTIONS + 1)
    ]


def test_a_document_whose_message_was_wiped_with_redis_is_found_by_the_sweep(house, no_worker):
    with redis.Redis.from_url(house.environment["REDIS_URL"]) as queue:
        document = bring(house)
        asked = queue.lrange("celery", 0, -1)
        assert any(b"workbench.tasks.read_import" in message for message in asked)
        queue.flushall()
    house.start(*house.WORKERS)
    house.sql(f"UPDATE workbench_importbatch SET created_at = {LONG_AGO}")
    wait_for(lambda: state(house, document)[0] == "read", "the sweep")

    assert state(house, document) == ("read", 1)
    assert len(prompts(house, document)) == QUESTIONS
