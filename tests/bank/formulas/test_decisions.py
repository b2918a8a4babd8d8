"""Bandits, reinforcement learning, experiments and causal effects."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.bank.formulas.stated import checks


def sample_size(variance, difference, alpha=0.05, power=0.8):
    """Per arm, for a two-sided test of a difference of means."""
    z = NormalDist().inv_cdf(1 - alpha / 2) + NormalDist().inv_cdf(power)
    return 2 * z**2 * variance / difference**2


@checks("bellman-optimality")
def test_stay_or_move(question):
    def step(v, gamma):
        return np.array([max(1 + gamma * v[0], gamma * v[1]), 2 + gamma * v[1]])

    errors = question.figures("the largest errors are #, #, #, #: exactly the factor 0.9")
    v, best = np.zeros(2), np.array([18.0, 20.0])
    for stated in errors:
        assert stated.rounds(np.abs(v - best).max())
        v = step(v, 0.9)
    assert step(best, 0.9) == pytest.approx(best)
    two, moving, staying = question.figures(r"$V^*(2)=#$, moving is worth # and staying $1/0.6=#$")
    assert two.rounds(2 / 0.6)
    assert moving.rounds(0.4 * 2 / 0.6)
    assert staying.rounds(1 / 0.6)
    change = question.figure(r"The change is at $\gamma=#$")
    assert change * 2 / (1 - change) == pytest.approx(1 / (1 - change))


@checks("mdp-foundations")
def test_values_of_a_fixed_policy_are_a_linear_system(question):
    question.says(r"$V=(I-\gamma P_\pi)^{-1}r_\pi$")
    chain, reward = np.array([[0.5, 0.5], [0.2, 0.8]]), np.array([1.0, -2])
    v = np.zeros(2)
    for _ in range(500):
        v = reward + 0.9 * chain @ v
    assert np.linalg.solve(np.eye(2) - 0.9 * chain, reward) == pytest.approx(v)
    horizon = question.figure(r"With $\gamma=0.99$ per hour the horizon is about # hours")
    assert horizon.rounds(1 / (1 - 0.99))


@checks("off-policy-evaluation")
def test_weighting_a_log_of_two_actions(question):
    mu, pi, q = np.array([0.9, 0.1]), np.array([0.2, 0.8]), np.array([0.5, 0.7])
    question.says(r"$\mu=(0.9,0.1)$, $\pi=(0.2,0.8)$, click rates $(0.5,0.7)$")
    w = pi / mu
    value, low, high, second, worth = question.figures(
        r"$v(\pi)=#$. Weights are # and #; $\mathbb E[w]=1$, $\mathbb E[w^2]=#$. "
        r"With $n=10\,000$ the effective sample size is about #."
    )
    v = pi @ q
    assert value.rounds(v)
    assert low.rounds(w[0])
    assert high.rounds(w[1])
    assert second.rounds(mu @ w**2)
    assert worth.rounds(10_000 / (mu @ w**2))
    variance, error = question.figures("variance #, standard error #. Doubly")
    assert variance.rounds(mu @ (w**2 * q) - v**2)
    assert error.rounds(math.sqrt(mu @ (w**2 * q) - v**2) / 100)
    robust, its_error = question.figures("has variance $0.0111+1.344=#$, standard error #.")
    assert robust.rounds(mu @ (w**2 * q * (1 - q)))
    assert its_error.rounds(math.sqrt(mu @ (w**2 * q * (1 - q))) / 100)
    direct = question.figure("on 10,000 contexts would give #.")
    assert direct.rounds(math.sqrt(v * (1 - v)) / 100)


@checks("policy-gradient-variance")
def test_a_baseline_removes_variance_and_no_mean(question):
    def moments(p, b):
        g = np.array([(1 - p) * (101 - b), -p * (100 - b)])
        weights = np.array([p, 1 - p])
        return weights @ g, weights @ g**2 - (weights @ g) ** 2

    mean, root, variance = question.figures(r"mean #, variance $#^2\approx#$")
    assert moments(0.5, 0) == (pytest.approx(mean), pytest.approx(root**2))
    assert variance.rounds(moments(0.5, 0)[1])
    assert moments(0.5, 100.5) == pytest.approx((0.25, 0))
    best, average = question.figures(
        r"$(0.009\cdot101+0.081\cdot100)/0.09=#$, whereas the mean reward is #"
    )
    grid = np.linspace(99, 102, 3_001)
    assert best.rounds(grid[np.argmin([moments(0.9, b)[1] for b in grid])])
    assert average.rounds(0.9 * 101 + 0.1 * 100)


@checks("regret-bound-ucb1")
def test_bounds_on_the_regret_of_ucb1(question):
    pulls, constant, bound, free = question.figures(
        r"at most $8\times9.21/0.09\approx#$, plus #, and the regret at most $245.6+1.3\approx#$. "
        "The gap-free bound is about $#$"
    )
    log_t, gap = math.log(10_000), 0.3
    assert pulls.rounds(8 * log_t / gap**2)
    assert constant.rounds(1 + math.pi**2 / 3)
    assert bound.rounds(8 * log_t / gap + (1 + math.pi**2 / 3) * gap)
    assert free.rounds(2 * math.sqrt(8 * 2 * 10_000 * log_t) + (1 + math.pi**2 / 3) * gap)
    kl, slope, ours = question.figures(
        r"$0.3/\mathrm{KL}(0.4,0.7)=0.3/#\approx#$ per unit of $\ln T$, against $8/0.3\approx#$"
    )
    divergence = 0.4 * math.log(0.4 / 0.7) + 0.6 * math.log(0.6 / 0.3)
    assert kl.rounds(divergence)
    assert slope.rounds(gap / divergence)
    assert ours.rounds(8 / gap)


@checks("regret-bound-ucb1")
def test_ucb1_stays_below_its_bound_when_played(question):
    stated = question.figure("Over 20 simulated runs the mean regret was about #.")
    rng, runs = np.random.default_rng(0), 20
    means = np.array([0.7, 0.4])
    wins, pulls = (rng.random((runs, 2)) < means).astype(float), np.ones((runs, 2))
    every = np.arange(runs)
    draws = rng.random((10_000, runs))
    for t in range(2, 10_000):
        arm = np.argmax(wins / pulls + np.sqrt(2 * math.log(t) / pulls), axis=1)
        wins[every, arm] += draws[t] < means[arm]
        pulls[every, arm] += 1
    assert 0.3 * pulls[:, 1].mean() == pytest.approx(stated, rel=0.2)


@checks("impl-ucb1", "epsilon-greedy-and-ucb", "impl-linucb")
def test_bonuses_and_the_price_of_exploring(ucb, greedy, linear):
    assert ucb.figure(r"$\sqrt{2\cdot4.605/10}=#$").rounds(math.sqrt(2 * math.log(100) / 10))
    each, million = greedy.figures(r"$0.1\cdot0.9\cdot0.02=#$ clicks: # per million")
    assert each.rounds(0.1 * 9 / 10 * (0.05 - 0.03))
    assert million == pytest.approx(1e6 * each)
    width = linear.figure(r"$\sqrt{1/10}=#$")
    inverse = np.linalg.inv(np.eye(2) + 9 * np.outer([1, 0], [1, 0]))
    assert width.rounds(math.sqrt(inverse[0, 0]))
    assert inverse[1, 1] == 1


@checks("impl-linucb")
def test_sherman_and_morrison(question):
    question.says(
        "with $v=A^{-1}x$ I subtract the outer product of $v$ with itself, divided by "
        r"$1+x^\top v$"
    )
    rng = np.random.default_rng(1)
    a, x = np.eye(4) + np.outer(*rng.standard_normal((1, 4)).repeat(2, 0)), rng.standard_normal(4)
    inverse = np.linalg.inv(a)
    v = inverse @ x
    updated = inverse - np.outer(v, v) / (1 + x @ v)
    assert updated == pytest.approx(np.linalg.inv(a + np.outer(x, x)))


@checks("impl-thompson-beta")
def test_how_often_the_worse_arm_wins_a_draw(question):
    question.says(
        "With 20 clicks in 100 against 30 in 100, the first arm still wins about one "
        "round in twenty"
    )
    rng = np.random.default_rng(2)
    wins = rng.beta(21, 81, 200_000) > rng.beta(31, 71, 200_000)
    assert wins.mean() == pytest.approx(1 / 20, abs=0.01)


@checks("cuped-variance-reduction")
def test_what_an_earlier_month_explains(question):
    question.says(r"$1-\rho^2$")
    best, changes = (
        question.figure(r"$400-2\cdot0.7\cdot280+0.49\cdot400=#="),
        question.figure("$400-560+400=#$"),
    )
    y, xy, x = 400, 0.7 * 400, 400

    def left(theta):
        return y - 2 * theta * xy + theta**2 * x

    assert best.rounds(left(0.7))
    assert best == pytest.approx(min(left(t) for t in np.linspace(0, 2, 201)))
    assert changes == left(1)
    mixed = question.figure(r"$\frac13+\frac23\cdot0.51=#$")
    assert mixed.rounds(1 / 3 + 2 / 3 * (1 - 0.7**2))
    after = question.figure("per arm become about # at 5%")
    assert after == pytest.approx(6_400 * (1 - 0.7**2))
    assert sample_size(400, 1) == pytest.approx(6_400, rel=0.03)


@checks("cuped-variance-reduction")
def test_the_adjusted_difference_is_unbiased_and_tighter(question):
    question.says("For any fixed $\\theta$ the adjusted difference has the same expectation")
    rng = np.random.default_rng(3)
    x = rng.standard_normal((2_000, 2, 200))
    y = 0.7 * x + math.sqrt(0.51) * rng.standard_normal(x.shape)
    y[:, 1] += 0.3
    plain = y[:, 1].mean(axis=1) - y[:, 0].mean(axis=1)
    adjusted = plain - 0.7 * (x[:, 1].mean(axis=1) - x[:, 0].mean(axis=1))
    assert adjusted.mean() == pytest.approx(0.3, abs=0.01)
    assert adjusted.var() / plain.var() == pytest.approx(0.51, abs=0.05)


@checks("ab-test-for-models", "bandit-content-system", "session-recommendation-rl-case")
def test_users_that_an_experiment_needs(models, content, sessions):
    users = models.figure(r"$16\cdot0.05\cdot0.95/0.0025^2\approx#$ users per arm")
    views = content.figure(r"$16\times0.05\times0.95/0.003^2\approx#$ views per group")
    listeners = sessions.figure(r"$16\times0.6\times0.4/0.005^2\approx#$ listeners per group")
    for stated, rate, difference in [
        (users, 0.05, 0.0025),
        (views, 0.05, 0.003),
        (listeners, 0.6, 0.005),
    ]:
        variance = rate * (1 - rate)
        assert stated == pytest.approx(16 * variance / difference**2, rel=0.01)
        assert stated == pytest.approx(sample_size(variance, difference), rel=0.03)


@checks("uplift-modelling")
def test_the_transformed_outcome_has_the_effect_as_its_mean(question):
    question.says("$Y(T-e)/(e(1-e))$ with propensity $e$")
    rng = np.random.default_rng(4)
    x = rng.random(400_000)
    e = 0.3 + 0.4 * x
    treated = rng.random(x.size) < e
    churn = rng.random(x.size) < 0.3 - 0.2 * treated * (x > 0.5)
    z = churn * (treated - e) / (e * (1 - e))
    assert z[x > 0.5].mean() == pytest.approx(-0.2, abs=0.01)
    assert z[x < 0.5].mean() == pytest.approx(0, abs=0.01)


@checks("uplift-modelling")
def test_ranking_by_effect_beats_ranking_by_risk_on_the_qini_curve(question):
    question.says(
        "compare treated and control within the top shares, as in a Qini curve",
        "12% of the called and 20% of the uncalled leave, that is eight points saved",
    )
    rng = np.random.default_rng(5)
    x, risk = rng.random((2, 40_000))
    treated = rng.random(x.size) < 0.5
    stays = rng.random(x.size) < 1 - 0.6 * risk + 0.25 * treated * (x > 0.7)

    def saved(score):
        order = np.argsort(-score)
        t, y = treated[order], stays[order]
        gain = np.cumsum(y & t) - np.cumsum(y & ~t) * np.cumsum(t) / np.maximum(np.cumsum(~t), 1)
        line = gain[-1] * np.arange(1, x.size + 1) / x.size
        return (gain - line).mean()

    assert saved(x) > 3 * abs(saved(risk))


@checks("interference-and-switchback")
def test_a_shared_supply_fakes_an_effect(question):
    question.says("100 cars and each half books 50", "the treated book 60 and the control only 40")
    assert question.figure("The test shows +#%, the launch adds nothing") == 100 * (60 / 40 - 1)
    assert 60 + 40 == 2 * 50


@checks("coupon-targeting-case")
def test_whom_a_coupon_pays_for(question):
    question.says("$7p_1-12p_0-0.02$")
    relative = question.figure("must exceed $p_0$ by about #%")
    assert relative.rounds(100 * (12 / 7 - 1))
    lapsed, loyal, rest = question.figures(
        r"lapsed $7\cdot0.12-12\cdot0.04=+#$; loyal $7\cdot0.32-12\cdot0.30=#$; "
        r"rest $7\cdot0.06-12\cdot0.05=#$"
    )
    groups = [(0.2, 0.04, 0.12, lapsed), (0.2, 0.30, 0.32, loyal), (0.6, 0.05, 0.06, rest)]
    for _, p0, p1, stated in groups:
        assert stated == pytest.approx(7 * p1 - 12 * p0)
    change = question.figure("$0.868-1.176=#$ each")
    assert change == pytest.approx(sum(share * s for share, _, _, s in groups))
    total = question.figure("with sending, −€# for two million")
    assert total == pytest.approx(-2e6 * (change - 0.02))
    only = question.figure(r"$400\,000\times0.34=#$ euros")
    assert only == pytest.approx(2e6 * 0.2 * (lapsed - 0.02))
    before, after = question.figures("orders rise from #% to #%")
    assert before == pytest.approx(100 * sum(share * p0 for share, p0, _, _ in groups))
    assert after == pytest.approx(100 * sum(share * p1 for share, _, p1, _ in groups))
    error = question.figure(r"$\sqrt{18.05/50\,000}\approx#$")
    variance = 49 * 0.124 * 0.876 + 144 * 0.098 * 0.902
    assert error.rounds(math.sqrt(variance / 50_000))


@checks("off-policy-evaluation")
def test_the_bias_of_doubly_robust_is_a_product(question):
    question.says(r"$\mathbb E_x\sum_a\pi(\hat q-q)(1-\mu/\hat\mu)$")
    rng = np.random.default_rng(6)
    pi, mu, mu_hat = rng.dirichlet(np.ones(4), 3)
    q, q_hat = rng.random((2, 4))

    def expected(q_hat, mu_hat):
        return pi @ q_hat + mu @ (pi / mu_hat * (q - q_hat))

    bias = pi @ ((q_hat - q) * (1 - mu / mu_hat))
    assert expected(q_hat, mu_hat) - pi @ q == pytest.approx(bias)
    assert expected(q, mu_hat) == pytest.approx(pi @ q)
    assert expected(q_hat, mu) == pytest.approx(pi @ q)


@checks("policy-gradient-variance")
def test_advantages_from_residuals_to_returns(question):
    question.says(r"$\sum_{l=0}^{T-1-t}\delta_{t+l}=\sum_{k\ge t}r_k-V(s_t)$")
    rng = np.random.default_rng(7)
    reward, value = rng.standard_normal(6), np.append(rng.standard_normal(6), 0.0)
    delta = reward + value[1:] - value[:-1]
    for t in range(6):
        assert delta[t:].sum() == pytest.approx(reward[t:].sum() - value[t])
