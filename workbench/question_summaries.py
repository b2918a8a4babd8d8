"""What the attempts at a question say, version by version and of all versions together.

Counted is each person's first attempt, when it was made without hints and has a mark. Nothing is
kept that fewer than `NAMELESS` people stand behind, and no index of fewer than `FLOOR`.
`docs/statistics.md` gives the reasons.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from django.db import transaction

from interview import marks
from interview.models import PointMark, Scorecard
from questions.models import KeyPoint, Question
from workbench.models import Attempt, QuestionSummary

# Below this nothing is said of other people's attempts.
NAMELESS = 5
# Below this an index is too few to tell …
FLOOR = 10
# … and below this it is provisional; from here on it has an interval.
STEADY = 30
# Marks are shown in so many bars, 0–1 cut evenly.
BARS = 5
MACHINES = (Scorecard.Rater.LLM, Scorecard.Rater.AUTO)
PEOPLE = (Scorecard.Rater.INTERVIEWER, Scorecard.Rater.PEER, Scorecard.Rater.SELF)
Verdict = PointMark.Verdict
# What a verdict on a point is worth here: what a machine is unsure of is half made.
CREDIT: dict[str, float] = {**marks.CREDIT, Verdict.UNSURE: 0.5, Verdict.CONTRADICTED: 0.0}
Facts = dict[str, Any]


@transaction.atomic
def sum_up(question_id: int, *, at: datetime) -> None:
    """Bring the summaries of a question in line with its attempts. Safe to call twice.

    The lock lets one worker at a time sum up a question, from attempts read after it was taken.
    """
    rows = Question.objects.select_for_update(no_key=True).filter(pk=question_id)
    question = rows.only("owner").first()
    if question is None:
        return
    found = summaries(question)
    old = QuestionSummary.objects.filter(question=question_id)
    if None not in found:
        old.delete()
    old.exclude(version=None).exclude(version__in=[pk for pk in found if pk]).delete()
    for version, facts in found.items():
        QuestionSummary.objects.update_or_create(
            question=question, version_id=version, defaults=_columns(facts) | {"counted_at": at}
        )


def summaries(question: Question) -> dict[int | None, Facts]:
    """Facts by version id, and under None those of all versions; empty when nobody tried it."""
    attempts = Attempt.objects.filter(question=question.pk).exclude(candidate=question.owner_id)
    by_version: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in first_of_each(attempts.order_by("finished_at", "pk")):
        by_version[attempt.version_id].append(attempt)
    if not by_version:
        return {}
    must: dict[int, set[str]] = defaultdict(set)
    points = KeyPoint.objects.filter(version__in=list(by_version), level=KeyPoint.Level.MUST)
    for version, slug in points.values_list("version", "slug"):
        must[version].add(slug)
    found: dict[int | None, Facts] = {
        version: facts_of(own, must=must[version]) for version, own in by_version.items()
    }
    # One version alone is its own pool, and its sums are half a second for thousands of people.
    found[None] = (
        next(iter(found.values()))
        if len(by_version) == 1
        else facts_of(poolable(by_version.values()))
    )
    return found


def first_of_each(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Each person's first attempt, of attempts in the order of time.

    A question that time ran out before is no attempt while there is another.
    """
    first: dict[int, Attempt] = {}
    for attempt in attempts:
        known = first.get(attempt.candidate_id)
        if known is None or (attempt.is_reached and not known.is_reached):
            first[attempt.candidate_id] = attempt
    return list(first.values())


def poolable(versions: Iterable[Sequence[Attempt]]) -> list[Attempt]:
    """The attempts at all versions that may be shown together.

    Versions too small to be shown are left out where they are too small together: otherwise one
    who takes the versions shown from the whole would read off what a few people did.
    """
    groups = list(versions)
    small = [group for group in groups if len(group) < NAMELESS]
    if 0 < sum(map(len, small)) < NAMELESS:
        groups = [group for group in groups if len(group) >= NAMELESS]
    return [attempt for group in groups for attempt in group]


def facts_of(first: Sequence[Attempt], *, must: Collection[str] = ()) -> Facts:
    """Everything that is shown of these first attempts, one a person; little of few people."""
    reached = [attempt for attempt in first if attempt.is_reached]
    fair = [attempt for attempt in reached if not attempt.hints]
    counted = [attempt for attempt in fair if attempt.score is not None]
    facts: Facts = {"n": len(counted), "people": len(first)}
    if len(reached) < NAMELESS:
        return facts
    practised = [attempt for attempt in reached if attempt.is_practice]
    return facts | {
        "unreached": len(first) - len(reached),
        "hinted": len(reached) - len(fair),
        "unmarked": len(fair) - len(counted),
        "skipped": [sum(attempt.is_blank for attempt in reached), len(reached)],
        "hints": _share_of([bool(attempt.hints) for attempt in practised]),
        "time": _time(fair),
        "agreement": _agreement(reached),
        **_marks(counted, must),
    }


def verdict_of(said: dict[str, str]) -> str | None:
    """The verdict on one point that counts, of those of all raters."""
    return next((said[kind] for kind in marks.PRECEDENCE if kind in said), None)


def _marks(counted: Sequence[Attempt], must: Collection[str]) -> Facts:
    """The indices, and how often each point is made; empty below the floor."""
    from workbench import statistics

    if len(counted) < FLOOR:
        return {}
    score = [attempt.score for attempt in counted]
    known = [attempt for attempt in counted if attempt.rest is not None]
    rest = statistics.standardised([a.rest for a in known], [a.set_id for a in known])
    placed = {a.pk: z for a, z in zip(known, rest, strict=True) if z is not None}
    steady = len(counted) >= STEADY
    points = _points([attempt for attempt in counted if not attempt.is_blank], placed)
    return {
        "facility": statistics.facility(score),
        "facility_interval": _ends(statistics.facility_interval(score)) if steady else None,
        "deviation": statistics.deviation(score),
        "bars": [sum(min(int(x * BARS), BARS - 1) == bar for x in score) for bar in range(BARS)],
        "points": points,
        "never_made": sum(
            one["slug"] in must and one["missed"] == one["n"] for one in points
        ),
        **_separation([a for a in counted if a.pk in placed], placed),
    }  # fmt: skip


def _separation(counted: Sequence[Attempt], placed: dict[int, float]) -> Facts:
    """Whether those do better here who do better elsewhere; of ten or more who were compared."""
    from workbench import statistics

    if len(counted) < FLOOR:
        return {"compared": len(counted)}
    score, rest = [a.score for a in counted], [placed[a.pk] for a in counted]
    steady = len(counted) >= STEADY
    by_rest = sorted(range(len(rest)), key=lambda n: (rest[n], score[n]))
    cuts = [round(len(rest) * part / 3) for part in range(4)]
    thirds = [[score[n] for n in by_rest[a:b]] for a, b in pairwise(cuts)]
    interval = statistics.discrimination_interval(score, rest) if steady else None
    return {
        "compared": len(counted),
        "discrimination": statistics.discrimination(score, rest),
        "discrimination_interval": _ends(interval),
        "efficiency": statistics.efficiency(score, rest),
        "thirds": [statistics.facility(third) for third in thirds] if steady else None,
    }


def _points(answered: Sequence[Attempt], placed: dict[int, float]) -> list[Facts]:
    """How often each point is made in the answers whose points were judged, rarest first."""
    from workbench import statistics

    credits: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for attempt in answered:
        for slug, said in attempt.points.items():
            if verdict := verdict_of(said):
                credits[slug].append((CREDIT[verdict], placed.get(attempt.pk)))
    found = []
    for slug, given in credits.items():
        if len(given) < FLOOR:
            continue
        worth = [credit for credit, _ in given]
        pairs = [(credit, rest) for credit, rest in given if rest is not None]
        index = (
            statistics.discrimination(*zip(*pairs, strict=True)) if len(pairs) >= FLOOR else None
        )
        found.append(
            {
                "slug": slug,
                "n": len(given),
                "made": worth.count(1.0),
                "half": worth.count(0.5),
                "missed": worth.count(0.0),
                "facility": statistics.facility(worth),
                "discrimination": index,
            }
        )
    return sorted(found, key=lambda point: (point["facility"], point["slug"]))


def _time(fair: Sequence[Attempt]) -> Facts | None:
    """Seconds on the question against its share of the clock, of answers without hints."""
    timed = [a for a in fair if not a.is_blank and a.seconds and a.budget]
    if len(timed) < NAMELESS:
        return None
    return {
        "n": len(timed),
        "seconds": median(a.seconds for a in timed),
        "budget": median(a.budget for a in timed),
        "used": median(100 * a.seconds / a.budget for a in timed),
        "over": 100 * sum(a.seconds > a.budget for a in timed) / len(timed),
    }


def _agreement(reached: Sequence[Attempt]) -> Facts | None:
    """How often a person's verdict on a point is worth what the machine's is.

    Where the machine itself was unsure there is nothing to agree with.
    """
    people: set[int] = set()
    pairs: dict[str, list[bool]] = defaultdict(list)
    by_rater: dict[str, list[bool]] = defaultdict(list)
    for attempt in reached:
        for slug, said in attempt.points.items():
            machine = next((said[kind] for kind in MACHINES if kind in said), Verdict.UNSURE)
            for kind in PEOPLE:
                if kind in said and machine != Verdict.UNSURE:
                    same = CREDIT[said[kind]] == CREDIT[machine]
                    people.add(attempt.candidate_id)
                    pairs[slug].append(same)
                    by_rater[kind].append(same)
    if len(people) < NAMELESS:
        return None
    told = {slug: _share_of(same) for slug, same in pairs.items()}
    return {
        "all": _share_of([one for same in pairs.values() for one in same]),
        "by_rater": {str(kind): _share_of(same) for kind, same in by_rater.items()},
        "points": {slug: share for slug, share in told.items() if share},
    }


def _share_of(yes: Sequence[bool]) -> list[int] | None:
    """[how many, of how many]; nothing of fewer than five."""
    return [sum(yes), len(yes)] if len(yes) >= NAMELESS else None


def _ends(interval) -> list[float] | None:
    return [interval.low, interval.high] if interval else None


def _columns(facts: Facts) -> Facts:
    """What the queue filters by, beside the facts themselves."""
    skipped = facts.get("skipped")
    time = facts.get("time")
    return {
        "n": facts["n"],
        "facility": facts.get("facility"),
        "discrimination": facts.get("discrimination"),
        "efficiency": facts.get("efficiency"),
        "time_used": time["used"] if time and time["n"] >= FLOOR else None,
        "skipped": 100 * skipped[0] / skipped[1] if skipped and skipped[1] >= FLOOR else None,
        "never_made": facts.get("never_made"),
        "facts": facts,
    }
