"""Attacks, certificates, shift, fairness and privacy."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.bank.formulas.stated import checks

NORMAL = NormalDist()


@checks("adversarial-examples")
def test_signs_beat_random_noise_by_the_root_of_the_dimension(question):
    attack, noise, ratio = question.figures(
        r"by $10{,}000\cdot0.01\cdot0.01=#$; random signs move it by a standard deviation of "
        r"$0.01\cdot\lVert w\rVert_2=0.01\cdot1=#$. The ratio is $#=\sqrt d$"
    )
    rng = np.random.default_rng(0)
    w = 0.01 * rng.choice([-1, 1], 10_000)
    assert attack == pytest.approx(0.01 * np.sign(w) @ w)
    random = 0.01 * (rng.integers(0, 2, (300, 10_000)) * 2.0 - 1) @ w
    assert random.std() == pytest.approx(noise, rel=0.12)
    assert ratio == pytest.approx(attack / noise)


@checks("certified-robustness")
def test_the_radius_of_a_smoothed_classifier(question):
    quantile, radius = question.figures(r"$\Phi^{-1}(0.9)=#$: with $\sigma=0.5$ the radius is #")
    assert quantile.rounds(NORMAL.inv_cdf(0.9))
    assert radius.rounds(0.5 * NORMAL.inv_cdf(0.9))
    worst = question.figure(r"$\Phi(1.2816-1)=#$")
    assert worst.rounds(NORMAL.cdf(NORMAL.inv_cdf(0.9) - 1))
    x = np.random.default_rng(1).standard_normal(200_000)
    assert np.mean(x + 1 < NORMAL.inv_cdf(0.9)) == pytest.approx(worst, abs=0.005)


@checks("certified-robustness")
def test_votes_limit_the_radius(question):
    share, limit = question.figures(
        r"$p_A\ge0.001^{10^{-5}}=#$ and the radius is at most $#\,\sigma$"
    )
    lower = 0.001 ** (1 / 100_000)
    assert share.rounds(lower)
    assert limit.rounds(NORMAL.inv_cdf(lower))


@checks("concept-drift-formal")
def test_label_shift_from_a_confusion_matrix(question):
    positives = question.figure(r"$0.8\cdot0.1+0.1\cdot0.9=#\%$")
    assert positives == pytest.approx(100 * (0.8 * 0.1 + 0.1 * 0.9))
    a, b, c, d = question.figures("has rows $(#, #)$ and $(#, #)$ for predicted")
    joint = np.array([[0.8 * 0.5, 0.1 * 0.5], [0.2 * 0.5, 0.9 * 0.5]])
    assert joint.ravel() == pytest.approx([a, b, c, d])
    weights = question.figures("gives weights $(#, #)$")
    assert np.linalg.solve(joint, [0.17, 0.83]) == pytest.approx(weights)
    before, after = question.figures("falls from $0.40/0.45=#$ to $0.08/0.17=#$")
    assert before.rounds(0.40 / 0.45)
    assert after.rounds(0.08 / 0.17)


@checks("concept-drift-formal")
def test_weights_of_a_shifted_gaussian(question):
    question.says(r"$\mathbb E_S[w^2]=e^{-m^2}e^{2m^2}=e^{m^2}$")
    moment, worth = question.figures(r"$e^{4}\approx#$: a thousand rows are worth about #.")
    x = np.linspace(-20, 20, 40_001)
    source = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    integral = (source * np.exp(2 * x - 2) ** 2).sum() * (x[1] - x[0])
    assert moment.rounds(integral)
    assert worth.rounds(1_000 / integral)


@checks("fairness-impossibility")
def test_equal_precision_and_recall_force_unequal_false_alarms(question):
    question.says(
        r"\mathrm{FPR}=\frac{p}{1-p}\cdot\frac{1-\mathrm{PPV}}{\mathrm{PPV}}\cdot\mathrm{TPR}"
    )
    rates = question.figures("the false-positive rates are # and #;")
    accepted = question.figures(r"acceptance is #% and #%")
    groups = [(500, 400, 100), (200, 160, 40)]
    for (base, hits, alarms), rate, share in zip(groups, rates, accepted, strict=True):
        p, recall, precision = base / 1_000, hits / base, hits / (hits + alarms)
        assert (recall, precision) == (0.8, 0.8)
        assert rate.rounds(alarms / (1_000 - base))
        assert rate.rounds(p / (1 - p) * (1 - precision) / precision * recall)
        assert share.rounds(100 * (hits + alarms) / 1_000)


@checks("lipschitz-and-robustness")
def test_a_margin_divided_by_root_two(question):
    radius = question.figure(r"the radius is $1/\sqrt2\approx#$")
    assert radius.rounds(1 / math.sqrt(2))
    x = radius
    logits = np.array([x, -x]) / math.sqrt(2)
    assert logits[0] - logits[1] == pytest.approx(1, abs=1e-3)
    slope = np.linalg.norm(np.array([1, -1]) / math.sqrt(2))
    assert slope == pytest.approx(1)


@checks("lipschitz-and-robustness")
def test_a_product_of_norms_can_be_loose(question):
    question.says("the product is 4, the true constant 1")
    a, b = np.diag([2, 0.5]), np.diag([0.5, 2])
    assert np.linalg.norm(a, 2) * np.linalg.norm(b, 2) == 4
    x = np.random.default_rng(2).standard_normal((100, 2))
    assert np.maximum(x @ a, 0) @ b == pytest.approx(np.maximum(x, 0))


@checks("ood-detection")
def test_the_origin_is_denser_than_any_sample(question):
    above, spread = question.figures(
        r"lies $#$ nats above the average sample, whose log-density has a standard deviation of "
        r"$\tfrac12\sqrt{2d}\approx#$ nats"
    )
    assert above == 3_072 / 2
    assert spread.rounds(math.sqrt(2 * 3_072) / 2)
    squares = np.random.default_rng(3).chisquare(3_072, 20_000)
    assert (squares / 2).mean() == pytest.approx(above, rel=0.01)
    assert (squares / 2).std() == pytest.approx(spread, rel=0.02)
    foreign = question.figure(r"$\tfrac{3072}{2}\cdot0.19\approx#$ nats")
    assert foreign.rounds(3_072 / 2 * (1 - 0.9**2))


@checks("ood-detection")
def test_the_softmax_forgets_the_size_of_logits(question):
    share, low, high = question.figures("both give softmax #, with log-sum-exp # and #.")
    for logits, stated in [((2, 0), low), ((12, 10), high)]:
        total = math.log(sum(math.exp(z) for z in logits))
        assert share.rounds(math.exp(max(logits) - total))
        assert stated.rounds(total)


@checks("data-privacy-ml")
def test_one_record_moves_a_noisy_count_by_a_bounded_factor(question):
    factor = question.figure(r"At $\varepsilon=1$ the factor is about #;")
    assert factor.rounds(math.e)
    # Laplace noise of scale 1/ε on a count: neighbouring data sets differ by one.
    x = np.linspace(-10, 10, 2_001)
    ratio = np.exp(-np.abs(x - 1)) / np.exp(-np.abs(x))
    assert ratio.max() == pytest.approx(math.e)
    assert ratio.min() == pytest.approx(1 / math.e)


@checks("responsible-ai-review")
def test_the_interval_of_a_small_group(question):
    low, high = question.figures("30% errors has an interval from about #% to #%")
    n, p, z = 40, 0.3, 1.96
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert low.rounds(100 * (centre - half))
    assert high.rounds(100 * (centre + half))
