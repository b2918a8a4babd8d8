"""Between the clock on a person's wall and an instant. Offsets change; zones do not.

Clocks that go forward leave a gap of times that never happen; clocks that go back make some
happen twice. Both are data of the zone, looked up for the day in question and never stored.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Instant:
    """What a wall time means: the instant in UTC, and whether the clocks were changing."""

    at: datetime
    # The wall time asked for does not exist that day; `at` is the first minute after the gap.
    skipped: bool = False
    # The wall time happens twice that day; `at` is the first of them.
    repeated: bool = False


def instant_of(wall: datetime, zone: ZoneInfo) -> Instant:
    """The instant at which a clock in `zone` shows `wall` (naive)."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    # PEP 495: in a gap fold=0 reads the old, smaller offset; in a fold the old, larger one.
    if before < after:
        return Instant(_end_of_gap(second.astimezone(UTC), first.astimezone(UTC), zone), True)
    return Instant(first.astimezone(UTC), repeated=before > after)


def the_day_before(at: datetime, zone: ZoneInfo) -> datetime:
    """The same time on the wall one day earlier, as an instant: 23 or 25 hours on some days."""
    wall = at.astimezone(zone).replace(tzinfo=None)
    return instant_of(wall - timedelta(days=1), zone).at


def next_time(
    wall: time, zone: ZoneInfo, *, since: datetime, after_day: date | None = None
) -> datetime:
    """The first instant from `since` on at which a clock in `zone` comes to show `wall`, once a
    day: the first of two, and the end of the gap where it shows it on no day.

    With `after_day`, on a later day than that.
    """
    today = since.astimezone(zone).date()
    day = today if after_day is None else max(today, after_day + timedelta(days=1))
    while (found := instant_of(datetime.combine(day, wall), zone).at) < since:
        day += timedelta(days=1)
    return found


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def start_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the person's day."""
    return instant_of(datetime.combine(day_of(at, zone), time()), zone).at


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """An instant in words on the person's own clock, with the zone's name and its offset then.

    The offset tells the two halves of a repeated hour apart.
    """
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {zone_in_words(at, zone)}"


def zone_in_words(at: datetime, zone: ZoneInfo) -> str:
    """A zone and its offset at that instant, such as “(Asia/Kathmandu, UTC+5:45)”."""
    minutes = round(at.astimezone(zone).utcoffset().total_seconds() / 60)
    if zone.key == "UTC":
        return "(UTC)"
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return f"({zone.key}, UTC{offset})"


def _end_of_gap(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the jump, which lies after `early` and no later than `late`, to the second."""
    there = late.astimezone(zone).utcoffset()
    low, high = int(early.timestamp()), int(late.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == there:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)
