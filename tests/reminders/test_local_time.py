"""Wall times and instants, on the days when clocks change and on all others."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders import local_time

NEW_YORK = ZoneInfo("America/New_York")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
ZONES = [
    "Asia/Kathmandu",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Europe/London",
    "Africa/Casablanca",
    "America/St_Johns",
    "UTC",
]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_kathmandu_is_five_hours_and_three_quarters_ahead():
    found = local_time.instant_of(wall("2026-11-27 08:00"), KATHMANDU)
    assert found == local_time.Instant(datetime(2026, 11, 27, 2, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "asked", "first_minute_after"),
    [
        ("America/New_York", "2026-03-08 02:00", "2026-03-08 03:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 03:00"),
        ("America/New_York", "2026-03-08 02:59", "2026-03-08 03:00"),
        # Half an hour only.
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:30"),
        # A whole day that Samoa did not have.
        ("Pacific/Apia", "2011-12-30 15:00", "2011-12-31 00:00"),
    ],
)
def test_a_time_in_a_gap_becomes_the_first_minute_after_it(zone, asked, first_minute_after):
    found = local_time.instant_of(wall(asked), ZoneInfo(zone))
    assert found.skipped
    assert not found.repeated
    assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall(first_minute_after)


@pytest.mark.parametrize("asked", ["2026-03-08 01:59", "2026-03-08 03:00"])
def test_the_minutes_around_a_gap_are_themselves(asked):
    found = local_time.instant_of(wall(asked), NEW_YORK)
    assert not found.skipped
    assert found.at.astimezone(NEW_YORK).replace(tzinfo=None) == wall(asked)


def test_a_time_that_happens_twice_is_the_first():
    found = local_time.instant_of(wall("2026-11-01 01:30"), NEW_YORK)
    assert found == local_time.Instant(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), repeated=True)
    assert "UTC-4" in local_time.spoken(found.at, NEW_YORK)
    assert "UTC-5" in local_time.spoken(found.at + timedelta(hours=1), NEW_YORK)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08 20:00", 23), ("2026-11-01 20:00", 25), ("2026-06-01 20:00", 24)]
)
def test_the_day_before_keeps_the_time_on_the_wall(day, hours):
    start = local_time.instant_of(wall(day), NEW_YORK).at
    before = local_time.the_day_before(start, NEW_YORK)
    assert start - before == timedelta(hours=hours)
    assert before.astimezone(NEW_YORK).hour == 20


@given(
    minutes=st.integers(0, 20 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_every_wall_time_is_shown_by_the_clock_or_follows_a_gap(minutes, zone):
    asked = datetime(2011, 1, 1) + timedelta(minutes=minutes)
    found = local_time.instant_of(asked, zone)
    shown = found.at.astimezone(zone)
    if found.skipped:
        a_moment_before = (found.at - timedelta(seconds=1)).astimezone(zone)
        assert a_moment_before.replace(tzinfo=None) < asked < shown.replace(tzinfo=None)
    else:
        assert shown.replace(tzinfo=None) == asked
    if found.repeated:
        assert shown.fold == 0


@given(
    minutes=st.integers(0, 20 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_an_instant_survives_the_trip_over_the_wall(minutes, zone):
    at = datetime(2011, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    local = at.astimezone(zone)
    back = local_time.instant_of(local.replace(tzinfo=None), zone)
    if local.fold:
        assert back.repeated
    else:
        assert back.at == at


def test_words_name_the_zone_and_its_offset():
    at = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert local_time.spoken(at, KATHMANDU) == (
        "Friday 27 November 2026, 23:45 (Asia/Kathmandu, UTC+5:45)"
    )
    assert local_time.spoken(at, ZoneInfo("UTC")) == "Friday 27 November 2026, 18:00 (UTC)"
