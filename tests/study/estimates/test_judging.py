"""How far off is right, half right, wrong; and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.estimates.judging import judge


@pytest.mark.parametrize(
    ("estimate", "score", "says"),
    [
        (100, 1, "Right on it."),
        (110, 1, "Right: 10% too high"),
        (100 / 1.1, 1, "Right: 9% too low"),
        (110.1, 0.5, "Too high by a factor of 1.1. The order of magnitude is right."),
        (89, 0.5, "Too low by a factor of 1.1"),
        (316, 0.5, "a factor of 3.2. The order"),
        (317, 0, "Too high by a factor of 3.2: about one order"),
        (10, 0, "Too low by a factor of 10: about one order of magnitude off."),
        (800, 0, "Eight is the slip between bits and bytes."),
        (100_000, 0, "3 orders of magnitude off. A factor of a thousand"),
        (102_400, 0, "a prefix too many or too few"),
        (8_640_000, 0, "a day has that many seconds"),
        (1e20, 0, "a factor of 10^18"),
    ],
)
def test_a_judgement_in_words(estimate, score, says):
    found = judge(estimate, 100, 1.1)
    assert found.score == score
    assert says in found.words


@given(st.floats(1e-30, 1e30), st.floats(1e-30, 1e30), st.floats(1.01, 10))
def test_too_high_is_judged_as_too_low_is(estimate, answer, factor):
    found, mirrored = judge(estimate, answer, factor), judge(answer, estimate, factor)
    assert found.score == mirrored.score
    assert judge(answer, answer, factor).score == 1
