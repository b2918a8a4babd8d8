"""Two ticks, a slow mail server, a killed worker: never twice once sent, never zero."""

import contextlib
import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from reminders import actions, kinds, tasks
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.reminders.conftest import NOW
from tests.reminders.outbox.rows import state
from tests.waiting import PATIENCE

State = Reminder.State
LATER = NOW + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_each_mail_once(planned, monkeypatch):
    """Two real connections; both stand before the mail server at the same moment."""
    for number in range(6):
        planned(f"interview:{number}:x:email")
    meet, sent = threading.Barrier(2), Counter()

    def send(message):
        if not meet.broken:
            with contextlib.suppress(threading.BrokenBarrierError):
                meet.wait(timeout=PATIENCE)
        sent[message.extra_headers["Message-ID"]] += 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    results = all_at_once([lambda: actions.send_due(at=NOW)] * 2)
    assert sorted(sent.values()) == [1] * 6
    assert sum(results, Counter()) == {State.SENT: 6}
    assert all(results), "both ticks had a share"


@pytest.fixture
def slow_server(monkeypatch):
    """A mail server that has taken the mail but not answered yet; call with its answer."""
    taken, answer = threading.Event(), threading.Event()
    outcome: list[Exception | None] = []

    def send(message):
        taken.set()
        assert answer.wait(timeout=PATIENCE)
        if outcome[0]:
            raise outcome[0]

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)

    def tick():
        try:
            actions.send_due(at=NOW)
        finally:
            connection.close()

    thread = threading.Thread(target=tick)

    def finish(error: Exception | None = None) -> None:
        outcome.append(error)
        answer.set()
        thread.join()

    def begin():
        thread.start()
        assert taken.wait(timeout=PATIENCE)
        return finish

    return begin


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        (None, State.SENT),
        (TimeoutError("timed out"), State.CANCELLED),
        (smtplib.SMTPDataError(554, b"refused"), State.CANCELLED),
    ],
)
def test_withdrawing_never_waits_for_a_slow_mail_server(planned, slow_server, answer, becomes):
    """In flight it cannot be stopped, and a failure must not bring back what was withdrawn."""
    reminder = planned()
    finish = slow_server()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        on_its_way = actions.withdraw("interview:17:", because="Cancelled since", at=NOW)
    assert on_its_way
    assert state(reminder) == State.CANCELLED
    finish(answer)
    assert state(reminder) == becomes
    assert actions.send_due(at=LATER) == {}


@pytest.mark.django_db(transaction=True)
def test_leaving_never_waits_for_a_slow_mail_server(planned, slow_server, alice):
    planned()
    finish = slow_server()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        alice.delete()
    finish()
    assert not Reminder.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_tick_leaves_a_mail_that_is_being_sent_alone(planned, slow_server):
    planned()
    finish = slow_server()
    assert actions.send_due(at=NOW) == {}
    finish()
    assert Reminder.objects.get().state == State.SENT


def test_withdrawing_says_when_nothing_was_on_its_way(planned):
    planned()
    assert not actions.withdraw("interview:17:", because="Cancelled since", at=NOW)


class Killed(BaseException):
    """The worker's process ends here: no handler of ours runs."""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_commit_sends_the_same_mail_again(planned, monkeypatch):
    reminder = planned()
    real = EmailMultiAlternatives.send

    def send_and_die(message):
        real(message)
        raise Killed

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_die)
    with pytest.raises(Killed):
        actions.send_due(at=NOW)
    assert state(reminder) == State.WAITING
    monkeypatch.setattr(EmailMultiAlternatives, "send", real)
    actions.send_due(at=NOW)
    assert state(reminder) == State.SENT
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second
    assert actions.send_due(at=LATER) == {}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_sending_leaves_the_row_for_the_next(planned, monkeypatch):
    planned()

    def die(message):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(Killed):
            actions.send_due(at=NOW)
    assert mail.outbox == []
    assert actions.send_due(at=NOW) == {State.SENT: 1}


def test_the_tick_that_beat_names_sends_what_is_due(planned, settings):
    entry = settings.CELERY_BEAT_SCHEDULE["send-reminders"]
    assert entry["task"] == tasks.send_due.name
    planned(due_at=NOW - timedelta(days=400))
    tasks.send_due()
    assert len(mail.outbox) == 1


def test_every_kind_knows_a_choice_and_a_category_that_the_person_has(alice):
    for kind in kinds.KINDS.values():
        assert kind.category in (*kinds.CATEGORIES.values(), kinds.SEVERAL)
        assert kind.category.email in kind.category.ways
        assert kind.choice is None or hasattr(alice, kind.choice)
