"""Times offered for a mock interview of two: taken once, declined, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import slot_actions
from groups.models import Meeting, Offer
from reminders import feeds
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import UserFactory, group_of
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def offer(group, alice, bob, at):
    times = [at + timedelta(days=2), at + timedelta(days=3)]
    return slot_actions.offer(group, times, partner=bob, by=alice, at=at)


def told(user) -> list[str]:
    rows = Reminder.objects.filter(user=user, channel="in-app", kind="turn-proposed")
    return [one.facts["title"] for one in rows.order_by("pk")]


def test_a_time_that_is_taken_is_a_meeting_of_two_parts(offer, alice, bob, at):
    chosen = offer.times.last()
    meeting = slot_actions.take(offer, chosen.pk, by=bob, at=at)
    assert meeting.starts_at == chosen.starts_at
    assert meeting.minutes == 90
    assert [(one.asker, one.answerer) for one in meeting.parts.all()] == [
        (alice, bob),
        (bob, alice),
    ]
    assert meeting.attendances.filter(answer="yes").count() == 2
    planned = Reminder.objects.filter(kind="meeting-planned", channel="email")
    assert {one.user for one in planned} == {alice, bob}
    assert not Reminder.objects.filter(kind="meeting-asked").exists(), "both have said yes"


def test_taking_it_again_is_the_same_meeting(offer, bob, at):
    number = offer.times.first().pk
    assert slot_actions.take(offer, number, by=bob, at=at) == slot_actions.take(
        offer, number, by=bob, at=at
    )


def test_a_time_in_the_repeated_hour_stays_the_one_that_was_offered(group, alice, bob, at):
    """01:30 comes twice in New York that night; the second was meant."""
    alice.time_zone = "America/New_York"
    alice.save()
    second = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    asked = datetime(2027, 11, 1, tzinfo=UTC)
    made = slot_actions.offer(group, [second], partner=bob, by=alice, at=asked)
    meeting = slot_actions.take(made, made.times.get().pk, by=bob, at=asked)
    assert meeting.starts_at == second


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_an_open_slot_at_once_one_has_it(group, alice, bob):
    carol, at = UserFactory(), timezone.now()
    group.circle.memberships.create(user=carol, since=at)
    made = slot_actions.offer(group, [at + timedelta(days=2)], by=alice, at=at)
    number = made.times.get().pk

    def take(user):
        def run() -> str:
            try:
                slot_actions.take(made, number, by=user, at=at)
            except Refused as refused:
                return refused.reason
            return "taken"

        return run

    assert sorted(all_at_once([take(bob), take(carol)])) == [
        "Somebody was a moment quicker, and this slot is taken. Offer one of your own.",
        "taken",
    ]
    assert Meeting.objects.count() == 1


def test_declining_tells_whoever_offered_once(offer, alice, bob, at):
    for _ in range(2):
        slot_actions.decline(offer, by=bob, at=at)
    assert told(alice) == ["Bob cannot at the times you offered"]
    with pytest.raises(Refused, match="taken back"):
        slot_actions.take(offer, offer.times.first().pk, by=bob, at=at)


@pytest.mark.parametrize(
    ("by", "late", "reason"),
    [
        ("alice", 0, "your own offer"),
        ("bob", 5, "That time is over"),
        ("carol", 0, "somebody else"),
    ],
)
def test_who_cannot_take_it_is_told_why(offer, alice, bob, at, by, late, reason):
    who = {"alice": alice, "bob": bob, "carol": UserFactory()}[by]
    with pytest.raises(Refused, match=reason):
        slot_actions.take(offer, offer.times.first().pk, by=who, at=at + timedelta(days=late))


def test_an_offer_is_seen_by_its_two_and_an_open_one_by_the_group(group, offer, alice, bob, at):
    dave = UserFactory()
    group.circle.memberships.create(user=dave, since=at)
    anyone = slot_actions.offer(group, [at + timedelta(days=4)], by=alice, at=at)
    seen = {one: set(Offer.objects.visible_to(one)) for one in (alice, bob, dave, UserFactory())}
    assert list(seen.values()) == [{offer, anyone}, {offer, anyone}, {anyone}, set()]


def test_a_feed_shows_what_one_comes_to(offer, alice, bob, at):
    meeting = slot_actions.take(offer, offer.times.first().pk, by=bob, at=at)
    for user in (alice, bob):
        assert [one.uid for one in feeds.entries(user, "meetings", at=at)] == [meeting.calendar_uid]
    meeting.group.circle.memberships.get(user=bob).delete()
    assert feeds.entries(bob, "meetings", at=at) == []


def form(*times, **more) -> dict:
    rows = {}
    for number, (day, hour) in enumerate(times, start=1):
        rows |= {f"time-{number}-date": day, f"time-{number}-time": hour}
    return rows | {"partner": "", "note": ""} | more


def test_times_are_offered_and_shown_on_both_clocks(as_user, alice, bob, group):
    alice.time_zone = "Europe/London"
    alice.save()
    bob.time_zone = "America/New_York"
    bob.save()
    address = reverse("groups:slots", args=[group.pk])
    times = [("2027-01-14", "18:00"), ("2027-01-15", "18:00")]
    done = as_user(alice).post(address, form(*times, partner=bob.pk, note="Any set."))
    assert done.status_code == 302
    page = as_user(bob).get(address).content.decode()
    assert "Thursday, 14 January 2027, 18:00</time> London · 13:00 for you" in page
    assert "13:00 for Bob" in as_user(alice).get(address).content.decode()
    assert told(bob) == ["Alice offers times for a mock interview"]


def test_a_row_that_is_half_filled_comes_back(as_user, alice, group):
    address = reverse("groups:slots", args=[group.pk])
    bad = as_user(alice).post(address, form(("2027-01-14", "18:00"), ("2027-01-15", "")))
    assert bad.status_code == 422
    assert "Give a time." in bad.content.decode()
    assert 'value="2027-01-15"' in bad.content.decode()


def test_a_slot_is_taken_by_its_button(as_user, bob, offer):
    number = offer.times.first().pk
    done = as_user(bob).post(
        reverse("groups:take", args=[offer.group_id, offer.pk]), {"time": number}
    )
    assert done.url == Meeting.objects.get().get_absolute_url()
