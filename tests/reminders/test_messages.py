"""Our own mails, parsed back: what a mail program and a calendar will find in them."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from django.core.signing import Signer
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.models import User
from reminders import kinds, messages, unsubscribing
from reminders.appointments import Appointment, Guest
from reminders.calendars import CANCEL, PUBLISH, REQUEST, calendar_file
from reminders.facts import from_facts
from reminders.models import Reminder
from tests.reminders.conftest import NOW


@pytest.fixture
def kathmandu(alice):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    return alice


def sent(reminder: Reminder):
    """The mail as it goes over the wire, read back by Python's own parser."""
    raw = messages.build(reminder).message().as_bytes(linesep="\r\n")
    return message_from_bytes(raw, policy=policy.default)


def shape(part) -> list:
    if not part.is_multipart():
        return part.get_content_type()
    return [part.get_content_type(), *(shape(child) for child in part.iter_parts())]


def leaf(message, content_type: str):
    return next(part for part in message.walk() if part.get_content_type() == content_type)


def name_of(kind) -> str:
    return kind.name


def entry(ics: bytes):
    calendar = Calendar.from_ical(ics)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_invitation_is_text_and_html_and_the_calendar_twice(planned):
    message = sent(planned(kind=kinds.SCHEDULED))
    assert shape(message) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/ics",
    ]
    part = leaf(message, "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    attached = leaf(message, "application/ics")
    assert attached.get_filename() == "invite.ics"
    inline = part.get_payload(decode=True).replace(b"\r\n", b"\n")
    assert attached.get_payload(decode=True).replace(b"\r\n", b"\n") == inline


def test_the_invitation_holds_every_fact_a_calendar_needs(planned, kathmandu, appointment):
    message = sent(planned(kind=kinds.SCHEDULED, user=kathmandu))
    calendar, event = entry(leaf(message, "application/ics").get_payload(decode=True))
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert event["UID"] == str(appointment.uid)
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTAMP") == NOW
    assert event["DTSTART"].params["TZID"] == "Asia/Kathmandu"
    assert event.decoded("DTSTART").replace(tzinfo=None) == datetime(2026, 11, 22, 17, 45)
    assert event.decoded("DTSTART") == appointment.starts_at
    assert event.decoded("DTEND") == appointment.starts_at + timedelta(minutes=45)
    assert event["SUMMARY"] == "Mock interview: Optimisation, tier 2"
    assert appointment.url in event["DESCRIPTION"]
    assert event["ORGANIZER"] == "mailto:greenroom@localhost"
    assert event["ATTENDEE"] == "mailto:alice@example.org"
    assert event["ATTENDEE"].params["CN"] == "Alice"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_an_update_has_the_same_uid_and_a_higher_sequence(planned, appointment):
    moved = dataclasses.replace(
        appointment, sequence=3, starts_at=appointment.starts_at + timedelta(days=1)
    )
    ics = leaf(sent(planned(kind=kinds.MOVED, about=moved)), "application/ics")
    calendar, event = entry(ics.get_payload(decode=True))
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == str(appointment.uid)
    assert event["SEQUENCE"] == 3
    assert event.decoded("DTSTART") == moved.starts_at


def test_a_cancellation_says_so_in_all_three_places(planned, appointment):
    called_off = dataclasses.replace(appointment, sequence=1)
    message = sent(planned(kind=kinds.CANCELLED, about=called_off))
    assert leaf(message, "text/calendar").get_param("method") == "CANCEL"
    assert leaf(message, "application/ics").get_filename() == "cancel.ics"
    calendar, event = entry(leaf(message, "application/ics").get_payload(decode=True))
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert event["UID"] == str(appointment.uid)
    assert event["ATTENDEE"] == "mailto:alice@example.org"


@pytest.mark.parametrize("kind", [kinds.A_DAY_BEFORE, kinds.MINUTES_BEFORE])
def test_a_reminder_is_text_and_html_and_brings_no_second_entry(planned, kind):
    assert shape(sent(planned(kind=kind))) == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("kind", [k for k in kinds.KINDS.values() if k.appointment], ids=name_of)
def test_every_mail_says_what_when_and_where_in_the_persons_own_zone(
    planned, kathmandu, appointment, kind
):
    message = sent(planned(kind=kind.name, user=kathmandu))
    when = "Sunday 22 November 2026, 17:45 (Asia/Kathmandu, UTC+5:45)"
    assert message["Subject"].endswith(when)
    for content_type in ("text/plain", "text/html"):
        body = leaf(message, content_type).get_content()
        assert when in body
        assert appointment.title in body
        assert not kind.button or appointment.url in body
        assert "&quot;" not in body


NOTES = [k for k in kinds.KINDS.values() if not k.appointment and k.category is not kinds.SEVERAL]


@pytest.mark.parametrize("kind", NOTES, ids=name_of)
def test_a_mail_about_a_note_says_what_and_where(told, note, kind, settings):
    settings.SITE_URL = "https://room.example"
    message = sent(told(kind=kind.name)[Reminder.Channel.EMAIL])
    assert message["Subject"] == note.title
    assert shape(message) == ["multipart/alternative", "text/plain", "text/html"]
    for content_type in ("text/plain", "text/html"):
        body = leaf(message, content_type).get_content()
        for words in (note.title, note.line, note.where, "https://room.example/groups/12/"):
            assert words in body
        may_leave = kind.category is not kinds.SECURITY
        assert (f"No more mail about {kind.category.mail_about}" in body) is may_leave
    assert ("List-Unsubscribe" in message) is may_leave


def test_mails_about_one_thing_are_one_conversation_and_others_are_not(told):
    first, second, other, alone = (
        sent(told(f"{key}:to:1", about=about)[Reminder.Channel.EMAIL])["References"]
        for key, about in [("a", "group:1"), ("b", "group:1"), ("c", "group:2"), ("d", "")]
    )
    assert first == second != other
    assert alone is None


def test_an_attendee_who_is_asked_can_answer_in_the_calendar(planned, appointment):
    asked = dataclasses.replace(
        appointment,
        noun="Meeting",
        attendance="needs-action",
        status="tentative",
        guests=(Guest("Bob", "bob@example.org"), Guest("Eve\r\nX", "eve@example.org", "declined")),
    )
    message = sent(planned(kind=kinds.MEETING_PLANNED, about=asked))
    _, event = entry(leaf(message, "application/ics").get_payload(decode=True))
    me, bob, eve = event["ATTENDEE"]
    assert (me.params["PARTSTAT"], me.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert (bob, bob.params["PARTSTAT"]) == ("mailto:bob@example.org", "ACCEPTED")
    assert (eve.params["CN"], eve.params["PARTSTAT"]) == ("Eve X", "DECLINED")
    assert event["SUMMARY"] == "Meeting: Optimisation, tier 2"
    assert event["STATUS"] == "TENTATIVE"


def test_a_slot_that_repeats_stays_on_its_own_wall(appointment):
    """Eight in New York every week, on both sides of the change of clocks."""
    eight = datetime(2026, 10, 28, 12, 0, tzinfo=UTC)
    weekly = dataclasses.replace(
        appointment, starts_at=eight, rrule="FREQ=WEEKLY;COUNT=3", zone="America/New_York"
    )
    ics = calendar_file(weekly, User(time_zone="Asia/Kathmandu"), method=PUBLISH)
    calendar, event = entry(ics)
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "COUNT": [3]}
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    (zone,) = calendar.walk("VTIMEZONE")
    there = zone.to_tz(lookup_tzid=False)
    first = event["DTSTART"].dt.replace(tzinfo=there)
    assert [(first + timedelta(weeks=n)).astimezone(UTC).hour for n in range(2)] == [12, 13]


def test_a_whole_day_is_a_date_that_no_zone_can_shift(appointment):
    facts = {name: getattr(appointment, name) for name in ("uid", "sequence", "title", "path")}
    plan = Appointment.for_day(date(2026, 11, 23), made_at=NOW, noun="Plan", **facts)
    for zone in ("Pacific/Apia", "America/New_York"):
        ics = calendar_file(plan, User(time_zone=zone), method=PUBLISH)
        assert b"DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261124" in ics
        assert b"VTIMEZONE" not in ics


def test_facts_come_back_as_they_were_and_older_rows_can_be_read(appointment, note):
    whole = dataclasses.replace(appointment, guests=(Guest("Bob", "bob@example.org"),))
    for fact in (whole, note):
        assert from_facts(json.loads(json.dumps(fact.as_facts()))) == fact
    old = {
        name: whole.as_facts()[name]
        for name in ("uid", "sequence", "title", "starts_at", "minutes", "path", "made_at")
    }
    assert from_facts({**old, "since": "Moved since"}) == appointment


def test_the_headers_say_machine_and_offer_a_way_out(planned, alice, settings):
    settings.SITE_URL = "https://room.example"
    message = sent(planned())
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A long header starts on a line of its own.
    address = message["List-Unsubscribe"].strip()
    assert address.startswith("<https://room.example/reminders/unsubscribe/")
    token = address.strip("<>").rstrip("/").rpartition("/")[2]
    assert unsubscribing.read(token) == (alice.pk, unsubscribing.MailList(("interviews",)))
    assert message["Message-ID"].endswith("@room.example>")
    assert address.strip("<>") in leaf(message, "text/plain").get_content()


def test_the_message_id_is_the_rows_own(planned):
    first, second = planned("interview:1:x:email"), planned("interview:2:x:email")
    again = Reminder.objects.get(pk=first.pk)
    assert messages.message_id(first) == messages.message_id(again)
    assert messages.message_id(first) != messages.message_id(second)


def test_mails_about_one_appointment_are_one_conversation(planned):
    invitation = sent(planned("interview:1:a:email", kind=kinds.SCHEDULED))
    reminder = sent(planned("interview:1:b:email"))
    assert invitation["References"] == reminder["References"]
    assert invitation["Message-ID"] != reminder["Message-ID"]


NAMES = st.text(max_size=80) | st.sampled_from(
    [
        "Eve\r\nBcc: all@example.org",
        'Bobby "Tables", PhD',
        "李小龍 " * 20,
        "\x00\x1b[31m",
        "a@b <c@d>",
    ]
)


@given(name=NAMES, title=NAMES)
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_name_and_no_title_can_write_a_header(planned, alice, appointment, name, title):
    name, title = name.replace("\x00", ""), title.replace("\x00", "")
    alice.display_name = name
    reminder = Reminder(
        key="interview:1:x:email",
        kind=kinds.SCHEDULED,
        channel=Reminder.Channel.EMAIL,
        user=alice,
        facts=dataclasses.replace(appointment, title=title).as_facts(),
        due_at=NOW,
        created_at=NOW,
    )
    built = messages.build(reminder)
    message = message_from_bytes(built.message().as_bytes(), policy=policy.default)
    assert built.recipients() == built.to
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["alice@example.org"]
    _, event = entry(leaf(message, "application/ics").get_payload(decode=True))
    assert event["ATTENDEE"] == "mailto:alice@example.org"
    assert str(event["UID"]) == str(appointment.uid)


@pytest.mark.parametrize("method", [REQUEST, CANCEL, PUBLISH])
def test_calendar_lines_are_crlf_and_at_most_75_octets(alice, appointment, method):
    long = dataclasses.replace(appointment, title="Größenordnungen, λ; \\ " * 12)
    ics = calendar_file(long, alice, method=method)
    assert ics.endswith(b"END:VCALENDAR\r\n")
    lines = ics.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_a_published_file_names_no_attendee(appointment):
    guest = User(email=None, is_guest=True, display_name="Guest")
    calendar, event = entry(calendar_file(appointment, guest, method=PUBLISH))
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert event["ORGANIZER"]


def test_utc_needs_no_zone(appointment):
    ics = calendar_file(appointment, User(time_zone="UTC"), method=PUBLISH)
    assert b"DTSTART:20261122T120000Z" in ics
    assert b"VTIMEZONE" not in ics


def test_the_second_half_of_a_repeated_hour_is_told_in_utc(appointment):
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    late = dataclasses.replace(appointment, starts_at=second)
    _, event = entry(calendar_file(late, User(time_zone="America/New_York"), method=PUBLISH))
    assert event.decoded("DTSTART") == second


@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    minute=st.integers(0, 1439),
    zone=st.sampled_from(
        ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Europe/Kyiv"]
    ),
)
@example(day=date(2028, 11, 5), minute=300, zone="America/New_York")
@example(day=date(2028, 11, 5), minute=360, zone="America/New_York")
@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_zone_in_the_file_itself_gives_the_right_instant(appointment, day, minute, zone):
    """A calendar that knows no zones but the one in the file finds the same instant."""
    starts_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    then = dataclasses.replace(appointment, starts_at=starts_at)
    calendar, event = entry(calendar_file(then, User(time_zone=zone), method=PUBLISH))
    wall = event["DTSTART"].dt.replace(tzinfo=None)
    local = starts_at.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        assert event.decoded("DTSTART") == starts_at
        assert b"DTSTART:" in event.to_ical()
        return
    (component,) = calendar.walk("VTIMEZONE")
    assert len(component.to_ical()) < 800
    assert wall.replace(tzinfo=component.to_tz(lookup_tzid=False)) == starts_at


def test_the_token_holds_only_who_and_which_list(alice):
    token = unsubscribing.address(alice, "interviews").rstrip("/").rpartition("/")[2]
    signer = Signer(salt=unsubscribing.SALT)
    assert signer.unsign_object(token) == [alice.pk, "interviews"]
    assert unsubscribing.read(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
