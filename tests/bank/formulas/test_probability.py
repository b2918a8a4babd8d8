"""Probability and statistics: intervals, tests, sampling."""

import math
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest

from tests.bank.formulas.stated import checks

NORMAL = NormalDist()


def binomial(n, k, p=0.5):
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)


def gaussian_kl(m1, s1, m2, s2):
    return math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5


@checks("kl-gaussians-derivation")
def test_the_divergence_of_gaussians_agrees_with_monte_carlo(question):
    forth = question.figure(r"= \log 2 + \tfrac{1 + 1}{8} - \tfrac12 = #$ nats")
    back = question.figure(r"$\log\tfrac12 + \tfrac{4 + 1}{2} - \tfrac12 = #$ nats")
    assert forth.rounds(gaussian_kl(0, 1, 1, 2))
    assert back.rounds(gaussian_kl(1, 2, 0, 1))
    z = np.random.default_rng(0).standard_normal(200_000)
    p, q = NormalDist(0, 1), NormalDist(1, 2)
    for a, b, stated in [(p, q, forth), (q, p, back)]:
        x = a.mean + a.stdev * z
        log_ratio = math.log(b.stdev / a.stdev) - z**2 / 2 + ((x - b.mean) / b.stdev) ** 2 / 2
        assert log_ratio.mean() == pytest.approx(stated, abs=0.02)


@checks("kl-gaussians-derivation")
def test_the_divergence_to_a_standard_normal_is_the_general_one(question):
    question.says(r"$\tfrac12\sum_j(\mu_j^2 + \sigma_j^2 - \log\sigma_j^2 - 1)$")
    mu, sigma = np.array([0.5, -1.2, 0.0]), np.array([0.4, 2.0, 1.0])
    special = 0.5 * np.sum(mu**2 + sigma**2 - np.log(sigma**2) - 1)
    general = sum(gaussian_kl(m, s, 0, 1) for m, s in zip(mu, sigma, strict=True))
    assert special == pytest.approx(general)


@checks("bayes-theorem-layperson")
def test_a_positive_test_for_a_rare_condition(question):
    assert question.figure(r"$90/585 \approx #$").rounds(0.9 * 0.01 / (0.9 * 0.01 + 0.05 * 0.99))
    healthy = question.figure("of the other 9,900, # test positive")
    assert healthy == pytest.approx(9_900 * 0.05)
    assert question.figure(r"$90 + 495 = #$") == 90 + healthy
    twice = 0.9**2 * 0.01 / (0.9**2 * 0.01 + 0.05**2 * 0.99)
    assert question.figure(r"$81/105.75 \approx #$").rounds(twice)


@checks("importance-sampling")
def test_the_second_moment_of_gaussian_weights(question):
    question.says(r"$s^2/\sqrt{2s^2-1}$")
    stated, worth = question.figures(
        r"second moment of the weights $4/\sqrt7=#$, so 10,000 draws are worth about #."
    )
    x = np.linspace(-40, 40, 400_001)
    p = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    q = np.exp(-(x**2) / 8) / math.sqrt(8 * math.pi)
    moment = np.sum(p * p / q) * (x[1] - x[0])
    assert stated.rounds(moment)
    assert moment == pytest.approx(4 / math.sqrt(7))
    assert worth.rounds(10_000 / moment)


@checks("importance-sampling")
def test_a_shifted_proposal_for_a_rare_event(question):
    tail = question.figure("For $P(X>4)=#$")
    second, error, plain = question.figures(
        r"$e^{16}P(X>8)=#$, and the relative standard error for $n=10{,}000$ is #; "
        "plain sampling has #"
    )
    p4, p8 = math.erfc(4 / math.sqrt(2)) / 2, math.erfc(8 / math.sqrt(2)) / 2
    assert tail.rounds(p4)
    assert second.rounds(math.exp(16) * p8)
    assert error.rounds(math.sqrt(math.exp(16) * p8 / p4**2 - 1) / 100)
    assert plain.rounds(math.sqrt((1 - p4) / p4) / 100)
    x = 4 + np.random.default_rng(1).standard_normal(200_000)
    assert np.mean((x > 4) * np.exp(8 - 4 * x)) == pytest.approx(p4, rel=0.03)


@checks("importance-sampling")
def test_weights_of_twenty_steps(question):
    step, product = question.figures(r"$0.5(1.6^2+0.4^2)=#$, and $1.36^{20}\approx#$")
    moment = 0.8**2 / 0.5 + 0.2**2 / 0.5
    assert step.rounds(moment)
    assert product.rounds(moment**20)


@checks("lln-vs-clt")
def test_a_hundred_tosses_exactly_and_by_three_approximations(question):
    exact, normal, corrected, chebyshev = question.figures(
        r"Exact $P(|\bar X-0.5|\ge0.1)=#$; normal with $z=2$: $#$; with continuity correction, "
        r"$z=1.9$: $#$; Chebyshev: $0.25/(100\cdot0.01)=#$"
    )
    assert exact.rounds(sum(binomial(100, k) for k in range(101) if abs(k - 50) >= 10))
    assert normal.rounds(2 * NORMAL.cdf(-2))
    assert corrected.rounds(2 * NORMAL.cdf(-1.9))
    assert chebyshev.rounds(0.25 / 100 / 0.1**2)


@checks("lln-vs-clt")
def test_the_largest_gap_to_the_normal_curve(question):
    bound, gap = question.figures(
        "Berry–Esseen allows a gap of about $#$; the largest actual gap is $#$"
    )
    assert bound.rounds(0.48 / math.sqrt(100))
    below = np.cumsum([0.0] + [binomial(100, k) for k in range(101)])
    curve = [NORMAL.cdf((k - 50) / 5) for k in range(101)]
    gaps = [max(abs(below[k] - c), abs(below[k + 1] - c)) for k, c in enumerate(curve)]
    assert gap.rounds(max(gaps))


@checks("martingales")
def test_azuma_against_the_exact_tail(question):
    bound, exact = question.figures(r"$P(S_{100}\ge30)\le e^{-4.5}=#$; exactly it is $#$")
    assert bound.rounds(math.exp(-(30**2) / (2 * 100)))
    assert exact.rounds(sum(binomial(100, k) for k in range(65, 101)))


@checks("martingales")
def test_a_betting_game_against_a_fair_coin_rarely_pays(question):
    limit = question.figure("in #% of them, below the bound of 5%")
    median = question.figure("the median time to reach 20 was about # tosses")
    rng = np.random.default_rng(2)
    steps = np.log([0.8, 1.2])
    fair = steps[rng.integers(0, 2, (2_000, 1_000))].cumsum(axis=1)
    assert limit < 5
    assert 100 * np.mean(fair.max(axis=1) >= math.log(20)) == pytest.approx(limit, abs=1.5)
    biased = steps[(rng.random((2_000, 1_000)) < 0.6).astype(int)].cumsum(axis=1) >= math.log(20)
    first = np.where(biased.any(axis=1), biased.argmax(axis=1) + 1, 10_000)
    assert np.median(first) == pytest.approx(median, rel=0.08)


@checks("bootstrap-intervals", "random-forest-variance")
def test_a_bootstrap_sample_misses_a_third_of_the_rows(bootstrap, forest):
    kept = 1 - (1 - 1 / 3_000) ** 3_000
    assert bootstrap.figure("#% of the resamples contain the sample maximum").rounds(100 * kept)
    assert forest.figure("about #% of rows are left out").rounds(100 * (1 - kept))


@checks("conformal-prediction")
def test_split_conformal_covers_what_it_promises(question):
    question.says(r"$k = \lceil(n+1)(1-\alpha)\rceil$")
    rank = question.figure("500 rows and 90% the #st")
    assert rank == math.ceil(501 * 0.9)
    spread = question.figure("with standard deviation about # points")
    a, b = rank, 501 - rank
    assert spread.rounds(100 * math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1))))
    scores = np.sort(np.random.default_rng(3).random((4_000, 500)), axis=1)
    coverage = scores[:, int(rank) - 1]
    assert coverage.mean() == pytest.approx(0.9, abs=0.002)
    assert spread.rounds(100 * coverage.std())


@checks("impl-mcmc-metropolis")
def test_how_often_metropolis_accepts(question):
    question.says(r"$\frac2\pi\arctan(2/\text{step})$")
    rate = question.figure("about # at 2.4")
    assert rate.rounds(2 / math.pi * math.atan(2 / 2.4))
    rng = np.random.default_rng(4)
    x = rng.standard_normal(200_000)
    y = x + 2.4 * rng.standard_normal(x.size)
    assert np.minimum(1, np.exp((x**2 - y**2) / 2)).mean() == pytest.approx(rate, abs=0.006)


@checks("monte-carlo-sampling")
def test_a_control_variate_for_the_exponential(question):
    factor = question.figure("cuts the variance by a factor of about #")
    variance = (math.e**2 - 1) / 2 - (math.e - 1) ** 2
    covariance = 1 - (math.e - 1) / 2
    assert factor.rounds(1 / (1 - covariance**2 / (variance / 12)))
    error = question.figure("from 10,000 draws has a standard error of #")
    assert error.rounds(math.sqrt(0.25 / 10_000))


@checks("multiple-testing")
def test_eight_p_values_under_three_corrections(question):
    question.says("at 0.05 it rejects four, Holm and Bonferroni one")
    p = np.array([*question.figures("at #, #, #, #, # and larger")])
    k = np.arange(1, 6)
    assert max(k[p <= 0.05 * k / 8]) == 4
    assert np.sum(p <= 0.05 / 8) == 1
    assert np.cumprod(p <= 0.05 / (9 - k)).sum() == 1
    assert question.figure("for eight tests about #").rounds(sum(1 / i for i in range(1, 9)))
    assert question.figure(r"$160 \times 0.05 = #$") == 160 * 0.05


def crossing(looks):
    """How often a fair experiment is called significant at 5% at one of so many equal looks."""
    rng = np.random.default_rng(5)
    z = rng.standard_normal((100_000, looks)).cumsum(axis=1) / np.sqrt(np.arange(1, looks + 1))
    return (np.abs(z) >= NORMAL.inv_cdf(0.975)).any(axis=1).mean()


@checks("p-value-and-ci", "sequential-testing", "ab-test-for-models")
def test_looking_again_and_again_inflates_false_alarms(intervals, sequential, models):
    five = intervals.figure("with five looks to about #%")
    ten = sequential.figure("with ten equally spaced looks to about #%")
    assert 100 * crossing(5) == pytest.approx(five, abs=0.6)
    assert 100 * crossing(10) == pytest.approx(ten, abs=0.6)
    models.says("ten looks at 5% fool you about one time in five")


@checks("p-value-and-ci")
def test_how_many_successes_are_false(question):
    true, false, share = question.figures("# true and # false ones are significant: #%")
    assert true == pytest.approx(1_000 * 0.1 * 0.8)
    assert false == pytest.approx(1_000 * 0.9 * 0.05)
    assert share.rounds(100 * false / (true + false))


@checks("p-value-and-ci")
def test_the_reported_interval_fits_the_reported_p(question):
    low, high = question.figures("95% interval from # to #")
    p = question.figure("$p = #$")
    error = (high - low) / (2 * 1.96)
    assert p.rounds(2 * NORMAL.cdf(-(low + high) / 2 / error))


@checks("prior-vs-posterior")
def test_views_before_and_after_the_launch(question):
    def spread(a, b):
        return math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))

    assert question.figure("mean $5/20 = #$") == (2 + 3) / (2 + 8 + 10)
    before, after = question.figures("The standard deviation falls from # to #")
    assert before.rounds(spread(2, 8))
    assert after.rounds(spread(5, 15))
    a, b, mean, late = question.figures("it is Beta(#, #), mean #, standard deviation #")
    assert (a, b) == (2 + 300, 8 + 700)
    assert mean.rounds(a / (a + b))
    assert late.rounds(spread(a, b))


@checks("markov-chains")
def test_the_machine_that_breaks_and_is_repaired(question):
    question.says("the rows are $(0.9, 0.1)$ and $(0.5, 0.5)$", "the machine works 5/6 of the time")
    chain = np.array([[0.9, 0.1], [0.5, 0.5]])
    assert np.linalg.matrix_power(chain, 60)[1, 0] == pytest.approx(5 / 6)
    assert question.figure("modulus, here #").rounds(np.sort(np.linalg.eigvals(chain))[0])


@checks("mle-vs-bayes")
def test_three_heads_in_three_tosses(question):
    question.says("$3/3 = 1$")
    assert question.figure("$(3+1)/(3+2) = #$").rounds(4 / 5)
    p = np.linspace(0, 1, 100_001)
    assert np.average(p, weights=p**3) == pytest.approx(0.8, abs=1e-4)


@checks("central-limit-theorem")
def test_the_error_of_a_mean_session_time(question):
    sigma, n, error = question.figures(
        "With session times of standard deviation # minutes and # users it is # minutes"
    )
    assert error.rounds(sigma / math.sqrt(n))
    sides = question.figure(r"$\bar x \pm #\,s/\sqrt n$")
    assert sides.rounds(NORMAL.inv_cdf(0.975))


@checks("kl-divergence")
def test_the_divergence_is_never_negative(question):
    question.says(r"$\mathrm{KL} \ge 0$, with equality exactly when $p = q$")
    p = np.random.default_rng(6).dirichlet(np.ones(5), 200)
    for a, b in pairwise(p):
        assert np.sum(a * np.log(a / b)) > 0
