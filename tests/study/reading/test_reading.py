"""The reading list: status, order, notes in two windows, a paper a week, one's own additions."""

import html
import json
import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import exports
from reminders import feeds
from reminders.models import Feed
from study import today
from study.content import content
from study.models import Desk, Paper, ReadingWeek, Resource
from study.reading import actions, papers, week
from study.reading.forms import LONGEST_NOTE
from tests.factories import UserFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
A, B = uuid.UUID(int=1), uuid.UUID(int=2)
FIRST = "attention-is-all-you-need"


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return html.unescape(response.content.decode())


def study():
    return content().study


def order(user) -> list[str]:
    return [one.slug for one in papers.entries(user, study())]


def status(user, slug, said, when=NOON):
    return actions.set_status(user, study(), slug, said, at=when)


def typed(*, base=0, writer=A, **notes) -> dict:
    return {"base": base, "writer": str(writer), **notes}


# How far one is, and in which order


def test_a_paper_goes_from_to_read_to_discussed_and_keeps_its_day(as_user, alice):
    browser = as_user(alice)
    for said in ("reading", "read", "discussed"):
        response = browser.post(at("set_status", FIRST), {"status": said})
        assert response.url == f"{at('reading')}#{FIRST}"
    row = Paper.objects.get()
    assert (row.status, row.read_on is None) == ("discussed", False)
    assert "✓ discussed" in shown(browser.get(at("reading")))
    browser.post(at("set_status", FIRST), {"status": "to-read"})
    row.refresh_from_db()
    assert row.read_on is None
    assert browser.post(at("set_status", FIRST), {"status": "lost"}).status_code == 422
    assert browser.post(at("set_status", "no-such"), {"status": "read"}).status_code == 404


def test_the_day_of_reading_stays_when_it_is_discussed_later(alice):
    status(alice, FIRST, "read")
    status(alice, FIRST, "discussed", NOON + 3 * DAY)
    assert Paper.objects.get().read_on == NOON.date()


def test_the_list_begins_with_those_to_read_first(alice):
    found = papers.entries(alice, study())
    core = [one.of.core for one in found]
    assert core == sorted(core, reverse=True)
    assert not Paper.objects.exists(), "reading writes nothing"


def test_a_paper_is_moved_by_buttons_and_the_order_stays(as_user, alice):
    browser, before = as_user(alice), order(alice)
    browser.post(at("move_paper", before[2]), {"to": "1"})
    assert order(alice) == [before[0], before[2], before[1], *before[3:]]
    browser.post(at("move_paper", before[-1]), {"to": "0"})
    assert order(alice)[0] == before[-1]
    assert browser.post(at("move_paper", before[0]), {"to": "-1"}).status_code == 422
    assert "Move" in shown(browser.get(at("reading")))


@settings(deadline=None, max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=5))
def test_moving_loses_no_paper(moves):
    slugs = [str(n) for n in range(6)]
    for which, to in moves:
        taken = slugs.pop(which)
        slugs.insert(max(0, min(to, len(slugs))), taken)
    assert sorted(slugs) == [str(n) for n in range(6)]


# Notes


def test_notes_save_themselves_and_ours_unfolds(as_user, alice, hx):
    browser = as_user(alice)
    page = shown(browser.get(at("paper", FIRST)))
    assert '<details class="reveal">' in page
    headers = hx(f"state-{FIRST}")
    reply = browser.post(at("keep_notes", FIRST), typed(claim="No recurrence."), headers=headers)
    assert "Kept." in shown(reply)
    page = shown(browser.get(at("paper", FIRST)))
    assert "No recurrence.</textarea>" in page
    assert '<details class="reveal" open>' in page
    assert "with your notes" in shown(browser.get(at("reading")))


def test_two_windows_lose_nothing_of_the_notes(as_user, alice):
    browser = as_user(alice)
    browser.post(at("keep_notes", FIRST), typed(claim="One.", limits="Short."))
    browser.post(at("keep_notes", FIRST), typed(claim="Two.", method="Heads.", writer=B))
    row = Paper.objects.get()
    assert (row.claim, row.method) == ("One.", "Heads.")
    # The second window's field was empty where the first had words: no reason to lose them.
    assert row.limits == "Short."
    assert row.rivals["claim"] == {str(B): "Two."}
    assert "Two." in shown(browser.get(at("paper", FIRST)))
    answer = {"field": "claim", "writer": str(B), "do": "add"}
    browser.post(at("settle_notes", FIRST), answer)
    row.refresh_from_db()
    assert row.claim == "One.\n\nTwo."


def test_notes_that_are_too_long_come_back_as_they_were(as_user, alice, hx):
    long = "x" * (LONGEST_NOTE + 1)
    response = as_user(alice).post(at("keep_notes", FIRST), typed(claim=long))
    assert response.status_code == 422
    assert long in shown(response)
    headers = hx(f"state-{FIRST}")
    reply = as_user(alice).post(at("keep_notes", FIRST), typed(claim=long), headers=headers)
    assert "Not kept" in shown(reply)
    assert "<html" not in shown(reply)


def test_notes_are_ones_own(as_user, alice, bob):
    as_user(alice).post(at("keep_notes", FIRST), typed(claim="Only mine."))
    assert "Only mine." not in shown(as_user(bob).get(at("paper", FIRST)))


# A paper a week


def test_the_paper_of_the_week_is_there_from_its_day_until_one_is_read(alice):
    actions.choose_weekday(alice, 2, at=NOON)
    desk = Desk(user=alice)

    def due(day):
        return [one.title for one in week.items(alice, desk, at=NOON + day * DAY)]

    assert due(0) == due(1) == []
    title = study().reading[0].title
    assert due(2) == due(5) == [f"Read: {title}"]
    status(alice, FIRST, "read", NOON + 5 * DAY)
    assert due(5) == due(8) == []
    assert due(9) == [f"Read: {papers.entries(alice, study())[1].title}"]
    titles = [one.title for one in today.of(alice, at=NOON + 9 * DAY).items]
    assert due(9)[0] in titles


def test_what_one_has_begun_comes_before_the_next(alice):
    actions.choose_weekday(alice, 0, at=NOON)
    third = order(alice)[2]
    status(alice, third, "reading")
    [found] = week.items(alice, Desk(user=alice), at=NOON)
    assert found.address == at("paper", third)


days = st.dates(date(2024, 1, 1), date(2030, 1, 1))


@settings(deadline=None, max_examples=60)
@given(on=days, weekday=st.integers(0, 6))
def test_every_week_has_one_slot_on_the_weekday(on, weekday):
    found = week.slot(on, weekday)
    assert found.weekday() == weekday
    assert timedelta(0) <= on - found < timedelta(days=7)
    planned = week.slots(ReadingWeek(weekday=weekday), [], on=on, chosen=on)
    assert all(later - sooner == timedelta(days=7) for sooner, later in zip(planned, planned[1:]))  # noqa: B905, RUF007
    assert planned[0] >= on


def test_the_calendar_has_four_weeks_with_names_that_stay(alice, bob):
    actions.choose_weekday(alice, 2, at=NOON)
    first = feeds.entries(alice, Feed.Scope.STUDY, at=NOON)
    assert [one.starts_at.date() for one in first] == [date(2026, 3, 4 + 7 * n) for n in range(4)]
    assert all(one.all_day for one in first)
    again = feeds.entries(alice, Feed.Scope.STUDY, at=NOON + DAY)
    assert [one.uid for one in again] == [one.uid for one in first]
    assert feeds.entries(bob, Feed.Scope.STUDY, at=NOON) == []
    actions.choose_weekday(alice, None, at=NOON)
    assert feeds.entries(alice, Feed.Scope.STUDY, at=NOON) == []


def test_an_entry_grows_its_number_whenever_it_is_another_paper(alice):
    """By whatever it became so; while nothing happens, neither number nor stamp moves."""
    study = content().study
    actions.choose_weekday(alice, 2, at=NOON)
    seen: dict = {}

    def look(at):
        told = feeds.entries(alice, Feed.Scope.STUDY, at=at)
        for one in told:
            title, number, made_at = seen.get(one.uid, (one.title, -1, one.made_at))
            assert one.sequence > number or (one.title, one.made_at) == (title, made_at)
            assert one.sequence >= number
            seen[one.uid] = (one.title, one.sequence, one.made_at)
        return [one.title for one in told]

    first = look(NOON)
    assert look(NOON + DAY) == first
    slugs = order(alice)
    actions.move(alice, study, slugs[2], to=0, at=NOON + 2 * DAY)
    moved = look(NOON + 2 * DAY)
    assert moved != first
    own = actions.add_paper(alice, {"title": "Mine"}, at=NOON + 3 * DAY)
    name = f"own-{own.pk}"
    actions.move(alice, study, name, to=0, at=NOON + 4 * DAY)
    assert look(NOON + 4 * DAY)[0] == "Mine"
    assert actions.take_away(alice, study, name, at=NOON + 5 * DAY)
    assert look(NOON + 5 * DAY) == moved, "and the number did not go back with it"
    late = look(NOON + 10 * DAY)
    assert late[:2] == moved[:2], "nobody read: each paper moved into the next week"
    actions.set_status(alice, study, slugs[2], "read", at=NOON + 11 * DAY)
    assert look(NOON + 11 * DAY)[0] == moved[1]
    actions.set_status(alice, study, slugs[2], "to-read", at=NOON + 12 * DAY)
    look(NOON + 12 * DAY)
    actions.choose_weekday(alice, 3, at=NOON + 13 * DAY)
    look(NOON + 13 * DAY)


def test_the_weekday_is_chosen_on_the_page(as_user, alice):
    browser = as_user(alice)
    assert browser.post(at("choose_weekday"), {"weekday": "7"}).status_code == 422
    browser.post(at("choose_weekday"), {"weekday": "4"})
    assert ReadingWeek.objects.get().weekday == 4
    assert '<option value="4" selected>' in shown(browser.get(at("reading")))
    browser.post(at("choose_weekday"), {"weekday": ""})
    assert not ReadingWeek.objects.exists()


# One's own


def test_a_paper_of_ones_own_stands_last_and_goes_with_its_notes(as_user, alice, bob):
    browser = as_user(alice)
    response = browser.post(at("add_paper"), {"title": "Mine", "year": "2020", "minutes": ""})
    row = Paper.objects.get()
    assert response.url == at("paper", f"own-{row.pk}")
    assert order(alice)[-1] == f"own-{row.pk}"
    assert as_user(bob).get(response.url).status_code == 404
    assert as_user(bob).post(at("take_away_paper", f"own-{row.pk}")).status_code == 404
    assert Paper.objects.exists(), "it is not Bob's"
    assert browser.post(at("take_away_paper", FIRST)).status_code == 409
    browser.post(at("take_away_paper", f"own-{row.pk}"))
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"title": ""},
        {"title": "T", "year": "20"},
        {"title": "T", "url": "javascript:alert(1)"},
        {"title": "T", "url": "ftp://example.org/a"},
        {"title": "x" * 201},
    ],
)
def test_a_paper_that_is_none_comes_back_as_it_was_typed(as_user, alice, facts):
    response = as_user(alice).post(at("add_paper"), facts)
    assert response.status_code == 422
    assert facts["title"] in shown(response)
    assert not Paper.objects.exists()


def test_something_of_ones_own_on_the_shelf(as_user, alice, bob):
    browser = as_user(alice)
    facts = {"title": "<b>Notes</b>", "url": "https://example.org/", "use_for": "All."}
    assert browser.post(at("add_resource"), facts).status_code == 302
    assert browser.post(at("add_resource"), facts).status_code == 409
    page = browser.get(at("reading")).content.decode()
    assert "&lt;b&gt;Notes" in page
    assert "never checked" in page
    assert "https://example.org/" not in as_user(bob).get(at("reading")).content.decode()
    kept = Resource.objects.get()
    assert as_user(bob).post(at("take_off_resource", kept.pk)).status_code == 404
    browser.post(at("take_off_resource", kept.pk))
    assert not Resource.objects.exists()


def test_there_is_an_end_to_what_one_may_add(alice, as_user, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OWN", 1)
    browser = as_user(alice)
    for expected in (302, 409):
        assert browser.post(at("add_paper"), {"title": "T"}).status_code == expected
    for n, expected in enumerate((302, 409)):
        facts = {"title": "T", "url": f"https://example.org/{n}"}
        assert browser.post(at("add_resource"), facts).status_code == expected


def test_a_guest_may_use_all_of_it(as_user, db):
    browser = as_user(UserFactory(guest=True))
    assert browser.post(at("set_status", FIRST), {"status": "read"}).status_code == 302
    assert browser.post(at("keep_notes", FIRST), typed(claim="x")).status_code == 302


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same_however_much_there_is(
    as_user, alice, number, django_assert_max_num_queries
):
    for n in range(number):
        actions.add_paper(alice, {"title": f"T{n}"}, at=NOON)
        facts = {"title": "T", "url": f"https://example.org/{n}"}
        actions.add_resource(alice, facts, at=NOON)
    browser = as_user(alice)
    browser.get(at("reading"))
    for address in (at("reading"), at("paper", FIRST)):
        with django_assert_max_num_queries(13):
            assert browser.get(address).status_code == 200


def test_the_list_leaves_with_its_owner(alice, as_user):
    browser = as_user(alice)
    browser.post(at("keep_notes", FIRST), typed(claim="Mine."))
    browser.post(at("add_resource"), {"title": "R", "url": "https://example.org/"})
    browser.post(at("choose_weekday"), {"weekday": "1"})
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        kept = json.loads(archive.read("study/reading.json"))
    assert kept["papers"][0]["claim"] == "Mine."
    assert kept["resources"][0]["url"] == "https://example.org/"
    assert kept["weekday"] == 1
    alice.delete()
    for kind in (Paper, Resource, ReadingWeek):
        assert not kind.objects.exists()
