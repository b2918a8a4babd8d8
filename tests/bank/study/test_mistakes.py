"""Each mistake in a study is named, once, with its file and line."""

import copy

import pytest

from questions.bank.study import FILES, read_study
from tests.bank.study.sound import SOUND
from tests.bank.study.writing import problems_of, spoilt, words, write

PLAN = "plan.0.phases.0.days"
OPTIONAL = ("plan.leaves_out", "estimates.questions")


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
        # arithmetic
        ("estimates.0.steps.1.value", "4 * squares", "nothing above is called “squares”"),
        ("estimates.0.steps.1.value", "4 * ", "“4 * ” is no arithmetic"),
        ("estimates.0.steps.1.value", "__import__('os')", "is no arithmetic"),
        ("estimates.0.steps.1.value", "square / 0", "cannot be worked out"),
        ("estimates.0.steps.1.value", "9 ** 9 ** 9 * square", "cannot be worked out"),
        ("estimates.0.steps.1.value", "-square", "an estimate is above zero"),
        ("estimates.0.steps.1.value", True, "must be a number, or arithmetic"),
        ("estimates.0.steps.1.value", "1 + " * 60 + "square", "at most 200 are allowed"),
        ("estimates.0.steps.1.value", "4", "“square” is never used"),
        ("estimates.0.steps.1.unit", "share", "a share is at most 1"),
        ("estimates.0.steps.1.unit", "bits", "“unit” cannot be “bits”"),
        ("estimates.0.steps.1.name", "width", "“width” is there twice"),
        ("estimates.0.steps.1.name", "4th", "must be a name such as batch_size"),
        ("estimates.0.taken.0.value", "2 * square", "is taken as known"),
        ("estimates.0.factor", 1, "must be a number from 1.01 to 10"),
        ("sequences.0.steps", [], "has 0 entries; 3 to 8 belong here"),
        ("sequences.0.steps.1.slug", "a", "the slug “a” is taken"),
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
        ("decision_tree.0.scenarios.1.path", ["acts", "forecast"], "warning: no story ends at"),
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
        if f"{name}.{key}" not in OPTIONAL:
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
