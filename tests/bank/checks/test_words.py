"""What an author may get wrong in the words of a question: named with its line and what to do."""

import re

import pytest

from questions.bank import read_bank
from tests.bank.checks.spoiling import problems_of, said
from tests.bank.writing import make_bank, simple, words


def test_a_sound_bank_has_no_problems(tmp_path):
    library = read_bank(make_bank(tmp_path, "one", "two"))
    assert library.problems == []
    assert list(library.questions) == ["one", "two"]
    assert [point.level for point in library.questions["one"].points] == ["must", "should", "bonus"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("---\ntitle", "title", 1, "front matter is missing"),
        ("title: About mine\n", "", 2, "“title” is missing; add the line “title: …”"),
        ("title: About mine", "title: 2026", 2, "“title” must be text; put it in quotes"),
        ("title: About mine", f"title: {'x' * 81}", 2, "has 81 characters; at most 80"),
        ("kind: conceptual", "kind: conceptal", 3, "did you mean “conceptual”?"),
        ("kind: conceptual", "kinds: conceptual", 3, "unknown key “kinds”; did you mean “kind”?"),
        ("tier: 1", "tier: 5", 4, "“tier” cannot be “5”"),
        ("tier: 1", "tier: true", 4, "“tier” cannot be “True”"),
        ("minutes: 8", "minutes: 121", 5, "whole number from 1 to 120"),
        ("minutes: 8", "minutes: 7.5", 5, "whole number from 1 to 120"),
        ("minutes: 8", "minutes: 8\nminutes: 9", 6, "“minutes” is written twice"),
        ("minutes: 8", "minutes: 8: 9", 5, "this is not YAML"),
        ("minutes: 8", "sources: [1, 2]\nminutes: 8", 5, "list of texts"),
        ("minutes: 8", "status: done\nminutes: 8", 5, "“status” cannot be “done”"),
        ("minutes: 8", "rule_of_thumb: maybe\nminutes: 8", 5, "must be true or false"),
        ("## Prompt", "## Promt", 11, "unknown section “Promt”; did you mean “Prompt”?"),
        ("## Prompt", "## Steps", 11, "“Steps” belongs to questions of the kind derivation"),
        ("## Tips", "## Hints", None, "“Hints” is there already"),
        ("## Prompt", "Hello.\n\n## Prompt", 11, "text stands before the first section"),
        ("## Prompt", "# Prompt", 11, "no heading of level 1 may stand here"),
        ("## Prompt\n", "## Prompt\n\n### Part\n", 13, "headings inside a text start at “####”"),
        ("(must, 1)", "(should, 1)", None, "no point is a “must”"),
        ("(must, 1)", "(musst, 1)", 17, "unknown level “musst”; did you mean “must”?"),
        ("(must, 1)", "(must, 4)", 17, "the weight “4” must be 1, 2 or 3"),
        ("(must, 1)", "", 17, "write a key point's heading as"),
        ("### point-1 ", "### Point_1 ", 17, "must be kebab-case"),
        ("### point-2 ", "### point-1 ", None, "there is a point “point-1” already, on line 17"),
        (
            "- misconception: minem1x",
            "- missconception: minem1x",
            23,
            "did you mean “misconception”?",
        ),
        ("- probe: minep1x", "- probe:\n- probe: minep1x", 24, "“probe” says nothing"),
        ("- probe: minep1x", "- probe: Really?\n- probe: minep1x", 17, "has 2 probes"),
        ("- tips", "tips", None, ""),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, message):
    source = simple("mine")
    if message:
        assert old in source
    found = problems_of(tmp_path, source.replace(old, new, 1))
    if not message:
        assert found == []
        return
    hits = [problem for problem in found if message in problem.message]
    assert hits, said(found)
    assert hits[0].is_error
    if line:
        assert hits[0].line == line


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"- accept: mineb1x.*\n", "needs at least 2 “accept:” bullets"),
        (r"- misconception: minem1x.*\n", "needs a “misconception:” bullet"),
        (r"- probe: minep2x.*\n", "“point-2” is a should and needs a “probe:” bullet"),
        (r"### point-3(?:.|\n)*?(?=\n## )", "there are 2 key points; 3 to 7 belong here"),
        (r"## Hints\n(?:.|\n)*?(?=## )", "the section “## Hints” is missing"),
        (r"mines1x0.*\n", "the statement is missing"),
    ],
)
def test_what_is_missing_is_named(tmp_path, pattern, message):
    source, count = re.subn(pattern, "", simple("mine"), count=1)
    assert count
    assert message in said(problems_of(tmp_path, source))


def test_a_bonus_needs_no_probe(tmp_path):
    assert problems_of(tmp_path, re.sub(r"- probe: minep3x.*\n", "", simple("mine"))) == []


def test_a_phrase_cannot_be_accepted_and_wrong(tmp_path):
    source = simple("mine").replace(words("minem1x", 5), words("minea2x", 5).upper() + "!")
    assert "accepted for “point-2”" in said(problems_of(tmp_path, source))


def test_the_prompt_must_not_give_a_point_away(tmp_path):
    source = simple("mine").replace("## Prompt\n\n", f"## Prompt\n\n{words('mines1x', 9)}. ")
    assert "gives the point “point-1” away" in said(problems_of(tmp_path, source))


@pytest.mark.parametrize(
    ("count", "error", "warning"), [(89, 1, 0), (100, 0, 1), (150, 0, 0), (260, 0, 1), (301, 1, 0)]
)
def test_the_length_of_the_model_answer(tmp_path, count, error, warning):
    source = simple("mine").replace(words("minew", 150), words("minew", count))
    found = problems_of(tmp_path, source)
    about = [problem for problem in found if "model answer has" in problem.message]
    assert (sum(p.is_error for p in about), sum(not p.is_error for p in about)) == (error, warning)


def test_a_formula_counts_as_one_word_and_code_as_none(tmp_path):
    more = "$a + b + c$ `x y z` \n\n```python\n" + "x = 1\n" * 200 + "```\n\n"
    source = simple("mine").replace("## Model answer\n\n", f"## Model answer\n\n{more}")
    assert problems_of(tmp_path, source) == []


def test_a_prompt_that_takes_too_long_to_read_is_a_warning(tmp_path):
    found = problems_of(tmp_path, simple("mine").replace(words("mineq", 15), words("mineq", 130)))
    assert found
    assert not any(problem.is_error for problem in found)
    assert "the prompt has 130 words" in said(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It costs $5.", "opens no formula"),
        ("Between $5 and $10.", "space just inside the dollars"),
        ("So $ x$ is it.", "space just inside the dollars"),
        ("So $\\frac{a}{b$ is it.", "a { is never closed"),
        ("So $a}$ is it.", "a } closes nothing"),
        ("So $\\left( a$ is it.", "\\left and \\right do not pair up"),
        ("So $\\begin{matrix} a$ is it.", "\\begin{matrix} is never closed"),
        ("So $\\end{matrix}$ is it.", "\\end{matrix} closes nothing"),
        ("So $$$$ is it.", "nothing between these dollars"),
        ("$$\na + b\n\nand on", "opens no formula"),
        ("| a | b |\n|---|---|\n| $p(a|b)$ | 1 |", "a | inside a formula splits the table"),
    ],
)
def test_maths_that_would_not_show(tmp_path, text, message):
    source = simple("mine").replace("## Model answer\n\n", f"## Model answer\n\n{text}\n\n")
    found = said(problems_of(tmp_path, source))
    assert message in found
    line = source[: source.index(text)].count("\n") + 1
    assert any(int(row.split(":")[0]) in range(line, line + 4) for row in found.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "It costs \\$5, or \\$10.",
        "Both $a_i$ and $\\{b\\}$ and $\\left\\{ c \\right.$.",
        "$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$",
        "$$\na\n- b\n+ c\n$$",
        "The shell says `$HOME` and `a $ b`.",
        "```sh\necho $HOME ${x\n```",
        "| a | b |\n|---|---|\n| $a$ | $b$ |",
        "A formula $a +\nb$ over two lines.",
    ],
)
def test_maths_that_shows(tmp_path, text):
    source = simple("mine").replace("## Model answer\n\n", f"## Model answer\n\n{text}\n\n")
    assert problems_of(tmp_path, source) == []


def test_an_unclosed_code_block_is_named_where_it_opens(tmp_path):
    source = simple("mine").replace("## Tips\n", "```python\nx = 1\n\n## Tips\n")
    line = source[: source.index("```python")].count("\n") + 1
    assert f"{line}: this code block is never closed" in said(problems_of(tmp_path, source))


def test_a_heading_inside_code_is_no_heading(tmp_path):
    code = "```python\n## Prompt\n# nothing\n```"
    source = simple("mine").replace("## Model answer\n", f"## Model answer\n\n{code}\n")
    assert problems_of(tmp_path, source) == []


def test_code_in_a_list_is_refused(tmp_path):
    source = simple("mine").replace("## Tips\n\n", "## Tips\n\n- Look:\n  ```python\n  x\n  ```\n")
    assert "a code block cannot stand inside a list" in said(problems_of(tmp_path, source))
