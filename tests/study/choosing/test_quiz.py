"""The quiz: one seed, one situation, one best method; choice and reason count alike."""

from collections import Counter

import pytest

from study.choosing import quiz
from study.choosing.quiz import Verdict, situation
from study.content import content

SEEDS = range(1, 151)


@pytest.fixture(scope="module")
def study():
    return content().study


def test_the_same_seed_gives_the_same_situation(study):
    assert situation(study, 7) == situation(study, 7)
    assert situation(study, 7).words != situation(study, 8).words


def test_every_situation_has_one_best_method_and_four_to_choose_from(study):
    asked_for = Counter()
    for seed in SEEDS:
        found = situation(study, seed)
        first, *others = found.ranking.suggestions
        assert all(one.strength < first.strength for one in others)
        assert len(set(found.options)) == len(set(found.reasons)) == quiz.OPTIONS
        assert set(found.options) == set(found.reasons)
        assert found.best in found.options
        assert first.rows_fit
        asked_for[found.best.slug] += 1
    # Nearly every rule can be the best one; none is asked for again and again.
    assert len(asked_for) >= len(study.selection_rules) - 2
    assert max(asked_for.values()) < len(SEEDS) / 5


def test_the_place_of_the_right_answer_gives_nothing_away(study):
    places = Counter(
        (one.options.index(one.best), one.reasons.index(one.best))
        for one in (situation(study, seed) for seed in SEEDS)
    )
    assert len(places) == quiz.OPTIONS**2


def test_choice_and_reason_are_worth_half_each(study):
    one = situation(study, 3)
    wrong = next(rule for rule in one.options if rule != one.best)
    assert Verdict(one, one.best, one.best).score == 1
    assert Verdict(one, one.best, wrong).score == 0.5
    assert Verdict(one, wrong, wrong).reason_score == 0
    assert Verdict(one, one.best, one.best).why_not == ""


def test_a_method_that_fits_as_well_is_worth_half_of_its_part(study):
    for seed in SEEDS:
        one = situation(study, seed)
        for rule in one.options:
            if rule == one.best:
                continue
            found = one.ranking.of(rule.slug)
            verdict = Verdict(one, rule, one.best)
            fits = bool(found and found.rows_fit)
            assert verdict.method_score == (0.5 if fits else 0)
            assert fits or verdict.why_not


def test_a_bank_with_too_few_rules_has_no_quiz(study):
    class Small:
        selection_rules = study.selection_rules[:3]
        dataset_sizes = study.dataset_sizes

    assert situation(Small, 1) is None


def test_seeds_go_round(study):
    assert quiz.next_seed(1) == 2
    assert quiz.next_seed(quiz.LARGEST_SEED) == 1
