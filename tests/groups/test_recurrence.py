"""A meeting that repeats keeps to its time on the wall, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.recurrence import MOST_TIMES, Every, Rule, in_words
from reminders import local_time

ZONES = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "UTC",
    ]
).map(ZoneInfo)
FIRST = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(
    lambda wall: wall.replace(second=0, microsecond=0)
)
EVERY = st.sampled_from(Every)
fewer = settings(max_examples=40, deadline=None)
LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


@fewer
@given(FIRST, ZONES, EVERY, st.integers(1, MOST_TIMES))
def test_as_many_times_as_asked_in_order_and_none_twice(first, zone, every, times):
    found = list(Rule(every, times=times).occurrences(first, zone))
    assert len(found) == times
    assert found[0].day == first.date()
    instants = [one.at for one in found]
    assert instants == sorted(set(instants))
    assert len({one.day for one in found}) == times


@fewer
@given(FIRST, ZONES, EVERY)
def test_each_is_at_the_same_time_on_the_wall_unless_the_clocks_skip_it(first, zone, every):
    for one in Rule(every, times=60).occurrences(first, zone):
        meant = local_time.instant_of(datetime.combine(one.day, first.time()), zone)
        assert one.at == meant.at
        if not meant.skipped:
            assert one.at.astimezone(zone).replace(tzinfo=None) == datetime.combine(
                one.day, first.time()
            )
        assert one.day.weekday() == first.weekday()


@fewer
@given(FIRST, EVERY)
def test_the_steps_are_those_of_the_calendar(first, every):
    days = [one.day for one in Rule(every, times=30).occurrences(first, LONDON)]
    steps = {later - day for day, later in pairwise(days)}
    if every is Every.MONTH:
        assert steps <= {timedelta(weeks=4), timedelta(weeks=5)}
        months = [day.year * 12 + day.month for day in days]
        assert months == list(range(months[0], months[0] + 30)), "no month is left out"
    else:
        assert steps == {timedelta(weeks=1 if every is Every.WEEK else 2)}


@fewer
@given(FIRST, EVERY, st.integers(0, 600))
def test_the_last_day_is_still_in_it(first, every, days):
    last = first.date() + timedelta(days=days)
    found = [one.day for one in Rule(every, last=last).occurrences(first, NEW_YORK)]
    further = list(Rule(every, times=len(found) + 1).occurrences(first, NEW_YORK))
    assert found == [one.day for one in further][:-1]
    assert all(day <= last for day in found)
    assert further[-1].day > last


@fewer
@given(FIRST, EVERY, st.integers(1, 40), st.integers(0, 39))
def test_the_rest_of_a_row_is_counted_from_any_of_its_days(first, every, times, gone):
    rule = Rule(every, times=times)
    days = [one.day for one in rule.occurrences(first, LONDON)]
    day = days[min(gone, times - 1)]
    assert rule.left_from(first.date(), day) == times - min(gone, times - 1)


@fewer
@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), EVERY, st.integers(1, MOST_TIMES))
def test_a_rule_is_read_back_as_it_was_written(first, every, times):
    for rule in (Rule(every), Rule(every, times=times), Rule(every, last=first)):
        assert Rule.from_text(rule.as_text(first)) == rule


def test_eight_in_the_evening_stays_so_when_clocks_change():
    found = Rule(Every.WEEK, times=3).occurrences(datetime(2026, 3, 22, 20, 0), LONDON)
    assert [one.at.hour for one in found] == [20, 19, 19], "in UTC"


def test_a_time_that_is_skipped_is_the_first_minute_after_the_gap():
    gap = list(Rule(Every.WEEK, times=2).occurrences(datetime(2026, 3, 1, 2, 30), NEW_YORK))[1]
    assert gap.day == date(2026, 3, 8)
    assert gap.at == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert gap.at.astimezone(NEW_YORK).time() == time(3, 0)


def test_a_time_that_comes_twice_is_the_first_of_them():
    fold = list(Rule(Every.WEEK, times=2).occurrences(datetime(2026, 10, 25, 1, 30), NEW_YORK))[1]
    assert fold.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_what_begins_in_a_fifth_week_is_the_last_of_its_month():
    found = list(Rule(Every.MONTH, times=4).occurrences(datetime(2026, 1, 30, 18, 0), LONDON))
    assert [one.day.day for one in found] == [30, 27, 27, 24]
    assert Rule(Every.MONTH).as_text(date(2026, 1, 30)) == "FREQ=MONTHLY;BYDAY=-1FR"


def test_only_what_begins_before_the_instant_is_listed():
    first = datetime(2026, 5, 4, 18, 0)
    before = datetime(2026, 5, 18, 17, 0, tzinfo=UTC)  # when the third of them begins
    assert len(Rule(Every.WEEK).until(first, LONDON, before=before)) == 2


@pytest.mark.parametrize(
    "text", ["", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=3", "FREQ=WEEKLY;BYHOUR=3", "COUNT=3"]
)
def test_a_rule_of_others_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        Rule.from_text(text)


def test_a_rule_has_one_end_and_a_number_one_can_mean():
    with pytest.raises(ValueError, match="not both"):
        Rule(Every.WEEK, times=3, last=date(2026, 1, 1))
    with pytest.raises(ValueError, match="1 to 104"):
        Rule(Every.WEEK, times=105)


def test_a_rule_is_said_in_words():
    first = date(2026, 5, 4)
    assert in_words(Rule(Every.FORTNIGHT, times=6).as_text(first)) == "every second week, 6 times"
    assert in_words(Rule(Every.WEEK, last=first).as_text(first)) == "every week, until 4 May 2026"
