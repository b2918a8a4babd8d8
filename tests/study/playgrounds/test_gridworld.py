"""The gridworld: value iteration solves Bellman's equation, and Q-learning comes to its policy."""

from dataclasses import replace

import pytest

from study.playgrounds import gridworld, tables
from study.playgrounds.gridworld import MAPS, Setting, World, greedy

SETTING = Setting("room", 0.95, 0.5, 0.3, 0.1, 1000, seed=1)


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("slip", [0.0, 0.3])
def test_what_happens_after_a_move_is_certain_in_sum(name, slip):
    world = World(name, slip)
    for moves in world.outcomes.values():
        for after in moves:
            assert sum(chance for chance, _, _ in after) == pytest.approx(1)
            for _, there, _ in after:
                assert world.mark(there) != "#"


@pytest.mark.parametrize("name", MAPS)
def test_value_iteration_solves_the_equation(name):
    world = World(name, 0.2)
    known = gridworld.value_iteration(world, 0.9)
    for cell, values in known.items():
        for action, after in enumerate(world.outcomes[cell]):
            hoped = sum(
                chance * (reward + (0 if world.ends(there) else 0.9 * max(known[there])))
                for chance, there, reward in after
            )
            assert values[action] == pytest.approx(hoped, abs=1e-8)


def test_a_way_without_slipping_is_worth_what_its_steps_cost():
    """Beside the goal: 1 − 0.04. Two steps off: −0.04 + γ · 0.96."""
    world = World("room", 0.0)
    known = gridworld.value_iteration(world, 0.5)
    assert max(known[0, 3]) == pytest.approx(0.96)
    assert max(known[0, 2]) == pytest.approx(-0.04 + 0.5 * 0.96)
    assert gridworld.WORDS[greedy(known[0, 2])] == "right"


@pytest.mark.parametrize("name", MAPS)
def test_q_learning_comes_to_the_best_moves(name):
    learned = gridworld.learn(replace(SETTING, map=name, slip=0.0, episodes=2000))
    assert learned.agreeing == len(learned.world.free)
    assert learned.error < 0.05


def test_it_comes_close_where_steps_go_astray():
    learned = gridworld.learn(replace(SETTING, episodes=2000))
    assert learned.agreeing >= len(learned.world.free) - 1
    assert learned.error < learned.course[0][1] / 4


def test_the_same_seed_gives_the_same_figures():
    gridworld.learn.cache_clear()
    first = gridworld.learn(SETTING)
    gridworld.learn.cache_clear()
    again = gridworld.learn(SETTING)
    assert (again.learned, again.course) == (first.learned, first.course)
    assert gridworld.learn(replace(SETTING, seed=2)).learned != first.learned


def test_no_setting_takes_more_steps_than_the_cap():
    learned = gridworld.learn(replace(SETTING, slip=0.5, epsilon=1.0, episodes=2000))
    assert learned.steps < gridworld.MOST_STEPS + gridworld.LONGEST
    assert learned.course[-1][0] == learned.episodes


def test_a_map_is_drawn_with_words_for_every_cell():
    learned = gridworld.learn(replace(SETTING, episodes=1))
    drawn = tables.as_map(learned, of_known=False)
    assert [len(row) for row in drawn] == [5] * 4
    assert drawn[0][4].words == "the goal"
    assert drawn[1][1].words == "a wall"
    off = [square for row in drawn for square in row if square.look == "free off"]
    assert len(off) == len(learned.world.free) - learned.agreeing
    assert off
    assert all(square.words.endswith("not the best") for square in off)
    best = [square for row in tables.as_map(learned, of_known=True) for square in row]
    assert not [square for square in best if "off" in square.look]
