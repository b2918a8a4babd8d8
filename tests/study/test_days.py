"""The study day: every instant has one, they follow each other, clocks that change lose none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.days import begins, study_day

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "America/Los_Angeles",
        "America/New_York",
        "Europe/London",
        "Asia/Kathmandu",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Auckland",
    )
]
zones = st.sampled_from(ZONES)
turns = st.integers(0, 12)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2032, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(moments, zones, turns)
def test_an_instant_lies_in_its_own_day(at, zone, turn):
    day = study_day(at, zone, turn)
    assert begins(day, zone, turn) <= at
    # A day that a zone left out altogether (Apia, 30 December 2011) has no length.
    assert at < begins(day + timedelta(days=1), zone, turn) or day.year == 2011


@given(moments, zones, turns, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_time_never_leads_back_to_an_earlier_day(at, zone, turn, later):
    assert study_day(at + later, zone, turn) >= study_day(at, zone, turn)


@given(
    st.dates(date(2012, 1, 1), date(2032, 1, 1)),
    zones,
    turns,
)
def test_days_follow_each_other_by_23_to_25_hours(day, zone, turn):
    length = begins(day + timedelta(days=1), zone, turn) - begins(day, zone, turn)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("at", "turn", "day"),
    [
        ("2026-03-10 03:59", 4, 9),
        ("2026-03-10 04:00", 4, 10),
        ("2026-03-10 00:00", 0, 10),
        ("2026-03-09 23:59", 0, 9),
        ("2026-03-10 05:30", 6, 9),
    ],
)
def test_a_late_evening_belongs_to_the_day_it_began_on(at, turn, day):
    zone = ZoneInfo("Europe/London")
    assert study_day(datetime.fromisoformat(at).replace(tzinfo=zone), zone, turn).day == day


def test_where_the_hour_is_skipped_the_day_begins_with_the_first_minute_after():
    zone = ZoneInfo("America/New_York")
    assert begins(date(2026, 3, 8), zone, 2) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_where_the_hour_comes_twice_the_day_begins_once():
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # half past one, the first time
    assert begins(date(2026, 11, 1), zone, 1) == datetime(2026, 11, 1, 5, tzinfo=UTC)
    days = {study_day(first + timedelta(hours=n), zone, 1) for n in range(3)}
    assert days == {date(2026, 11, 1)}
