"""The database holds a lock, takes no writes, or is another one, restored from a dump."""

import subprocess
import uuid
from contextlib import contextmanager

import psycopg
import pytest

from config import addresses
from tests.at_once import all_at_once
from tests.faults import ledger
from tests.faults.candidates import Candidate, Room, Unreachable
from tests.faults.house import House


@pytest.fixture(scope="module")
def candidate(house: House) -> Candidate:
    one = Candidate(house.port, house.seats(1)[0])
    one.open_page()
    return one


def try_to_save(candidate: Candidate, position: int, text: str) -> str:
    """What came back when it was no acknowledgement, else an empty text."""
    draft = candidate.drafts[position]
    draft.text = text
    try:
        candidate.send(draft)
    except Unreachable as failure:
        return str(failure)
    return ""


@contextmanager
def locked_answers(house: House, interview: int):
    """Somebody holds the rows that a save must change."""
    with psycopg.connect(house.database_url) as holder:
        holder.execute(
            """SELECT a.id FROM interview_answer a
            JOIN interview_interviewquestion q ON q.id = a.question_id
            WHERE q.interview_id = %s FOR UPDATE OF a""",
            [interview],
        )
        yield
        holder.rollback()


def test_a_save_that_waits_for_a_lock_fails_in_time_and_then_succeeds(house, candidate):
    """In time: the server says so while the lock is still held, and before the page gives up,
    which is after fifteen seconds."""
    assert "lock_timeout=5000" in addresses.database(house.database_url)["OPTIONS"]["options"]
    with locked_answers(house, candidate.interview):
        failure = try_to_save(candidate, 1, "Written while the row was locked.")
    assert failure.startswith("503")
    assert candidate.browser.headers["Retry-After"]
    assert try_to_save(candidate, 1, "Written while the row was locked.") == ""
    assert candidate.saved
    ledger.check_saves(house, candidate.saved)


def test_saves_that_use_up_every_connection_let_the_others_through_in_time(house):
    """One interview's rows are locked and twenty tabs save into them; ten others go on typing."""
    stuck, *others = house.seats(11)
    tabs = [Candidate(house.port, stuck) for _ in range(20)]
    all_at_once([tab.open_page for tab in tabs])

    def hammer(tab: Candidate) -> None:
        """Twenty saves, sixteen threads: the last are heard when the first have given up."""
        failure = try_to_save(tab, 1, f"From tab {uuid.uuid4()}")
        assert failure.startswith("503"), failure or "acknowledged, and not committed"

    with Room(house.port, others) as room, locked_answers(house, stuck["interview"]):
        all_at_once([room.wait_for_saves, *(lambda tab=tab: hammer(tab) for tab in tabs)])
    room.hand_in()
    assert try_to_save(tabs[0], 1, "After the jam.") == ""
    ledger.check_saves(house, [*room.saved, *tabs[0].saved])
    ledger.check_closed_once(house, room.interviews)


def test_a_database_that_takes_no_writes_is_said_aloud(house, candidate):
    """As it is when the disk is full or a standby has not been promoted yet."""
    name = psycopg.conninfo.conninfo_to_dict(house.database_url)["dbname"]
    switch = f'ALTER DATABASE "{name}" '

    def change(words: str) -> None:
        house.sql(switch + words, database_url=house.address_of("postgres"))
        house.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            name,
            database_url=house.address_of("postgres"),
        )

    before = len(candidate.saved)
    change("SET default_transaction_read_only = on")
    try:
        failures = [try_to_save(candidate, 1, f"Attempt {n}.") for n in range(10)]
    finally:
        change("RESET default_transaction_read_only")
    assert all(failure.startswith("5") for failure in failures)
    assert len(candidate.saved) == before
    candidate.save(candidate.drafts[1])  # retries until it is heard, as the page does
    assert candidate.saved[-1].text == "Attempt 9."
    ledger.check_saves(house, candidate.saved)


def test_a_dump_restored_elsewhere_holds_every_acknowledged_word(house):
    room = Room(house.port, house.seats(10))
    with room:
        room.wait_for_saves()
    acknowledged = room.saved
    dump = house.places.sockets / "greenroom.dump"
    tools = house.cluster.binaries
    here = ["-h", str(house.places.postgres_socket), "-U", "postgres"]

    def tool(name: str, *words: str) -> None:
        subprocess.run([str(tools / name), *here, *words], check=True, capture_output=True)

    tool("pg_dump", "-Fc", "-f", str(dump), "greenroom")
    room.hand_in()  # what comes after the dump is not in it
    tool("createdb", "restored")
    tool("pg_restore", "-d", "restored", "--exit-on-error", str(dump))
    restored = house.address_of("restored")
    ledger.check_saves(house, acknowledged, database_url=restored)
    running = "SELECT count(*) FROM interview_interview WHERE status = 'running' AND id = ANY(%s)"
    assert house.sql(running, room.interviews, database_url=restored) == [(10,)]
