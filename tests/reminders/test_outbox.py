"""The outbox: never twice once sent, never zero, and a failure is a state one can see."""

import contextlib
import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from reminders import actions, kinds, rules, tasks
from reminders.models import Reminder
from tests.reminders.conftest import NOW
from tests.waiting import PATIENCE

State, Channel = Reminder.State, Reminder.Channel
LATER = NOW + timedelta(days=1)


@pytest.fixture
def smtp_says(monkeypatch):
    """Let the mail server answer every mail with this error; None lets mails through again."""
    real = EmailMultiAlternatives.send

    def say(error):
        def send(message, *args, **kwargs):
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", send if error else real)

    return say


def state(reminder: Reminder) -> str:
    reminder.refresh_from_db()
    return reminder.state


def test_a_due_mail_is_sent_once(planned):
    reminder = planned()
    assert actions.send_due(at=NOW) == {State.SENT: 1}
    assert actions.send_due(at=LATER) == {}
    assert state(reminder) == State.SENT
    assert reminder.sent_at == NOW
    assert [message.to for message in mail.outbox] == [["Alice <alice@example.org>"]]


def test_nothing_goes_before_its_hour(planned):
    reminder = planned(due_at=NOW + timedelta(seconds=1))
    assert actions.send_due(at=NOW) == {}
    assert state(reminder) == State.WAITING


def test_a_notice_in_the_app_is_a_change_of_state_and_no_mail(planned):
    reminder = planned(channel=Channel.IN_APP)
    actions.send_due(at=NOW)
    assert state(reminder) == State.SENT
    assert mail.outbox == []


def test_planning_again_moves_the_waiting_row(planned):
    planned()
    reminder = planned(due_at=LATER)
    assert Reminder.objects.count() == 1
    assert actions.send_due(at=NOW) == {}
    assert reminder.due_at == LATER


def test_planning_again_never_revives_what_was_sent(planned):
    reminder = planned()
    actions.send_due(at=NOW)
    planned(due_at=LATER)
    assert actions.send_due(at=LATER) == {}
    assert state(reminder) == State.SENT
    assert len(mail.outbox) == 1


def test_what_was_withdrawn_waits_again_when_planned_again(planned):
    planned()
    actions.withdraw("interview:17:", because="Moved since", at=NOW)
    assert actions.send_due(at=NOW) == {}
    planned()
    assert actions.send_due(at=NOW) == {State.SENT: 1}


def test_withdrawing_reaches_only_its_own_keys(planned):
    other = planned("interview:170:15-minutes-before:email")
    mine = planned()
    actions.withdraw("interview:17:", because="Cancelled since", at=NOW)
    assert state(mine) == State.CANCELLED
    assert mine.why_failed == "Cancelled since."
    assert state(other) == State.WAITING


def test_withdrawing_settles_what_the_app_has_shown(planned):
    notice = planned(channel=Channel.IN_APP)
    actions.send_due(at=NOW)
    actions.withdraw("interview:17:", because="Moved since", at=LATER)
    assert state(notice) == State.SENT
    assert notice.facts["since"] == "Moved since"
    assert notice.read_at == LATER


def test_a_stale_reminder_is_dropped_and_says_so(planned):
    reminder = planned(stale_at=NOW)
    actions.send_due(at=NOW)
    assert state(reminder) == State.STALE
    assert reminder.why_failed == "Nobody was there to send it in time."
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "channel"),
    [
        ("remind_by_email", Channel.EMAIL),
        ("remind_in_app", Channel.IN_APP),
        ("remind_15_minutes_before", Channel.EMAIL),
        ("remind_15_minutes_before", Channel.IN_APP),
        ("is_active", Channel.EMAIL),
    ],
)
def test_the_choice_that_stands_when_it_is_due_counts(planned, alice, field, channel):
    reminder = planned(channel=channel)
    setattr(alice, field, False)
    alice.save()
    actions.send_due(at=NOW)
    assert state(reminder) == State.CANCELLED
    assert reminder.why_failed
    assert mail.outbox == []


def test_other_choices_do_not_matter(planned, alice):
    alice.remind_a_day_before = alice.remind_in_app = False
    alice.save()
    planned()
    assert actions.send_due(at=NOW) == {State.SENT: 1}


def test_a_guest_has_no_address_and_is_told_in_the_app(planned, db):
    from tests.factories import UserFactory

    guest = UserFactory(guest=True)
    planned("interview:18:a:email", user=guest)
    planned("interview:18:a:in-app", user=guest, channel=Channel.IN_APP)
    assert actions.send_due(at=NOW) == {State.SENT: 1, State.CANCELLED: 1}


def test_mail_waits_for_an_address_to_be_confirmed(planned, alice, settings):
    settings.DEV_MAIL = False
    reminder = planned()
    actions.send_due(at=NOW)
    assert state(reminder) == State.WAITING
    assert reminder.attempts == 0
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True)
    actions.send_due(at=NOW + rules.CONFIRMATION_WAIT)
    assert state(reminder) == State.SENT


def test_a_site_that_asks_for_no_confirmation_sends_all_the_same(planned, settings):
    settings.DEV_MAIL, settings.ACCOUNT_EMAIL_VERIFICATION = False, "none"
    planned()
    assert actions.send_due(at=NOW) == {State.SENT: 1}


def test_a_mail_server_that_is_away_costs_delay_and_no_mail(planned, smtp_says):
    reminder = planned()
    smtp_says(ConnectionRefusedError("Connection refused"))
    actions.send_due(at=NOW)
    assert state(reminder) == State.WAITING
    assert reminder.attempts == 1
    assert reminder.due_at == NOW + timedelta(seconds=30)
    assert "Connection refused" in reminder.why_failed
    smtp_says(None)
    assert actions.send_due(at=NOW + timedelta(seconds=29)) == {}
    assert actions.send_due(at=NOW + timedelta(seconds=30)) == {State.SENT: 1}
    assert state(reminder) == State.SENT
    assert reminder.why_failed == ""


def test_one_failure_of_the_server_spares_the_other_mails_of_the_tick(planned, smtp_says):
    for number in range(3):
        planned(f"interview:{number}:x:email")
    planned("interview:9:x:in-app", channel=Channel.IN_APP)
    smtp_says(TimeoutError("timed out"))
    assert actions.send_due(at=NOW) == {State.SENT: 1, "again": 1}
    assert sorted(Reminder.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]


def test_the_server_is_asked_ever_more_rarely_and_in_the_end_given_up(planned, smtp_says):
    reminder = planned()
    smtp_says(ConnectionRefusedError("Connection refused"))
    at, waits = NOW, []
    while state(reminder) == State.WAITING:
        waits.append(reminder.due_at - at)
        at = reminder.due_at
        actions.send_due(at=at)
    assert state(reminder) == State.FAILED
    assert reminder.attempts == rules.TRIES
    assert waits[1:4] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert max(waits) == rules.LONGEST_WAIT
    assert sum(waits, timedelta()) > timedelta(hours=4)


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), State.WAITING),
        (smtplib.SMTPDataError(554, b"refused"), State.FAILED),
        (smtplib.SMTPDataError(451, b"try later"), State.WAITING),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), State.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), State.WAITING),
        (KeyError("a mistake of ours"), State.FAILED),
    ],
)
def test_failures_are_sorted_into_those_that_pass_and_those_that_stay(
    planned, smtp_says, error, becomes
):
    reminder = planned()
    smtp_says(error)
    actions.send_due(at=NOW)
    assert state(reminder) == becomes
    assert reminder.why_failed.startswith("The mail could not be sent")


def test_one_bad_row_does_not_hold_up_the_others(planned):
    bad = planned("interview:1:x:email")
    Reminder.objects.filter(pk=bad.pk).update(facts={})
    unknown = planned("interview:2:x:email")
    Reminder.objects.filter(pk=unknown.pk).update(kind="from-the-future")
    good = planned("interview:3:x:email")
    actions.send_due(at=NOW)
    assert [state(row) for row in (bad, unknown, good)] == ["failed", "cancelled", "sent"]


def test_leaving_takes_the_reminders_along(planned, alice):
    planned()
    alice.delete()
    assert actions.send_due(at=NOW) == {}


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
    results: list[Counter] = []

    def tick():
        try:
            results.append(actions.send_due(at=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
        assert hasattr(alice, kinds.CATEGORIES[kind.category].field)
        assert kind.choice is None or hasattr(alice, kind.choice)
