"""The few words that turn a statement round."""

import pytest

from scoring.polarity import is_denied, is_negative, turns
from scoring.wording import plain

STATEMENT = "L2 sets the irrelevant weights exactly to zero"


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not true that L2 sets the irrelevant weights exactly to zero.",
        "It's a myth that L2 sets irrelevant weights exactly to zero.",
        "L2 doesn't set the irrelevant weights exactly to zero.",
        "L2 never sets irrelevant weights exactly to zero.",
        "L1 sets the irrelevant weights exactly to zero.",
    ],
)
def test_the_contrary_in_nearly_the_same_words_is_seen(sentence):
    assert turns(plain(sentence), plain(STATEMENT))


@pytest.mark.parametrize(
    "sentence",
    [
        "L2 sets irrelevant weights exactly to zero.",
        "Not only small weights: L2 sets the irrelevant weights exactly to zero.",
        "There is no bias here, so the penalty does what one wants with those weights.",
    ],
)
def test_agreement_and_unrelated_negations_are_left_alone(sentence):
    assert not turns(plain(sentence), plain(STATEMENT))


def test_a_negative_statement_is_not_contradicted_by_its_denied_contrary():
    statement = plain("L2 does not set weights to zero")

    assert not turns(plain("It is a myth that L2 sets weights to zero."), statement)
    assert turns(plain("L2 sets weights to zero."), statement)


def test_two_negations_cancel():
    assert not is_negative(plain("It is not true that it does not converge."))
    assert is_negative(plain("It doesn't converge."))


def test_advice_is_not_a_denial():
    assert not is_denied(plain("It is wrong to report accuracy when one class is rare."))
