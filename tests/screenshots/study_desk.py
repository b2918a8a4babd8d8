"""Robin's study desk in its second week: a plan, most of it done, the progress grid with it."""

from datetime import timedelta

from accounts.models import User
from study.cards.actions import desk_of
from study.content import content
from study.grid import actions as grid
from study.models import Box
from study.plan import actions
from study.plan.forms import PlanForm
from web import clock

WEEK = 8  # days since it began
# Not on the last two days: there is something to catch up with.
IDLE = 2


def settle(robin: User) -> None:
    now = clock.now()
    began = now - timedelta(days=WEEK)
    today = desk_of(robin).day(began)
    typed = {
        "length": "fit",
        "hours": 2,
        "interview_on": today + timedelta(days=WEEK + 10),
        "weekdays_off": [6],
    }
    form = PlanForm(typed, study=content().study, today=today)
    if not form.is_valid():
        raise RuntimeError(str(form.errors))
    plan, _ = actions.make(form.chosen(robin), at=began)
    for days in range(WEEK - IDLE):
        _work(robin, plan, at=began + timedelta(days=days))


def _work(robin: User, plan, *, at) -> None:
    """One day of it: its tasks, and what the grid asks for."""
    on = desk_of(robin).day(at)
    for task in plan.tasks.filter(on=on, done_on=None).select_related("plan__owner"):
        actions.tick(task, done=True, at=at)
    known = {one.slug: one for one in content().study.concepts}
    for box in Box.objects.visible_to(robin).filter(due_on__lte=on, done_on=None):
        grid.tap(robin, known[box.concept], box.step, done=True, at=at)
