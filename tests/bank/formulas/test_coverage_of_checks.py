"""The checks name questions that exist, and there are enough of them."""

import importlib
import pkgutil

import pytest

from tests.bank import formulas
from tests.bank.formulas.stated import BANK, CHECKED, Figure, Question, slopes


@pytest.fixture(scope="module")
def checked():
    for module in pkgutil.iter_modules(formulas.__path__, f"{formulas.__name__}."):
        importlib.import_module(module.name)
    return CHECKED


def test_every_named_question_is_in_the_bank(checked):
    in_the_bank = {path.stem for path in BANK.glob("*/*.md")}
    named = {slug for slugs in checked.values() for slug in slugs}
    assert named - in_the_bank == set()


def test_there_are_enough_checks_over_enough_questions(checked):
    assert len(checked) >= 60
    assert len({slug for slugs in checked.values() for slug in slugs}) >= 40


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("0.44", 0.44, 0.01),
        ("10,000", 10_000, 1),
        (r"10\,000", 10_000, 1),
        ("21{,}816.5", 21_816.5, 0.1),
        (r"9\times10^{-13}", 9e-13, 1e-13),
        (r"1.99\times 10^{24}", 1.99e24, 1e22),
        ("−2.5", -2.5, 0.1),
    ],
)
def test_a_figure_is_read_as_it_is_written(written, value, unit):
    figure = Figure(written)
    assert figure == pytest.approx(value)
    assert figure.unit == pytest.approx(unit)


def test_a_figure_stands_for_what_rounds_to_it():
    assert Figure("0.44").rounds(0.4449)
    assert not Figure("0.44").rounds(0.446)
    assert Figure("121,600").rounds(121_640, unit=100)


def test_a_text_that_has_gone_is_noticed():
    question = Question("kl-gaussians-derivation")
    with pytest.raises(AssertionError, match="no longer says"):
        question.figure("the answer is #")
    with pytest.raises(AssertionError, match="no longer says"):
        question.says("the answer is forty-two")


def test_wrong_things_said_on_purpose_are_no_key():
    question = Question("attention-maths")
    assert "misconception:" not in question.key
    assert "probe:" not in question.key


def test_slopes_are_derivatives():
    assert slopes(lambda x: float((x**3).sum()), [1.0, 2.0]) == pytest.approx([3.0, 12.0])
