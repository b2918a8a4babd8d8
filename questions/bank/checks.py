"""Is a question whole and sound, as far as a machine can tell?

Errors are what would break an interview or its marking; warnings are what an author should look
at again. Each rule is one function of the question and a reporter.
"""

import ast
import csv
import io
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from questions.bank import programs, texts
from questions.bank.maths import check_maths
from questions.bank.outline import Block, CodeBlock, code_blocks
from questions.bank.problems import Reporter
from questions.bank.questions import BankQuestion
from questions.bank.schema import CALIBRATION_LABELS, SECTIONS
from questions.bank.words import Point, Sample, Words

FEWEST_POINTS, MOST_POINTS = 3, 7
FEWEST_ACCEPTED = 2
FEWEST_WRONG_SOLUTIONS = 2
# Words of a model answer: outside the first is an error, outside the second a warning.
MODEL_ANSWER_MAY = (90, 300)
MODEL_ANSWER_SHOULD = (120, 250)
STATEMENT_WORDS = (5, 30)
SAMPLE_WORDS = (30, 160)
# A conceptual prompt is one to four sentences said aloud; the others give numbers and constraints.
PROMPT_WORDS = {"conceptual": (6, 110)}
OTHER_PROMPT_WORDS = (40, 190)
# Reading aloud, and the share of the time that reading the prompt may take.
WORDS_A_MINUTE = 160
PROMPT_MAY_TAKE = 0.35
MOST_CURVE_ROWS = 60


def check_question(question: BankQuestion, body: Block, report: Reporter) -> None:
    for rule in (_sections, _points, _wordings, _lengths, _samples, _programs, _artefacts):
        rule(question, report)
    blocks, prose = code_blocks(body)
    check_maths(prose, report)
    _python_in_texts(blocks, report)
    _pipes_in_formulas(prose, report)


def _sections(question: BankQuestion, report: Reporter) -> None:
    """Everything its kind must have is there."""
    for title, section in SECTIONS.items():
        wanted = section.required and section.kind in (None, question.kind)
        if wanted and title not in question.lines:
            report.error(1, f"the section “## {title}” is missing")
    if question.priority == "P1" and "Calibration answers" not in question.lines:
        report.error(1, "a P1 question needs “## Calibration answers”: strong, partial and wrong")


def _points(question: BankQuestion, report: Reporter) -> None:
    points = question.points
    if not points:
        return
    line = question.lines["Key points"]
    if not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        report.error(
            line,
            f"there are {len(points)} key points; {FEWEST_POINTS} to {MOST_POINTS} belong here",
        )
    if not any(point.level == "must" for point in points):
        report.error(line, "no point is a “must”; say which ones a pass needs")
    for one, other in combinations(points, 2):
        if one.slug == other.slug:
            report.error(other.line, f"there is a point “{one.slug}” already, on line {one.line}")
        elif texts.same_words(one.text) == texts.same_words(other.text):
            report.error(other.line, f"this says the same as “{one.slug}” on line {one.line}")
    for point in points:
        if len(point.accept) < FEWEST_ACCEPTED:
            report.error(
                point.line, f"“{point.slug}” needs at least {FEWEST_ACCEPTED} “accept:” bullets"
            )
        if not point.misconceptions:
            report.error(point.line, f"“{point.slug}” needs a “misconception:” bullet")
        if point.level != "bonus" and not point.probe:
            report.error(
                point.line, f"“{point.slug}” is a {point.level} and needs a “probe:” bullet"
            )


def _wordings(question: BankQuestion, report: Reporter) -> None:
    """What is accepted in one place must not be called wrong in another; nothing is given away."""
    for point, wrong, slug in said_both_ways(question):
        report.error(
            point.line,
            f"“{wrong}” is a misconception of “{point.slug}” and accepted for “{slug}”",
        )
    prompt = texts.same_words(question.prompt)
    for point in question.points:
        said = [texts.same_words(phrase) for phrase in point.accept]
        for phrase in {phrase for phrase in said if said.count(phrase) > 1}:
            report.error(point.line, f"“{phrase}” is accepted twice; say it in another way")
        if point.text and texts.same_words(point.text) in prompt:
            report.error(
                point.line, f"the prompt gives the point “{point.slug}” away, word for word"
            )


def said_both_ways(question: Words) -> Iterator[tuple[Point, str, str]]:
    """What one point calls wrong and one accepts: (the first, the phrase, slug of the second)."""
    right = {texts.same_words(point.text): point.slug for point in question.points}
    right |= {texts.same_words(a): point.slug for point in question.points for a in point.accept}
    for point in question.points:
        for wrong in point.misconceptions:
            if (slug := right.get(texts.same_words(wrong))) is not None:
                yield point, wrong, slug


def _lengths(question: BankQuestion, report: Reporter) -> None:
    if question.model_answer:
        line, count = question.lines["Model answer"], len(texts.words(question.model_answer))
        least, most = MODEL_ANSWER_MAY
        if not least <= count <= most:
            report.error(line, f"the model answer has {count} words; {least} to {most} are allowed")
        elif _outside(count, MODEL_ANSWER_SHOULD):
            report.warning(line, f"the model answer has {count} words; aim at 120 to 250")
    if question.prompt:
        line, count = question.lines["Prompt"], len(texts.words(question.prompt))
        usual = PROMPT_WORDS.get(question.kind, OTHER_PROMPT_WORDS)
        if question.kind and _outside(count, usual):
            report.warning(
                line, f"the prompt has {count} words; usual are {usual[0]} to {usual[1]}"
            )
        if count / WORDS_A_MINUTE > PROMPT_MAY_TAKE * question.minutes:
            report.warning(
                line, f"{count} words take long to read when {question.minutes} minutes are given"
            )
    for point in question.points:
        count = len(texts.words(point.text))
        if _outside(count, STATEMENT_WORDS):
            report.warning(point.line, f"the statement has {count} words; aim at 6 to 25")


def _samples(question: BankQuestion, report: Reporter) -> None:
    if not question.samples:
        return
    known = [point.slug for point in question.points]
    labels = [sample.label for sample in question.samples]
    line = question.lines["Calibration answers"]
    for label in CALIBRATION_LABELS:
        if labels.count(label) > 1:
            report.error(
                line, f"there are {labels.count(label)} answers called “{label}”; keep one"
            )
        elif label not in labels and question.priority == "P1":
            report.error(line, f"the “{label}” answer is missing")
    for sample in question.samples:
        for fault in sample_faults(sample, known):
            report.error(sample.line, fault)
        count = len(texts.words(sample.text))
        if sample.text and _outside(count, SAMPLE_WORDS):
            report.warning(sample.line, f"this sample answer has {count} words; aim at 50 to 120")
    if len(set(labels)) == len(CALIBRATION_LABELS):
        _samples_are_in_order(question, report)


def sample_faults(sample: Sample, known: Sequence[str]) -> Iterator[str]:
    """What is wrong with the marks of a calibration answer; `known`: the names of the points."""
    named = [name for name, _ in sample.reasons]
    for slug in dict.fromkeys([*sample.made, *sample.partly, *named]):
        if slug not in known:
            yield f"there is no key point “{slug}”; known are {', '.join(known)}"
    for slug in dict.fromkeys(sample.made):
        if slug in sample.partly:
            yield f"“{slug}” is made or partly made; name it once"
    for slug in dict.fromkeys(named):
        if named.count(slug) > 1:
            yield f"there are {named.count(slug)} reasons for “{slug}”; keep one"


def samples_are_in_order(question: Words) -> bool:
    """Whether strong makes more than partial, and partial more than wrong; all three are there.

    What is partly made counts half.
    """
    weight = {point.slug: point.weight for point in question.points}
    worth = {
        sample.label: sum(weight.get(slug, 0) for slug in set(sample.made))
        + sum(weight.get(slug, 0) for slug in set(sample.partly)) / 2
        for sample in question.samples
    }
    return worth["strong"] > worth["partial"] > worth["wrong"]


def _samples_are_in_order(question: BankQuestion, report: Reporter) -> None:
    if not samples_are_in_order(question):
        line = question.lines["Calibration answers"]
        report.warning(line, "strong should make more than partial, and partial more than wrong")


def _programs(question: BankQuestion, report: Reporter) -> None:
    """Whether the programs do what they should is for a test that runs them."""
    for title, key in (("Public tests", "public_tests"), ("Hidden tests", "hidden_tests")):
        source = question.parts.get(key)
        if not source:
            continue
        line = question.lines[title]
        for problem in test_faults(source):
            report.error(line, problem)
    wrong = question.parts.get("wrong_solutions")
    if wrong is not None and len(wrong) < FEWEST_WRONG_SOLUTIONS:
        report.error(
            question.lines["Wrong solutions"],
            f"there are {len(wrong)} wrong solutions; write at least {FEWEST_WRONG_SOLUTIONS}",
        )


def test_faults(source: str) -> Iterator[str]:
    """Why these would test nothing. A program that does not parse is for others to name."""
    tree = programs.tree_of(source)
    if not isinstance(tree, ast.Module):
        return
    names = programs.test_names(tree)
    if not names:
        yield "there is no test here; write functions “def test_…():”"
    for name in {name for name in names if names.count(name) > 1}:
        yield f"“{name}” is defined twice, so only the second one runs"
    if not programs.imports_solution(tree):
        yield "these tests never import from “solution”, where the answer will be"


def _artefacts(question: BankQuestion, report: Reporter) -> None:
    artefacts = question.parts.get("artefacts", ())
    line = question.lines.get("Artefacts", 1)
    for problem in telling_errors(artefacts):
        report.error(line, problem)
    if problem := telling_warning(artefacts):
        report.warning(line, problem)
    for artefact in artefacts:
        if artefact["kind"] != "curve" or not artefact["content"]:
            continue
        if problem := curve_problem(artefact["content"]):
            report.error(line, f"the curve “{artefact['name']}” {problem}")


def telling_errors(artefacts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Whoever asked for a telling artefact reads afterwards what it told: it has to be said."""
    for one in artefacts:
        if one.get("telling") and not one.get("tells"):
            yield f"“{one['name']}” is telling; say below it what it tells: “- tells: …”"


def telling_warning(artefacts: Sequence[Mapping[str, Any]]) -> str | None:
    """Choosing well can be seen only where some are telling and some are not."""
    telling = sum(bool(one.get("telling")) for one in artefacts)
    if artefacts and not telling:
        return "no artefact is marked telling, so a search through them has no score"
    if len(artefacts) > 1 and telling == len(artefacts):
        return "every artefact is telling, so asking for all of them is never worse"
    return None


def curve_problem(content: str) -> str | None:
    """A curve is CSV: a header of at least two names, then rows of that many numbers."""
    rows = [row for row in csv.reader(io.StringIO(content)) if row]
    if not rows or len(rows[0]) < 2 or any(_is_number(name) for name in rows[0]):
        return "needs a header line such as “step,loss”"
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]) or not all(_is_number(cell) for cell in row):
            return f"has no {len(rows[0])} numbers in its row {number}"
    if not 2 <= len(rows) - 1 <= MOST_CURVE_ROWS:
        return f"has {len(rows) - 1} rows; 2 to {MOST_CURVE_ROWS} can be drawn and read"
    return None


def _python_in_texts(blocks: list[CodeBlock], report: Reporter) -> None:
    """A snippet inside a text may be a fragment, but it has to be readable Python."""
    for block in blocks:
        if block.language == "python":
            programs.parsed(replace(block, source=textwrap.dedent(block.source)), report)


def _pipes_in_formulas(prose: Block, report: Reporter) -> None:
    """A | inside a formula ends the cell of a table."""
    for number, line in enumerate(prose.lines, start=prose.line):
        if line.startswith("|") and re.search(r"\$[^$]*(?<!\\)\|[^$]*\$", _cells_apart(line)):
            report.error(number, "a | inside a formula splits the table; write \\vert")


def _cells_apart(line: str) -> str:
    """Whole formulas only: `| $a$ | $b$ |` has none with a bar in it."""
    return " ".join(re.findall(r"\$[^$]*\$", line))


def _outside(count: int, limits: tuple[int, int]) -> bool:
    return not limits[0] <= count <= limits[1]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
