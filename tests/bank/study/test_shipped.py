"""The study that comes with Greenroom, and the page that documents the format."""

import html
import re

from questions.bank.study import FILES
from questions.bank.study.record import Record
from questions.bank.study.values import Formula, Many, One, Rows, Text, rules_of
from tests.bank.shipped import LIBRARY as SHIPPED
from tests.bank.test_library import katex_complaints
from up.places import ROOT


def test_the_shipped_study_has_no_problem():
    assert [str(one) for one in SHIPPED.study.problems] == []


def test_the_grid_is_complete():
    study = SHIPPED.study
    assert len(study.blocks) == 9
    assert len(study.concepts) == 50
    counted = [concept.priority for concept in study.concepts]
    assert [counted.count(priority) for priority in ("P1", "P2", "P3")] == [25, 20, 5]
    assert {card.concept for card in study.cards} == {one.slug for one in study.concepts}


def test_there_are_plans_for_a_week_two_weeks_and_a_month():
    plans = SHIPPED.study.plan
    assert [plan.days for plan in plans] == [7, 14, 30]
    assert [len(plan.leaves_out) for plan in plans] == [25, 0, 0]


def test_uplift_bandit_and_reinforcement_learning_are_compared_and_decided():
    study = SHIPPED.study
    grid = study.comparisons[0]
    assert [len(row.cells) for row in grid.rows] == [3] * 7
    stories = study.decision_tree[0].scenarios
    assert {leaf.slug for leaf in study.decision_tree[0].leaves} == {s.path[-1] for s in stories}
    assert len(study.cases) >= 3


def test_the_shipped_lists_are_complete():
    study = SHIPPED.study
    groups = [spot.group for spot in study.weak_spots]
    assert (groups.count("deep"), groups.count("classical")) == (5, 4)
    groups = [mode.group for mode in study.failure_modes]
    assert [groups.count(g) for g in ("training", "generalisation", "architecture")] == [4, 4, 4]
    assert len(study.selection_rules) == 16
    assert len(study.dataset_sizes) == 5
    assert len(study.tradeoffs) == 6
    assert [paper.core for paper in study.reading[:10]] == [True] * 10
    assert not any(paper.core for paper in study.reading[10:])
    habits = [mistake.slug for mistake in study.mistakes if mistake.group == "habit"]
    assert habits == [
        "clarify-first",
        "state-assumptions",
        "name-trade-offs",
        "reason-aloud",
        "validate-the-answer",
        "keep-it-simple",
    ]


def test_katex_can_set_every_formula_of_the_study():
    from web.markdown import inline_html

    formulas = []
    for name in FILES:
        for key, kind, text in texts_of(getattr(SHIPPED.study, name), name):
            if isinstance(kind, Formula):
                formulas.append((key, text, True))
                continue
            found = re.findall(r'<span class="math">([^<]*)</span>', inline_html(text))
            formulas += [(key, html.unescape(tex), False) for tex in found]
    assert len(formulas) > 200
    assert katex_complaints(formulas) == []


def texts_of(value, place, rule=None):
    """Every text with its place and its rule."""
    if isinstance(value, tuple):
        for one in value:
            yield from texts_of(one, place, rule.rule if isinstance(rule, Many) else rule)
    elif isinstance(value, Record):
        for key, inner in rules_of(type(value)).items():
            yield from texts_of(getattr(value, key), f"{place}.{key}", inner)
    elif isinstance(rule, Text | Formula):
        yield place, rule, value


KEY_TABLE = re.compile(r"^\| key \| value \|\n\|---\|---\|\n((?:\|.*\n)+)", re.M)


def test_the_documentation_names_every_file_and_key():
    page = (ROOT / "docs" / "study-format.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(\w+)\.yaml`\n(.*?)(?=^## |\Z)", page, re.S | re.M))
    assert list(sections) == list(FILES)
    for name, record in FILES.items():
        table = KEY_TABLE.search(sections[name])[1]
        keys = keys_of(record)
        assert re.findall(r"^\| `([\w.]+)` \|", table, re.M) == list(keys), name
        for rule in keys.values():
            rule = rule.rule if isinstance(rule, Many) else rule
            missing = [word for word in getattr(rule, "allowed", ()) if f"`{word}`" not in page]
            assert missing == []


def keys_of(record, prefix=""):
    """`probe.answer`, `phases.days.tasks.kind`: a key with the keys it stands under."""
    keys = {}
    for key, rule in rules_of(record).items():
        keys[prefix + key] = rule
        if isinstance(rule, One | Rows):
            keys |= keys_of(rule.record, f"{prefix}{key}.")
    return keys
