"""Each mistake an author can make is named, with its line and what to do. No database."""

import re

import pytest

from questions.bank import read_bank
from tests.bank.writing import make_bank, simple, words


def problems_of(tmp_path, source):
    """The problems of one question beside a sound bank."""
    root = make_bank(tmp_path, "other")
    (root / "optimisation" / "mine.md").write_text(source, encoding="utf-8")
    found = read_bank(root).problems
    assert {problem.path.name for problem in found} <= {"mine.md"}
    return found


def said(found):
    return "\n".join(f"{problem.line}: {problem.message}" for problem in found)


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


P1 = """
## Calibration answers

### strong (point-1, point-2)

{strong}

### partial (point-1)

{partial}

### wrong ()

{wrong}
"""


def p1(**changes):
    answers = {name: words(f"mine{name}", 60) for name in ("strong", "partial", "wrong")}
    return simple("mine", priority="P1") + P1.format(**(answers | changes))


def test_a_p1_question_needs_its_three_answers(tmp_path):
    assert problems_of(tmp_path, p1()) == []
    assert "needs “## Calibration answers”" in said(
        problems_of(tmp_path, simple("mine", priority="P1"))
    )
    without = p1().replace("### partial (point-1)", "### strong (point-1)")
    found = said(problems_of(tmp_path, without))
    assert "2 answers called “strong”" in found
    assert "the “partial” answer is missing" in found


def test_an_answer_makes_points_that_exist(tmp_path):
    found = said(problems_of(tmp_path, p1().replace("strong (point-1", "strong (point-9")))
    assert "there is no key point “point-9”" in found


def test_answers_out_of_order_are_a_warning(tmp_path):
    found = problems_of(tmp_path, p1().replace("### wrong ()", "### wrong (point-1, point-2)"))
    assert "strong should make more than partial" in said(found)
    assert not any(problem.is_error for problem in found)


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


CODE = {
    "starter": "def f(x):\n    raise NotImplementedError",
    "reference": "def f(x):\n    return x",
    "public": "from solution import f\n\n\ndef test_f():\n    assert f(1) == 1",
    "hidden": "from solution import f\n\n\ndef test_f():\n    assert f(2) == 2",
    "wrong": "def f(x):\n    return 1",
}


def implementation(**changes):
    code = CODE | changes
    return (
        simple("mine", kind="implementation").replace(words("mineq", 15), words("mineq", 80))
        + f"""
## Starter code

```python
{code["starter"]}
```

## Reference solution

```python
{code["reference"]}
```

## Public tests

```python
{code["public"]}
```

## Hidden tests

```python
{code["hidden"]}
```

## Wrong solutions

### always one

```python
{code["wrong"]}
```

### always two

```python
def f(x):
    return 2
```

## Complexity

Constant.
"""
    )


@pytest.mark.parametrize(
    ("part", "code", "line", "message"),
    [
        ("reference", "def f(x)\n    return x", 1, "this is not Python: expected ':'"),
        ("wrong", "return 1", 1, "this is not Python: 'return' outside function"),
        ("public", "def test_f():\n    pass", None, "never import from “solution”"),
        ("public", "import solution", None, "there is no test here"),
        (
            "hidden",
            "import pytest\nfrom solution import f\n\n\ndef test_f():\n    f(1)",
            1,
            "“pytest” may not be imported",
        ),
        (
            "hidden",
            "from solution import f\n\n\ndef test_f():\n    import torch.nn\n\n    f(1)",
            5,
            "“torch.nn” may not be imported",
        ),
        (
            "hidden",
            "from solution import f\n\n\ndef test_f():\n    f(1)\n\n\ndef test_f():\n    f(2)",
            None,
            "“test_f” is defined twice",
        ),
    ],
)
def test_programs_that_cannot_run(tmp_path, part, code, line, message):
    source = implementation(**{part: code})
    found = said(problems_of(tmp_path, source))
    assert message in found
    if line:
        first = source[: source.index(code)].count("\n") + 1
        assert f"{first + line - 1}: " in found


def test_an_implementation_question_that_is_whole(tmp_path):
    assert problems_of(tmp_path, implementation()) == []


def test_one_wrong_solution_is_not_enough(tmp_path):
    source = implementation()
    start = source.index("### always two")
    source = source[:start] + source[source.index("## Complexity") :]
    assert "there are 1 wrong solutions; write at least 2" in said(problems_of(tmp_path, source))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("step,loss\n1,0.5\n2,0.4", None),
        ("1,0.5\n2,0.4", "needs a header line"),
        ("step,loss\n1,0.5\n2", "has no 2 numbers in its row 3"),
        ("step,loss\n1,low\n2,0.3", "has no 2 numbers in its row 2"),
        ("step,loss\n" + "1,2\n" * 70, "has 70 rows"),
    ],
)
def test_curves_are_tables_of_numbers(tmp_path, content, message):
    source = simple("mine", kind="debugging").replace(words("mineq", 15), words("mineq", 80))
    source += f"""
## Artefacts

### Loss (curve)

```csv
{content}
```

## Checks

1. Look.

## Fix

Mend it.

## Regression test

Test it.
"""
    found = said(problems_of(tmp_path, source))
    assert (message in found) if message else found == ""


def test_eight_shared_words_are_named_and_seven_are_not(tmp_path):
    other = words("otherw", 150).split()
    for count, expected in ((7, 0), (8, 1)):
        shared = " ".join(other[20 : 20 + count])
        source = simple("mine").replace("## Tips\n\n", f"## Tips\n\n- {shared}\n")
        root = make_bank(tmp_path / str(count), "other")
        (root / "optimisation" / "mine.md").write_text(source)
        found = read_bank(root).problems
        assert [problem.is_error for problem in found] == [False] * expected
        if expected:
            assert shared in found[0].message


def test_a_run_does_not_reach_from_one_text_into_the_next(tmp_path):
    tail, head = words("othert", 4), words("otherh", 4)
    source = simple("mine").replace("## Tips\n\n", f"## Tips\n\n- {tail} {head}\n")
    root = make_bank(tmp_path, "other")
    (root / "optimisation" / "mine.md").write_text(source)
    assert read_bank(root).problems == []


def test_the_slug_is_the_files_name_and_the_area_its_folder(tmp_path):
    root = make_bank(tmp_path, "one")
    make_bank(tmp_path, "one", area="transformers")
    make_bank(tmp_path, "two", area="transformer")
    make_bank(tmp_path, "Three_3")
    (root / "lost.md").write_text(simple("lost"))
    found = "\n".join(str(problem) for problem in read_bank(root).problems)
    assert "transformers/one.md:1: error: the slug “one” is used by" in found
    assert "“transformer” is not an area; did you mean “transformers”?" in found
    assert "Three_3.md:1: error: the file's name becomes the slug" in found
    assert "lost.md:1: error: a question file belongs into the folder of its area" in found


def test_files_that_are_no_questions_are_named_or_left_alone(tmp_path):
    root = make_bank(tmp_path, "one")
    for name in ("README.md", "optimisation/README.md", "optimisation/.hidden.md", ".git/x.md"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("hello")
    (root / "optimisation" / "one.txt").write_text("hello")
    found = read_bank(root).problems
    assert [problem.path.name for problem in found] == ["one.txt"]
    assert not found[0].is_error


def test_an_empty_folder_is_no_bank(tmp_path):
    found = [problem.message for problem in read_bank(tmp_path).problems]
    assert any("areas.yaml is missing" in message for message in found)
    assert any("no question is here" in message for message in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello: there", "the areas must be a list"),
        ("- just text", "an area has “slug”, “title” and “description”"),
        ("- slug: a", "“title” is missing"),
        ("- slug: A b\n  title: A", "must be kebab-case"),
        ("- {slug: a, title: A}\n- {slug: a, title: B}", "is taken"),
        ("- {slug: a, title: A, colour: red}", "unknown key “colour”"),
    ],
)
def test_areas_that_will_not_do(tmp_path, text, message):
    root = make_bank(tmp_path, "one")
    (root / "areas.yaml").write_text(text)
    assert message in said(read_bank(root).problems)
