"""What a person takes along of their plan: what they chose, its tasks, what they changed."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import Plan, PlanChange, PlanTask

_TASK = ("slug", "concept", "minutes", "on", "done_on", "skipped_on")


def files(person: User) -> Iterator[File]:
    plan = Plan.objects.filter(owner=person).values().first()
    if plan is None:
        return
    tasks = list(PlanTask.objects.filter(plan=plan["id"]).values(*_TASK))
    changes = PlanChange.objects.filter(owner=person).values("made_at", "what", "undone_at")
    for name in ("id", "owner_id", "revision"):
        plan.pop(name)
    yield File("plan.json", as_json({**plan, "tasks": tasks, "changes": list(changes)}))
