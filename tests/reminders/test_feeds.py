"""The links by which calendars ask: what they show, when nothing is new, and taking them back."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.actions import delete_account
from interview.models import Interview
from reminders import feed_actions, feed_views, feeds
from reminders.appointments import Appointment
from reminders.models import Feed
from tests.factories import InterviewFactory
from tests.reminders.conftest import NOW

CHOICES = "/reminders/choices/"


@pytest.fixture
def planned_here(monkeypatch, appointment):
    """What rooms have registered: two lists that a test may change."""
    plans = {"interviews": [appointment], "study": []}
    registered = {name: [lambda user, at, name=name: plans[name]] for name in plans}
    monkeypatch.setattr(feeds, "_planned", registered)
    return plans


@pytest.fixture
def feed(alice, planned_here):
    return feed_actions.renew(alice, "interviews", at=NOW)


@pytest.fixture
def address(feed, settings):
    return feed.address.removeprefix(settings.SITE_URL)


def ask(address, **headers):
    """As a calendar does: no cookie, no log-in."""
    return Client().get(address, headers=headers)


def test_a_calendar_gets_a_published_file_without_logging_in(address, appointment):
    response = ask(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "private, no-cache"
    calendar = Calendar.from_ical(response.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in response.content
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in response.content
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == str(appointment.uid)
    assert "ATTENDEE" not in event
    assert not calendar.walk("VALARM")


def test_the_same_question_gets_the_same_bytes_and_then_nothing_new(address):
    first, second = ask(address), ask(address)
    assert first.content == second.content
    for header, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = ask(address, **{header: value})
        assert again.status_code == 304
        assert again.content == b""


def test_what_changes_is_new_whatever_the_calendar_asks_by(address, feed, planned_here):
    first = ask(address)
    # It was read a while ago; dates of HTTP know whole seconds only.
    Feed.objects.update(changed_at=NOW)
    since = "Fri, 20 Nov 2026 12:00:00 GMT"
    assert ask(address, **{"If-Modified-Since": since}).status_code == 304
    planned_here["interviews"] = []
    assert ask(address, **{"If-Modified-Since": since}).status_code == 200, "one fewer is news, too"
    second = ask(address, **{"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert not Calendar.from_ical(second.content).walk("VEVENT")


def test_an_entry_that_moves_keeps_its_uid_and_one_called_off_says_so(
    address, appointment, planned_here
):
    planned_here["interviews"] = [
        dataclasses.replace(appointment, sequence=2, starts_at=NOW, status="cancelled")
    ]
    (event,) = Calendar.from_ical(ask(address).content).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (str(appointment.uid), 2)
    assert event["STATUS"] == "CANCELLED"


def test_everything_holds_all_scopes_and_each_zone_once(alice, planned_here, appointment, settings):
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    facts = {name: getattr(appointment, name) for name in ("sequence", "title", "path")}
    uid = type(appointment.uid)(int=7)
    day = Appointment.for_day(NOW.date(), uid=uid, made_at=NOW, **facts)
    planned_here["study"] = [day]
    feed = feed_actions.renew(alice, "everything", at=NOW)
    content = ask(feed.address.removeprefix(settings.SITE_URL)).content
    calendar = Calendar.from_ical(content)
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [str(uid), str(appointment.uid)]
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert b"DTSTART;VALUE=DATE:20261120" in content
    assert len(content) < 3000
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_a_link_that_was_taken_back_opens_nothing(as_user, alice, feed, address):
    assert as_user(alice).post(reverse("reminders:revoke_feed", args=[feed.pk])).url == CHOICES
    assert ask(address).status_code == 404
    assert as_user(alice).get(address).status_code == 404


def test_another_link_ends_the_one_before(as_user, alice, feed, address):
    as_user(alice).post(reverse("reminders:renew_feed"), {"scope": "interviews"})
    assert ask(address).status_code == 404
    new = Feed.objects.live().get()
    assert new.token != feed.token
    assert len(new.token) >= 43
    assert new.address in as_user(alice).get(CHOICES).content.decode()


def test_no_second_live_link_even_by_mistake(alice, feed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.create(user=alice, scope="interviews", token="x", made_at=NOW)


def test_a_scope_that_nobody_fills_has_no_link(as_user, alice, planned_here):
    for scope in ("meetings", "secrets", ""):
        response = as_user(alice).post(reverse("reminders:renew_feed"), {"scope": scope})
        assert response.status_code == 404
    assert "Meetings</h3>" not in as_user(alice).get(CHOICES).content.decode()


def test_strangers_take_nothing_back_and_see_no_link(as_user, charlie, feed):
    client = as_user(charlie)
    assert client.post(reverse("reminders:revoke_feed", args=[feed.pk])).status_code == 404
    assert feed.token not in client.get(CHOICES).content.decode()


def test_wrong_methods_and_guessed_links(feed, address, as_user, alice):
    assert Client().post(address).status_code == 405
    assert ask("/reminders/feeds/guessed.ics").status_code == 404
    for name, args in (("renew_feed", []), ("revoke_feed", [feed.pk])):
        assert as_user(alice).get(reverse(f"reminders:{name}", args=args)).status_code == 405


def test_the_link_goes_with_the_account_and_closes_with_it(alice, address):
    alice.is_active = False
    alice.save()
    assert ask(address).status_code == 404
    alice.is_active = True
    alice.save()
    assert ask(address).status_code == 200
    delete_account(alice)
    assert ask(address).status_code == 404


def test_the_page_says_when_a_calendar_asked_and_writes_seldom(as_user, alice, feed, address):
    page = as_user(alice).get(CHOICES).content.decode()
    assert "No calendar has asked yet" in page
    assert "Google every few hours" in page
    ask(address)
    first = Feed.objects.get(pk=feed.pk).last_asked_at
    assert "A calendar asked last" in as_user(alice).get(CHOICES).content.decode()
    ask(address)
    assert Feed.objects.get(pk=feed.pk).last_asked_at == first


def test_asking_costs_few_queries(address, django_assert_max_num_queries):
    ask(address)
    # Three for what it shows, one that counts how often it is asked.
    with django_assert_max_num_queries(4):
        ask(address)


# What the interviews say of themselves


def test_planned_interviews_are_in_it_and_cancelled_ones_are_not(alice, bob, settings):
    at = datetime.now(UTC)
    soon, _later = (
        InterviewFactory(candidate=alice, scheduled_for=at + timedelta(days=days), title=title)
        for days, title in ((2, "Optimisation"), (40, "Far away"))
    )
    InterviewFactory(candidate=bob, scheduled_for=at + timedelta(days=2), title="Not hers")
    off = InterviewFactory(candidate=alice, scheduled_for=at + timedelta(days=3), title="Off")
    Interview.objects.filter(pk=off.pk).update(status="cancelled")
    feed = feed_actions.renew(alice, "interviews", at=at)
    address = feed.address.removeprefix(settings.SITE_URL)
    content = ask(address).content
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Mock interview: Optimisation",
        "Mock interview: Far away",
    ]
    assert events[0]["UID"] == str(soon.calendar_uid)
    assert ask(address).content == content


@pytest.mark.django_db
def test_a_link_with_a_nul_in_it_opens_nothing():
    assert ask("/reminders/feeds/a%00b.ics").status_code == 404


def test_a_calendar_gone_mad_is_told_to_wait(address, alice, settings, monkeypatch):
    monkeypatch.setattr(feed_views, "MOST_OF_A_LINK", 2)
    assert [ask(address).status_code for _ in range(3)] == [200, 200, 429]
    other = feed_actions.renew(alice, "study", at=NOW).address.removeprefix(settings.SITE_URL)
    assert ask(other).status_code == 200, "another link is not held up by it"


def test_links_are_not_tried_without_end_from_one_address(db, monkeypatch):
    monkeypatch.setattr(feed_views, "MOST_FROM_AN_ADDRESS", 2)
    tries = [reverse("reminders:feed", args=[f"guess-{n}"]) for n in range(3)]
    assert [ask(one).status_code for one in tries] == [404, 404, 429]
