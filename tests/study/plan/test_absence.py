"""Days away of somebody who has a plan: it makes room, says so first, and comes back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from study import today
from study.models import Desk, PlanChange
from study.models.plan import REVIEW, STUDY
from study.plan import absence, actions, calendar
from tests.study.plan.planned import fall_behind, planned
from web.refusals import Refused

DAY = timedelta(days=1)
PAGE = "study:days_away"


def rows(plan):
    facts = ("slug", "concept", "on", "minutes", "done_on", "skipped_on")
    return sorted(plan.tasks.values_list(*facts), key=str)


def loads(plan, since):
    found = {}
    for task in plan.tasks.filter(on__gte=since, skipped_on=None):
        found[task.on] = found.get(task.on, 0) + task.minutes
    return found


def days(first, last):
    return {first + n * DAY for n in range((last - first).days + 1)}


def test_the_plan_makes_room_and_only_what_is_to_come_moves(alice, now, on):
    plan = planned(alice, at=now, interview_on=on + 30 * DAY, hours="2.5")
    fall_behind(plan, 3)
    past = list(plan.tasks.filter(on__lt=on).values_list("pk", "on"))
    away = (on + 2 * DAY, on + 5 * DAY)
    shown = absence.preview(plan, *away, at=now)
    assert rows(plan) == rows(plan)
    before = rows(plan)
    absence.leave(alice, *away, revision=0, at=now)
    plan.refresh_from_db()
    desk = Desk.objects.get(user=alice)
    assert (desk.away_from, desk.away_until) == away
    assert not days(*away) & set(loads(plan, on))
    assert max(loads(plan, on).values()) <= 150
    assert list(plan.tasks.filter(on__lt=on).values_list("pk", "on")) == past
    assert {day.on: day.minutes for day in shown.days} == loads(plan, on), "as it was shown"
    assert plan.tasks.filter(slug=STUDY).count() == 50, "nothing is lost"
    change = PlanChange.objects.get()
    actions.undo(change, at=now)
    assert rows(plan) == before


def test_called_off_before_it_began_the_plan_is_as_it_was(alice, now, on):
    plan = planned(alice, at=now, interview_on=on + 20 * DAY)
    before = rows(plan)
    absence.leave(alice, on + 4 * DAY, on + 8 * DAY, revision=0, at=now)
    assert rows(plan) != before
    absence.come_back(alice, at=now)
    assert rows(plan) == before
    plan.refresh_from_db()
    assert plan.dates_off == []
    assert Desk.objects.get(user=alice).away_until is None
    assert absence.come_back(alice, at=now) is None, "twice is once"


def test_back_early_the_days_still_to_come_are_study_days_again(alice, now, on):
    plan = planned(alice, at=now, interview_on=on + 20 * DAY)
    absence.leave(alice, on + 1 * DAY, on + 8 * DAY, revision=0, at=now)
    later = now + 3 * DAY
    done = plan.tasks.exclude(slug__in=[STUDY, REVIEW]).filter(on=on)[0]
    actions.tick(done, done=True, at=now)
    absence.come_back(alice, at=later)
    plan.refresh_from_db()
    assert plan.dates_off == [on + DAY, on + 2 * DAY], "days that are over were days off"
    assert on + 3 * DAY in loads(plan, on)
    done.refresh_from_db()
    assert (done.on, done.done_on) == (on, on)


def test_other_days_take_the_place_of_those_said_before_and_own_days_off_stay(alice, now, on):
    own = on + 6 * DAY
    plan = planned(alice, at=now, interview_on=on + 25 * DAY, dates_off=own.isoformat())
    absence.leave(alice, on + 5 * DAY, on + 7 * DAY, revision=0, at=now)
    absence.leave(alice, on + 10 * DAY, on + 11 * DAY, revision=1, at=now)
    plan.refresh_from_db()
    assert plan.dates_off == [own, on + 10 * DAY, on + 11 * DAY]
    assert on + 5 * DAY in loads(plan, on), "the template's rhythm fills it again"
    absence.come_back(alice, at=now)
    plan.refresh_from_db()
    assert own in plan.dates_off


def test_with_too_few_days_left_the_least_important_has_no_room_and_is_named(alice, now, on):
    plan = planned(alice, at=now, interview_on=on + 15 * DAY, hours="3")
    shown = absence.preview(plan, on + 1 * DAY, on + 9 * DAY, at=now)
    priorities = [one.priority for one in shown.left_out]
    assert priorities == sorted(priorities, reverse=True)
    assert "P3" in priorities


def test_another_window_changed_the_plan_and_nothing_is_half_done(alice, now, on):
    plan = planned(alice, at=now)
    task = plan.tasks.exclude(slug__in=[STUDY, REVIEW])[0]
    actions.skip(task, revision=0, at=now)
    with pytest.raises(Refused, match="another window"):
        absence.leave(alice, on + DAY, on + 2 * DAY, revision=0, at=now)
    assert not Desk.objects.filter(away_until__isnull=False).exists()


def test_today_the_calendar_and_the_plan_agree(alice, now, on):
    plan = planned(alice, at=now)
    fall_behind(plan, 2)
    titles = [item.title for item in today.due(alice, at=now)]
    assert "Catch up with your plan" in titles
    absence.leave(alice, on, on + 2 * DAY, revision=0, at=now)
    assert today.due(alice, at=now) == [], "nothing is asked for"
    [after] = {task.on for task in plan.tasks.filter(on=on + 3 * DAY)}
    asked = [item.title for item in today.due(alice, at=now + 3 * DAY)]
    assert "Catch up with your plan" in asked
    entries = {entry.title: entry for entry in calendar.in_calendar(alice, now)}
    build = plan.tasks.get(slug="build-vae")
    entry = entries["Build a variational autoencoder"]
    assert entry.starts_at.date() == build.on
    assert build.on > after
    assert entry.sequence == 1


def test_the_page_shows_the_days_before_it_keeps_them(alice, as_user, now, on):
    plan, browser = planned(alice, at=now), as_user(alice)
    assert "My plan makes room too" in browser.get(reverse(PAGE)).content.decode()
    typed = {"first": on + 2 * DAY, "last": on + 4 * DAY, "plan": "on"}
    page = browser.post(reverse(PAGE), typed).content.decode()
    assert "tasks of your plan move" in page
    assert not PlanChange.objects.exists()
    assert not Desk.objects.filter(away_until__isnull=False).exists()
    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    keep = typed | {"do": "keep", "shown": shown, "revision": "0"}
    other = browser.post(reverse(PAGE), keep | {"last": on + 5 * DAY}).content.decode()
    assert "tasks of your plan move" in other, "other days are shown first"
    assert browser.post(reverse(PAGE), keep).status_code == 302
    assert not days(on + 2 * DAY, on + 4 * DAY) & set(loads(plan, on))
    assert browser.post(reverse(PAGE), keep).status_code in (200, 409), "a second press"
    assert PlanChange.objects.count() == 1
    assert browser.post(reverse("study:come_back"), follow=True).status_code == 200
    assert PlanChange.objects.get().undone_at


def test_without_the_tick_or_without_a_plan_the_plan_stays(alice, as_user, now, on):
    browser, typed = as_user(alice), {"first": on + 2 * DAY, "last": on + 4 * DAY}
    assert "My plan makes room" not in browser.get(reverse(PAGE)).content.decode()
    plan = planned(alice, at=now)
    before = rows(plan)
    assert browser.post(reverse(PAGE), typed).status_code == 302
    assert rows(plan) == before


def test_away_until_the_interview_is_refused_with_what_was_typed(alice, as_user, now, on):
    planned(alice, at=now, interview_on=on + 6 * DAY)
    typed = {"first": on, "last": on + 7 * DAY, "plan": "on"}
    response = as_user(alice).post(reverse(PAGE), typed)
    assert response.status_code == 422
    assert "No day would be left" in response.content.decode()
    assert (on + 7 * DAY).isoformat() in response.content.decode()


@pytest.mark.parametrize("plans", [True, False])
def test_days_away_that_nobody_means_are_refused(alice, as_user, now, on, plans):
    if plans:
        planned(alice, at=now)
    far = {"first": "9999-12-31", "last": "9999-12-31", "plan": "on"}
    response = as_user(alice).post(reverse(PAGE), far)
    assert response.status_code == 422
    assert "within a year" in response.content.decode()
