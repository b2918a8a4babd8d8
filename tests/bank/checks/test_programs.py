"""Programs, their tests and their wrong solutions; curves."""

import pytest

from tests.bank.checks.spoiling import problems_of, said
from tests.bank.writing import simple, words

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

### Loss (curve, telling)

```csv
{content}
```

- tells: It falls.

{REST}"""
    found = said(problems_of(tmp_path, source))
    assert (message in found) if message else found == ""


REST = """## Checks

1. Look.

## Fix

Mend it.

## Regression test

Test it.
"""
LOG = "### Log (log{})\n\n```text\nstep 1\n```\n\n"


def artefacts_of(tmp_path, *texts: str) -> str:
    source = simple("mine", kind="debugging").replace(words("mineq", 15), words("mineq", 80))
    return said(problems_of(tmp_path, f"{source}\n## Artefacts\n\n{''.join(texts)}{REST}"))


def other(telling: str) -> str:
    return LOG.replace("Log", "Other").format(telling)


def test_an_artefact_says_whether_it_is_telling_and_what_it_tells(tmp_path):
    sound = LOG.format(", telling") + "- tells: It grows\n  with each step.\n\n"
    assert artefacts_of(tmp_path, sound, other("")) == ""


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ((LOG.format(", telling"), other("")), "“Log” is telling; say below it what it tells"),
        ((LOG.format(""), other("")), "no artefact is marked telling"),
        (
            (LOG.format(", telling") + "- tells: a\n\n", other(", telling") + "- tells: b\n\n"),
            "every artefact is telling",
        ),
        ((LOG.format(", tellin"),), "name the artefact and what it is"),
        ((LOG.format(", telling") + "- tells:\n\n",), "“tells” says nothing"),
        ((LOG.format("") + "- tells: a\n- tells: b\n\n",), "nothing follows it"),
        ((LOG.format("") + "It tells much.\n\n",), "only the code block belongs here"),
    ],
)
def test_what_is_wrong_with_an_artefact_is_said(tmp_path, texts, message):
    assert message in artefacts_of(tmp_path, *texts)
