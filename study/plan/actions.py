"""Everything that changes a plan: making it, ticking, moving, skipping, catching up, undoing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from questions.bank.study.syllabus import Concept
from study import history
from study.cards.actions import desk_of, keep_desk
from study.content import content
from study.grid import actions as grid
from study.models import Box, Desk, GridChange, Plan, PlanChange, PlanTask
from study.models.plan import REVIEW, STUDY
from study.plan import places
from study.plan.outlines import Outline, key_of, template_of
from study.plan.places import Outcome, Spot, Spots, Table
from web.refusals import Refused

# What somebody chooses about a plan; undoing a change of it puts these back.
CHOICES = (
    *("goal", "level", "template", "fits", "starts_on", "interview_on", "minutes_a_day"),
    *("weekdays_off", "dates_off", "order", "deep", "takes_more"),
)
# What moves the rhythm itself; a change of anything else leaves tasks near their days.
_RHYTHM = ("template", "fits", "starts_on", "interview_on", "order")
_PLAN = "plan"
AWAY = "away"
# What a tick writes down is called so, before the task's key: it clashes with other ticks alone.
_TICK = "tick:"
_WAYS: dict[str, tuple[Callable[[Table], Outcome], str]] = {
    "on": (places.moved_on, "Moved everything on"),
    "merge": (places.merged, "Merged what was missed into the coming days"),
    "skip": (places.skipped, "Skipped what was missed"),
}


def studied(user: User) -> dict[str, date]:
    """{concept: the day of its first study}, as the progress grid has it; one query."""
    boxes = Box.objects.visible_to(user).filter(step=1, done_on__isnull=False)
    return dict(boxes.values_list("concept", "done_on"))


def spots_of(tasks: list[PlanTask]) -> dict[str, Spot]:
    return {
        key_of_row(task): Spot(task.minutes, task.position, task.on, task.done_on, task.skipped_on)
        for task in tasks
    }


def table_of(plan: Plan, desk: Desk, *, at: datetime, tasks: list[PlanTask] | None = None) -> Table:
    """The plan as values: one query for its tasks unless they are known, one for the grid."""
    if tasks is None:
        tasks = list(plan.tasks.all()) if plan.pk else []
    study = content().study
    template = template_of(study, plan.template) or study.plan[0]
    outline = Outline(study, template, plan.order, plan.level)
    return Table(plan, outline, spots_of(tasks), studied(plan.owner), desk.day(at))


@transaction.atomic
def make(plan: Plan, *, at: datetime) -> tuple[Plan, bool]:
    """Start with it, and say whether it was made now: a second start finds the first."""
    owner = User.objects.hold(plan.owner_id)
    if there := Plan.objects.visible_to(owner).first():
        return there, False
    table = table_of(plan, desk_of(owner), at=at)
    outcome = places.made(table)
    plan.made_at = plan.changed_at = at
    plan.save()
    _store(plan, {}, outcome.spots)
    _tell_desk(plan)
    return plan, True


@transaction.atomic
def change(
    plan: Plan,
    *,
    revision: int,
    what: str = "Changed the plan",
    away: Sequence[date] | None = None,
    at: datetime,
) -> PlanChange | None:
    """Keep other choices (those on `plan`) and place anew what is to come; None when nothing is
    different. Refused when the plan is no longer the one that was seen. `away`: the first and last
    day for which it made room, none when it took such room back (`study.plan.absence`).
    """
    now = _locked(plan.owner, revision)
    before = {name: getattr(now, name) for name in CHOICES}
    if before == {name: getattr(plan, name) for name in CHOICES}:
        return None
    rhythm = changes_rhythm(now, plan) or (away is not None and frees_days(now, plan))
    for name in CHOICES:
        setattr(now, name, getattr(plan, name))
    table = table_of(now, desk_of(now.owner), at=at)
    outcome = places.laid_anew(table, rhythm=rhythm)
    made = _write(now, table.spots, outcome.spots, what, choices=before, away=away, at=at)
    _tell_desk(now)
    return made


def changes_rhythm(old: Plan, new: Plan) -> bool:
    """Whether tasks go where the template wants them, not near the days they had."""
    return any(getattr(old, name) != getattr(new, name) for name in _RHYTHM)


def frees_days(old: Plan, new: Plan) -> bool:
    """Whether days that were off are study days again: tasks only come back to them where the
    template wants them, for near the days they had they already are."""
    return not set(old.dates_off) <= set(new.dates_off)


@transaction.atomic
def tick(task: PlanTask, *, done: bool, at: datetime) -> PlanChange | None:
    """Done today, or open again; asking twice for the same does nothing and answers None.

    A concept's study is day 1 of its row in the progress grid, in which it is marked.
    """
    owner = User.objects.hold(task.plan.owner_id)
    task.refresh_from_db()
    before = _ticked_study(owner, task, done, at) if task.slug == STUDY else _ticked(task, done, at)
    if before is None:
        return None
    Plan.objects.filter(pk=task.plan_id).update(changed_at=at)
    outline = Outline(content().study, content().study.plan[0])
    key = key_of_row(task)
    what = f"{'Done' if done else 'Open again'}: {outline.title(key)}"
    return history.keep(PlanChange, owner, what, {_TICK + key: before}, at=at)


def _ticked(task: PlanTask, done: bool, at: datetime) -> list[Any] | None:
    """Marks the row; what it was, or None where nothing had to change."""
    if done == (task.done_on is not None):
        return None
    before = [task.done_on, task.skipped_on]
    task.done_on = desk_of(task.plan.owner).day(at) if done else None
    task.skipped_on = None
    task.save(update_fields=["done_on", "skipped_on"])
    return _plain(before)


def _ticked_study(owner: User, task: PlanTask, done: bool, at: datetime) -> list[Any] | None:
    """Marks the grid; the change of the grid it is, or None where nothing had to change."""
    change = grid.tap(owner, _known(task.concept), 1, done=done, at=at)
    return None if change is None else [change.pk, done]


def _known(concept: str) -> Concept:
    for one in content().study.concepts:
        if one.slug == concept:
            return one
    raise Refused("This concept is no longer among those of Greenroom.")


def _is_tick(key: str) -> bool:
    return key.startswith(_TICK)


def _untick(plan: Plan, key: str, before: list[Any], *, at: datetime) -> None:
    """What one tick did, taken back: in the grid where it was day 1 of a concept."""
    slug, concept = places.parts(key)
    if slug == STUDY:
        pk, done = before
        change = GridChange.objects.visible_to(plan.owner).filter(pk=pk).first()
        if change is not None:
            grid.undo(change, at=at)
        else:  # The grid keeps its own last changes; this one is older.
            grid.tap(plan.owner, _known(concept), 1, done=not done, at=at)
        return
    done_on, skipped_on = (day and date.fromisoformat(day) for day in before)
    row = next((one for one in plan.tasks.all() if key_of_row(one) == key), None)
    if row is not None:
        row.done_on, row.skipped_on = done_on, skipped_on
        row.save(update_fields=["done_on", "skipped_on"])


@transaction.atomic
def move(task: PlanTask, *, on: date, anyway: bool, revision: int, at: datetime) -> PlanChange:
    """To another day; beyond one's hours only `anyway`."""
    plan, table, key = _open_task(task, revision, at=at)
    reason = why_not_on(table, key, on, anyway=anyway)
    if reason:
        raise Refused(reason)
    return _put(plan, table, key, on, at=at)


@transaction.atomic
def merge(task: PlanTask, *, revision: int, at: datetime) -> PlanChange:
    """To the first day, from today on, that has room for it."""
    plan, table, key = _open_task(task, revision, at=at)
    others = {other: spot for other, spot in table.spots.items() if other != key}
    room = table.room(fixed={k: s for k, s in others.items() if s.skipped_on is None})
    for place, day in enumerate(table.days):
        if room.left(place) >= table.spots[key].minutes:
            return _put(plan, table, key, day, at=at)
    raise Refused("No day before the interview has room for it. Move something else first.")


@transaction.atomic
def skip(task: PlanTask, *, revision: int, at: datetime) -> PlanChange:
    """It will not be done, and is said to be skipped."""
    plan, table, key = _open_task(task, revision, at=at)
    spots = {**table.spots, key: replace(table.spots[key], skipped_on=table.today)}
    what = f"Skipped: {table.outline.title(key)}"
    return _write(plan, table.spots, spots, what, at=at)


@transaction.atomic
def catch_up(user: User, way: str, *, revision: int, at: datetime) -> PlanChange | None:
    """What to do about missed tasks: move all on, merge them into the coming days, skip them."""
    plan = _locked(user, revision)
    table = table_of(plan, desk_of(user), at=at)
    if not table.missed:
        return None
    how, what = _WAYS[way]
    return _write(plan, table.spots, how(table).spots, what, at=at)


def outcomes(table: Table) -> dict[str, Outcome]:
    """What each way of catching up would lead to."""
    return {way: how(table) for way, (how, _) in _WAYS.items()}


def why_not_on(table: Table, key: str, on: date, *, anyway: bool) -> str | None:
    """Why a task cannot be moved to that day, or None when it can."""
    plan, spot = table.plan, table.spots[key]
    if on < table.today:
        return "That day is over."
    if plan.interview_on and on >= plan.interview_on:
        return "Nothing is planned for the day of the interview or after it."
    if on.weekday() in plan.weekdays_off or on in plan.dates_off:
        return f"{on:%-d %B} is a day off."
    others = [s for k, s in table.spots.items() if k != key and s.on == on and not s.skipped_on]
    minutes = sum(other.minutes for other in others) + spot.minutes
    if plan.cap is not None and minutes > plan.cap and not anyway:
        return (
            f"That would make {minutes} minutes on {on:%-d %B}, and you said {plan.cap}. "
            "Tick “beyond my hours” if it may be."
        )
    return None


@transaction.atomic
def undo(change: PlanChange, *, at: datetime) -> None:
    """Put the plan back to what it was, or take a tick back. Refused while a later change of the
    same tasks stands."""
    owner = User.objects.hold(change.owner_id)
    plan = Plan.objects.visible_to(owner).first()
    if plan is None:
        raise Refused("The plan this belonged to is gone.")

    plan.owner = owner

    def put_back(before: Mapping[str, Any]) -> None:
        if ticks := {key: was for key, was in before.items() if _is_tick(key)}:
            for key, was in ticks.items():
                _untick(plan, key.removeprefix(_TICK), was, at=at)
            Plan.objects.filter(pk=plan.pk).update(changed_at=at)
            return
        choices = before.get(_PLAN, {})
        for name, value in choices.items():
            setattr(plan, name, _read(name, value))
        old = spots_of(list(plan.tasks.all()))
        kept = {
            key: places.from_json(value)
            for key, value in before.items()
            if key not in (_PLAN, AWAY)
        }
        _store(plan, old, places.put_back(old, kept))
        plan.revision += 1
        plan.changed_at = at
        plan.save()
        if choices:
            _tell_desk(plan)

    history.take_back(change, same="tasks", put_back=put_back, at=at)


@transaction.atomic
def delete(user: User) -> None:
    """The plan and its changes; what was done in the grid stays there."""
    User.objects.hold(user.pk)
    PlanChange.objects.filter(owner=user).delete()
    Plan.objects.visible_to(user).delete()


def _open_task(task: PlanTask, revision: int, *, at: datetime) -> tuple[Plan, Table, str]:
    plan = _locked(task.plan.owner, revision)
    table = table_of(plan, desk_of(plan.owner), at=at)
    key = key_of_row(task)
    if key not in table.spots:
        raise Refused("That task is no longer in your plan.")
    if table.done_on(key):
        raise Refused("What is done stays where it is.")
    return plan, table, key


def _put(plan: Plan, table: Table, key: str, on: date, *, at: datetime) -> PlanChange:
    if key.startswith(f"{REVIEW}|"):
        raise Refused("A review stays on its day: it is what the progress grid says then.")
    spots = {**table.spots, key: replace(table.spots[key], on=on, skipped_on=None)}
    what = f"Moved to {on:%-d %B}: {table.outline.title(key)}"
    return _write(plan, table.spots, spots, what, at=at)


def _locked(user: User, revision: int) -> Plan:
    """The plan, which nobody else changes till the transaction ends."""
    owner = User.objects.hold(user.pk)
    plan = Plan.objects.visible_to(owner).first()
    if plan is None:
        raise Refused("You have no plan any more. Make a new one.")
    plan.owner = owner
    if plan.revision != revision:
        changes = PlanChange.objects.visible_to(owner)
        last = next((one for one in changes if not any(map(_is_tick, one.before))), None)
        seen = f" The last was: {last.what}." if last else ""
        raise Refused(
            f"Your plan was changed in another window meanwhile.{seen} "
            "That is kept, and nothing of this was done: look at the plan again."
        )
    return plan


def key_of_row(task: PlanTask) -> str:
    """What a row is called among the values of `study.plan.places`."""
    return places.review_key(task.on) if task.slug == REVIEW else key_of(task.slug, task.concept)


def _write(
    plan: Plan,
    old: Spots,
    new: Spots,
    what: str,
    *,
    choices: Mapping[str, Any] | None = None,
    away: Sequence[date] | None = None,
    at: datetime,
) -> PlanChange:
    _store(plan, old, new)
    plan.revision += 1
    plan.changed_at = at
    plan.save()
    changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    before = {key: places.as_json(old.get(key)) for key in changed}
    if choices is not None:
        before[_PLAN] = {name: _plain(value) for name, value in choices.items()}
    if away is not None:
        before[AWAY] = _plain(list(away))
    return history.keep(PlanChange, plan.owner, what, before, at=at)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    field = Plan._meta.get_field(name)
    if isinstance(value, list):
        return [field.base_field.to_python(one) for one in value]
    return field.to_python(value)


def _store(plan: Plan, old: Spots, new: Spots) -> None:
    """Make the rows say what `new` says; three statements at most."""
    rows = {key_of_row(task): task for task in plan.tasks.all()} if old else {}
    gone = [rows[key].pk for key in old if key not in new and key in rows]
    added, kept = [], []
    for key, spot in new.items():
        facts = {"on": spot.on, "done_on": spot.done_on, "skipped_on": spot.skipped_on}
        facts |= {"minutes": spot.minutes, "position": spot.position}
        slug, concept = places.parts(key)
        if key not in rows:
            added.append(PlanTask(plan=plan, slug=slug, concept=concept, **facts))
        elif old.get(key) != spot:
            kept.append(rows[key])
            for name, value in facts.items():
                setattr(rows[key], name, value)
    PlanTask.objects.filter(pk__in=gone).delete()
    PlanTask.objects.bulk_create(added)
    PlanTask.objects.bulk_update(kept, ["on", "done_on", "skipped_on", "minutes", "position"])


def _tell_desk(plan: Plan) -> None:
    """Cards, grid and checklists go by the same day."""
    if plan.interview_on:
        keep_desk(plan.owner, {"interview_on": plan.interview_on})
