"""Do the minutes of a plan add up? What a task opens says how long it takes."""

from collections.abc import Callable, Mapping

from questions.bank.problems import Reporter
from questions.bank.study.content import Beside, Study
from questions.bank.study.plans import Plan, Task

FIRST_REVIEW = 8
LATER_REVIEW = 5
# Study on day 1 comes back on days 2, 4, 7 and 14.
FIRST_REVIEW_AFTER = 1
LATER_REVIEWS_AFTER = (3, 6, 13)


def check_totals(study: Study, beside: Beside, report: Reporter) -> None:
    """Each task's minutes are the sum of what it opens; no day is longer than the plan says."""
    known = _Minutes(study, beside)
    for plan in study.plan:
        studied = _studied(plan)
        for day in plan.all_days:
            for task in day.tasks:
                if why := known.difference(task, _reviews_due(day.day, studied)):
                    report.error(task.line, f"“{task.slug}” takes {why}; correct its minutes")
            total = sum(task.minutes for task in day.tasks)
            if total > plan.minutes_a_day:
                report.error(
                    day.line,
                    f"day {day.day} takes {total} minutes, the plan allows {plan.minutes_a_day};"
                    " move a task",
                )


def _studied(plan: Plan) -> dict[int, int]:
    """How many concepts are new on each day."""
    return {
        day.day: sum(len(task.concepts) for task in day.tasks if task.kind == "study")
        for day in plan.all_days
    }


def _reviews_due(day: int, studied: Mapping[int, int]) -> int:
    later = sum(studied.get(day - after, 0) for after in LATER_REVIEWS_AFTER)
    return FIRST_REVIEW * studied.get(day - FIRST_REVIEW_AFTER, 0) + LATER_REVIEW * later


class _Minutes:
    """Who takes how long."""

    def __init__(self, study: Study, beside: Beside) -> None:
        self.concepts = {one.slug: one.minutes for one in study.concepts}
        self.on_paper = {one.slug for one in study.concepts if one.practice and one.practice.task}
        self.reading = {one.slug: one.minutes for one in study.reading}
        self.questions = {slug: one.minutes for slug, one in beside.questions.items()}
        self.sets = {slug: one.minutes for slug, one in beside.sets.items()}
        self.checklists = {
            one.slug: sum(item.minutes for item in one.items) for one in study.checklists
        }

    def difference(self, task: Task, reviews_due: int) -> str | None:
        """“35 minutes, not 30” when the task says something else than what it opens."""
        if task.kind == "review":
            return _not_equal(task, reviews_due)
        sums: dict[str, Callable[[], int]] = {
            "study": lambda: _sum(self.concepts, task.concepts),
            "practice": lambda: _sum(self.questions, task.questions),
            "reading": lambda: _sum(self.reading, task.reading),
            "rehearse": lambda: _sum(self.sets, task.sets) + _sum(self.questions, task.questions),
            "checklist": lambda: _sum(self.checklists, task.checklists),
        }
        if task.kind not in sums:
            return None
        try:
            planned = sums[task.kind]()
        except KeyError:
            return None  # a slug that nobody has, which is said already
        if task.kind == "practice" and self.on_paper.intersection(task.concepts):
            # The paper task of the concept comes on top, and takes what the author gives it.
            return None if task.minutes >= planned else f"at least {planned} minutes"
        return _not_equal(task, planned)


def _sum(minutes: Mapping[str, int], slugs: tuple[str, ...]) -> int:
    return sum(minutes[slug] for slug in slugs)


def _not_equal(task: Task, planned: int) -> str | None:
    return None if task.minutes == planned else f"{planned} minutes, not {task.minutes}"
