"""The plan as one person uses it and as a stranger meets it."""

import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts import exports
from questions.loading import load_library
from questions.management.commands.load_bank import SHIPPED
from reminders import feed_actions
from study import today
from study.cards.actions import desk_of
from study.content import content
from study.models import Box, Desk, Plan, PlanChange
from study.models.plan import REVIEW, STUDY
from study.plan import actions, calendar, health
from study.plan.board import Board
from tests.bank.shipped import LIBRARY
from tests.study.plan.planned import fall_behind, planned

DAY = timedelta(days=1)


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return response.content.decode()


@pytest.fixture
def browser(alice, as_user):
    return as_user(alice)


def digest(page) -> str:
    return re.search(r'name="shown" value="(\w+)"', page)[1]


def test_a_plan_is_shown_before_it_starts_and_starts_as_it_was_shown(browser, alice, on):
    facts = {"interview_on": on + 9 * DAY, "hours": "2", "goal": "Ranking <team>", "do": "preview"}
    page = shown(browser.post(at("new_plan"), facts))
    assert "Left out:" in page
    assert "of 9 days would be longer than your 2" in page
    assert "8 to 10 hours every day" in page
    assert not Plan.objects.exists()
    assert not Desk.objects.exists()
    other = {**facts, "hours": "3", "do": "start", "shown": digest(page)}
    assert browser.post(at("new_plan"), other).status_code == 200, "other days than were shown"
    assert not Plan.objects.exists()
    start = {**facts, "do": "start", "shown": digest(page)}
    assert browser.post(at("new_plan"), start).url == at("my_plan")
    plan = Plan.objects.get(owner=alice)
    assert (plan.goal, plan.minutes_a_day, plan.fits) == ("Ranking <team>", 120, True)
    page = shown(browser.get(at("my_plan")))
    assert "Ranking &lt;team&gt;" in page
    for task in plan.tasks.filter(on=None)[:5]:
        assert f'href="{at("plan_task", task.pk)}"' in page, "what is left out is listed"
    assert browser.get(at("new_plan")).url == at("plan_settings")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"interview_on": "2020-01-01"}, "none left before this one"),
        ({"interview_on": "soon"}, "Enter a valid date"),
        ({"length": "fit"}, "To fit a plan to it, say which day it is."),
        ({"length": "ninety-days"}, "Select a valid choice"),
        ({"deep": "70", "classical": "40"}, "The two sum to 110"),
        ({"weekdays_off": list("0123456")}, "Leave one day of the week"),
        ({"dates_off": "Christmas"}, "“Christmas” is no day such as"),
        ({"dates_off": "2026-12-30 to 2026-12-01"}, "is no stretch of days"),
        ({"dates_off": "2026-02-30"}, "is no day such as"),
        ({"dates_off": "2020-01-01 to 2029-01-01"}, "more than 200 days"),
        ({"hours": "0.1"}, "greater than or equal to 0.25"),
        ({"goal": "x" * 201}, "at most 200 characters"),
        ({"starts_on": "2020-01-01"}, "That day is over"),
    ],
)
def test_what_makes_no_plan_comes_back_with_what_was_typed(browser, typed, says):
    response = browser.post(at("new_plan"), {"hours": "0.75", "do": "start"} | typed)
    assert response.status_code == 422
    assert says in shown(response)
    assert typed.get("hours", "0.75") in shown(response)
    assert not Plan.objects.exists()


def test_all_days_off_before_the_interview_is_said(browser, on):
    facts = {"interview_on": on + 2 * DAY, "dates_off": f"{on} to {on + DAY}"}
    page = browser.post(at("new_plan"), facts)
    assert page.status_code == 422
    assert "All days before it are off" in shown(page)


def test_the_page_shows_phases_with_counts_and_today_first(browser, alice):
    plan = planned(alice)
    page = shown(browser.get(at("my_plan")))
    assert page.index('id="today"') < page.index('class="phase"')
    assert page.count("<progress") == 3
    assert "0 of " in page
    assert page.count('id="task-') == plan.tasks.filter(on__isnull=False).count()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_tick_without_a_script_and_with_htmx(browser, alice, hx):
    plan = planned(alice)
    task = plan.tasks.filter(on=plan.starts_on).exclude(slug__in=[STUDY, REVIEW])[0]
    response = browser.post(at("tick_task", task.pk), {"done": "yes"})
    assert response.url == f"{at('my_plan')}#task-{task.pk}"
    study = plan.tasks.filter(slug=STUDY)[0]
    response = browser.post(
        at("tick_task", study.pk), {"done": "yes"}, headers=hx(f"task-{study.pk}")
    )
    page = shown(response)
    assert page.startswith(f'<li id="task-{study.pk}"')
    assert 'aria-pressed="true"' in page
    assert page.count('hx-swap-oob="true"') == 3
    assert "2 of " in page
    assert Box.objects.filter(concept=study.concept, step=1).exists()


def test_after_two_missed_days_there_are_three_ways_each_with_its_result(browser, alice):
    plan = planned(alice)
    fall_behind(plan, 2)
    page = shown(browser.get(at("my_plan")))
    for way in ("Move everything on", "Merge it into the coming days", "Skip what was missed"):
        assert f'<button class="button">{way}</button>' in page
    assert "of 2 days before are open" in page
    assert page.count("longest day") == 3
    facts = {"way": "on", "revision": "0"}
    assert browser.post(at("catch_up"), facts).url == at("my_plan")
    page = shown(browser.get(at("my_plan")))
    assert "of 2 days before" not in page
    again = browser.post(at("catch_up"), facts)
    assert again.status_code == 409
    assert "another window meanwhile. The last was: Moved everything on" in shown(again)
    assert browser.post(at("catch_up"), {"way": "away"}).status_code == 422
    change = PlanChange.objects.get()
    assert change.what in shown(browser.get(at("plan_history")))
    assert browser.post(at("undo_plan", change.pk)).url == at("my_plan")
    assert "of 2 days before" in shown(browser.get(at("my_plan")))


def test_settings_show_the_days_first_and_keep_what_was_typed_beside_another_window(
    browser, alice, on
):
    plan = planned(alice)
    facts = {"length": "fourteen-days", "hours": "1.75", "goal": "Mine", "revision": "0"}
    page = shown(browser.post(at("plan_settings"), facts))
    assert "Keep these days" in page
    task = plan.tasks.exclude(slug=REVIEW)[0]
    actions.skip(task, revision=0, at=timezone.now())
    start = facts | {"do": "start", "shown": digest(page)}
    response = browser.post(at("plan_settings"), start)
    if response.status_code == 200:  # the skip changed the days: shown again
        start["shown"] = digest(shown(response))
        response = browser.post(at("plan_settings"), start)
    assert response.status_code == 409
    assert 'value="1.75"' in shown(response)
    assert 'value="Mine"' in shown(response)
    assert Plan.objects.get().goal == ""
    facts["revision"] = "1"
    page = shown(browser.post(at("plan_settings"), facts))
    kept = facts | {"do": "start", "shown": digest(page)}
    assert browser.post(at("plan_settings"), kept).url == at("my_plan")
    assert (Plan.objects.get().goal, Plan.objects.get().revision) == ("Mine", 2)


def test_a_move_beyond_ones_hours_asks_and_keeps_the_day(browser, alice, on):
    plan = planned(alice)
    task = plan.tasks.get(slug="build-vae")
    to = on + 8 * DAY
    response = browser.post(at("move_task", task.pk), {"on": to, "revision": 0})
    assert response.status_code == 409
    assert "Tick “beyond my hours”" in shown(response)
    assert f'value="{to}"' in shown(response)
    facts = {"on": to, "revision": 0, "anyway": "on"}
    assert browser.post(at("move_task", task.pk), facts).url == at("my_plan")
    assert browser.post(at("merge_task", task.pk), {"revision": 1}).url == at("my_plan")
    assert browser.post(at("skip_task", task.pk), {"revision": 2}).url == at("my_plan")
    assert 'id="skipped"' in shown(browser.get(at("my_plan")))
    assert browser.post(at("skip_task", task.pk), {"revision": "x"}).status_code == 409
    assert browser.post(at("move_task", task.pk), {"on": "?"}).status_code == 422


def test_a_stranger_finds_nothing(as_user, alice, bob):
    plan = planned(alice)
    task = plan.tasks.all()[0]
    his = as_user(bob)
    assert his.get(at("plan_task", task.pk)).status_code == 404
    assert his.post(at("tick_task", task.pk), {"done": "yes"}).status_code == 404
    assert his.get(at("my_plan")).url == at("new_plan")
    assert his.get(at("plan_ics")).status_code == 404


def test_today_lists_the_plan_once(alice, now):
    plan = planned(alice)
    fall_behind(plan, 1)
    found = today.of(alice, at=now).items
    titles = [item.title for item in found]
    assert "Catch up with your plan" in titles
    assert "Reviews that are due" not in titles
    assert len(titles) == len(set(titles))
    day = Board(alice, now).today_day
    open_ones = [line for line in day.lines if not line.is_review]
    assert {line.title for line in open_ones} <= set(titles)
    for line in open_ones:
        actions.tick(line.row, done=True, at=now)
    assert not {line.title for line in open_ones} & {i.title for i in today.of(alice, at=now).items}


def test_another_day_of_the_interview_is_noticed_and_its_day_ends_the_plan(browser, alice, on, now):
    plan = planned(alice, interview_on=on + 9 * DAY)
    assert "this plan was made for" not in shown(browser.get(at("my_plan")))
    Desk.objects.update(interview_on=on + 4 * DAY)
    assert "this plan was made for" in shown(browser.get(at("my_plan")))
    Desk.objects.update(interview_on=on + 9 * DAY)
    fall_behind(plan, 9)
    Plan.objects.update(interview_on=on)
    page = shown(browser.get(at("my_plan")))
    assert "The day this plan was made for has come" in page
    assert "Move everything on" not in page
    assert not [item for item in today.of(alice, at=now).items if "your plan" in item.title]


def test_how_one_stands_in_a_sentence(alice, now):
    assert health.of(alice, at=now) is None
    plan = planned(alice)
    assert health.of(alice, at=now).sentence.startswith("You are where your plan is; 0")
    fall_behind(plan, 1)
    found = health.of(alice, at=now)
    assert "open from days before" in found.sentence
    assert 0 == found.done < found.expected < 1
    for task in plan.tasks.filter(on__lt=desk_of(alice).day(now) + 3 * DAY):
        actions.tick(task, done=True, at=now)
    assert "ahead of your plan" in health.of(alice, at=now).sentence


@pytest.fixture
def bank(db):
    load_library(LIBRARY, origin=SHIPPED)


def test_every_task_of_every_template_opens_something(browser, alice, bank, now):
    answers, practised = {}, ""
    for template in content().study.plan:
        planned(alice, length=template.slug)
        for line in Board(alice, now).lines:
            page, _, anchor = line.opening.address.partition("#")
            if page not in answers:
                answers[page] = browser.get(page)
            assert answers[page].status_code == 200, line.title
            assert not anchor or f'id="{anchor}"' in shown(answers[page]), line.title
            if line.kind == "practice":
                practised = line.opening.practise
                assert practised in line.place.task.questions
        actions.delete(alice)
    assert len(answers) > 30
    assert "/interviews/" in browser.post(reverse("interview:practise_one", args=[practised])).url


def test_the_calendar_has_whole_days_that_keep_their_name(browser, alice, now):
    plan = planned(alice)
    feed = feed_actions.renew(alice, "study", at=now)

    def entries():
        file = browser.get(reverse("reminders:feed", args=[feed.token])).content
        return {str(e["UID"]): e for e in Calendar.from_ical(file).walk("VEVENT")}

    before = entries()
    days = len({task.on for task in plan.tasks.exclude(slug=REVIEW)})
    assert len(before) > days
    assert all(entry["DTSTART"].params["VALUE"] == "DATE" for entry in before.values())
    assert {str(entry["STATUS"]) for entry in before.values()} == {"TENTATIVE"}
    task = plan.tasks.get(slug="build-mlp")
    actions.tick(task, done=True, at=now)
    moved = plan.tasks.get(slug="build-vae")
    actions.move(moved, on=plan.starts_on, anyway=True, revision=0, at=now)
    after = entries()
    assert after.keys() == before.keys()
    [ticked] = [entry for entry in after.values() if "✓" in entry["SUMMARY"]]
    assert str(ticked["STATUS"]) == "CONFIRMED"
    changed = [uid for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt]
    assert len(changed) == 1
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in changed)
    file = browser.get(at("plan_ics"))
    assert file["Content-Type"].startswith("text/calendar")
    assert len(Calendar.from_ical(file.content).walk("VEVENT")) == len(after)
    actions.delete(alice)
    assert entries() == {}
    assert calendar.in_calendar(alice, now) == []


@pytest.mark.parametrize("slug", ["seven-days", "thirty-days"])
def test_the_page_costs_the_same_however_long_the_plan(
    browser, alice, slug, django_assert_max_num_queries
):
    plan = planned(alice, length=slug)
    fall_behind(plan, 3)
    browser.get(at("my_plan"))
    with django_assert_max_num_queries(12):
        browser.get(at("my_plan"))


def test_it_is_taken_along(alice, now):
    plan = planned(alice, goal="Mine")
    with zipfile.ZipFile(exports.write_zip(alice, at=now)) as archive:
        kept = json.loads(archive.read("study/plan.json"))
    assert (kept["goal"], len(kept["tasks"])) == ("Mine", plan.tasks.count())


def test_without_its_content_the_page_says_so(browser, alice, monkeypatch):
    planned(alice)
    for module in ("study.views.plan", "study.plan.board", "study.plan.calendar"):
        monkeypatch.setattr(f"{module}.content", lambda: None)
    assert browser.get(at("my_plan")).status_code == 503
    assert browser.get(at("plan_settings")).status_code == 404
    assert [item for item in today.of(alice, at=timezone.now()).items if "plan" in item.why] == []
    assert content() is not None


def test_putting_it_away_asks_first_and_keeps_the_grid(browser, alice, now):
    plan = planned(alice)
    actions.tick(plan.tasks.filter(slug=STUDY)[0], done=True, at=now)
    assert "Put it away" in shown(browser.get(at("delete_plan")))
    assert Plan.objects.exists()
    assert browser.post(at("delete_plan")).url == at("plans")
    assert not Plan.objects.exists()
    assert Box.objects.exists()
