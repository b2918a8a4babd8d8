"""A failure is a state one can see: delayed, given up, and no other mail held up."""

import smtplib
from datetime import timedelta

import pytest

from reminders import actions, rules
from reminders.models import Reminder
from tests.reminders.conftest import NOW
from tests.reminders.outbox.rows import state

State, Channel = Reminder.State, Reminder.Channel


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
