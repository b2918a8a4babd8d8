"""What the interviews of one set say: how far its total can be trusted, and what each place adds.

Counted is each person's first interview of the set, sat without hints, that asked what the set
asks today and in which every answer has a mark. A place is a fixed question or a draw.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import Any

from django.db import transaction

from questions.models import QuestionSet
from workbench.models import Attempt, SetSummary
from workbench.question_summaries import FLOOR, NAMELESS, STEADY

Facts = dict[str, Any]
# One place of the set: the question's id, or None for a draw.
Layout = tuple[int | None, ...]


@dataclass(frozen=True)
class Sitting:
    """One interview of the set: its attempts in order."""

    attempts: tuple[Attempt, ...]

    @property
    def is_marked(self) -> bool:
        """Every answer has a mark; what time ran out before counts as nothing in a total."""
        return all(a.score is not None or not a.is_reached for a in self.attempts)

    @property
    def is_fair(self) -> bool:
        return not any(attempt.hints for attempt in self.attempts)

    @property
    def shares(self) -> list[float]:
        """What each question is worth in the total: its share of the clock."""
        total = sum(max(attempt.budget, 1) for attempt in self.attempts)
        return [max(attempt.budget, 1) / total for attempt in self.attempts]

    @property
    def marks(self) -> list[float]:
        """The marks as they add up to the total, 0–1."""
        pairs = zip(self.attempts, self.shares, strict=True)
        return [share * (attempt.score or 0.0) for attempt, share in pairs]

    def asks(self, layout: Layout) -> bool:
        return len(self.attempts) == len(layout) and all(
            place in (None, attempt.question_id)
            for place, attempt in zip(layout, self.attempts, strict=True)
        )


@transaction.atomic
def sum_up(set_id: int, *, at: datetime) -> None:
    """Bring the summary of a set in line with its interviews. Safe to call twice."""
    rows = QuestionSet.objects.select_for_update(no_key=True).filter(pk=set_id)
    question_set = rows.only("owner").first()
    if question_set is None:
        return
    facts = summary(question_set)
    if not facts["people"]:
        SetSummary.objects.filter(set=set_id).delete()
        return
    SetSummary.objects.update_or_create(
        set=question_set, defaults={"n": facts["n"], "facts": facts, "counted_at": at}
    )


def summary(question_set: QuestionSet) -> Facts:
    """Everything that is shown of a set; little of few people."""
    attempts = Attempt.objects.filter(set=question_set.pk).exclude(candidate=question_set.owner_id)
    layout = layout_of(question_set)
    first = first_sittings(attempts.order_by("finished_at", "interview_id", "position"))
    now = [sitting for sitting in first if sitting.asks(layout)]
    fair = [sitting for sitting in now if sitting.is_fair]
    counted = [sitting for sitting in fair if sitting.is_marked]
    facts: Facts = {"people": len(first), "n": len(counted)}
    if len(first) < NAMELESS:
        return facts
    return facts | {
        "other_questions": len(first) - len(now),
        "hinted": len(now) - len(fair),
        "unmarked": len(fair) - len(counted),
        "time": _time(fair),
        **(_totals(counted, layout) if len(counted) >= FLOOR else {}),
    }


def layout_of(question_set: QuestionSet) -> Layout:
    """The places of a set in its order; a draw of three is three places."""
    places: list[int | None] = []
    for item in question_set.items.order_by("position"):
        drawn = int((item.draw or {}).get("count", 1))
        places += [item.question_id] if item.question_id else [None] * drawn
    return tuple(places)


def first_sittings(attempts: Iterable[Attempt]) -> list[Sitting]:
    """Each person's first interview, of attempts in the order of time."""
    first: dict[int, int] = {}
    rows: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        if first.setdefault(attempt.candidate_id, attempt.interview_id) == attempt.interview_id:
            rows[attempt.interview_id].append(attempt)
    return [Sitting(tuple(own)) for own in rows.values()]


def _totals(counted: Sequence[Sitting], layout: Layout) -> Facts:
    """The total's spread and trust, and the places; percentages of the full mark."""
    from workbench import statistics

    table = [sitting.marks for sitting in counted]
    total = [sum(row) for row in table]
    spread, consistency = statistics.deviation(total), statistics.alpha(table)
    ratio = statistics.error_ratio(consistency)
    interval = statistics.facility_interval(total) if len(counted) >= STEADY else None
    bars = Counter(min(int(one * 5), 4) for one in total)
    return {
        "mean": statistics.facility(total),
        "mean_interval": [interval.low, interval.high] if interval else None,
        "deviation": spread,
        "consistency": consistency,
        "error_ratio": ratio,
        "standard_error": statistics.standard_error(ratio, spread),
        "bars": [bars[bar] for bar in range(5)],
        "places": _places(counted, layout, table),
    }


def _places(
    counted: Sequence[Sitting], layout: Layout, table: Sequence[Sequence[float]]
) -> list[Facts]:
    from workbench import statistics

    weights = statistics.effective_weights(table)
    found = []
    for place, question in enumerate(layout):
        own = [sitting.attempts[place] for sitting in counted]
        mark = [row[place] for row in table]
        rest = [sum(row) - row[place] for row in table]
        found.append(
            {
                "question": question,
                "facility": statistics.facility([attempt.score or 0.0 for attempt in own]),
                "discrimination": statistics.discrimination(mark, rest),
                "efficiency": statistics.efficiency(mark, rest),
                "intended": 100 * fmean(sitting.shares[place] for sitting in counted),
                "effective": weights[place],
                "skipped": sum(attempt.is_blank and attempt.is_reached for attempt in own),
                "unreached": sum(not attempt.is_reached for attempt in own),
            }
        )
    return found


def _time(fair: Sequence[Sitting]) -> Facts | None:
    """How much of the clock people use, and how many questions time runs out before."""
    if len(fair) < NAMELESS:
        return None
    used = [sum(a.seconds for a in s.attempts) for s in fair]
    given = [sum(a.budget for a in s.attempts) for s in fair]
    return {
        "n": len(fair),
        "seconds": median(used),
        "budget": median(given),
        "out_of_time": sum(any(not a.is_reached for a in s.attempts) for s in fair),
    }
