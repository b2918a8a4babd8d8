"""Bandits: the same seed gives the same figures, and each policy does what its book says."""

from dataclasses import replace

import numpy as np
import pytest

from study.playgrounds import bandits, tables
from study.playgrounds.bandits import Setting

SETTING = Setting((0.2, 0.5, 0.8), 0.0, 300, 10, 0.1, 1.0, seed=3)


def totals(setting: Setting) -> dict[str, float]:
    return {course.name: course.total for course in bandits.play(setting)}


def test_the_same_seed_gives_the_same_figures_and_another_gives_others():
    bandits.play.cache_clear()
    first = bandits.play(SETTING)
    bandits.play.cache_clear()
    assert bandits.play(SETTING) == first
    assert bandits.play(replace(SETTING, seed=4)) != first


def test_regret_never_falls_and_a_step_costs_no_more_than_the_widest_gap():
    for course in bandits.play(SETTING):
        steps = np.diff([0.0, *course.regret])
        assert len(course.regret) == SETTING.steps
        assert steps.min() >= -1e-6
        assert steps.max() <= 0.6 + 1e-6
        assert course.after(0) == 0
        assert course.after(SETTING.steps) == course.total


def test_arms_that_are_all_alike_cost_nothing():
    for course in bandits.play(replace(SETTING, arms=(0.3, 0.3))):
        assert course.total == 0
        assert course.best_share == 1


def test_whoever_learns_beats_whoever_only_explores():
    learned = totals(SETTING)
    guessing = totals(replace(SETTING, epsilon=1.0))["ε-greedy"]
    # A uniform choice gives away (0.6 + 0.3 + 0) / 3 at each step.
    assert guessing == pytest.approx(0.3 * SETTING.steps, rel=0.1)
    assert max(learned.values()) < guessing * 0.8


def test_only_the_one_that_sees_the_context_profits_from_it():
    setting = replace(SETTING, arms=(0.5, 0.5), swing=0.3, steps=600)
    found = totals(setting)
    blind = [found[name] for name in ("ε-greedy", "UCB1", "Thompson")]
    # Half of the time the other arm is better by 0.6.
    assert min(blind) > 0.2 * setting.steps
    assert found["LinUCB"] < min(blind) / 4


def test_the_chances_move_apart_and_stay_chances():
    table = bandits.chances(replace(SETTING, arms=(0.9, 0.1), swing=0.3))
    assert table.ravel().tolist() == pytest.approx([0.6, 0.4, 1.0, 0.0])


def test_linucb_estimates_as_a_ridge_regression_does():
    """The inverse written out by hand against numpy's."""
    bench = bandits.Bench(replace(SETTING, runs=1, arms=(0.2, 0.6), alpha=0.7), None)
    rng = np.random.default_rng(1)
    seen = []
    for _ in range(40):
        arm, context, paid = rng.integers(2), rng.choice([-1, 1]), rng.integers(2)
        bench.note(np.array([arm]), np.array([context]), np.array([paid]))
        seen.append((arm, context, paid))
    for context in (-1, 1):
        bounds = []
        for arm in (0, 1):
            x = np.array([[1, c] for a, c, _ in seen if a == arm])
            y = np.array([paid for a, _, paid in seen if a == arm])
            inverse = np.linalg.inv(np.eye(2) + x.T @ x)
            now = np.array([1, context])
            bounds.append(now @ inverse @ x.T @ y + 0.7 * np.sqrt(now @ inverse @ now))
        chosen = bandits.POLICIES["LinUCB"](bench, 40, np.array([context]))
        assert chosen.tolist() == [int(np.argmax(bounds))]


def test_one_run_has_no_standard_error_and_a_table_has_all_its_steps():
    courses = bandits.play(replace(SETTING, runs=1, steps=10))
    assert {course.error for course in courses} == {0.0}
    rows = tables.of_bandits(courses, bandits.shown(10))
    assert [row[0] for row in rows] == ["Step", *range(11)]
    assert tables.as_csv(rows).startswith("Step,ε-greedy,UCB1,Thompson,LinUCB\n0,0.000,")
