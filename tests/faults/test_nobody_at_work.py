"""Deadlines, hand-ins and marks while the worker, beat or Redis is dead, or answers to nobody."""

import os
import signal

import pytest

from interview import rules
from tests.at_once import all_at_once
from tests.faults import ledger
from tests.faults.candidates import JOIN_WITHIN, Room
from tests.faults.house import House, wait_for


@pytest.fixture
def nobody_at_work(house: House):
    """No worker and no beat; both pairs are back afterwards."""
    house.kill(*house.WORKERS, *house.BEATS)
    yield house
    house.start(*(name for name in house.WORKERS + house.BEATS if name not in house.running))


@pytest.fixture
def without_redis(house: House):
    house.kill("redis")
    yield house
    if "redis" not in house.running:
        house.start("redis")


@pytest.fixture
def hanging_redis(house: House):
    """Takes connections and never answers."""
    redis = house.running["redis"].pid
    os.kill(redis, signal.SIGSTOP)
    yield house
    os.kill(redis, signal.SIGCONT)


def wait_for_marks(house: House, interviews: list[int]) -> None:
    wait_for(lambda: not ledger.unsettled(house, interviews), "marks", every=0.5)
    ledger.check_scored_once(house, interviews)


def states(house: House, interviews: list[int]) -> set[str]:
    rows = house.sql("SELECT status FROM interview_interview WHERE id = ANY(%s)", interviews)
    return {status for (status,) in rows}


def test_a_deadline_nobody_watches_is_kept_all_the_same(nobody_at_work):
    """Five candidates type across the deadline, five have closed their browser before it."""
    house = nobody_at_work
    seats = house.seats(10)
    away, there = Room(house.port, seats[:5]), Room(house.port, seats[5:])
    with away, there:
        away.wait_for_saves()
        away.stop_typing()
        house.sql(
            "UPDATE interview_interview SET ends_at = clock_timestamp() WHERE status = 'running'"
        )
        there.wait_for_saves()  # these words come after the deadline and within the grace
        assert states(house, there.interviews) == {"running"}
        ledger.let_time_pass(house, seconds=int(rules.GRACE.total_seconds()))
        for candidate in there.candidates:
            candidate.join(JOIN_WITHIN)
    assert all(candidate.closed for candidate in there.candidates)

    # Saves that came too late have closed the five; nobody has touched the others yet.
    assert states(house, there.interviews) == {"expired"}
    assert states(house, away.interviews) == {"running"}
    back = away.candidates[0]
    status, _ = back.browser.request("GET", back.root)
    assert status == 302
    assert states(house, [back.interview]) == {"expired"}
    house.start(*house.WORKERS, *house.BEATS)
    rest = away.interviews[1:]
    wait_for(lambda: "running" not in states(house, rest), "the sweep")

    everybody = away.interviews + there.interviews
    ledger.check_closed_once(house, everybody)
    assert not house.sql(
        "SELECT id FROM interview_interview WHERE finished_at <> ends_at AND id = ANY(%s)",
        everybody,
    )
    late = house.sql(
        """SELECT DISTINCT q.interview_id FROM interview_answer a
        JOIN interview_interviewquestion q ON q.id = a.question_id
        JOIN interview_interview i ON i.id = q.interview_id
        WHERE a.late AND a.saved_at >= i.ends_at AND i.id = ANY(%s)""",
        everybody,
    )
    assert sorted(pk for (pk,) in late) == sorted(there.interviews)
    ledger.check_saves(house, away.saved + there.saved)
    wait_for_marks(house, everybody)


PEOPLE, LINES = 4, 6
PLAN_LINES = f"""
import datetime, django; django.setup()
from accounts.models import User
from reminders import actions, kinds
from reminders.models import Hours
from reminders.notes import Note
from web import clock
now = clock.now()
for number in range({PEOPLE}):
    user = User.objects.create_user(f"away{{number}}@example.org", display_name="Ann")
    Hours.objects.create(user=user, digest_at=(now - datetime.timedelta(minutes=5)).time())
    for hour in range({LINES}):
        actions.tell(
            f"downtime:{{hour}}:to:{{user.pk}}", user=user, kind=kinds.GROUP_JOINED,
            note=Note(f"Bob {{hour}} joined", "Say hello.", "/"),
            at=now - datetime.timedelta(hours={LINES} - hour),
        )
"""


def test_six_hours_without_work_end_in_one_daily_mail_each(nobody_at_work):
    """The queue was wiped meanwhile, two beats come back, and one worker is killed at once."""
    house = nobody_at_work
    house.python("-c", PLAN_LINES)
    house.kill("redis")
    house.start("redis")
    house.start(*house.BEATS, *house.WORKERS)
    house.kill(house.WORKERS[0])
    waiting = "SELECT count(*) FROM reminders_reminder WHERE state = 'waiting' AND key LIKE %s"
    wait_for(lambda: house.one(waiting, "downtime:%") == 0, "the outbox", every=0.5)

    mails = house.sql(
        """SELECT "to", subject FROM reminders_devmail WHERE "to" LIKE %s ORDER BY "to" """,
        "%away%@example.org%",
    )
    assert mails == [
        (f"Ann <away{number}@example.org>", f"Greenroom today: {LINES} new members")
        for number in range(PEOPLE)
    ]
    told = "SELECT count(*) FROM reminders_reminder WHERE state = 'sent' AND key LIKE %s"
    assert house.one(told, "downtime:%:in-app") == PEOPLE * LINES
    assert house.one(told, "downtime:%:email") == PEOPLE * LINES


def test_redis_dead_through_the_whole_end(without_redis):
    """Saving and handing in do not need it; the marks come once it is back."""
    house = without_redis
    room = Room(house.port, house.seats(10))
    with room:
        room.wait_for_saves()
    assert room.failures == []
    room.hand_in()
    assert room.failures == []
    ledger.check_closed_once(house, room.interviews)
    assert len(ledger.unscored(house, room.interviews)) > 0

    ledger.let_time_pass(house, seconds=30)  # what closed just now has a message on its way
    house.start("redis")
    wait_for_marks(house, room.interviews)
    ledger.check_saves(house, room.saved)


def test_redis_that_hangs_delays_handing_in_and_nothing_else(hanging_redis):
    house = hanging_redis
    room = Room(house.port, house.seats(2, questions=1))
    with room:
        room.wait_for_saves()
    assert room.failures == []
    room.hand_in()  # Redis still hangs
    assert room.failures == []
    ledger.check_closed_once(house, room.interviews)
    ledger.check_saves(house, room.saved)


def test_everybody_hands_in_within_a_second(house):
    """64 finishes at the same moment, each with its last words just before it."""
    room = Room(house.port, house.seats(64, questions=1))
    all_at_once([candidate.open_page for candidate in room.candidates])
    for candidate in room.candidates:
        candidate.drafts[1].text = f"Momentum averages past gradients. {candidate.interview}"
    room.hand_in()
    assert room.failures == []
    ledger.check_closed_once(house, room.interviews)
    ledger.check_saves(house, room.saved)
    wait_for_marks(house, room.interviews)


@pytest.fixture
def slow_worker(house: House):
    """A worker of one queue alone, so that nothing but what a test sends is its job."""
    log = house.log("slowly")
    house.start("slowly")
    wait_for(lambda: log.count("Connected to"), "the worker of the slow queue")
    yield log
    house.kill("slowly")


def test_a_worker_that_loses_redis_over_its_one_job_goes_on(house, slow_worker):
    """With one job of two it listens for another: that is when Celery 5.7 used to end."""
    house.python("-m", "tests.faults.slowly", "3")
    wait_for(lambda: slow_worker.count("received"), "the job")
    house.kill("redis")
    house.start("redis")
    wait_for(lambda: slow_worker.count("Connected to") == 2, "the worker to come back")
    house.python("-m", "tests.faults.slowly", "0")
    wait_for(lambda: slow_worker.count("succeeded") >= 2, "both jobs")
