"""The wizard the other way round: a situation is given, the method and its reason are chosen.

A situation is drawn from the rules with a seed, and only one is taken whose ranking has a single
best method. The same seed gives the same situation as long as the rules stay as they are.
"""

import random
from dataclasses import dataclass

from questions.bank.study import Study
from questions.bank.study.choosing import SelectionRule
from study.choosing.ranking import MOST_ROWS, Asked, Ranking, rank, said

LARGEST_SEED = 999_999
OPTIONS = 4
MOST_NEEDS = 2
# Of a hundred draws some give one best method, for every rule of ours; a test holds that.
TRIES = 100
# Rows of a situation reach this many times the least a rule asks for.
REACH = 200

FITS_TOO = 0.5


@dataclass(frozen=True)
class Situation:
    """A question: what is known, four methods, and the reasons of the same four, shuffled."""

    seed: int
    ranking: Ranking
    options: tuple[SelectionRule, ...]
    reasons: tuple[SelectionRule, ...]

    @property
    def asked(self) -> Asked:
        return self.ranking.asked

    @property
    def best(self) -> SelectionRule:
        return self.ranking.suggestions[0].rule

    @property
    def words(self) -> str:
        """The situation as an interviewer would put it."""
        asked = self.asked
        story = f"You have about {asked.rows:,} rows of {said(asked.data)} data"
        story += f" and the task is {said(asked.task)}."
        if asked.needs:
            story += f" What matters: {', '.join(said(need) for need in asked.needs)}."
        return story


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth, 0–1: the method and the reason count alike.

    A method that fits task, data and rows and is not the best here is worth half.
    """

    situation: Situation
    method: SelectionRule
    reason: SelectionRule

    @property
    def method_score(self) -> float:
        if self.method == self.situation.best:
            return 1.0
        found = self.situation.ranking.of(self.method.slug)
        return FITS_TOO if found and found.rows_fit else 0.0

    @property
    def reason_score(self) -> float:
        return 1.0 if self.reason == self.situation.best else 0.0

    @property
    def score(self) -> float:
        return (self.method_score + self.reason_score) / 2

    @property
    def why_not(self) -> str:
        """What speaks against the chosen method here; empty for the best."""
        if self.method == self.situation.best:
            return ""
        found = self.situation.ranking.of(self.method.slug)
        if found is None:
            clauses = [clause for rule, clause in self.situation.ranking.out if rule == self.method]
        else:
            clauses = list(found.against)
        return "; ".join(clause.words for clause in clauses)


def situation(study: Study, seed: int) -> Situation | None:
    """The situation of this seed; None where the rules give none with one best method."""
    if len(study.selection_rules) < OPTIONS:
        return None
    chance = random.Random(f"choosing a method {seed}")  # noqa: S311 - a quiz, not a secret
    for rule in chance.sample(study.selection_rules, len(study.selection_rules)):
        for _ in range(TRIES):
            ranking = rank(study, _drawn(rule, chance))
            if _has_one_best(ranking, rule):
                return _put(study, seed, ranking, chance)
    return None


def next_seed(seed: int) -> int:
    return seed % LARGEST_SEED + 1


def _drawn(rule: SelectionRule, chance: random.Random) -> Asked:
    fits = rule.fits
    most = min(fits.rows.most or MOST_ROWS, max(fits.rows.least, 1) * REACH)
    least = max(fits.rows.least, 1)
    rows = _rounded(least * (most / least) ** chance.random())
    needs = chance.sample(fits.needs, min(len(fits.needs), chance.randint(0, MOST_NEEDS)))
    return Asked(
        chance.choice(fits.data),
        chance.choice(fits.tasks),
        max(least, min(rows, most)),
        tuple(needs),
    )


def _rounded(rows: float) -> int:
    """Two figures are enough: 4,300 and not 4,317."""
    step = 10 ** max(len(str(int(rows))) - 2, 0)
    return round(rows / step) * step


def _has_one_best(ranking: Ranking, rule: SelectionRule) -> bool:
    first, *others = ranking.suggestions
    return first.rule == rule and all(one.strength < first.strength for one in others[:1])


def _put(study: Study, seed: int, ranking: Ranking, chance: random.Random) -> Situation:
    """The best among those that could be meant: rivals of the same task and data come first."""
    best = ranking.suggestions[0].rule
    rivals = [one.rule for one in ranking.suggestions[1:]]
    others = [rule for rule in study.selection_rules if rule != best and rule not in rivals]
    near = [rule for rule in others if ranking.asked.data in rule.fits.data]
    far = [rule for rule in others if rule not in near]
    picked = [best]
    for pool in (rivals, near, far):
        wanted = min(OPTIONS - len(picked), len(pool))
        picked += chance.sample(pool, wanted)
    options = chance.sample(picked, len(picked))
    return Situation(seed, ranking, tuple(options), tuple(chance.sample(picked, len(picked))))
