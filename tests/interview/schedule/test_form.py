"""The form for later: read on the person's own clock, refused with a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from interview import rules
from interview.schedule_form import MoveForm, ScheduleForm
from tests.factories import UserFactory
from tests.interview.schedule.calendars import NOW


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
