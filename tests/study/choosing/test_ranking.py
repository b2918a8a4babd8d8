"""The wizard: each suggestion cites what fired, and figures at a border always fall to one side."""

import itertools

import pytest

from questions.bank.study.choosing import DATA, NEEDS, TASKS
from study.choosing.forms import AskForm
from study.choosing.ranking import Asked, rank, size_of
from study.content import content


@pytest.fixture(scope="module")
def study():
    return content().study


def methods(study, **asked) -> list[str]:
    return [one.rule.slug for one in rank(study, Asked(**asked)).suggestions]


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (0, "under-1k"), (999, "under-1k"), (1_000, "1k-to-10k"), (9_999, "1k-to-10k"),
        (10_000, "10k-to-100k"), (99_999, "10k-to-100k"), (100_000, "100k-to-1m"),
        (999_999, "100k-to-1m"), (1_000_000, "over-1m"), (10**9, "over-1m"),
    ],
)  # fmt: skip
def test_a_number_of_rows_has_one_size_on_each_side_of_a_border(study, rows, size):
    assert size_of(study.dataset_sizes, rows).slug == size


@pytest.mark.parametrize(
    ("rows", "fits"), [(999, False), (1_000, True), (20_000, True), (20_001, False)]
)
def test_both_ends_of_a_range_belong_to_it(study, rows, fits):
    slug = "gradient-boosted-trees" if rows <= 1_000 else "support-vector-machine"
    found = rank(study, Asked("tabular", "classification", rows)).of(slug)
    assert found.rows_fit == fits
    side = found.reasons if fits else found.against
    assert [clause for clause in side if clause.part == "rows"]


def test_each_part_that_was_asked_is_cited_for_or_against(study):
    asked = Asked("tabular", "classification", 5_000, ("interpretable", "accuracy"))
    for one in rank(study, asked).suggestions:
        parts = [clause.part for clause in one.reasons]
        assert parts[:2] == ["task", "data"]
        cited = {clause.part for clause in (*one.reasons, *one.against)}
        assert {"task", "data", "rows", "needs"} <= cited
        assert one.begins == ("size" in parts)


def test_needs_come_before_where_the_size_begins_and_rows_before_both(study):
    asked = Asked("tabular", "classification", 2_000, ("interpretable", "calibrated"))
    found = rank(study, asked)
    assert found.suggestions[0].rule.slug == "linear-or-logistic"
    assert [one.strength for one in found.suggestions] == sorted(
        (one.strength for one in found.suggestions), reverse=True
    )
    first = methods(study, data="tabular", task="classification", rows=2_000, needs=("accuracy",))
    assert first[0] == "gradient-boosted-trees"
    few = methods(study, data="tabular", task="classification", rows=300, needs=("accuracy",))
    assert few[0] == "support-vector-machine"
    assert set(few[-2:]) == {"gradient-boosted-trees", "random-forest"}


def test_a_method_for_another_task_is_ruled_out_with_the_reason(study):
    found = rank(study, Asked("tabular", "clustering"))
    assert {one.rule.slug for one in found.suggestions} == {"k-means", "mixture-or-density"}
    assert len(found.out) == len(study.selection_rules) - 2
    out = {rule.slug: clause.words for rule, clause in found.out}
    assert "not for clustering" in out["linear-or-logistic"]


def test_what_was_not_said_rules_nothing_out(study):
    found = rank(study, Asked())
    assert [one.rule for one in found.suggestions] == list(study.selection_rules)
    assert found.size is None
    assert not any(one.reasons or one.against for one in found.suggestions)


def test_every_rule_is_ranked_or_ruled_out_whatever_is_asked(study):
    for task, data, need in itertools.product(TASKS, DATA, NEEDS):
        found = rank(study, Asked(data, task, 10_000, (need,)))
        assert len(found.suggestions) + len(found.out) == len(study.selection_rules)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [("4300", 4300), ("4,300", 4300), ("4 300", 4300), ("4.3k", 4300), ("2M", 2_000_000),
     ("", None), (" 10 ", 10), ("1e9", "bad"), ("many", "bad"), ("-5", "bad"), ("9999M", "bad"),
     ("4,30", "bad")],
)  # fmt: skip
def test_rows_are_read_as_one_writes_them_or_refused(typed, rows):
    form = AskForm({"rows": typed})
    assert form.is_valid() == (rows != "bad")
    if rows != "bad":
        assert form.asked.rows == rows
    else:
        assert form.asked.is_empty
