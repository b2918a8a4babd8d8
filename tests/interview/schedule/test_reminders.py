"""What is told when: planned, moved, cancelled, begun."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from interview import actions
from reminders import actions as outbox
from reminders.models import Reminder
from tests.factories import UserFactory
from tests.interview.schedule.calendars import NOW, entry_of, waiting

State = Reminder.State


def test_scheduling_plans_an_invitation_and_two_reminders_two_ways(scheduled):
    interview = scheduled()
    start = interview.scheduled_for
    assert waiting(interview) == {
        "scheduled, email": NOW,
        "a-day-before, email": start - timedelta(days=1),
        "a-day-before, in-app": start - timedelta(days=1),
        "15-minutes-before, email": start - timedelta(minutes=15),
        "15-minutes-before, in-app": start - timedelta(minutes=15),
    }


def test_what_is_past_already_is_not_planned(scheduled):
    soon = scheduled(at=NOW + timedelta(hours=3))
    assert {key.partition(",")[0] for key in waiting(soon)} == {"scheduled", "15-minutes-before"}
    at_once = scheduled(at=NOW + timedelta(minutes=10))
    assert set(waiting(at_once)) == {"scheduled, email"}


@pytest.mark.parametrize(
    ("start", "reminded"),
    [
        # New York goes forward on 14 March 2027 and back on 7 November 2027, at two in the night.
        ("2027-03-14T20:00", "2027-03-13T20:00"),
        ("2027-11-07T20:00", "2027-11-06T20:00"),
        # The day before a time that the day before did not have.
        ("2027-03-15T02:30", "2027-03-14T03:00"),
    ],
)
def test_the_day_before_is_a_day_on_the_wall(now, scheduled, start, reminded):
    zone = ZoneInfo("America/New_York")
    now(datetime(2026, 12, 1, tzinfo=UTC))
    user = UserFactory(time_zone=zone.key)
    interview = scheduled(at=datetime.fromisoformat(start).replace(tzinfo=zone), user=user)
    due = waiting(interview)["a-day-before, email"].astimezone(zone)
    assert due.replace(tzinfo=None) == datetime.fromisoformat(reminded)


def test_the_mails_of_a_whole_life_are_one_entry_in_the_calendar(now, scheduled):
    interview = scheduled()
    outbox.send_due(at=NOW)
    later = NOW + timedelta(days=5)
    interview = actions.reschedule(interview, to=later)
    outbox.send_due(at=NOW)
    interview = actions.cancel(interview)
    outbox.send_due(at=NOW)
    (asked, first), (moved, second), (off, third) = map(entry_of, mail.outbox)
    assert [asked, moved, off] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {first["UID"], second["UID"], third["UID"]} == {str(interview.calendar_uid)}
    assert [first["SEQUENCE"], second["SEQUENCE"], third["SEQUENCE"]] == [0, 1, 2]
    assert first.decoded("DTSTART") == NOW + timedelta(days=2)
    assert second.decoded("DTSTART") == third.decoded("DTSTART") == later
    assert third["STATUS"] == "CANCELLED"
    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Planned",
        "Moved",
        "Cancelled",
    ]
    assert waiting(interview) == {}


def test_moving_moves_the_reminders(scheduled):
    interview = scheduled()
    later = NOW + timedelta(days=5)
    interview = actions.reschedule(interview, to=later)
    due = waiting(interview)
    assert due["a-day-before, email"] == later - timedelta(days=1)
    assert due["15-minutes-before, in-app"] == later - timedelta(minutes=15)
    assert len(due) == 5


def test_moving_before_the_first_mail_went_out_invites_once(scheduled):
    interview = actions.reschedule(scheduled(), to=NOW + timedelta(days=5))
    outbox.send_due(at=NOW)
    assert [message.subject.partition(":")[0] for message in mail.outbox] == ["Planned"]
    assert entry_of(mail.outbox[0])[1]["SEQUENCE"] == interview.calendar_sequence == 1


def test_moving_away_and_back_reminds_once(now, scheduled):
    interview = scheduled()
    start = interview.scheduled_for
    actions.reschedule(interview, to=start + timedelta(days=1))
    actions.reschedule(interview, to=start)
    outbox.send_due(at=start - timedelta(days=1))
    outbox.send_due(at=start - timedelta(minutes=15))
    kinds = Reminder.objects.filter(state=State.SENT, channel="in-app").values_list("kind")
    assert sorted(kind for (kind,) in kinds) == ["15-minutes-before", "a-day-before"]


def test_moving_to_the_same_time_tells_nobody(scheduled):
    interview = scheduled()
    outbox.send_due(at=NOW)
    actions.reschedule(interview, to=interview.scheduled_for)
    outbox.send_due(at=NOW)
    assert len(mail.outbox) == 1


def test_a_notice_given_before_the_move_says_so(now, scheduled):
    interview = scheduled()
    day_before = interview.scheduled_for - timedelta(days=1)
    outbox.send_due(at=day_before)
    now(day_before)
    actions.reschedule(interview, to=interview.scheduled_for + timedelta(days=3))
    notice = Reminder.objects.get(channel="in-app", state=State.SENT)
    assert notice.facts["since"] == "Moved since"
    assert notice.read_at == day_before


def test_cancelling_before_the_first_mail_went_out_sends_none(scheduled):
    actions.cancel(scheduled())
    outbox.send_due(at=NOW + timedelta(days=3))
    assert mail.outbox == []
    assert not Reminder.objects.exclude(state=State.CANCELLED).exists()


def test_cancelling_while_the_invitation_is_on_its_way_takes_it_back(scheduled, monkeypatch):
    interview = scheduled()
    # Another worker has the claims: its mail can no longer be stopped.
    monkeypatch.setattr("reminders.outbox.claim_row", lambda pk: False)
    actions.cancel(interview)
    assert set(waiting(interview)) == {"cancelled, email"}


def test_starting_withdraws_what_is_still_waiting(scheduled):
    interview = scheduled()
    outbox.send_due(at=NOW)
    actions.start(interview, at=NOW + timedelta(hours=1))
    assert waiting(interview) == {}


def test_a_guest_is_reminded_in_the_app_only(scheduled):
    interview = scheduled(user=UserFactory(guest=True))
    outbox.send_due(at=interview.scheduled_for - timedelta(minutes=15))
    assert mail.outbox == []
    sent = Reminder.objects.filter(state=State.SENT)
    assert {reminder.channel for reminder in sent} == {"in-app"}


def test_extra_time_is_in_the_length_of_the_entry(scheduled, alice):
    alice.extra_time = 2
    alice.save()
    scheduled()
    outbox.send_due(at=NOW)
    _, event = entry_of(mail.outbox[0])
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
