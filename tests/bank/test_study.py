"""The study content: what a file may hold, what files say about each other. No database."""

import copy
import html
import json
import re
from dataclasses import fields
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from questions.bank import read_bank
from questions.bank.study import FILES, Beside, Study, read_study
from questions.bank.study.record import Record
from questions.bank.study.values import Formula, Many, One, Rows, Text, rules_of
from tests.bank.shipped import LIBRARY as SHIPPED
from tests.bank.test_library import katex_complaints
from tests.bank.writing import make_bank, simple
from up.places import ROOT

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

# A small sound study on a bank of four questions; each test spoils one thing in it.
CONCEPT = {
    "slug": "mlp",
    "title": "Perceptron",
    "block": "basics",
    "priority": "P1",
    "minutes": 20,
    "aim": "Write it down.",
    "questions": ["one", "two"],
    "practice": {"question": "hands-on"},
}
SOUND = {
    "blocks": [
        {"slug": "basics", "title": "Basics", "description": "First things."},
        {"slug": "trees", "title": "Trees", "description": "Later things."},
    ],
    "concepts": [
        CONCEPT,
        CONCEPT
        | {
            "slug": "forest",
            "block": "trees",
            "priority": "P3",
            "practice": {"task": "Draw $n$ trees.", "answer": "Drawn."},
        },
    ],
    "cards": [
        {"slug": "a", "concept": "mlp", "front": "What?", "back": "That.", "question": "one"},
        {"slug": "b", "concept": "forest", "front": "How?", "back": "Thus.", "question": "two"},
    ],
    "formulas": [
        {
            "slug": "chain",
            "title": "Chain rule",
            "group": "calculus",
            "formula": r"\frac{dy}{dx}",
            "symbols": [{"symbol": "x", "means": "input"}],
            "when": "Always.",
            "drill": {"task": "Derive it.", "answer": "Done."},
            "concept": "mlp",
            "question": "one",
        }
    ],
    "reading": [
        {
            "slug": "paper",
            "authors": "Somebody",
            "title": "A Paper",
            "year": 2017,
            "core": True,
            "minutes": 30,
            "concepts": [],
            "questions": ["one"],
            "take": {"claim": "C.", "method": "M.", "evidence": "E.", "limits": "L."},
            "ask": "Why?",
        }
    ],
    "resources": [
        {
            "slug": "book",
            "title": "A Book",
            "authors": "Somebody",
            "kind": "book",
            "url": "https://example.org/book",
            "free": True,
            "use_for": "Looking up.",
            "blocks": [],
        }
    ],
    "plan": [
        {
            "slug": "two-days",
            "title": "Two days",
            "for_whom": "Anyone.",
            "description": "Short.",
            "days": 2,
            "minutes_a_day": 70,
            "leaves_out": ["forest"],
            "phases": [
                {
                    "slug": "all",
                    "title": "All",
                    "aim": "Everything.",
                    "days": [
                        {
                            "day": 1,
                            "title": "First",
                            "tasks": [
                                {
                                    "slug": "study",
                                    "kind": "study",
                                    "title": "Study",
                                    "minutes": 20,
                                    "priority": "P1",
                                    "concepts": ["mlp"],
                                },
                                {
                                    "slug": "read",
                                    "kind": "reading",
                                    "title": "Read",
                                    "minutes": 30,
                                    "priority": "P2",
                                    "reading": ["paper"],
                                },
                                {
                                    "slug": "build",
                                    "kind": "practice",
                                    "title": "Build",
                                    "minutes": 16,
                                    "priority": "P1",
                                    "questions": ["one", "two"],
                                },
                            ],
                        },
                        {
                            "day": 2,
                            "title": "Second",
                            "tasks": [
                                {
                                    "slug": "review",
                                    "kind": "review",
                                    "title": "Review",
                                    "minutes": 8,
                                    "priority": "P1",
                                },
                                {
                                    "slug": "check",
                                    "kind": "checklist",
                                    "title": "Check",
                                    "minutes": 30,
                                    "priority": "P1",
                                    "checklists": ["before"],
                                },
                                {
                                    "slug": "rehearse",
                                    "kind": "rehearse",
                                    "title": "Rehearse",
                                    "minutes": 24,
                                    "priority": "P1",
                                    "sets": ["taster"],
                                    "questions": ["two"],
                                },
                            ],
                        },
                    ],
                }
            ],
        }
    ],
    "checklists": [
        {
            "slug": "before",
            "title": "Before",
            "when": "T-1",
            "description": "The day before.",
            "items": [
                {
                    "slug": "weakest",
                    "text": "Review.",
                    "minutes": 30,
                    "rule": {"name": "weakest-p1", "count": 2, "minutes_each": 15},
                },
                {"slug": "rest", "text": "Rest.", "minutes": 0, "mistakes": ["silence"]},
            ],
        }
    ],
    "weak_spots": [
        {
            "slug": "gradients",
            "title": "Gradients",
            "group": "deep",
            "symptoms": ["You stop.", "You guess."],
            "probe": {"prompt": "Derive.", "minutes": 2, "answer": "Derived."},
            "fix": {"question": "one", "task": "Do it.", "minutes": 20},
            "concepts": ["mlp"],
        }
    ],
    "failure_modes": [
        {
            "slug": "nan",
            "title": "NaN",
            "group": "training",
            "symptom": "NaN.",
            "words": ["nan", "inf", "overflow"],
            "causes": [{"cause": f"C{n}.", "check": "Look.", "fix": "Mend."} for n in range(3)],
            "first_step": "Keep the batch.",
            "questions": ["one"],
            "concepts": ["mlp"],
        }
    ],
    "mistakes": [
        {
            "slug": "silence",
            "title": "Silence",
            "group": "habit",
            "what": "None is said.",
            "cost": "Marks.",
            "instead": "Talk.",
            "say": "I think.",
            "spot": {"said": "…", "answer": "Nothing."},
            "questions": ["one"],
        }
    ],
    "selection_rules": [
        {
            "slug": slug,
            "method": slug.title(),
            "fits": {
                "tasks": ["regression"],
                "data": ["tabular"],
                "rows": {"least": 10, "most": 100},
                "needs": [],
            },
            "when": "Now.",
            "why": "So.",
            "not_when": "Never.",
            "instead": other,
            "concepts": ["mlp"],
            "questions": ["one"],
        }
        for slug, other in (("linear", "tree"), ("tree", "linear"))
    ],
    "dataset_sizes": [
        {
            "slug": "few",
            "title": "Few",
            "rows": {"least": 0, "below": 1000},
            "begin_with": ["linear"],
            "advice": "Simple.",
            "exception": "None.",
        },
        {
            "slug": "many",
            "title": "Many",
            "rows": {"least": 1000},
            "begin_with": ["tree"],
            "advice": "Large.",
            "exception": "None.",
        },
    ],
    "tradeoffs": [
        {
            "slug": "linear",
            "method": "Linear",
            "rule": "linear",
            "strength": "Quick",
            "weakness": "Stiff",
            "interpretability": "High",
            "training": "Seconds",
            "inference": "One product",
            "data": "Few",
        }
    ],
    "comparisons": [
        {
            "slug": "two",
            "title": "Two",
            "description": "Side by side.",
            "columns": [{"slug": "x", "title": "X"}, {"slug": "y", "title": "Y"}],
            "rows": [
                {
                    "slug": "data",
                    "title": "Data",
                    "cells": [
                        {"column": "x", "text": "Logs.", "accept": ["records"]},
                        {"column": "y", "text": "Trials.", "accept": ["experiments"]},
                    ],
                }
            ],
            "questions": ["one"],
        }
    ],
    "decision_tree": [
        {
            "slug": "which",
            "title": "Which?",
            "description": "Down the tree.",
            "forks": [
                {
                    "slug": "acts",
                    "ask": "Does somebody act?",
                    "why": "It decides.",
                    "answers": [
                        {"answer": "No.", "to": "forecast", "if_wrong": "Somebody does."},
                        {"answer": "Yes.", "to": "again", "if_wrong": "Nobody does."},
                    ],
                },
                {
                    "slug": "again",
                    "ask": "Again?",
                    "why": "It counts.",
                    "answers": [
                        {"answer": "No.", "to": "uplift", "if_wrong": "It is."},
                        {"answer": "Yes.", "to": "bandit", "if_wrong": "It is not."},
                    ],
                },
            ],
            "leaves": [
                {
                    "slug": slug,
                    "technique": slug.title(),
                    "because": "So.",
                    "needs": "Data.",
                    "questions": ["one"],
                }
                for slug in ("forecast", "uplift", "bandit")
            ],
            "scenarios": [
                {
                    "slug": "mail",
                    "story": "A mail.",
                    "path": ["acts", "again", "uplift"],
                    "justify": "Once.",
                }
            ],
        }
    ],
    "cases": [
        {
            "slug": "coupon",
            "title": "Coupon",
            "problem": "Who gets it?",
            "options": [
                {"slug": "score", "choice": "Score.", "right": False, "why": "No."},
                {"slug": "uplift", "choice": "Uplift.", "right": True, "why": "Yes."},
            ],
            "wrong_way": "W.",
            "right_way": "R.",
            "metric": "M.",
            "spoken": "S.",
            "questions": ["one"],
        }
    ],
}
SET = "title: T\ndescription: D\nfor_whom: F\nminutes: 16\nitems:\n  - draw: {count: 2}\n"


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """What a study leans on: `one`, `two`, `draft`, `hands-on`, and a set."""
    root = make_bank(tmp_path_factory.mktemp("study") / "bank", "one", "two")
    draft = simple("draft", status="draft")
    (root / "optimisation" / "draft.md").write_text(draft)
    (root.parent / "sets").mkdir()
    (root.parent / "sets" / "taster.yaml").write_text(SET)
    library = read_bank(root)
    assert library.problems == []
    # The kind is all that counts here; a sound implementation question is another test's matter.
    library.questions["hands-on"] = copy.copy(library.questions["one"])
    library.questions["hands-on"].slug = "hands-on"
    library.questions["hands-on"].kind = "implementation"
    return Beside(library.questions, library.sets)


def at(tree, path):
    """`at(study, "plan.0.days")`: the mapping or list that holds the last part, and that part."""
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        tree = tree[part]
    return tree, last


def write(folder: Path, study) -> None:
    folder.mkdir(exist_ok=True)
    for name, rows in study.items():
        (folder / f"{name}.yaml").write_text(as_yaml(json.dumps(rows)), encoding="utf-8")


@cache
def as_yaml(rows: str) -> str:
    """By way of JSON, as a list that is used twice would become an alias."""
    return yaml.dump(json.loads(rows), Dumper=DUMPER, sort_keys=False, allow_unicode=True)


def problems_of(folder, bank, study):
    write(folder, study)
    return [str(one) for one in read_study(folder, bank).problems]


def spoilt(path, value):
    study = copy.deepcopy(SOUND)
    holder, last = at(study, path)
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return study


def test_a_sound_study_has_no_problem(tmp_path, bank):
    assert problems_of(tmp_path / "study", bank, SOUND) == []


def test_what_was_read_can_be_used(tmp_path, bank):
    write(tmp_path / "study", SOUND)
    study = read_study(tmp_path / "study", bank)
    assert [concept.slug for concept in study.concepts] == ["mlp", "forest"]
    assert study.concepts[0].practice.question == "hands-on"
    assert study.plan[0].all_days[1].tasks[0].kind == "review"
    assert study.selection_rules[0].fits.rows.most == 100
    assert study.checklists[0].items[1].rule is None


def test_without_a_bank_what_is_named_there_is_taken_as_it_is(tmp_path, bank):
    """Pages read it so; what the files say about each other is checked all the same."""
    study = spoilt("concepts.0.questions", ["nobody-has-it"])
    study["concepts"][0]["practice"] = {"question": "one"}
    study["plan"][0]["phases"][0]["days"][0]["tasks"][0]["minutes"] = 21
    assert len(problems_of(tmp_path / "study", bank, study)) == 3
    read = read_study(tmp_path / "study", None)
    assert read.problems == []
    assert read.concepts[0].questions == ("nobody-has-it",)
    study["cards"][0]["concept"] = "nobody-has-it-either"
    assert len(problems_of(tmp_path / "study", None, study)) > 0


def test_a_folder_that_is_not_there_is_the_readers_to_say(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_study(tmp_path / "study", None)


def test_every_file_has_its_place_and_its_example():
    places = [one.name for one in fields(Study)]
    assert places == ["path", *FILES, "problems"]
    assert set(SOUND) == set(FILES)


def words(count):
    return " ".join(f"w{number}" for number in range(count))


PLAN = "plan.0.phases.0.days"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        # a key by itself
        ("blocks.0.description", None, "“description” is missing; add the line"),
        ("blocks.0.colour", "red", "unknown key “colour”"),
        ("cards.0.bak", "That.", "unknown key “bak”; did you mean “back”?"),
        ("blocks.0", "basics", "must be “key: value” with slug, title, description"),
        ("blocks.0.title", ["a"], "“title” must be text"),
        ("blocks.0.title", " ", "“title” is empty"),
        ("blocks.0.title", "x" * 81, "has 81 characters; at most 80"),
        ("blocks.0.slug", "Net Basics", "must be kebab-case"),
        ("blocks.0.slug", "x" * 61, "at most 60 characters"),
        ("concepts.0.priority", "P4", "“priority” cannot be “P4”"),
        ("concepts.0.minutes", 4, "whole number from 5 to 120"),
        ("concepts.0.minutes", True, "whole number from 5 to 120"),
        ("concepts.0.questions", [], "has 0 entries; 1 to 5 belong here"),
        ("concepts.0.questions", "one", "“questions” must be a list"),
        ("concepts.0.questions", ["one", "one"], "has “one” twice"),
        ("cards.0.back", words(41), "has 41 words; at most 40"),
        ("cards.0.front", words(31), "has 31 words; at most 30"),
        ("cards.0.back", "An open $x", "opens no formula"),
        ("cards.0.back", r"$\frac{1}{2$", "a { is never closed"),
        ("formulas.0.formula", "$x$", "take the dollars out"),
        ("formulas.0.formula", "x^{2", "a { is never closed"),
        ("formulas.0.symbols", [], "has 0 entries"),
        ("reading.0.core", "yes", "“core” must be true or false"),
        ("reading.0.year", 20170, "whole number from 1900 to 2100"),
        ("resources.0.url", "ftp://example.org", "must be an address"),
        ("resources.0.url", "javascript:alert(1)", "must be an address"),
        ("weak_spots.0.symptoms", ["One."], "has 1 entries; 2 to 4"),
        ("weak_spots.0.probe.minutes", 3, "whole number from 2 to 2"),
        ("failure_modes.0.causes.0.fix", None, "“fix” is missing"),
        ("failure_modes.0.words.0", "NaN", "must be in lower case"),
        ("selection_rules.0.fits.data", ["table"], "“data” cannot be “table”"),
        # keys of one mapping against each other
        ("concepts.0.practice", {"task": "Do."}, "either “question”, or “task” and “answer”"),
        ("concepts.0.practice", {}, "either “question”, or “task” and “answer”"),
        ("selection_rules.0.fits.rows.most", 9, "is below “least”"),
        ("selection_rules.0.instead", "linear", "“instead” names the method itself"),
        ("checklists.0.items.0.minutes", 40, "the rule fills 30 minutes, the item says 40"),
        ("checklists.0.items.0.rule.minutes_each", None, "belongs to the rule “weakest-p1”"),
        ("comparisons.0.rows.0.cells.1.column", "z", "needs one cell each for x, y"),
        ("cases.0.options.0.right", True, "2 options are right; exactly one"),
        (f"{PLAN}.0.tasks.0.concepts", None, "of kind “study” needs “concepts”"),
        (f"{PLAN}.0.tasks.0.sets", ["taster"], "of kind “study” does not open “sets”"),
        (f"{PLAN}.1.tasks.0.concepts", ["mlp"], "of kind “review” does not open “concepts”"),
        # slugs
        ("blocks.1.slug", "basics", "the slug “basics” is taken, on line 1"),
        ("cards.1.slug", "a", "the slug “a” is taken"),
        ("checklists.0.items.1.slug", "weakest", "the slug “weakest” is taken"),
        (f"{PLAN}.1.tasks.1.slug", "study", "another day has a task “study”"),
        ("concepts.0.block", "basiks", "no “basiks” in blocks; did you mean “basics”?"),
        ("concepts.0.questions", ["nowhere"], "no “nowhere” in questions; name one"),
        ("concepts.0.questions", ["draft"], "“draft” in questions is draft; name a ready one"),
        ("concepts.0.questions", [3], "must be a slug of questions"),
        ("cards.0.concept", "mpl", "no “mpl” in concepts; did you mean “mlp”?"),
        ("cards.0.question", "onee", "did you mean “one”?"),
        ("checklists.0.items.1.mistakes", ["talk"], "no “talk” in mistakes"),
        ("checklists.0.items.1.failure_modes", ["inf"], "no “inf” in failure_modes"),
        ("dataset_sizes.0.begin_with", ["svm"], "no “svm” in selection_rules"),
        (f"{PLAN}.1.tasks.2.sets", ["tester"], "no “tester” in sets; did you mean “taster”?"),
        (f"{PLAN}.0.tasks.1.reading", ["papers"], "no “papers” in reading"),
        # files against each other
        ("concepts.0.practice.question", "one", "the practice “one” is conceptual; it must be"),
        ("cards.1.concept", "mlp", "“forest” has no card; write one to three"),
        ("cards", SOUND["cards"][::-1], "warning: “a” stands after cards of a later concept"),
        ("blocks", SOUND["blocks"][::-1], "stands after block “basics”; move it up"),
        ("dataset_sizes.1.rows.least", 1001, "begins at 1001 and should at 1000"),
        ("dataset_sizes.0.rows.least", 1, "begins at 1 and should at 0"),
        ("dataset_sizes.1.rows.below", 2000, "the last size must be open"),
        ("dataset_sizes.0.rows.below", None, "should at nothing"),
        ("dataset_sizes.1.rows.below", 900, "ends at or before its beginning"),
        (f"{PLAN}.1.day", 3, "this is day 2 of the plan, not 3"),
        ("plan.0.days", 3, "“days” says 3, and 2 are here"),
        ("plan.0.leaves_out", None, "the plan never studies “forest”"),
        ("plan.0.leaves_out", ["forest", "mlp"], "“mlp” is studied and left out"),
        ("concepts.1.priority", "P1", "“forest” is P1; a plan cannot leave it out"),
        ("decision_tree.0.forks.1.answers.0.to", "nowhere", "there is no fork or leaf “nowhere”"),
        ("decision_tree.0.forks.1.answers.0.to", "acts", "“acts” stands further up"),
        ("decision_tree.0.forks.1.answers.0.to", "bandit", "no way leads to “uplift”"),
        ("decision_tree.0.leaves.0.slug", "again", "“again” is a fork and a leaf"),
        ("decision_tree.0.scenarios.0.path", ["acts", "uplift"], "no answer leads from “acts”"),
        ("decision_tree.0.scenarios.0.path", ["acts", "again"], "ends before a leaf"),
        ("decision_tree.0.scenarios.0.path", ["again", "uplift"], "must begin at “acts”"),
        # totals
        (f"{PLAN}.0.tasks.0.minutes", 21, "“study” takes 20 minutes, not 21"),
        (f"{PLAN}.0.tasks.1.minutes", 31, "“read” takes 30 minutes, not 31"),
        (f"{PLAN}.0.tasks.2.minutes", 15, "“build” takes 16 minutes, not 15"),
        (f"{PLAN}.1.tasks.0.minutes", 5, "“review” takes 8 minutes, not 5"),
        (f"{PLAN}.1.tasks.1.minutes", 45, "“check” takes 30 minutes, not 45"),
        (f"{PLAN}.1.tasks.2.minutes", 16, "“rehearse” takes 24 minutes, not 16"),
        ("plan.0.minutes_a_day", 65, "day 1 takes 66 minutes, the plan allows 65"),
    ],
)
def test_a_mistake_is_named(tmp_path, bank, path, value, message):
    found = problems_of(tmp_path / "study", bank, spoilt(path, value))
    assert [line for line in found if message in line], found


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_read_and_every_required_one_missed(tmp_path, bank, name):
    """The example above holds each key that has to be there; without it, its file says so."""
    for key in list(SOUND[name][0]):
        found = problems_of(tmp_path / "study", bank, spoilt(f"{name}.0.{key}", None))
        if key != "leaves_out":
            assert [line for line in found if f"“{key}” is missing" in line], (key, found)


def test_a_problem_has_file_and_line(tmp_path, bank):
    folder = tmp_path / "study"
    study = {"blocks": SOUND["blocks"]}
    write(folder, study)
    text = "- slug: x\n  title: X\n\n  description: [1]\n- slug: y\n  title: Y\n"
    (folder / "blocks.yaml").write_text(text)
    found = [str(one) for one in read_study(folder, bank).problems]
    assert found == [
        f"{folder}/blocks.yaml:4: error: “description” must be text; put it in quotes",
        f"{folder}/blocks.yaml:5: error: “description” is missing; add the line “description: …”",
    ]


def test_all_problems_come_in_one_run(tmp_path, bank):
    study = spoilt("blocks.0.title", "x" * 81)
    study["cards"][0]["back"] = words(41)
    study["mistakes"][0]["questions"] = ["nowhere"]
    study["plan"][0]["phases"][0]["days"][0]["tasks"][0]["minutes"] = 21
    found = "\n".join(problems_of(tmp_path / "study", bank, study))
    for message in ("81 characters", "41 words", "no “nowhere”", "not 21"):
        assert message in found


def test_one_mistake_is_said_once(tmp_path, bank):
    """A row with a fault keeps its slug, so that whoever names it is not blamed."""
    assert len(problems_of(tmp_path / "a", bank, spoilt("concepts.0.minutes", "long"))) == 1
    assert len(problems_of(tmp_path / "b", bank, spoilt("cards.0.back", words(41)))) == 1
    assert len(problems_of(tmp_path / "c", bank, spoilt(f"{PLAN}.1.tasks.2.sets", ["no"]))) == 1


def test_a_fourth_card_is_one_too_many(tmp_path, bank):
    study = copy.deepcopy(SOUND)
    card = study["cards"][0]
    study["cards"] = [card | {"slug": f"a{n}"} for n in range(4)] + study["cards"][1:]
    found = problems_of(tmp_path / "study", bank, study)
    assert len(found) == 1
    assert "“mlp” has 3 cards already" in found[0]


def test_a_concept_is_studied_once(tmp_path, bank):
    study = copy.deepcopy(SOUND)
    days = study["plan"][0]["phases"][0]["days"]
    again = days[0]["tasks"][0] | {"slug": "again"}
    days[1]["tasks"] = [again]
    found = problems_of(tmp_path / "study", bank, study)
    assert len(found) == 1
    assert "“mlp” is studied on day 1 already" in found[0]


def test_a_paper_task_may_make_practice_longer(tmp_path, bank):
    study = copy.deepcopy(SOUND)
    task = study["plan"][0]["phases"][0]["days"][0]["tasks"][2]
    task |= {"minutes": 20, "concepts": ["forest"]}
    assert problems_of(tmp_path / "study", bank, study) == []
    task["minutes"] = 15
    found = problems_of(tmp_path / "study", bank, study)
    assert "takes at least 16 minutes" in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("a: b\n", "a study file is a list"),
        ("[]\n", "a study file is a list"),
        ("- slug: [\n", "this is not YAML"),
        ("- &a {slug: x}\n- *a\n", "anchors and aliases"),
    ],
)
def test_a_file_that_is_no_list(tmp_path, bank, text, message):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "blocks.yaml").write_text(text)
    found = [str(one) for one in read_study(folder, bank).problems]
    assert len(found) == 1
    assert message in found[0]


def test_a_file_that_nobody_reads_is_named(tmp_path, bank):
    write(tmp_path / "study", SOUND)
    (tmp_path / "study" / "card.yaml").write_text("[]")
    (tmp_path / "study" / "README.md").write_text("Hello.")
    [problem] = read_study(tmp_path / "study", bank).problems
    assert "card.yaml:1: warning: this file is not read; did you mean “cards.yaml”?" in str(problem)


def test_the_bank_reads_the_study_beside_it(tmp_path):
    root = make_bank(tmp_path / "bank", "one")
    assert read_bank(root).study is None
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "blocks.yaml").write_text("- slug: x\n")
    library = read_bank(root)
    assert len(library.errors) == 2
    (tmp_path / "study").rename(root / "study")
    assert [one.message for one in read_bank(root).errors] == [p.message for p in library.errors]


def check(path):
    out, err = StringIO(), StringIO()
    try:
        call_command("load_bank", str(path), check=True, stdout=out, stderr=err)
    except CommandError as error:
        return f"{out.getvalue()}{err.getvalue()}{error}"
    return out.getvalue()


def test_load_bank_checks_the_study_and_counts_it(tmp_path):
    """`hands-on` is no question of this bank, so the concept practises on paper."""
    root = make_bank(tmp_path / "bank", "one", "two")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "taster.yaml").write_text(SET)
    study = spoilt("concepts.0.practice", {"task": "Draw.", "answer": "Drawn."})
    write(tmp_path / "study", study)
    for path in (tmp_path, root, tmp_path / "study", tmp_path / "study" / "cards.yaml"):
        assert "2 questions in 2 areas, 1 sets, 2 concepts, 2 cards, no errors" in check(path)
    study["cards"][0]["back"] = words(41)
    write(tmp_path / "study", study)
    for path in (tmp_path, root, tmp_path / "study", tmp_path / "study" / "cards.yaml"):
        assert "41 words" in check(path)
        assert "1 error in" in check(path)
    assert "no errors" in check(tmp_path / "study" / "blocks.yaml")


def test_an_error_in_the_study_keeps_the_bank_out(tmp_path):
    root = make_bank(tmp_path / "bank", "one")
    write(tmp_path / "study", {"blocks": [{"slug": "x"}]})
    with pytest.raises(CommandError, match=r"2 errors in .* Nothing was loaded"):
        call_command("load_bank", str(root), stdout=StringIO(), stderr=StringIO())


# What comes with Greenroom.


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
