"""Calibration answers: how many, in which order, for which points."""

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
