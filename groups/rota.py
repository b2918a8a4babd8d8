"""Whose turn it is: pairs that avoid repeats, and asking and answering in balance.

Plain functions of people (any ids) and of what took place. A round that nobody held is in no
history, so it simply stands until it is held; somebody who is away is left out of `people`, and
the others go on without a gap.

Everybody meets everybody before anybody meets again, where the same people stay: the rounds are
those of the circle method (one person fixed, the others move on by one; with an odd number an empty
chair goes round, and whoever draws it rests). People who come late or skip make histories that no
circle fits; then the pairs of least cost are searched for instead.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

# Up to so many people (the empty chair among them) the best pairs are found by trying all;
# above, neighbours are swapped while that helps.
TRY_ALL = 10

Person = int
# Who asked and who answered, oldest first.
History = Sequence[tuple[Person, Person]]


@dataclass(frozen=True)
class Pair:
    """Two who meet. `asker` asks first; in a meeting of two parts they swap."""

    asker: Person
    answerer: Person

    def __contains__(self, person: object) -> bool:
        return person in (self.asker, self.answerer)

    def other(self, person: Person) -> Person:
        return self.answerer if person == self.asker else self.asker


@dataclass(frozen=True)
class Round:
    """Who meets whom next, and who rests when the number is odd."""

    pairs: tuple[Pair, ...] = ()
    rests: Person | None = None

    def pair_of(self, person: Person) -> Pair | None:
        return next((pair for pair in self.pairs if person in pair), None)


@dataclass(frozen=True)
class Turns:
    """The fairness counter of one member."""

    asked: int = 0
    answered: int = 0


def tally(people: Iterable[Person], history: History) -> dict[Person, Turns]:
    """How often each has asked and answered."""
    asked, answered = Counter(a for a, _ in history), Counter(b for _, b in history)
    return {person: Turns(asked[person], answered[person]) for person in people}


def propose(people: Sequence[Person], history: History) -> Round:
    """The next round. Fewer than two people have none."""
    if len(people) < 2:
        return Round(rests=people[0] if people else None)
    ledger = _Ledger(people, history)
    chairs: list[Person | None] = [*sorted(people), *([None] if len(people) % 2 else [])]
    circle = ledger.cheapest(_circle(chairs))
    # The circle's round wherever it is as good: only it keeps the rounds after this one open.
    best = circle
    if ledger.cost(circle) > (0, 0):
        best = min(circle, ledger.searched(chairs), key=ledger.cost)
    rests = next((a if b is None else b for a, b in best if a is None or b is None), None)
    pairs = [ledger.in_order(a, b) for a, b in best if a is not None and b is not None]
    return Round(tuple(sorted(pairs, key=lambda pair: min(pair.asker, pair.answerer))), rests)


def presenters(people: Sequence[Person], past: Sequence[Person], *, weeks: int) -> list[Person]:
    """Who presents in the coming weeks: whoever did so least often, then longest ago, then in the
    order of `people`. `past` are those who have presented, oldest first. A week that is skipped is
    not counted, so everybody after it moves on by one.
    """
    if not people:
        return []
    times = Counter(past)
    latest = {person: number for number, person in enumerate(past)}
    chosen = []
    for number in range(weeks):
        person = min(people, key=lambda one: (times[one], latest.get(one, -1)))
        times[person] += 1
        latest[person] = len(past) + number
        chosen.append(person)
    return chosen


Couple = tuple[Person | None, Person | None]


class _Ledger:
    """What a pair would cost after what took place."""

    def __init__(self, people: Sequence[Person], history: History) -> None:
        self.met = Counter(frozenset(pair) for pair in history)
        self.least = self._least(people)
        self.turns = Counter(person for pair in history for person in pair)
        self.busiest = max((self.turns[person] for person in people), default=0)
        self.asked_more = Counter(a for a, _ in history)
        self.asked_more.subtract(Counter(b for _, b in history))
        self.last = {frozenset(pair): pair for pair in history}

    def _least(self, people: Sequence[Person]) -> int:
        """How often the two met who met least; where somebody never met somebody: not at all."""
        if len(self.met) < len(people) * (len(people) - 1) // 2:
            return 0
        return min((self.met[frozenset(two)] for two in combinations(people, 2)), default=0)

    def of(self, couple: Couple) -> tuple[int, int]:
        """First: a rest for somebody who has had fewer turns than others. Then: having met more
        often than those who met least."""
        a, b = couple
        if a is None or b is None:
            return self.busiest - self.turns[a if b is None else b], 0
        return 0, self.met[frozenset((a, b))] - self.least

    def cost(self, couples: Iterable[Couple]) -> tuple[int, int]:
        costs = [self.of(couple) for couple in couples]
        return sum(rest for rest, _ in costs), sum(repeat for _, repeat in costs)

    def cheapest(self, rounds: Iterator[list[Couple]]) -> list[Couple]:
        """The first of least cost; one that costs nothing ends the search."""
        best = next(rounds)
        for one in rounds:
            if self.cost(best) == (0, 0):
                break
            best = min(best, one, key=self.cost)
        return best

    def searched(self, chairs: list[Person | None]) -> list[Couple]:
        if len(chairs) <= TRY_ALL:
            return self._best_of_all(chairs)
        return self._swapped(list(zip(chairs[::2], chairs[1::2], strict=True)))

    def in_order(self, a: Person, b: Person) -> Pair:
        """Who asks first: whoever has asked less, compared with answering; else the other way
        round than last time."""
        difference = self.asked_more[a] - self.asked_more[b]
        if difference == 0:
            before = self.last.get(frozenset((a, b)), (max(a, b), min(a, b)))
            return Pair(before[1], before[0])
        return Pair(a, b) if difference < 0 else Pair(b, a)

    def _best_of_all(self, chairs: list[Person | None]) -> list[Couple]:
        """The first person with each of the others in turn, and the best of what is left."""

        @cache
        def best(left: tuple[Person | None, ...]) -> tuple[tuple[int, int], tuple[Couple, ...]]:
            if not left:
                return (0, 0), ()
            first, *others = left
            found = []
            for number, other in enumerate(others):
                rest, repeats = self.of((first, other))
                (more, again), couples = best((*others[:number], *others[number + 1 :]))
                found.append(((rest + more, repeats + again), ((first, other), *couples)))
            return min(found, key=lambda one: one[0])

        return list(best(tuple(chairs))[1])

    def _swapped(self, couples: list[Couple]) -> list[Couple]:
        """Two couples change partners while that is cheaper; each change is, so it ends."""
        changed = True
        while changed:
            changed = False
            for i, (a, b) in enumerate(couples):
                for j in range(i + 1, len(couples)):
                    c, d = couples[j]
                    ways = [[(a, b), (c, d)], [(a, c), (b, d)], [(a, d), (b, c)]]
                    one = min(ways, key=self.cost)
                    if self.cost(one) < self.cost(ways[0]):
                        couples[i], couples[j] = one
                        a, b = couples[i]
                        changed = True
        return couples


def _circle(chairs: list[Person | None]) -> Iterator[list[Couple]]:
    """The rounds of the circle method: each two meet in exactly one of them."""
    fixed, ring = chairs[0], deque(chairs[1:])
    half = len(chairs) // 2
    for _ in range(len(ring)):
        seats = [fixed, *ring]
        yield [(seats[i], seats[-1 - i]) for i in range(half)]
        ring.rotate(1)
