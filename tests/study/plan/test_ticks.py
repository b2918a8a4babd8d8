"""Ticks of a plan, taken back like everything else that changes it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from study import history
from study.grid import actions as grid
from study.models import Box, GridChange, PlanChange
from study.models.plan import REVIEW, STUDY
from study.plan import actions
from tests.study.plan.planned import planned
from web.refusals import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def plan(alice):
    return planned(alice, at=NOON)


def exercise(plan):
    return plan.tasks.exclude(slug__in=[STUDY, REVIEW])[0]


def test_a_tick_and_its_opposite_are_taken_back_one_by_one(plan):
    task = exercise(plan)
    ticked = actions.tick(task, done=True, at=NOON)
    assert actions.tick(task, done=True, at=NOON) is None, "twice is once"
    opened = actions.tick(task, done=False, at=NOON)
    with pytest.raises(Refused, match="later changed the same tasks"):
        actions.undo(ticked, at=NOON)
    actions.undo(opened, at=NOON)
    task.refresh_from_db()
    assert task.done_on == TODAY
    actions.undo(ticked, at=NOON)
    actions.undo(ticked, at=NOON)
    task.refresh_from_db()
    assert task.done_on is None
    plan.refresh_from_db()
    assert plan.revision == 0, "no page showed another plan"


def test_a_skipped_task_that_was_done_after_all_is_skipped_again(plan):
    task = exercise(plan)
    actions.skip(task, revision=0, at=NOON)
    ticked = actions.tick(task, done=True, at=NOON + DAY)
    actions.undo(ticked, at=NOON + DAY)
    task.refresh_from_db()
    assert (task.done_on, task.skipped_on) == (None, TODAY)


def test_a_study_comes_off_the_grid_and_the_grid_knows(plan, alice):
    task = plan.tasks.filter(slug=STUDY)[0]
    ticked = actions.tick(task, done=True, at=NOON)
    assert Box.objects.filter(concept=task.concept).count() == 5
    actions.undo(ticked, at=NOON)
    assert not Box.objects.exists()
    assert GridChange.objects.get().undone_at == NOON


def test_a_study_with_a_later_day_done_is_not_taken_back(plan, alice):
    task = plan.tasks.filter(slug=STUDY)[0]
    ticked = actions.tick(task, done=True, at=NOON)
    concept = actions._known(task.concept)
    grid.tap(alice, concept, 2, done=True, at=NOON + DAY)
    with pytest.raises(Refused, match="later changed the same concepts"):
        actions.undo(ticked, at=NOON + DAY)
    ticked.refresh_from_db()
    assert ticked.undone_at is None


def test_when_the_grid_forgot_its_change_the_box_is_opened_all_the_same(plan, alice):
    task = plan.tasks.filter(slug=STUDY)[0]
    ticked = actions.tick(task, done=True, at=NOON)
    GridChange.objects.all().delete()
    actions.undo(ticked, at=NOON)
    assert not Box.objects.filter(done_on__isnull=False).exists()


def test_a_tick_is_in_the_way_of_no_other_change_and_none_of_it(plan):
    task = exercise(plan)
    moved = actions.move(task, on=TODAY + 3 * DAY, anyway=True, revision=0, at=NOON)
    ticked = actions.tick(task, done=True, at=NOON)
    actions.undo(moved, at=NOON)
    task.refresh_from_db()
    assert (task.on, task.done_on) == (TODAY, TODAY), "what was done stays done"
    actions.undo(ticked, at=NOON)
    task.refresh_from_db()
    assert (task.on, task.done_on) == (TODAY, None)


def test_the_last_twenty_count_ticks(plan):
    task = exercise(plan)
    for n in range(22):
        actions.tick(task, done=n % 2 == 0, at=NOON)
    assert PlanChange.objects.count() == history.HISTORY


def test_the_page_takes_the_last_tick_back(plan, alice, as_user, hx):
    browser, task = as_user(alice), exercise(plan)
    told = browser.post(
        reverse("study:tick_task", args=[task.pk]), {"done": "yes"}, headers=hx(f"task-{task.pk}")
    )
    change = PlanChange.objects.get()
    undo = reverse("study:undo_plan", args=[change.pk])
    assert undo in told.content.decode(), "the button comes with the tick"
    listed = browser.get(reverse("study:plan_history")).content.decode()
    assert change.what.startswith("Done: ")
    assert change.what in listed
    assert browser.post(undo).status_code == 302
    task.refresh_from_db()
    assert task.done_on is None
