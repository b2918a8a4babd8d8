"""Interviews for later: the form and its clock, moving, cancelling, reminders, calendar files."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from interview import actions, rules
from interview.models import Interview
from interview.schedule_form import MoveForm, ScheduleForm
from reminders import actions as outbox
from reminders.models import Reminder
from tests.factories import InterviewFactory, QuestionSetFactory, UserFactory
from web import clock

# A Friday, a week before nothing in particular.
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Status, State = Interview.Status, Reminder.State


@pytest.fixture
def now(monkeypatch):
    """Set the product's clock."""

    def set_clock(at: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: at)
        return at

    set_clock(NOW)
    return set_clock


@pytest.fixture
def scheduled(now, alice):
    """Alice's interview in two days, its outbox rows planned as the set-up page does it."""

    def schedule(at=NOW + timedelta(days=2), user=alice) -> Interview:
        return actions.set_up(
            user,
            title="Optimisation",
            minutes=45,
            mode=Interview.Mode.EXAM,
            request_key=uuid.uuid4(),
            question_set=QuestionSetFactory(minutes=45),
            scheduled_for=at,
        )

    return schedule


def waiting(interview) -> dict[str, datetime]:
    """What is still to be sent, by kind and channel."""
    rows = Reminder.objects.filter(key__startswith=f"interview:{interview.pk}:", state="waiting")
    return {f"{row.kind}, {row.channel}": row.due_at for row in rows}


def entry_of(message):
    """Method and event of the calendar file in a mail that was sent."""
    (attached,) = [a for a in message.attachments if a.mimetype == "application/ics"]
    calendar = Calendar.from_ical(attached.content)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


# The form


def form(user, **said) -> MoveForm:
    return MoveForm({"date": "2026-11-27", "time": "18:00", **said}, user=user)


def in_zone(name: str):
    return UserFactory.build(time_zone=name)


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("Asia/Kathmandu", datetime(2026, 11, 27, 12, 15, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 27, 23, 0, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 27, 18, 0, tzinfo=UTC)),
    ],
)
def test_the_time_is_read_on_the_persons_own_clock(now, zone, instant):
    filled = form(in_zone(zone))
    assert filled.is_valid()
    assert filled.instant() == instant
    assert filled.note() == ""


def test_a_time_that_the_clocks_skip_becomes_the_minute_after_with_a_note(now):
    filled = form(in_zone("America/New_York"), date="2027-03-14", time="02:30")
    assert filled.is_valid()
    assert filled.instant() == datetime(2027, 3, 14, 7, 0, tzinfo=UTC)
    assert "skip that time" in filled.note()
    assert "03:00 (America/New_York, UTC-4)" in filled.note()


def test_a_time_that_comes_twice_is_the_first_with_a_note(now):
    filled = form(in_zone("America/New_York"), date="2027-11-07", time="01:30")
    assert filled.is_valid()
    assert filled.instant() == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert "comes twice" in filled.note()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"date": "2026-11-20", "time": "12:00"}, "over already"),
        ({"date": "2026-11-19"}, "over already"),
        ({"date": "2027-11-22"}, "more than a year"),
        ({"date": "9999-12-31", "time": "23:59"}, "more than a year"),
        ({"date": "0001-01-01", "time": "00:00"}, "over already"),
        ({"date": ""}, "Give a date."),
        ({"time": ""}, "Give a time."),
        ({"date": "31/12"}, "Write the date"),
        ({"time": "25:00"}, "Write the time"),
    ],
)
def test_a_time_nobody_can_mean_is_refused_with_the_reason(now, said, reason):
    for zone in ("Pacific/Apia", "Etc/GMT+12"):
        filled = form(in_zone(zone), **said)
        if "over" in reason and zone == "Etc/GMT+12" and said.get("time") == "12:00":
            continue  # noon there is still to come
        assert not filled.is_valid()
        assert reason in str(filled.errors)


def test_a_year_ahead_is_the_furthest():
    assert rules.why_not_schedule(NOW + timedelta(days=366), at=NOW) is None
    assert rules.why_not_schedule(NOW + timedelta(days=366, seconds=1), at=NOW)
    assert rules.why_not_schedule(NOW, at=NOW)


def test_now_needs_no_date_and_later_does(now):
    user = in_zone("UTC")
    at_once = ScheduleForm({"when": "now", "date": "", "time": ""}, user=user)
    assert at_once.is_valid()
    assert at_once.instant() is None
    assert not ScheduleForm({"when": "later", "date": "", "time": ""}, user=user).is_valid()


def test_a_date_beside_now_is_asked_about_before_a_clock_starts(now):
    unsure = ScheduleForm(
        {"when": "now", "date": "2026-11-27", "time": "18:00"}, user=in_zone("UTC")
    )
    assert not unsure.is_valid()
    assert "chose “Now”" in str(unsure.errors)


# Reminders


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
    monkeypatch.setattr(outbox, "_claim", lambda pk: False)
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


# Pages


@pytest.fixture
def planned(alice):
    """A scheduled interview of Alice's, far enough ahead of the real clock."""
    return InterviewFactory(
        candidate=alice, scheduled_for=clock.now().replace(microsecond=0) + timedelta(days=10)
    )


def in_days(days: int) -> dict:
    then = clock.now() + timedelta(days=days)
    return {"date": f"{then:%Y-%m-%d}", "time": "09:30"}


def test_setting_up_for_later_schedules_it(as_user, alice):
    question_set = QuestionSetFactory()
    said = {"mode": "exam", "request_key": uuid.uuid4(), "when": "later", **in_days(3)}
    response = as_user(alice).post(reverse("interview:set_up", args=[question_set.slug]), said)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert interview.status == Status.SCHEDULED
    assert f"{interview.scheduled_for:%H:%M}" == "09:30"
    assert len(waiting(interview)) == 5


def test_a_bad_time_comes_back_with_its_error_and_what_was_typed(as_user, alice):
    question_set = QuestionSetFactory()
    said = {"mode": "practice", "request_key": uuid.uuid4(), "when": "later"}
    said |= {"date": "2020-01-01", "time": "09:30"}
    response = as_user(alice).post(reverse("interview:set_up", args=[question_set.slug]), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "over already" in page
    assert 'value="2020-01-01"' in page
    assert 'value="later" checked' in page
    assert not Interview.objects.exists()


def test_the_fields_name_the_zone_they_are_read_in(as_user, alice):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    page = as_user(alice).get(reverse("interview:set_up", args=[QuestionSetFactory().slug]))
    assert "(Asia/Kathmandu, UTC+5:45)" in page.content.decode()


def test_the_move_page_starts_from_the_time_it_has(as_user, alice, planned):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    page = as_user(alice).get(reverse("interview:move", args=[planned.pk])).content.decode()
    local = planned.scheduled_for.astimezone(alice.zone)
    assert f'value="{local:%Y-%m-%d}"' in page
    assert f'value="{local:%H:%M}"' in page


def test_moving_leads_back_and_says_when(as_user, alice, planned):
    address = reverse("interview:move", args=[planned.pk])
    response = as_user(alice).post(address, in_days(20), follow=True)
    planned.refresh_from_db()
    assert response.redirect_chain[-1][0] == reverse("interview:ready", args=[planned.pk])
    assert "09:30 (UTC)" in response.content.decode()
    assert planned.calendar_sequence == 1


def test_moving_to_a_bad_time_is_422_and_keeps_what_was_typed(as_user, alice, planned):
    address = reverse("interview:move", args=[planned.pk])
    response = as_user(alice).post(address, {"date": "2020-01-01", "time": "09:30"})
    assert response.status_code == 422
    assert 'value="2020-01-01"' in response.content.decode()
    planned.refresh_from_db()
    assert planned.calendar_sequence == 0


def test_cancelling_goes_home(as_user, alice, planned):
    address = reverse("interview:cancel", args=[planned.pk])
    for _ in range(2):
        assert as_user(alice).post(address).url == reverse("interview:home")
    planned.refresh_from_db()
    assert planned.status == Status.CANCELLED
    assert planned.calendar_sequence == 1


def test_what_has_begun_can_be_neither_moved_nor_cancelled(as_user, alice):
    running = InterviewFactory(candidate=alice, running=True)
    client = as_user(alice)
    assert client.post(reverse("interview:move", args=[running.pk]), in_days(3)).status_code == 409
    assert client.post(reverse("interview:cancel", args=[running.pk])).status_code == 409
    page = client.get(reverse("interview:move", args=[running.pk]))
    assert page.url == running.get_absolute_url()


def test_the_calendar_file_is_one_that_imports(as_user, alice, planned):
    response = as_user(alice).get(reverse("interview:calendar", args=[planned.pk]))
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert response.headers["Content-Disposition"] == 'attachment; filename="interview.ics"'
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == str(planned.calendar_uid)
    assert event.decoded("DTSTART") == planned.scheduled_for
    assert event["STATUS"] == "CONFIRMED"


def test_the_calendar_file_of_a_cancelled_one_says_so(as_user, alice, planned):
    actions.cancel(planned)
    response = as_user(alice).get(reverse("interview:calendar", args=[planned.pk]))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1


def test_without_a_time_there_is_no_calendar_file(as_user, alice):
    unplanned = InterviewFactory(candidate=alice)
    address = reverse("interview:calendar", args=[unplanned.pk])
    assert as_user(alice).get(address).status_code == 404


@pytest.mark.parametrize("name", ["move", "cancel", "calendar"])
def test_strangers_and_wrong_methods(as_user, charlie, alice, planned, name):
    address = reverse(f"interview:{name}", args=[planned.pk])
    ask = as_user(charlie).post if name == "cancel" else as_user(charlie).get
    assert ask(address).status_code == 404
    wrong = {"move": "put", "cancel": "get", "calendar": "post"}[name]
    assert getattr(as_user(alice), wrong)(address).status_code == 405


def test_moving_costs_few_queries(as_user, alice, planned, django_assert_max_num_queries):
    client = as_user(alice)
    client.get(reverse("interview:home"))
    with django_assert_max_num_queries(26):
        client.post(reverse("interview:move", args=[planned.pk]), in_days(4))
