"""Calibration answers: how many, in which order, for which points."""

import json
from dataclasses import asdict

import pytest

from questions.bank.problems import Reporter
from questions.bank.questions import read_question
from questions.bank.words import Sample
from tests.bank.checks.spoiling import problems_of, said
from tests.bank.writing import simple, words

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


WITH_REASONS = (
    p1()
    .replace("### strong (point-1, point-2)", "### strong (point-1, point-2, point-3)")
    .replace("### partial (point-1)", "### partial (point-1; partly point-2, point-3)")
    .rstrip("\n")
    + "\n\n#### Why\n\n- point-1: It says\n  nothing: of it.\n- point-3: Neither.\n"
)


def test_an_answer_may_say_what_is_partly_made_and_why(tmp_path):
    assert problems_of(tmp_path, WITH_REASONS) == []
    question, _ = read(tmp_path, WITH_REASONS)
    strong, partial, wrong = question.samples
    assert (strong.partly, strong.reasons) == ((), ())
    assert (partial.made, partial.partly) == (("point-1",), ("point-2", "point-3"))
    assert wrong.reasons == (("point-1", "It says nothing: of it."), ("point-3", "Neither."))
    assert wrong.text == words("minewrong", 60)


def test_a_why_within_an_answer_is_the_answers_own(tmp_path):
    own = p1().replace(
        words("minestrong", 60),
        words("minestrong", 60) + "\n\n#### Why\n\nSo.\n\n#### More\n\nAnd.",
    )
    question, _ = read(tmp_path, own)
    assert question.samples[0].reasons == ()
    assert question.samples[0].text.endswith("#### Why\n\nSo.\n\n#### More\n\nAnd.")


def test_an_old_file_is_the_same_content_as_ever(tmp_path):
    question, _ = read(tmp_path, p1())
    assert [len(one.content) for one in question.samples] == [3, 3, 3]
    with_reasons, _ = read(tmp_path, WITH_REASONS)
    assert with_reasons.content_hash != question.content_hash


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("partly point-2,", "partly point-9,", "there is no key point “point-9”"),
        ("partly point-2,", "partly point-1,", "“point-1” is made or partly made; name it once"),
        ("- point-3: Neither.", "- point-9: Neither.", "there is no key point “point-9”"),
        ("- point-3: Neither.", "- point-1: Again.", "there are 2 reasons for “point-1”"),
        ("- point-3: Neither.", "- point-3", "write a reason as"),
        ("- point-3: Neither.", "- point-3:", "write a reason as"),
        ("; partly point-2, point-3", "; half point-2", "behind “; partly”"),
    ],
)
def test_reasons_are_of_points_that_exist_and_once_each(tmp_path, before, after, message):
    assert before in WITH_REASONS
    found = problems_of(tmp_path, WITH_REASONS.replace(before, after))
    assert message in said(found)
    assert any(problem.is_error for problem in found)


def test_what_is_partly_made_counts_half_in_their_order(tmp_path):
    even = p1().replace("### wrong ()", "### wrong (; partly point-2)")
    assert "partial more than wrong" in said(problems_of(tmp_path, even))
    assert problems_of(tmp_path, p1().replace("### wrong ()", "### wrong (; partly point-1)")) == []


def test_what_was_kept_before_there_were_reasons_has_none():
    kept = {"line": 3, "label": "strong", "made": ["a"], "text": "So."}
    assert Sample.unpacked(kept) == Sample(3, "strong", ("a",), "So.")
    whole = Sample(3, "strong", ("a",), "So.", ("b",), (("b", "Half."),))
    assert Sample.unpacked(json.loads(json.dumps(asdict(whole)))) == whole


def read(folder, source):
    path = folder / "a" / "mine.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source)
    report = Reporter(path)
    return read_question(path, report)[0], report
