"""The daily line of the study desk: what Today counts, at the person's hour, once a day or not."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reminders import actions, kinds, standing
from reminders.models import Choice, Hours, Reminder
from study import items, telling, today
from study.cards import actions as card_actions
from study.cards import sources
from study.cards.memory import Rating
from study.content import content
from study.grid.actions import tap
from study.models import Card, Desk
from tests.factories import UserFactory
from web import clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EIGHT = datetime(2026, 3, 3, 8, tzinfo=UTC)
A_DAY = timedelta(days=1)
State, Channel = Reminder.State, Reminder.Channel


@pytest.fixture
def card(alice) -> Card:
    return sources.write(alice, front="Q", back="A", at=NOON)


def rows(user, **facts):
    return Reminder.objects.filter(user=user, kind=kinds.STUDY_TODAY, **facts)


def tick(at):
    standing.plan_ahead(at=at)
    actions.send_due(at=at)


def test_one_line_at_eight_that_leads_to_today(alice, card):
    tick(NOON)
    assert mail.outbox == []
    tick(EIGHT)
    [message] = mail.outbox
    assert message.subject == "Greenroom today: 1 card"
    assert reverse("study:today") in message.body
    [notice] = rows(alice, channel=Channel.IN_APP, state=State.SENT)
    assert notice.facts["title"] == "1 card"


def test_nobody_is_told_of_nothing_and_the_log_stays_empty(alice, card):
    tick(NOON)
    card_actions.rate(card, Rating.EASY, seen=0, seconds=3, at=NOON)
    tick(EIGHT)
    assert mail.outbox == []
    assert not rows(alice).exclude(state=State.WAITING).exists()
    assert not Reminder.objects.filter(kind=kinds.DIGEST).exists()
    tick(EIGHT + timedelta(minutes=5))
    assert {row.due_at for row in rows(alice)} == {EIGHT + A_DAY}, "and tomorrow is asked again"


def test_who_keeps_nothing_at_the_desk_has_no_row(alice):
    tick(NOON)
    assert not rows(alice).exists()


def test_each_day_has_its_line_and_the_app_keeps_the_newest(alice, card):
    for day in range(3):
        for minutes in (0, 1, 5, 60):
            tick(EIGHT + day * A_DAY + timedelta(minutes=minutes))
    assert len(mail.outbox) == 3
    told = rows(alice, channel=Channel.IN_APP, state=State.SENT)
    assert told.filter(read_at=None).count() == 1


def test_another_hour_and_another_zone_move_it_and_make_no_second(alice, card):
    tick(NOON)
    tick(EIGHT)
    Hours.objects.create(user=alice, digest_at=time(19))
    for hours in range(1, 15):
        tick(EIGHT + timedelta(hours=hours))
    assert len(mail.outbox) == 1, "today's has gone"
    tick(EIGHT + A_DAY + timedelta(hours=10, minutes=59))
    assert len(mail.outbox) == 1
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    tick(EIGHT + A_DAY + timedelta(hours=11))
    tick(EIGHT + 2 * A_DAY)
    assert {row.due_at for row in rows(alice, state=State.WAITING)} == {
        datetime(2026, 3, 5, 13, 15, tzinfo=UTC)
    }


@pytest.mark.parametrize(
    ("choice", "ways"),
    [
        ({"in_app": True, "email": "off"}, {Channel.IN_APP}),
        ({"in_app": False, "email": "digest"}, {Channel.DIGEST}),
        ({"in_app": False, "email": "off"}, set()),
    ],
)
def test_only_the_chosen_ways_have_a_row(alice, card, choice, ways):
    Choice.objects.create(user=alice, category="study", **choice)
    tick(NOON)
    assert {row.channel for row in rows(alice)} == ways


def test_a_guest_is_told_in_the_app(db):
    guest = UserFactory(email=None, is_guest=True)
    sources.write(guest, front="Q", back="A", at=NOON)
    tick(NOON)
    tick(EIGHT)
    [notice] = rows(guest)
    assert (notice.channel, notice.state) == (Channel.IN_APP, State.SENT)


def test_the_choice_stands_on_the_page(as_user, alice):
    page = as_user(alice).get(reverse("reminders:choices")).content.decode()
    assert 'name="study_email"' in page
    assert 'value="now"' not in page.partition('name="study_email"')[2].partition("</select>")[0]


def test_two_days_without_anybody_at_work_are_one_line_of_the_day_it_goes(alice, card):
    tick(NOON)
    sources.write(alice, front="Q2", back="A", at=NOON)
    back = EIGHT + 2 * A_DAY + timedelta(hours=3)
    tick(back)
    tick(back + timedelta(minutes=5))
    assert [message.subject for message in mail.outbox] == ["Greenroom today: 2 cards"]


def test_a_desk_that_cannot_be_counted_costs_its_own_line_alone(alice, bob, card, monkeypatch):
    sources.write(bob, front="Q", back="A", at=NOON)
    real = standing._standing[kinds.STUDY_TODAY]

    def words(user, at):
        if user == alice:
            raise KeyError("broken")
        return telling.words(user, at)

    broken = standing.Standing(real.people, words, real.title, real.page)
    monkeypatch.setitem(standing._standing, kinds.STUDY_TODAY, broken)
    tick(NOON)
    tick(EIGHT)
    assert [message.to[0] for message in mail.outbox] == [f"{bob} <{bob.email}>"]
    assert set(rows(alice).values_list("state", flat=True)) == {State.FAILED}


# The same numbers as Today's


@pytest.mark.parametrize(
    ("zone", "hour", "at"),
    [
        # The clocks go forward and back at night; and an hour before the study day begins.
        ("Europe/London", time(8), "2026-03-29T07:00"),
        ("Europe/London", time(8), "2026-10-25T08:00"),
        ("America/New_York", time(2, 30), "2026-03-08T07:00"),
        ("Asia/Kathmandu", time(3), "2026-05-10T21:15"),
    ],
)
def test_it_counts_the_study_day_of_its_hour(alice, card, zone, hour, at):
    """A card that is due on that study day is told, one due on the next is not."""
    at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    alice.time_zone = zone
    alice.save()
    Hours.objects.create(user=alice, digest_at=hour)
    desk = Desk.objects.create(user=alice, new_a_day=0)
    on = desk.day(at)
    Card.objects.filter(pk=card.pk).update(**learned(on), due_on=on)
    later = sources.write(alice, front="Later", back="A", at=NOON)
    Card.objects.filter(pk=later.pk).update(**learned(on), due_on=on + A_DAY)
    tick(at - timedelta(hours=2))
    tick(at)
    assert [message.subject for message in mail.outbox] == ["Greenroom today: 1 card"]


def learned(on: date) -> dict:
    return {"phase": 2, "stability": 5, "difficulty": 5, "reviewed_on": on - 5 * A_DAY}


@given(
    due_in=st.lists(st.integers(-5, 3), max_size=6),
    fresh=st.integers(0, 12),
    taps=st.lists(st.integers(-13, 0), max_size=3),
    interview_in=st.none() | st.integers(-1, 8),
    hour=st.integers(0, 23),
    turn=st.integers(0, 12),
    limit=st.integers(0, 4),
)
@hypothesis_settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_the_line_and_the_page_say_the_same(
    db, due_in, fresh, taps, interview_in, hour, turn, limit
):
    user = UserFactory(time_zone="Australia/Lord_Howe")
    at = datetime(2026, 4, 4, hour, 30, tzinfo=UTC)
    desk = Desk.objects.create(user=user, turn=turn, reviews_a_day=limit)
    on = desk.day(at)
    if interview_in is not None:
        Desk.objects.filter(user=user).update(interview_on=on + interview_in * A_DAY)
    for days in due_in:
        card = sources.write(user, front="Q", back="A", at=NOON)
        Card.objects.filter(pk=card.pk).update(
            **learned(on) | {"reviewed_on": on - 9 * A_DAY}, due_on=on + days * A_DAY
        )
    for _ in range(fresh):
        sources.write(user, front="Q", back="A", at=NOON)
    for number, days in enumerate(taps):
        tap(user, content().study.concepts[number], 1, done=True, at=at + days * A_DAY)
    note, page = telling.words(user, at), today.of(user, at=at)
    assert (note.title if note else "") == ", ".join(page.counts)
    said = re.findall(r"(\d+) ", note.title) if note else []
    assert sum(map(int, said)) == sum(item.pieces for item in page.due)
    assert items.counts([one for one in page.items if one in page.due]) == page.counts


def test_the_pages_say_what_the_mail_says(as_user, alice, card, monkeypatch):
    tick(NOON)
    tick(EIGHT)
    monkeypatch.setattr(clock, "now", lambda: EIGHT)
    browser = as_user(alice)
    assert '<span class="num">1 card</span>' in browser.get(reverse("study:today")).content.decode()
    page = browser.get(reverse("study:index")).content.decode()
    assert "1 new." in page


@pytest.mark.parametrize("number", [1, 20])
def test_the_study_page_costs_the_same_however_much_is_due(
    as_user, alice, number, django_assert_max_num_queries
):
    for _ in range(number):
        sources.write(alice, front="Q", back="A", at=NOON)
    browser = as_user(alice)
    browser.get(reverse("study:index"))
    with django_assert_max_num_queries(13):
        assert browser.get(reverse("study:index")).status_code == 200
