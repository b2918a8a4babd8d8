"""What is planned, moved, withdrawn, and sent once when it is due."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from reminders import actions, rules
from reminders.models import Reminder
from tests.reminders.conftest import NOW
from tests.reminders.outbox.rows import state

State, Channel = Reminder.State, Reminder.Channel
LATER = NOW + timedelta(days=1)


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


@pytest.mark.parametrize(
    ("chosen", "channel"), [({"email": "off"}, Channel.EMAIL), ({"in_app": False}, Channel.IN_APP)]
)
def test_so_does_the_way_chosen_by_then(planned, choose, chosen, channel):
    reminder = planned(channel=channel)
    choose("interviews", **chosen)
    actions.send_due(at=NOW)
    assert state(reminder) == State.CANCELLED
    assert "switched off" in reminder.why_failed
    assert reminder.because.startswith("Your interviews: not ")


def test_other_choices_do_not_matter(planned, alice, choose):
    alice.remind_a_day_before = False
    alice.save()
    choose("interviews", in_app=False)
    choose("groups", email="off")
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
