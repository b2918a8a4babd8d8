"""What the pages are made of, without a database: shelves, sums, trees read out."""

import pytest

from questions.bank.study import FILES
from study import shelves, trees
from study.content import content
from study.templatetags.ways import duration


@pytest.fixture(scope="module")
def study():
    return content().study


def test_it_is_read_once():
    assert content() is content()


def test_every_file_has_something_to_show(study):
    assert [name for name in FILES if not getattr(study, name)] == []


def test_every_concept_stands_under_a_block(study):
    shown = [row for shelf in shelves.by_block(study) for row in shelf.rows]
    assert shown == list(study.concepts)


@pytest.mark.parametrize("name", ["weak_spots", "failure_modes", "mistakes", "formulas"])
def test_every_group_has_a_heading_and_loses_nothing(study, name):
    rows = getattr(study, name)
    found = shelves.by_group(rows)
    assert len({shelf.title for shelf in found}) == len(found) > 1
    assert {row.slug for shelf in found for row in shelf.rows} == {row.slug for row in rows}


def test_each_day_of_a_plan_keeps_its_limit_and_the_sum_is_theirs(study):
    for plan in study.plan:
        days = [day for phase in shelves.phases(plan) for day in phase.days]
        assert [day.number for day in days] == list(range(1, plan.days + 1))
        assert max(day.minutes for day in days) <= plan.minutes_a_day
        assert sum(day.minutes for day in days) == shelves.minutes_of(plan)


def test_each_turn_of_a_tree_leads_to_a_later_step_or_to_a_technique(study):
    for tree in study.decision_tree:
        steps = trees.steps(tree)
        assert [step.number for step in steps] == list(range(1, len(tree.forks) + 1))
        for step in steps:
            for turn in step.turns:
                assert (turn.leaf is None) == (step.number < turn.step <= len(steps))


def test_a_grid_has_a_cell_for_each_column(study):
    for comparison in study.comparisons:
        titles = [column.title for column in comparison.columns]
        for _, cells in shelves.grid(comparison):
            assert [title for title, _ in cells] == titles


def test_the_content_names_the_questions_and_sets_it_leads_to(study):
    found = content()
    for concept in study.concepts:
        assert found.questions >= set(concept.questions)
        assert concept.practice.question in found.questions | {""}
    assert found.questions >= {spot.fix.question for spot in study.weak_spots}
    assert found.sets == {
        slug for plan in study.plan for day in plan.all_days for t in day.tasks for slug in t.sets
    }
    assert "" not in found.questions | found.sets


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (245, "4 h 5 min")]
)
def test_minutes_are_said_as_people_do(minutes, said):
    assert duration(minutes) == said.replace(" ", "\N{NO-BREAK SPACE}")
