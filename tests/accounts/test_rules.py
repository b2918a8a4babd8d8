from datetime import UTC, datetime, timedelta
from math import ceil
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from accounts import rules, zones
from accounts.models import GUESTS_ARE_KEPT

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(days=90))


def visitor(*, is_guest=True, last_seen_at=NOON):
    return SimpleNamespace(is_guest=is_guest, last_seen_at=last_seen_at)


@given(moments, spans)
def test_days_left_run_out_exactly_when_the_work_may_be_deleted(seen, away):
    guest = visitor(last_seen_at=seen)
    left = rules.days_left(guest, at=seen + away)

    begun = ceil(away / timedelta(days=1))
    assert left == max(0, 30 - begun)
    if seen + away >= rules.kept_until(guest):
        assert left == 0


def test_an_account_is_kept():
    account = visitor(is_guest=False)
    assert rules.kept_until(account) is None
    assert rules.days_left(account, at=NOON + timedelta(days=900)) is None


def test_a_guest_is_kept_for_thirty_days():
    assert rules.kept_until(visitor()) - NOON == GUESTS_ARE_KEPT == timedelta(days=30)


@given(moments, spans)
def test_a_visit_is_written_down_once_a_day(seen, away):
    assert rules.is_seen_anew(visitor(last_seen_at=seen), at=seen + away) == (
        away >= timedelta(days=1)
    )


def test_only_a_guest_claims():
    assert rules.why_not_claim(visitor()) is None
    assert "already" in rules.why_not_claim(visitor(is_guest=False))


@given(st.timedeltas(timedelta(minutes=-30), timedelta(minutes=60)))
def test_work_follows_whoever_logs_in_within_a_quarter_of_an_hour(later):
    inside = timedelta(0) <= later <= timedelta(minutes=15)
    assert rules.guest_may_follow(NOON, at=NOON + later) is inside


def test_zones_hold_utc_and_every_great_city_once():
    names = [name for _, group in zones.choices("Europe/Vienna") for name, _ in group]
    assert {"UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires"} <= set(names)
    assert len(names) == len(set(names))


def test_an_unusual_zone_stays_choosable():
    names = [name for _, group in zones.choices("Etc/GMT+3") for name, _ in group]
    assert "Etc/GMT+3" in names
