"""Quiet hours, what merges after them, three mails a day, mutes, and addresses that refuse."""

import smtplib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from reminders import actions, kinds, rules
from reminders.choices import Choices
from reminders.models import Hours, Mute, Postbox, Reminder
from tests.reminders.conftest import NOW
from tests.reminders.outbox.rows import state

State, Channel = Reminder.State, Reminder.Channel
# A machine with much else to do is no failure of these rules.
UNHURRIED = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.fixture
def quiet(alice):
    """From ten to seven, over midnight."""

    def hours(**more):
        Hours.objects.update_or_create(
            user=alice, defaults={"quiet_from": time(22), "quiet_to": time(7)} | more
        )

    hours()
    return hours


def test_mails_of_the_night_come_together_in_the_morning(told, quiet, choose):
    choose("groups")
    row = told("a:to:1", at=NIGHT)[Channel.EMAIL]
    told("b:to:1", at=NIGHT + timedelta(hours=5))
    for minutes in range(0, 8 * 60, 30):
        actions.send_due(at=NIGHT + timedelta(minutes=minutes))
        if NIGHT + timedelta(minutes=minutes) < MORNING:
            assert mail.outbox == []
    (message,) = mail.outbox
    assert message.subject == "Greenroom: 2 requests to join"
    assert state(row) == State.SENT
    assert row.sent_at == MORNING


def test_a_mail_that_waits_alone_comes_as_itself(told, quiet, choose, note):
    choose("groups")
    row = told("a:to:1", at=NIGHT)[Channel.EMAIL]
    actions.send_due(at=NIGHT)
    assert state(row) == State.WAITING
    assert row.why_failed == rules.QUIET
    actions.send_due(at=MORNING)
    assert [message.subject for message in mail.outbox] == [note.title]


def test_the_app_is_not_quiet(told, quiet):
    row = told("a:to:1", at=NIGHT)[Channel.IN_APP]
    actions.send_due(at=NIGHT)
    assert state(row) == State.SENT


@pytest.mark.parametrize(("allowed", "becomes"), [(True, State.SENT), (False, State.STALE)])
def test_what_is_about_to_begin_passes_only_where_allowed(
    planned, quiet, appointment, allowed, becomes
):
    quiet(urgent_passes=allowed)
    soon = type(appointment)(**vars(appointment) | {"starts_at": NIGHT + timedelta(minutes=15)})
    row = planned(about=soon, due_at=NIGHT, stale_at=soon.starts_at)
    actions.send_due(at=NIGHT)
    actions.send_due(at=MORNING)
    assert state(row) == becomes
    assert row.why_failed == ("" if allowed else rules.QUIET)


def test_what_begins_later_waits_even_where_the_urgent_may_pass(planned, quiet):
    quiet(urgent_passes=True)
    row = planned(due_at=NIGHT)
    actions.send_due(at=NIGHT)
    assert state(row) == State.WAITING
    assert row.due_at == MORNING


def test_the_daily_mail_comes_at_its_own_hour_even_in_quiet_ones(told, quiet):
    quiet(digest_at=time(6))
    told("a:to:1", at=NIGHT)
    actions.send_due(at=NIGHT)
    actions.send_due(at=MORNING.replace(hour=6))
    assert len(mail.outbox) == 1


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    zone=st.sampled_from(
        ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "UTC"]
    ),
    begins=st.integers(0, 47),
    length=st.integers(1, 47),
)
@UNHURRIED
def test_quiet_hours_end_in_time_and_end_once(at, zone, begins, length):
    start = datetime(2026, 1, 1) + timedelta(minutes=30 * begins)
    ends = (start + timedelta(minutes=30 * length)).time()
    hours = Hours(quiet_from=start.time(), quiet_to=ends)
    mine = Choices(User(time_zone=zone), {}, hours, frozenset(), False)
    at = at.replace(tzinfo=UTC)
    until = rules.quiet_until(mine, at=at)
    wall = at.astimezone(ZoneInfo(zone)).time()
    inside = begins_before(start.time(), wall, ends)
    if until is None:
        # Only a change of clocks can make a quiet time on the wall a loud instant.
        assert not inside or changes_within_a_day(at, zone)
    else:
        assert inside or changes_within_a_day(at, zone)
        assert timedelta(0) < until - at <= timedelta(minutes=30 * length, hours=1)
        after = rules.quiet_until(mine, at=until)
        assert after is None or changes_within_a_day(at, zone)


def begins_before(begins: time, wall: time, ends: time) -> bool:
    return begins <= wall < ends if begins < ends else wall >= begins or wall < ends


def changes_within_a_day(at: datetime, zone: str) -> bool:
    around = [at + timedelta(hours=hours) for hours in (-36, 0, 36)]
    return len({there.astimezone(ZoneInfo(zone)).utcoffset() for there in around}) > 1


# Three a day


def test_the_fourth_mail_of_a_day_joins_the_daily_one(told, choose):
    choose("groups")
    for number in range(5):
        told(f"{number}:to:1", at=NOW + timedelta(minutes=number))
        actions.send_due(at=NOW + timedelta(minutes=number))
    assert len(mail.outbox) == rules.MAILS_A_DAY
    actions.send_due(at=NOW + timedelta(days=1))
    assert mail.outbox[-1].subject == "Greenroom today: 2 requests to join"
    late = Reminder.objects.get(key="4:to:1:email")
    assert late.because == "Groups and sharing: at once, but no more than 3 mails a day"


def test_appointments_and_the_account_do_not_count(planned, told, choose):
    choose("groups")
    for number in range(5):
        planned(f"interview:{number}:x:email")
        told(f"t{number}:to:1", kind=kinds.TEST)
    told("a:to:1")
    actions.send_due(at=NOW)
    assert len(mail.outbox) == 11


def test_the_next_day_begins_on_the_persons_wall(told, choose, alice):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    choose("groups")
    midnight = datetime(2026, 11, 20, 18, 15, tzinfo=UTC)
    for number in range(4):
        at = midnight - timedelta(minutes=30 - 10 * number)
        told(f"{number}:to:1", at=at)
        actions.send_due(at=at)
    assert len(mail.outbox) == 4


# Mutes


def test_nothing_is_told_of_what_is_muted(told, alice):
    first = told("a:to:1", about="group:12")
    actions.send_due(at=NOW)
    first[Channel.IN_APP].refresh_from_db()
    actions.mute(first[Channel.IN_APP], at=NOW)
    assert Mute.objects.get().words == "Evening rehearsals"
    rows = told("b:to:1", about="group:12")
    other = told("c:to:1", about="group:13")[Channel.IN_APP]
    actions.send_due(at=NOW)
    assert state(rows[Channel.IN_APP]) == State.CANCELLED
    assert rows[Channel.IN_APP].why_failed == "You muted it."
    assert state(other) == State.SENT
    actions.send_due(at=NOW + timedelta(days=1))
    assert len(mail.outbox) == 1
    assert state(rows[Channel.EMAIL]) == State.CANCELLED


def test_appointments_of_what_is_muted_still_come(planned, alice):
    Mute.objects.create(user=alice, about="group:12", words="x", made_at=NOW)
    row = planned(kind=kinds.MEETING_SOON)
    Reminder.objects.filter(pk=row.pk).update(about="group:12")
    assert actions.send_due(at=NOW) == {State.SENT: 1}


# Addresses that refuse


REFUSED = smtplib.SMTPRecipientsRefused({"alice@example.org": (550, b"no such user")})


@pytest.fixture
def refused_three_times(planned, smtp_says):
    smtp_says(REFUSED)
    for number in range(3):
        planned(f"interview:{number}:x:email")
        actions.send_due(at=NOW)
    smtp_says(None)


def test_three_refusals_in_a_row_pause_the_mail_and_say_so(refused_three_times, planned, alice):
    actions.send_due(at=NOW)
    notice = Reminder.objects.notices_for(alice).get()
    assert notice.facts["title"] == "Mail to you is paused"
    later = planned("interview:9:x:email")
    actions.send_due(at=NOW)
    assert state(later) == State.CANCELLED
    assert "refused again and again" in later.why_failed
    assert mail.outbox == []


def test_a_mail_that_arrives_in_between_starts_the_count_anew(planned, smtp_says):
    for number, answer in enumerate([REFUSED, REFUSED, None, REFUSED, REFUSED]):
        smtp_says(answer)
        planned(f"interview:{number}:x:email")
        actions.send_due(at=NOW)
    assert Postbox.objects.get().paused_at is None


def test_another_address_is_another_try(refused_three_times, planned, alice):
    alice.email = "alice@elsewhere.example"
    alice.save()
    planned("interview:9:x:email")
    actions.send_due(at=NOW)
    assert [message.to for message in mail.outbox] == [["Alice <alice@elsewhere.example>"]]


def test_a_site_without_a_mail_server_says_so_and_tells_it_in_the_app(told, settings):
    settings.CAN_MAIL = False
    rows = told(kind=kinds.TEST)
    actions.send_due(at=NOW)
    assert state(rows[Channel.IN_APP]) == State.SENT
    assert state(rows[Channel.EMAIL]) == State.CANCELLED
    assert rows[Channel.EMAIL].why_failed == "No mail server is set up on this site."
    assert mail.outbox == []


def test_what_was_settled_over_a_year_ago_is_swept(planned):
    old, waiting = planned("interview:1:x:email"), planned("interview:2:x:email")
    actions.send_due(at=NOW)
    Reminder.objects.filter(pk=waiting.pk).update(state=State.WAITING, sent_at=None)
    assert actions.forget_old(at=NOW + timedelta(days=365)) == 0
    assert actions.forget_old(at=NOW + timedelta(days=366)) == 1
    assert not Reminder.objects.filter(pk=old.pk).exists()
