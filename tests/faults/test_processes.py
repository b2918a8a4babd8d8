"""The layout of many machines, on one: two web servers, two workers and, by somebody's mistake,
two beats share a PostgreSQL and a Redis. docs/deploying.md says what this stands for."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import pytest

from tests.faults import ledger
from tests.faults.candidates import Browser, Candidate, Room
from tests.faults.house import House, Log, wait_for
from tests.up.test_deployment import web_command
from tests.waiting import LONG_PATIENCE
from up.places import ROOT

MAILS = 30
PLAN_MAILS = f"""
import datetime, uuid, django; django.setup()
from accounts.models import User
from reminders import actions, kinds
from reminders.appointments import Appointment
from web import clock
user = User.objects.create_user("reminded@example.org", display_name="Rita")
for number in range({MAILS}):
    about = Appointment(
        uid=uuid.uuid4(), sequence=0, title=f"Rehearsal {{number}}", minutes=45,
        starts_at=clock.now() + datetime.timedelta(minutes=15),
        path="/interviews/1/ready/", made_at=clock.now(),
    )
    actions.plan(
        f"rehearsal:{{number}}", user=user, kind=kinds.MINUTES_BEFORE, channel="email",
        facts=about.as_facts(), due_at=clock.now(),
    )
"""


@pytest.fixture(scope="module")
def second_web(house: House) -> Iterator[int]:
    """The port of a web server that could stand on another machine: the image's own command."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in web_command()]
    with open(house.var / "web-2.log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=house.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(lambda: answers(port), "the second web server")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(LONG_PATIENCE)


def answers(port: int) -> bool:
    try:
        return Browser(port, "").request("GET", "/health/")[0] == 200
    except Exception:  # not listening yet
        return False


def test_a_log_in_and_an_answer_move_between_web_servers(house, second_web):
    [seat] = house.seats(1, questions=1)
    here, there = Candidate(house.port, seat), Candidate(second_web, seat)
    here.open_page()
    here.drafts[1].text = "Momentum keeps a running mean of gradients."
    here.save(here.drafts[1])

    there.open_page()
    assert there.drafts[1].text == here.drafts[1].text
    there.drafts[1].text += " It damps oscillation."
    there.save(there.drafts[1])

    here.drafts[1].text += " Written where nobody knew of the other."
    here.save(here.drafts[1])
    assert (here.conflicts, there.conflicts) == (1, 0), "no silent overwrite across servers"
    ledger.check_saves(house, here.saved + there.saved)


@contextmanager
def only_working(house: House, name: str) -> Iterator[Log]:
    """The other worker lives and does not move: what is handed in is this one's to mark."""
    log = house.log(name)
    others = [house.running[other].pid for other in house.WORKERS if other != name]
    for pid in others:
        os.killpg(pid, signal.SIGSTOP)
    try:
        yield log
        wait_for(lambda: log.count("interview.tasks.score_interview"), f"work of {name}")
    finally:
        for pid in others:
            os.killpg(pid, signal.SIGCONT)


def test_people_on_both_web_servers_are_marked_once_by_two_workers(house, second_web):
    seats = house.seats(20, questions=2, typed=True)
    rooms = [Room(house.port, seats[:10]), Room(second_web, seats[10:])]
    with rooms[0], rooms[1]:
        for room in rooms:
            room.wait_for_saves()
    for name, room in zip(house.WORKERS, rooms, strict=True):
        with only_working(house, name):
            room.hand_in()
    interviews = rooms[0].interviews + rooms[1].interviews
    wait_for(lambda: not ledger.unsettled(house, interviews), "all marks", every=0.5)

    assert [room.failures for room in rooms] == [[], []]
    ledger.check_closed_once(house, interviews)
    ledger.check_scored_once(house, interviews)
    ledger.check_saves(house, rooms[0].saved + rooms[1].saved)


def test_every_overdue_interview_is_closed_once_under_two_beats(house):
    beats = [house.log(name) for name in house.BEATS]
    seats = house.seats(20, questions=1, typed=True)
    interviews = [seat["interview"] for seat in seats]
    house.sql(
        "UPDATE interview_interview SET ends_at = clock_timestamp() WHERE id = ANY(%s)", interviews
    )
    ledger.let_time_pass(house, seconds=600)
    wait_for(lambda: not ledger.unsettled(house, interviews), "all marks", every=0.5)
    wait_for(lambda: min(b.count("close-overdue") for b in beats) > 0, "a tick of each beat")
    ledger.check_closed_once(house, interviews)
    ledger.check_scored_once(house, interviews)


def test_every_reminder_goes_out_once_under_two_beats(house):
    beats = [house.log(name) for name in house.BEATS]
    house.python("-c", PLAN_MAILS)
    waiting = "SELECT count(*) FROM reminders_reminder WHERE state = 'waiting' AND key LIKE %s"
    wait_for(lambda: house.one(waiting, "rehearsal:%") == 0, "the outbox", every=0.5)
    wait_for(lambda: min(b.count("send-reminders") for b in beats) >= 2, "ticks of both")

    mails = house.sql('SELECT raw FROM reminders_devmail WHERE "to" LIKE %s', "%reminded@%")
    assert len(mails) == MAILS
    titles = {f"Rehearsal {number}" for number in range(MAILS)}
    found = {title for title in titles for (raw,) in mails if f"{title},".encode() in bytes(raw)}
    assert found == titles
