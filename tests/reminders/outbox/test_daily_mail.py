"""The daily mail: once a date, only with something in it, whatever the clocks and beats do."""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from reminders import actions, kinds, local_time, messages, rules, unsubscribing
from reminders.choices import Choices, choices_of
from reminders.models import Hours, Reminder
from tests.reminders.conftest import NOW
from tests.reminders.outbox.rows import state
from tests.waiting import PATIENCE

State, Channel = Reminder.State, Reminder.Channel
# A machine with much else to do is no failure of these rules.
UNHURRIED = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TOMORROW_AT_8 = datetime(2026, 11, 21, 8, tzinfo=UTC)
A_DAY = timedelta(days=1)


def test_what_is_wanted_daily_waits_for_ones_hour_and_goes_in_one_mail(told, note):
    rows = [told(f"group:12:{name}:to:1")[Channel.EMAIL] for name in "abc"]
    told("thread:3:x:to:1", kind=kinds.COMMENT)
    actions.send_due(at=NOW)
    assert mail.outbox == []
    assert actions.send_due(at=TOMORROW_AT_8 - timedelta(seconds=1)) == {}
    actions.send_due(at=TOMORROW_AT_8)
    (message,) = mail.outbox
    assert message.subject == "Greenroom today: 3 requests to join, 1 comment"
    assert message.body.count(note.url) == 4
    for row in rows:
        assert state(row) == State.SENT
        assert row.because == "Groups and sharing: in the daily mail"
    assert actions.send_due(at=TOMORROW_AT_8 + A_DAY) == {}, "none without something in it"


def test_what_comes_after_todays_mail_goes_tomorrow(told):
    told("a:to:1")
    actions.send_due(at=TOMORROW_AT_8)
    told("b:to:1", at=TOMORROW_AT_8 + timedelta(minutes=1))
    actions.send_due(at=TOMORROW_AT_8 + timedelta(hours=15))
    assert len(mail.outbox) == 1
    actions.send_due(at=TOMORROW_AT_8 + A_DAY)
    assert len(mail.outbox) == 2


def test_another_hour_on_the_same_day_sends_no_second(told, alice):
    told("a:to:1")
    actions.send_due(at=TOMORROW_AT_8)
    told("b:to:1", at=TOMORROW_AT_8 + timedelta(minutes=5))
    actions.send_due(at=TOMORROW_AT_8 + timedelta(minutes=6))
    noon = {"digest_at": time(12), "quiet_from": None, "quiet_to": None, "urgent_passes": False}
    actions.keep_choices(alice, {}, noon, {}, at=TOMORROW_AT_8 + timedelta(hours=1))
    actions.send_due(at=TOMORROW_AT_8 + timedelta(hours=5))
    assert len(mail.outbox) == 1
    actions.send_due(at=TOMORROW_AT_8 + A_DAY + timedelta(hours=4))
    assert len(mail.outbox) == 2


def test_an_hour_moved_to_later_today_is_kept(told, alice):
    told("a:to:1")
    actions.send_due(at=NOW)
    evening = {"digest_at": time(19), "quiet_from": None, "quiet_to": None, "urgent_passes": False}
    actions.keep_choices(alice, {}, evening, {}, at=NOW)
    actions.send_due(at=NOW.replace(hour=19))
    assert len(mail.outbox) == 1


def test_six_hours_of_downtime_are_one_mail_at_the_end(told, choose):
    """Both what was wanted daily and what was wanted at once; nothing doubled, nothing missing."""
    choose("workbench")
    told("before:to:1", at=TOMORROW_AT_8 - timedelta(hours=12))
    actions.send_due(at=TOMORROW_AT_8 - timedelta(hours=11))
    for hour in range(6):
        at = TOMORROW_AT_8 - timedelta(hours=3 - hour)
        told(f"daily:{hour}:to:1", at=at)
        told(f"now:{hour}:to:1", kind=kinds.COMMENT, at=at)
    back = TOMORROW_AT_8 + timedelta(hours=3)
    actions.send_due(at=back)
    (message,) = mail.outbox
    # Two of the daily ones fell due after eight: they are tomorrow's.
    assert message.subject == "Greenroom today: 6 comments, 5 requests to join"
    actions.send_due(at=back + timedelta(minutes=1))
    assert len(mail.outbox) == 1
    actions.send_due(at=TOMORROW_AT_8 + A_DAY)
    assert mail.outbox[1].subject == "Greenroom today: 2 requests to join"
    assert not Reminder.objects.filter(state=State.WAITING).exists()


def test_what_is_over_is_left_out_and_says_so(told):
    gone = told("a:to:1", stale_at=NOW + timedelta(hours=1))[Channel.EMAIL]
    told("b:to:1")
    actions.send_due(at=NOW)
    actions.send_due(at=TOMORROW_AT_8)
    assert state(gone) == State.STALE
    assert gone.why_failed == "It was over before the mail went."
    assert mail.outbox[0].subject == "Greenroom today: 1 request to join"


def test_what_was_read_in_the_app_is_not_mailed_again(told):
    rows = told("a:to:1")
    actions.send_due(at=NOW)
    actions.mark_read(Reminder.objects.filter(pk=rows[Channel.IN_APP].pk), at=NOW)
    actions.send_due(at=TOMORROW_AT_8)
    assert mail.outbox == []
    assert state(rows[Channel.EMAIL]) == State.CANCELLED
    assert "read it in the app" in rows[Channel.EMAIL].why_failed


def test_choices_count_until_the_mail_goes(told, choose):
    row = told("a:to:1")[Channel.EMAIL]
    actions.send_due(at=NOW)
    choose("groups", email="off")
    actions.send_due(at=TOMORROW_AT_8)
    assert mail.outbox == []
    assert state(row) == State.CANCELLED


class Killed(BaseException):
    """The worker's process ends here: no handler of ours runs."""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_sending_it_sends_the_same_mail_again(told, monkeypatch):
    told("a:to:1")
    told("b:to:1")
    actions.send_due(at=NOW)
    real = EmailMultiAlternatives.send

    def send_and_die(message):
        real(message)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", send_and_die)
        with pytest.raises(Killed):
            actions.send_due(at=TOMORROW_AT_8)
    # What comes meanwhile is tomorrow's: the mail that was written down stays as it was.
    told("c:to:1", at=TOMORROW_AT_8 + timedelta(seconds=30))
    actions.send_due(at=TOMORROW_AT_8 + timedelta(minutes=1))
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.body == second.body
    actions.send_due(at=TOMORROW_AT_8 + timedelta(hours=1))
    assert len(mail.outbox) == 2


def test_a_server_away_over_the_day_still_makes_one(told, smtp_says):
    told("a:to:1")
    actions.send_due(at=NOW)
    smtp_says(ConnectionRefusedError("no"))
    actions.send_due(at=TOMORROW_AT_8)
    told("b:to:1", at=TOMORROW_AT_8)
    # Put off again and again until the next day's mail is due; then it goes with that.
    Reminder.objects.filter(kind=kinds.DIGEST).update(due_at=TOMORROW_AT_8 + 2 * A_DAY)
    smtp_says(None)
    actions.send_due(at=TOMORROW_AT_8 + A_DAY)
    (message,) = mail.outbox
    assert message.subject == "Greenroom today: 2 requests to join"
    actions.send_due(at=TOMORROW_AT_8 + 3 * A_DAY)
    assert len(mail.outbox) == 1


def test_a_mail_given_up_says_so_of_each_line(told, smtp_says):
    row = told("a:to:1")[Channel.EMAIL]
    actions.send_due(at=NOW)
    smtp_says(KeyError("a mistake of ours"))
    actions.send_due(at=TOMORROW_AT_8)
    assert state(row) == State.FAILED
    assert row.why_failed


def test_one_click_leaves_the_daily_mail_whatever_it_was_made_of(told, alice, choose):
    choose("study", email="off")
    told("a:to:1")
    actions.send_due(at=NOW)
    actions.send_due(at=TOMORROW_AT_8)
    (message,) = mail.outbox
    assert "No more mail about what comes in the daily mail" in message.body
    row = Reminder.objects.get(kind=kinds.DIGEST)
    leave = messages.build(row, list(row.lines.all())).extra_headers["List-Unsubscribe"]
    user_id, left = unsubscribing.read(leave.strip("<>").rstrip("/").rpartition("/")[2])
    assert left.title == "The daily mail"
    actions.unsubscribe(user_id, left)
    ways = {name: chosen.email for name, chosen in choices_of(alice).by_category.items()}
    assert ways == {
        "interviews": "now",
        "meetings": "now",
        "groups": "off",
        "feedback": "now",
        "study": "off",
        "workbench": "off",
        "security": "now",
    }


# At which instant: over all zones, changes of clocks and hours


ZONES = [
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Europe/London",
    "America/Havana",
    "UTC",
]


def choices(zone: str, hour: time) -> Choices:
    user = User(time_zone=zone)
    return Choices(user, {}, Hours(digest_at=hour), frozenset(), False)


@given(
    start=st.datetimes(datetime(2011, 12, 1), datetime(2028, 12, 31)),
    zone=st.sampled_from(ZONES),
    hour=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    gaps=st.lists(st.integers(1, 60 * 40), min_size=1, max_size=30),
)
@UNHURRIED
def test_every_line_goes_within_a_day_and_no_date_has_two_mails(start, zone, hour, gaps):
    """Minute by minute is too slow: a line comes, the next mail after it goes, and so on."""
    mine, at = choices(zone, hour), start.replace(tzinfo=UTC)
    days = []
    for gap in gaps:
        due = rules.next_digest(mine, since=at, after_day=days[-1] if days else None)
        day = local_time.day_of(due, ZoneInfo(zone))
        assert day not in days
        # A date that was left out whole, or a mail already sent today, is at most another day.
        assert timedelta(0) <= due - at <= timedelta(hours=25 if not days else 50)
        days.append(day)
        at = due + timedelta(minutes=gap)


@pytest.mark.parametrize(
    ("zone", "evening_before", "expected"),
    [
        ("Asia/Kathmandu", "2026-11-27T18:00", "2026-11-28T02:15"),
        # Spring: half past two does not exist on the 8th; three o'clock follows.
        ("America/New_York", "2026-03-08T00:00", "2026-03-08T07:00"),
        # Autumn: it exists twice nowhere at half past two, and once at half past one.
        ("America/New_York", "2026-11-01T00:00", "2026-11-01T07:30"),
    ],
)
def test_the_hour_is_the_walls(zone, evening_before, expected):
    hour = time(8) if zone == "Asia/Kathmandu" else time(2, 30)
    since = datetime.fromisoformat(evening_before).replace(tzinfo=UTC)
    found = rules.next_digest(choices(zone, hour), since=since)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour"), [("2026-03-08", time(2, 30)), ("2026-11-01", time(1, 30))]
)
def test_a_day_of_changing_clocks_has_one_daily_mail(told, alice, day, hour):
    """Through the tick itself, every other hour of the day in New York."""
    alice.time_zone = "America/New_York"
    alice.save()
    Hours.objects.create(user=alice, digest_at=hour)
    at = local_time.instant_of(datetime.fromisoformat(day), alice.zone).at
    for tick in range(13):
        told(f"{tick}:to:1", at=at)
        actions.send_due(at=at)
        at += timedelta(hours=2)
    sent = Reminder.objects.filter(kind=kinds.DIGEST, state=State.SENT)
    days = [local_time.day_of(row.sent_at, alice.zone) for row in sent]
    assert len(days) == len(set(days)) == len(mail.outbox)
    assert datetime.fromisoformat(day).date() in days


@pytest.mark.django_db(transaction=True)
def test_four_ticks_at_once_make_one(told):
    """Four real connections that begin at the same moment, with the day's lines still unsorted."""
    told("a:to:1")
    told("b:to:1")
    meet = threading.Barrier(4)

    def tick():
        try:
            meet.wait(timeout=PATIENCE)
            actions.send_due(at=TOMORROW_AT_8)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever found the others at work left the rest to the next tick.
    actions.send_due(at=TOMORROW_AT_8 + timedelta(seconds=15))
    assert [message.subject for message in mail.outbox] == ["Greenroom today: 2 requests to join"]
    assert not Reminder.objects.filter(state=State.WAITING).exists()
