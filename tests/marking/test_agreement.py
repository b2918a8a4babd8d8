"""The figures of docs/marking-agreement.md: worked examples, and the cases that trap others."""

from math import isnan

import numpy as np
import pytest

from marking import agreement
from marking.agreement import DIMENSIONS, POINTS, Weights, kappa, table

# Ten pairs worked by hand.
FIRST = [1, 2, 3, 3, 4, 2, 1, 4, 3, 2]
SECOND = [1, 2, 2, 3, 4, 3, 1, 3, 3, 2]


@pytest.mark.parametrize(
    ("weights", "value"),
    [(Weights.NONE, 0.589), (Weights.LINEAR, 0.722), (Weights.QUADRATIC, 0.842)],
)
def test_kappa_of_the_worked_example(weights, value):
    assert kappa(table(FIRST, SECOND, DIMENSIONS), weights).value == pytest.approx(value, abs=5e-4)


def test_shares_and_differences_of_the_worked_example():
    found = agreement.agreement(FIRST, SECOND, DIMENSIONS)
    assert found.n == 10
    assert found.exact.value == pytest.approx(0.7)
    assert found.adjacent.value == pytest.approx(1.0)
    assert found.mean_difference.value == pytest.approx(0.1)
    spread = np.sqrt((np.var(FIRST, ddof=1) + np.var(SECOND, ddof=1)) / 2)
    assert found.standardised_difference.value == pytest.approx(0.1 / spread)


def test_kappa_is_hidden_below_twenty_pairs_and_says_why():
    few = agreement.agreement(FIRST + FIRST[:9], SECOND + SECOND[:9], DIMENSIONS)
    enough = agreement.agreement(FIRST * 2, SECOND * 2, DIMENSIONS)
    for figure in (few.kappa, few.linear, few.quadratic):
        assert figure.value is None
        assert "20 pairs" in figure.why
    assert few.exact.is_there
    assert enough.kappa.value == pytest.approx(0.589, abs=5e-4)


def test_ninety_percent_exact_and_a_kappa_below_nothing_is_a_paradox_and_named():
    first, second = [4] * 18 + [3, 4], [4] * 18 + [4, 3]
    found = agreement.agreement(first, second, DIMENSIONS)
    assert found.exact.value == pytest.approx(0.9)
    assert found.kappa.value == pytest.approx(-0.053, abs=5e-4)
    assert found.is_paradox
    assert not agreement.agreement(FIRST * 2, SECOND * 2, DIMENSIONS).is_paradox


@pytest.mark.parametrize("scale", [POINTS, DIMENSIONS])
def test_one_level_throughout_has_no_kappa_and_a_reason_and_never_nan(scale):
    found = agreement.agreement([2] * 30, [2] * 30, scale)
    for figure in (found.kappa, found.linear, found.quadratic):
        assert figure == agreement.ONE_LABEL
    assert found.exact.value == 1
    assert found.standardised_difference.value is None
    assert found.standardised_difference.why


def test_two_raters_each_of_one_level_of_their_own_agree_no_better_than_chance():
    assert kappa(table([1] * 4, [2] * 4, DIMENSIONS), Weights.QUADRATIC).value == 0


def test_one_rater_of_a_single_level_has_a_kappa_of_nought():
    assert kappa(table([2, 2, 2, 3], [2, 2, 2, 2], DIMENSIONS), Weights.QUADRATIC).value == 0


def test_nothing_marked_by_both_is_no_figure_and_a_reason():
    found = agreement.agreement([], [], POINTS)
    assert found.n == 0
    assert {found.exact, found.mean_difference, found.quadratic} == {agreement.NO_PAIRS}
    assert not found.is_paradox


def test_a_single_pair_has_a_mean_and_no_interval():
    found = agreement.agreement([2], [1], POINTS)
    assert found.mean_difference.value == 1
    assert found.mean_difference.low is None
    assert found.standardised_difference.value is None


def test_levels_that_nobody_used_still_count_in_the_weights():
    used = [2, 3, 2, 3, 3, 2]
    other = [2, 3, 3, 3, 2, 2]
    short = kappa(table(used, other, (2, 3)), Weights.LINEAR).value
    whole = kappa(table(used, other, DIMENSIONS), Weights.LINEAR).value
    assert short == pytest.approx(whole)  # weights scale alike, so the ratio stays
    three = kappa(table([0, 2, 0, 2, 1], [0, 2, 2, 2, 0], POINTS), Weights.NONE).value
    assert three == pytest.approx((0.6 - 0.4) / (1 - 0.4))


@pytest.mark.parametrize(("first", "second"), [([5], [1]), ([1], [0]), ([1, 2], [1])])
def test_what_is_not_a_pair_on_the_scale_is_refused(first, second):
    with pytest.raises(ValueError, match=r"scale|pairs"):
        agreement.agreement(first, second, DIMENSIONS)


def test_the_interval_holds_its_figure_and_is_the_same_each_time():
    once = agreement.agreement(FIRST * 3, SECOND * 3, DIMENSIONS)
    again = agreement.agreement(FIRST * 3, SECOND * 3, DIMENSIONS)
    other = agreement.agreement(FIRST * 3, SECOND * 3, DIMENSIONS, seed=7)
    assert once == again
    assert once.quadratic.low < once.quadratic.value < once.quadratic.high
    assert once.quadratic.low != other.quadratic.low
    assert once.mean_difference.low < 0.1 < once.mean_difference.high


def test_an_interval_narrows_with_more_pairs():
    few = agreement.agreement(FIRST * 2, SECOND * 2, DIMENSIONS).quadratic
    many = agreement.agreement(FIRST * 40, SECOND * 40, DIMENSIONS).quadratic
    assert many.high - many.low < (few.high - few.low) / 3


def test_no_interval_is_given_where_resamples_have_no_kappa():
    found = agreement.agreement([2] * 19 + [1], [2] * 19 + [1], POINTS).kappa
    assert found.value == 1
    assert (found.low, found.high) == (None, None)
    assert found.why


def test_no_figure_is_ever_nan():
    rng = np.random.default_rng(3)
    for size in range(31):
        for levels in ((0,), (0, 2), POINTS):
            first, second = rng.choice(levels, size).tolist(), rng.choice(levels, size).tolist()
            found = agreement.agreement(first, second, POINTS)
            for name in ("exact", "mean_difference", "standardised_difference", "quadratic"):
                figure = getattr(found, name)
                assert figure.value is None or not isnan(figure.value)
                assert figure.is_there or figure.why


@pytest.mark.parametrize(
    ("value", "word"),
    [
        *((-0.01, "poor"), (0, "slight"), (0.2, "slight"), (0.21, "fair"), (0.41, "moderate")),
        *((0.604, "moderate"), (0.61, "substantial"), (0.8, "substantial")),
        (0.81, "almost perfect"),
    ],
)
def test_words_for_a_kappa_are_landis_and_kochs(value, word):
    assert agreement.word_for(value) == word


def test_guidance_says_what_is_kept_and_what_nobody_can_say():
    found = agreement.agreement(FIRST * 2, SECOND * 2, DIMENSIONS)
    perfect = agreement.agreement(FIRST * 2, FIRST * 2, DIMENSIONS)
    assert [one.kept for one in agreement.guidance(found)] == [True, None, True]
    beside_people = agreement.guidance(found, between_people=perfect)
    assert [one.kept for one in beside_people] == [True, False, True]
    few = agreement.agreement(FIRST, SECOND, DIMENSIONS)
    assert [one.kept for one in agreement.guidance(few)] == [None, None, True]


def test_machine_verdicts_that_say_nothing_have_no_level():
    assert agreement.LABEL_OF == {"missed": 0, "contradicted": 0, "partly": 1, "made": 2}
