"""Checklists: ticks for one interview, the weakest concepts, questions, the notice at eight."""

import html
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import exports
from reminders.local_time import instant_of
from reminders.models import Reminder
from study import today
from study.checklists import actions, opening, telling
from study.checklists.page import Checklists
from study.content import content
from study.grid import actions as grid
from study.models import Desk, LastReview, TeamQuestion, Tick
from tests.factories import UserFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BEFORE = "day-before"
ZONES = [
    "UTC", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago",
]  # fmt: skip


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return html.unescape(response.content.decode())


def the_list(slug=BEFORE):
    return next(one for one in content().study.checklists if one.slug == slug)


def item(slug, of=BEFORE):
    return next(one for one in the_list(of).items if one.slug == slug)


def mine(user, slug=BEFORE, when=NOON):
    return Checklists(user, content().study, at=when).one(the_list(slug))


def line(user, slug, when=NOON):
    return next(one for one in mine(user, when=when).lines if one.of.slug == slug)


def ask_for(user, number):
    for n in range(number):
        actions.write_question(user, f"Why {n}?", at=NOON)


# When one opens


@settings(deadline=None, max_examples=120)
@given(on=st.dates(date(2015, 1, 1), date(2035, 1, 1)), zone=st.sampled_from(ZONES))
def test_the_day_before_opens_at_eight_on_the_wall_of_the_day_before(on, zone):
    zone = ZoneInfo(zone)
    opens = opening.opens_at("T-1", on, zone)
    wall = opens.astimezone(zone)
    meant = datetime.combine(on - DAY, time(8))
    there_is_an_eight = not instant_of(meant, zone).skipped
    if there_is_an_eight:
        assert wall.replace(tzinfo=None) == meant
    second = timedelta(seconds=1)
    assert not opening.is_open("T-1", on, zone, at=opens - second)
    assert opening.is_open("T-1", on, zone, at=opens)
    ends = opening.ends_at("T-1", on, zone)
    assert opening.is_open("T-1", on, zone, at=ends - second)
    assert not opening.is_open("T-1", on, zone, at=ends)
    assert timedelta(hours=14) <= ends - opens <= timedelta(hours=18)


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (date(2026, 3, 9), 12),  # New York: summer time began that night
        (date(2026, 3, 8), 13),
        (date(2026, 11, 2), 13),  # and ended that night
        (date(2026, 11, 1), 12),
    ],
)
def test_eight_is_eight_while_the_clocks_change(on, hours):
    opens = opening.opens_at("T-1", on, ZoneInfo("America/New_York"))
    assert opens == datetime.combine(on - DAY, time(hours), UTC)


def test_a_list_for_the_room_never_opens_by_itself():
    assert opening.opens_at("during", NOON.date(), ZoneInfo("UTC")) is None
    assert not opening.is_open("during", NOON.date(), ZoneInfo("UTC"), at=NOON)
    assert not opening.is_open("T-1", None, ZoneInfo("UTC"), at=NOON)


# The notice


def told(user) -> list[Reminder]:
    return list(Reminder.objects.filter(user=user, kind="checklist-open", channel="in-app"))


@pytest.fixture
def kathmandu(alice):
    """Eight in the morning there is a quarter past two in UTC."""
    type(alice).objects.filter(pk=alice.pk).update(time_zone="Asia/Kathmandu")
    Desk.objects.create(user=alice, interview_on=date(2026, 3, 3))
    return datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


def test_one_notice_at_eight_and_only_one(alice, bob, kathmandu):
    assert telling.tell_due(at=kathmandu - timedelta(seconds=1)) == 0
    assert telling.tell_due(at=kathmandu) == 1
    for minutes in (0, 1, 600):
        assert telling.tell_due(at=kathmandu + timedelta(minutes=minutes)) == 0
    [notice] = told(alice)
    assert notice.facts["title"] == "Your interview is tomorrow"
    assert notice.facts["path"] == f"{at('checklists')}#{BEFORE}"
    assert told(bob) == []


def test_after_hours_of_downtime_it_still_comes_and_after_its_day_no_more(alice, kathmandu):
    assert telling.tell_due(at=kathmandu + timedelta(hours=16)) == 0
    assert telling.tell_due(at=kathmandu + timedelta(hours=15)) == 1


def test_another_zone_on_the_way_tells_nobody_twice(alice, kathmandu):
    telling.tell_due(at=kathmandu)
    type(alice).objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    assert telling.tell_due(at=kathmandu + timedelta(hours=11)) == 0
    assert len(told(alice)) == 1


def test_a_new_date_takes_back_what_waits_and_tells_anew(alice, kathmandu):
    telling.tell_due(at=kathmandu)
    Desk.objects.update(interview_on=date(2026, 3, 5))
    telling.tell_due(at=kathmandu)
    assert {one.state for one in told(alice)} == {"cancelled"}
    assert telling.tell_due(at=kathmandu + 2 * DAY) == 1
    assert len(told(alice)) == 2


# Ticks


def test_a_tick_belongs_to_one_interview(as_user, alice):
    browser = as_user(alice)
    Desk.objects.create(user=alice, interview_on=date(2026, 3, 3))
    for _ in range(2):
        response = browser.post(at("tick", BEFORE), {"item": "stop:done"})
        assert response.url == f"{at('checklists')}#{BEFORE}"
    assert line(alice, "stop").is_ticked
    Desk.objects.update(interview_on=date(2026, 4, 1))
    assert not line(alice, "stop").is_ticked
    Desk.objects.update(interview_on=date(2026, 3, 3))
    browser.post(at("tick", BEFORE), {"item": "stop:open"})
    assert not Tick.objects.exists()


def test_without_a_date_ticks_are_kept_too_and_once(as_user, alice):
    for _ in range(2):
        as_user(alice).post(at("tick", "coding-round"), {"item": "plan:done"})
    assert Tick.objects.get().interview_on is None
    as_user(alice).post(at("clear_ticks", "coding-round"))
    assert not Tick.objects.exists()


def test_with_htmx_one_list_comes_back(as_user, alice, hx):
    reply = as_user(alice).post(at("tick", BEFORE), {"item": "stop:done"}, headers=hx(BEFORE))
    page = shown(reply)
    assert 'aria-checked="true"' in page
    assert f'id="{BEFORE}"' in page
    assert "<html" not in page
    assert 'id="week-before"' not in page


@pytest.mark.parametrize("said", ["", "stop", "stop:maybe", "no-such:done", "stop:done:x"])
def test_anything_but_an_item_is_refused(as_user, alice, said):
    assert as_user(alice).post(at("tick", BEFORE), {"item": said}).status_code == 422
    assert not Tick.objects.exists()


def test_a_list_that_nobody_has_is_not_there(as_user, alice):
    assert as_user(alice).post(at("tick", "no-such"), {"item": "stop:done"}).status_code == 404


# Questions for the team


def test_three_questions_of_ones_own_are_needed(as_user, alice):
    browser, about = as_user(alice), {"item": "questions-for-them:done"}
    ask_for(alice, 2)
    reply = browser.post(at("tick", BEFORE), about)
    assert reply.status_code == 409
    assert "Write 1 more question of your own first." in shown(reply)
    browser.post(at("write_team_question", BEFORE), {"text": "How do you review models?"})
    assert browser.post(at("tick", BEFORE), about).status_code == 302
    assert line(alice, "questions-for-them").is_ticked
    browser.post(at("drop_team_question", BEFORE, TeamQuestion.objects.first().pk))
    assert not line(alice, "questions-for-them").is_ticked, "two are too few again"


def test_the_same_question_is_one_and_none_is_refused(as_user, alice, bob):
    browser = as_user(alice)
    for _ in range(2):
        browser.post(at("write_team_question", BEFORE), {"text": "<b>Why?</b>"})
    assert TeamQuestion.objects.count() == 1
    page = browser.get(at("checklists")).content.decode()
    assert "&lt;b&gt;Why?" in page
    assert "&lt;b&gt;Why?" not in as_user(bob).get(at("checklists")).content.decode()
    for text in ("", " ", "x" * 301):
        reply = browser.post(at("write_team_question", BEFORE), {"text": text})
        assert reply.status_code == 422
        assert text.strip() in shown(reply)
    pk = TeamQuestion.objects.get().pk
    assert as_user(bob).post(at("drop_team_question", BEFORE, pk)).status_code == 404


def test_there_is_an_end_to_questions(alice, as_user, monkeypatch):
    monkeypatch.setattr(actions, "MOST_QUESTIONS", 1)
    for n, expected in enumerate((302, 409)):
        reply = as_user(alice).post(at("write_team_question", BEFORE), {"text": f"{n}?"})
        assert reply.status_code == expected


# The weakest first


def test_the_weakest_p1_concepts_come_first_by_what_the_grid_says(alice):
    urgent = [one for one in content().study.concepts if one.priority == "P1"]
    for concept, sure in ((urgent[3], 4), (urgent[5], 1), (urgent[7], 2)):
        grid.record(alice, concept, 1, on=NOON.date(), minutes=None, confidence=sure, at=NOON)
    found = Checklists(alice, content().study, at=NOON).weakest
    slugs = [one.concept.slug for one in found]
    assert slugs[:2] == [urgent[5].slug, urgent[7].slug]
    assert slugs[2] == urgent[0].slug, "nothing known comes after what is weak"
    assert slugs[-1] == urgent[3].slug
    assert found[0].why == "1 of 4 sure"
    assert len(found) == len(urgent)


def test_the_minutes_are_those_of_as_many_as_one_picks(as_user, alice):
    assert (len(line(alice, "weakest-first").weakest), line(alice, "weakest-first").minutes) == (
        3,
        45,
    )
    before = mine(alice).minutes
    browser = as_user(alice)
    browser.post(at("choose_number", BEFORE), {"concepts": "2"})
    assert line(alice, "weakest-first").minutes == 30
    assert mine(alice).minutes == before - 15
    for wrong in ("0", "21", "many", ""):
        reply = browser.post(at("choose_number", BEFORE), {"concepts": wrong})
        assert reply.status_code == 422
    assert LastReview.objects.get().concepts == 2
    page = shown(browser.get(at("checklists")))
    every = line(alice, "weakest-first").of_all
    assert f"All {every} would take" in page


def test_today_shows_an_open_list_with_what_is_left_until_it_is_done(alice):
    Desk.objects.create(user=alice, interview_on=date(2026, 3, 3))

    def due(when=NOON):
        return [one for one in today.of(alice, at=when).items if one.title == "The day before"]

    assert due(datetime(2026, 3, 2, 7, 59, tzinfo=UTC)) == []
    [before] = due()
    assert before.why == "It is open."
    ask_for(alice, 3)
    for one in the_list().items[:-1]:
        actions.tick(alice, the_list(), one, done=True, at=NOON)
    [after] = due()
    assert (after.why, after.minutes) == ("6 of 7 done.", 0)
    actions.tick(alice, the_list(), the_list().items[-1], done=True, at=NOON)
    assert due() == []


def test_a_guest_may_tick(as_user, db):
    guest = UserFactory(guest=True)
    reply = as_user(guest).post(at("tick", BEFORE), {"item": "stop:done"})
    assert reply.status_code == 302


def test_the_page_costs_the_same_however_much_there_is(
    as_user, alice, django_assert_max_num_queries
):
    browser = as_user(alice)
    browser.get(at("checklists"))
    for number in (0, 12):
        ask_for(alice, number)
        with django_assert_max_num_queries(17):
            browser.get(at("checklists"))


def test_ticks_and_questions_leave_with_their_owner(alice, as_user):
    browser = as_user(alice)
    browser.post(at("tick", BEFORE), {"item": "stop:done"})
    browser.post(at("choose_number", BEFORE), {"concepts": "2"})
    ask_for(alice, 1)
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        kept = json.loads(archive.read("study/checklists.json"))
    assert kept["ticks"][0]["item"] == "stop"
    assert kept["questions"][0]["text"] == "Why 0?"
    assert kept["concepts"] == 2
    alice.delete()
    for kind in (Tick, TeamQuestion, LastReview):
        assert not kind.objects.exists()
