"""Who of several draws asks which question, none asked twice. Plain Python, no database.

The draws of a set choose one after the other, each the first of its own pool that is still free.
Only where that asks fewer questions than could be asked, or repeats more of what the candidate has
met lately than must be, does a draw leave a question to one that has no other: it then takes the
next in its own order that costs nobody anything. So the order of each pool decides wherever there
is a choice, and a pool that is shuffled gives each of its questions the same chance.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from questions.bank.sets import assign

# When a question was met lately, as something to sort by: never comes first, then the oldest.
Met = tuple[()] | tuple[datetime]


@dataclass(frozen=True)
class Draw:
    """How many questions, and which ones may be taken (ids): never met first, then the oldest.

    The first so many of a pool suffice as all draws of the set take together: among these, one is
    left whatever the others have, and none further down is better.
    """

    count: int
    pool: Sequence[int]


def deal(draws: Sequence[Draw], *, met: Mapping[int, datetime]) -> list[list[int]]:
    """What each draw takes, in order: as many questions as is possible at all, and of all ways to
    do that one that repeats the fewest met lately, and of these the oldest.

    `met` says when a question was met, for those that were lately. A draw comes up short only
    where there is no way to fill them all; then a later one rather than an earlier one.
    """
    table = _Table(draws, met)
    best = table.best(0, ())
    taken = table.one_after_the_other()
    if table.ages(taken.values()) != best:
        taken = table.with_a_look_ahead(best)
    dealt: list[list[int]] = [[] for _ in draws]
    for place, question in taken.items():
        dealt[table.draw_of[place]].append(question)
    return dealt


class _Table:
    """Every question asked by a draw is a place to fill; `draw_of` says whose."""

    def __init__(self, draws: Sequence[Draw], met: Mapping[int, datetime]) -> None:
        self.draw_of = [number for number, draw in enumerate(draws) for _ in range(draw.count)]
        self.pools = [draw.pool for draw in draws]
        self.met = met
        places: dict[int, list[int]] = {}
        for place, number in enumerate(self.draw_of):
            for question in self.pools[number]:
                places.setdefault(question, []).append(place)
        self.questions = sorted(places, key=self._age)
        self.places = [places[question] for question in self.questions]

    def _age(self, question: int) -> Met:
        return (self.met[question],) if question in self.met else ()

    def ages(self, questions: Collection[int]) -> list[Met]:
        return sorted(self._age(question) for question in questions)

    def best(self, first: int, gone: Collection[int]) -> list[Met]:
        """The ages of the best questions for the places from `first` on, without those `gone`.

        Questions that can be asked together are independent sets of a transversal matroid, so
        taking each that still fits, the best first, gives as many as possible, and the best ones
        (Edmonds and Fulkerson 1965). That one fits is shown by moving others (Kuhn's paths).
        """
        left = len(self.draw_of) - first
        fits = [[place for place in some if place >= first] for some in self.places]
        taken: dict[int, int] = {}
        found = []
        for number, question in enumerate(self.questions):
            if len(found) == left:
                break
            if question not in gone and assign(number, fits, taken, set()):
                found.append(self._age(question))
        return found

    def one_after_the_other(self) -> dict[int, int]:
        """Place → question: each takes the first that is free."""
        taken: dict[int, int] = {}
        gone: set[int] = set()
        for place, number in enumerate(self.draw_of):
            free = (question for question in self.pools[number] if question not in gone)
            if (question := next(free, None)) is not None:
                taken[place] = question
                gone.add(question)
        return taken

    def with_a_look_ahead(self, best: list[Met]) -> dict[int, int]:
        """Place → question: each takes the first that leaves the others what makes up `best`."""
        taken: dict[int, int] = {}
        gone: set[int] = set()
        for place, number in enumerate(self.draw_of):
            for question in self.pools[number]:
                if question in gone:
                    continue
                others = self.best(place + 1, gone | {question})
                if sorted([self._age(question), *others]) == best:
                    taken[place], best = question, others
                    gone.add(question)
                    break
        return taken
