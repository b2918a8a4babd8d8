"""Plans in the database: making, ticking, catching up, changing, taking back."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from study import history
from study.cards.actions import desk_of
from study.content import content
from study.grid import actions as grid
from study.models import Box, Desk, Plan, PlanChange, PlanTask
from study.models.plan import REVIEW, STUDY
from study.plan import actions
from tests.study.plan.planned import chosen, planned
from web.refusals import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
TODAY = NOON.date()
DAY = timedelta(days=1)


def days(plan):
    """{key: day} of what is open or done, reviews apart."""
    return {
        (task.slug, task.concept): task.on
        for task in plan.tasks.exclude(slug=REVIEW)
        if task.skipped_on is None
    }


def loads(plan, *, since=TODAY):
    found = {}
    for task in plan.tasks.filter(on__gte=since, skipped_on=None):
        found[task.on] = found.get(task.on, 0) + task.minutes
    return found


def undone(plan, *, at):
    return actions.table_of(plan, desk_of(plan.owner), at=at).missed


def tick_all(plan, *, on):
    for task in plan.tasks.filter(on=on):
        actions.tick(task, done=True, at=datetime.combine(on, NOON.time(), UTC))


@pytest.mark.parametrize("slug", ["seven-days", "fourteen-days", "thirty-days"])
def test_each_task_of_a_template_falls_on_its_day_with_the_minutes_it_says(alice, slug):
    """Day n is the start plus n − 1; reviews come to what the file says."""
    [template] = [one for one in content().study.plan if one.slug == slug]
    plan = planned(alice, at=NOON, length=slug)
    rows = {(task.slug, task.concept): task for task in plan.tasks.exclude(slug=REVIEW)}
    reviews = {task.on: task.minutes for task in plan.tasks.filter(slug=REVIEW)}
    for day in template.all_days:
        on = TODAY + (day.day - 1) * DAY
        for task in day.tasks:
            if task.kind == STUDY:
                assert {rows[STUDY, concept].on for concept in task.concepts} == {on}
            elif task.kind == REVIEW:
                # Of the last day the file says by itself how much is enough.
                assert reviews[on] == task.minutes or day.day == template.days
            else:
                assert (rows[task.slug, ""].on, rows[task.slug, ""].minutes) == (on, task.minutes)
    assert max(reviews) <= TODAY + (template.days - 1) * DAY


def test_ten_practice_tasks_are_in_the_fourteen_days(alice):
    plan = planned(alice, at=NOON)
    study = content().study
    [template] = [one for one in study.plan if one.slug == plan.template]
    practice = [t.slug for d in template.all_days for t in d.tasks if t.kind == "practice"]
    assert len(practice) >= 10
    assert plan.tasks.filter(slug__in=practice, on__isnull=False).count() == len(practice)


def test_days_off_shift_the_rest(alice):
    plain = planned(alice, at=NOON)
    before = days(plain)
    actions.delete(alice)
    plan = planned(alice, at=NOON, weekdays_off=["5", "6"], dates_off="2026-03-04")
    on = sorted({day for day in days(plan).values() if day})
    assert not any(day.weekday() in (5, 6) or day == TODAY + 2 * DAY for day in on)
    assert all(day >= before[key] for key, day in days(plan).items())


def test_with_few_hours_p3_goes_first_and_is_listed(alice):
    plan = planned(alice, at=NOON, length="fit", interview_on=TODAY + 10 * DAY, hours="2")
    assert plan.template == "fourteen-days"
    assert max(loads(plan).values()) <= 120
    assert max(day for day in days(plan).values() if day) <= TODAY + 9 * DAY
    priority = {one.slug: one.priority for one in content().study.concepts}
    left = [priority[c] for (slug, c), day in days(plan).items() if slug == STUDY and day is None]
    kept = [priority[c] for (slug, c), day in days(plan).items() if slug == STUDY and day]
    assert set(left) >= {"P3"}
    assert "P3" not in kept
    assert kept.count("P1") > left.count("P1")
    assert plan.tasks.filter(slug=STUDY).count() == 50, "nothing is lost"


def test_longer_days_only_where_they_were_accepted(alice):
    plan = planned(
        alice,
        at=NOON,
        length="fit",
        interview_on=TODAY + 6 * DAY,
        hours="1",
        takes_more="on",
    )
    assert max(loads(plan).values()) > 60
    assert None not in days(plan).values()


def test_a_plan_is_made_at_once_and_only_once(alice):
    began = time.process_time()
    plan = planned(alice, at=NOON, length="fit", interview_on=TODAY + 45 * DAY, hours="0.75")
    assert time.process_time() - began < 2
    again, made = actions.make(chosen(alice, at=NOON), at=NOON)
    assert (again, made) == (plan, False)
    assert Desk.objects.get(user=alice).interview_on == TODAY + 45 * DAY


def test_what_the_grid_has_is_done_already(alice):
    concepts = content().study.concepts[:3]
    grid.start(alice, concepts, at=NOON - 3 * DAY)
    plan = planned(alice, at=NOON)
    rows = plan.tasks.filter(slug=STUDY, concept__in=[one.slug for one in concepts])
    assert [row.on for row in rows] == [None] * 3
    assert undone(plan, at=NOON + DAY)[0] not in {f"study|{one.slug}" for one in concepts}


def test_a_tick_is_kept_and_of_a_study_it_is_day_one_of_the_grid(alice):
    plan = planned(alice, at=NOON)
    study = plan.tasks.filter(slug=STUDY)[0]
    other = plan.tasks.exclude(slug__in=[STUDY, REVIEW])[0]
    for _ in range(2):
        actions.tick(study, done=True, at=NOON)
        actions.tick(other, done=True, at=NOON)
    assert Box.objects.get(concept=study.concept, step=1).done_on == TODAY
    other.refresh_from_db()
    assert other.done_on == TODAY
    actions.tick(study, done=False, at=NOON)
    actions.tick(other, done=False, at=NOON)
    assert not Box.objects.exists()
    assert not plan.tasks.filter(done_on__isnull=False).exists()


def behind(alice, **typed):
    """Day 1 done, days 2 and 3 missed; it is day 4."""
    plan = planned(alice, at=NOON, **typed)
    tick_all(plan, on=TODAY)
    return plan, NOON + 3 * DAY


@pytest.mark.parametrize("interview", [None, TODAY + 20 * DAY, TODAY + 14 * DAY])
def test_moving_everything_on_keeps_the_order_and_what_is_done(alice, interview):
    plan, at = behind(alice, **({"interview_on": interview} if interview else {"hours": "6"}))
    before = days(plan)
    missed = undone(plan, at=at)
    assert missed
    actions.catch_up(alice, "on", revision=0, at=at)
    after = days(plan)
    done = [key for key, day in before.items() if day == TODAY]
    assert all(after[key] == TODAY for key in done)
    assert undone(plan, at=at) == []
    assert max(loads(plan, since=at.date()).values()) <= plan.cap
    if interview is None:
        assert all(after[key] == day + 2 * DAY for key, day in before.items() if key not in done), (
            "the whole of it, two days later"
        )
    else:
        assert max(day for day in after.values() if day) < interview
    moved = [key for key in before if key not in done and after[key]]
    for one in moved[::7]:
        for other in moved[::5]:
            if before[one] < before[other]:
                assert after[one] <= after[other]


def test_merging_leaves_the_coming_days_and_keeps_the_cap(alice):
    plan, at = behind(alice, interview_on=TODAY + 20 * DAY)
    before, missed = days(plan), undone(plan, at=at)
    actions.catch_up(alice, "merge", revision=0, at=at)
    after = days(plan)
    for key, day in before.items():
        if "|".join(key) not in missed:
            assert after[key] == day
        else:
            assert after[key] is None or after[key] >= at.date()
    assert max(loads(plan, since=at.date()).values()) <= plan.cap


def test_skipping_says_what_was_skipped_and_moves_nothing(alice):
    plan, at = behind(alice)
    before, missed = days(plan), undone(plan, at=at)
    actions.catch_up(alice, "skip", revision=0, at=at)
    skipped = plan.tasks.filter(skipped_on=at.date())
    assert {f"{task.slug}|{task.concept}" for task in skipped} == set(missed)
    assert all(before[key] == day for key, day in days(plan).items())
    assert actions.catch_up(alice, "skip", revision=1, at=at) is None


def test_other_hours_change_only_what_is_to_come(alice):
    plan, at = behind(alice, interview_on=TODAY + 16 * DAY)
    rows = list(plan.tasks.filter(on__lt=at.date()).values_list("slug", "concept", "on"))
    other = chosen(
        alice,
        at=at,
        plan=plan,
        length="fourteen-days",
        interview_on=TODAY + 16 * DAY,
        hours="2",
        weekdays_off=["6"],
    )
    change = actions.change(other, revision=0, at=at)
    plan.refresh_from_db()
    assert list(plan.tasks.filter(on__lt=at.date()).values_list("slug", "concept", "on")) == rows
    assert max(loads(plan, since=at.date()).values()) <= 120
    assert not any(day.weekday() == 6 for day in loads(plan, since=at.date()))
    assert plan.revision == 1
    actions.undo(change, at=at)
    plan.refresh_from_db()
    assert (plan.minutes_a_day, plan.weekdays_off) == (245, [])


def test_a_change_taken_back_leaves_every_row_as_it_was(alice):
    plan, at = behind(alice, interview_on=TODAY + 16 * DAY)
    facts = ("slug", "concept", "on", "minutes", "done_on", "skipped_on")

    def rows():
        return sorted(plan.tasks.values_list(*facts), key=str)

    before = rows()
    first = actions.catch_up(alice, "on", revision=0, at=at)
    assert rows() != before
    task = plan.tasks.exclude(slug__in=[REVIEW, STUDY]).filter(on__gte=at.date())[0]
    second = actions.skip(task, revision=1, at=at)
    with pytest.raises(Refused, match="later changed the same"):
        actions.undo(first, at=at)
    actions.undo(second, at=at)
    actions.undo(first, at=at)
    actions.undo(first, at=at)
    assert rows() == before
    plan.refresh_from_db()
    assert plan.revision == 4


def test_what_was_done_since_stays_done(alice):
    plan, at = behind(alice)
    change = actions.catch_up(alice, "merge", revision=0, at=at)
    task = plan.tasks.exclude(slug__in=[REVIEW, STUDY]).filter(on__gte=at.date())[0]
    moved = actions.skip(task, revision=1, at=at)
    actions.tick(task, done=True, at=at)
    actions.undo(moved, at=at)
    actions.undo(change, at=at)
    task.refresh_from_db()
    assert (task.done_on, task.skipped_on) == (at.date(), None)


def test_two_windows_the_second_learns_of_the_first(alice):
    plan, at = behind(alice)
    actions.catch_up(alice, "skip", revision=0, at=at)
    with pytest.raises(Refused, match=r"another window meanwhile.*Skipped what was missed"):
        actions.catch_up(alice, "on", revision=0, at=at)
    with pytest.raises(Refused, match="another window"):
        actions.change(chosen(alice, at=at, plan=plan, hours="1"), revision=0, at=at)
    assert PlanChange.objects.exclude(what__startswith="Done: ").count() == 1


def test_a_task_is_moved_within_ones_hours_or_beyond_them_on_purpose(alice):
    plan = planned(alice, at=NOON, interview_on=TODAY + 20 * DAY)
    task = plan.tasks.get(slug="build-vae")
    full = TODAY + 8 * DAY
    move = {"revision": 0, "at": NOON}
    for on, reason in (
        (TODAY - DAY, "is over"),
        (TODAY + 20 * DAY, "day of the interview"),
        (full, "and you said 245"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.move(task, on=on, anyway=False, **move)
    actions.move(task, on=full, anyway=True, **move)
    task.refresh_from_db()
    assert task.on == full
    actions.merge(task, revision=1, at=NOON)
    task.refresh_from_db()
    assert task.on == TODAY, "the first day has an hour to spare"
    review = plan.tasks.filter(slug=REVIEW)[0]
    with pytest.raises(Refused, match="A review stays"):
        actions.move(review, on=TODAY, anyway=True, revision=2, at=NOON)
    actions.tick(task, done=True, at=NOON)
    with pytest.raises(Refused, match="stays where it is"):
        actions.skip(task, revision=2, at=NOON)


def test_only_the_last_twenty_changes_are_kept(alice):
    plan = planned(alice, at=NOON)
    task = plan.tasks.exclude(slug=REVIEW)[0]
    for n in range(22):
        actions.move(task, on=TODAY + (1 + n % 2) * DAY, anyway=True, revision=n, at=NOON)
    assert PlanChange.objects.count() == history.HISTORY


def test_classical_methods_first(alice):
    first = days(planned(alice, at=NOON))
    actions.delete(alice)
    other = days(planned(alice, at=NOON, order="classical"))
    assert other[STUDY, "logistic-regression"] < other[STUDY, "self-attention"]
    assert first[STUDY, "logistic-regression"] > first[STUDY, "self-attention"]
    assert other["where-you-start", ""] == TODAY
    assert None not in other.values()


def test_the_weights_decide_what_goes_of_one_priority(alice):
    def left(deep):
        plan = planned(alice, at=NOON, hours="3", interview_on=TODAY + 13 * DAY, deep=str(deep))
        blocks = {one.slug: one.block for one in content().study.concepts}
        gone = [c for (slug, c), day in days(plan).items() if slug == STUDY and day is None]
        actions.delete(alice)
        return sum(blocks[slug] in ("classical", "evaluation") for slug in gone)

    assert left(90) > left(10)


def test_the_database_refuses_what_cannot_be(alice):
    plan = planned(alice, at=NOON)
    study = plan.tasks.filter(slug=STUDY)
    for wrong in (
        lambda: study.update(done_on=TODAY),
        lambda: plan.tasks.exclude(slug__in=[STUDY, REVIEW]).update(
            done_on=TODAY, skipped_on=TODAY
        ),
        lambda: PlanTask.objects.filter(slug=REVIEW).update(on=None),
        lambda: Plan.objects.update(deep=101),
        lambda: Plan.objects.update(weekdays_off=list(range(7))),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_it_goes_with_its_owner(alice):
    planned(alice, at=NOON)
    alice.delete()
    assert not Plan.objects.exists()
    assert not PlanTask.objects.exists()
