"""Linear models, kernels and Bayes: closed forms and small worked fits."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@checks("l1-sparsity-proof")
def test_soft_thresholding_solves_the_lasso(question):
    z = np.array(question.figures("Take $z = (#, #, #)$"))
    lam = question.figure(r"and $\lambda = #$. The L1")
    stated = question.figures("The L1 solution is $(#, #, #)$")
    grid = np.linspace(-3, 3, 60_001)
    for target, figure in zip(z, stated, strict=True):
        best = grid[np.argmin(0.5 * (grid - target) ** 2 + lam * np.abs(grid))]
        assert best == pytest.approx(figure, abs=1e-4)


@checks("l1-sparsity-proof")
def test_ridge_divides_where_the_lasso_cuts(question):
    question.says("$z_j/(1+\\lambda)$")
    z = np.array([2.4, -0.7, 1.1])
    small = question.figures(r"with the same $\lambda$ is about $(#, #, #)$")
    large = question.figures("ridge at 2.4 still gives $(#, #, #)$")
    for lam, figures in [(0.8, small), (2.4, large)]:
        for figure, value in zip(figures, z / (1 + lam), strict=True):
            assert figure.rounds(value)
    assert question.figure(r"From $\lambda = #$ on, every L1 weight is zero") == abs(z).max()


@checks("logreg-gradient-derivation")
def test_the_first_newton_step_of_logistic_regression(question):
    X, y = np.column_stack([np.ones(4), np.arange(4.0)]), np.array([0.0, 1, 0, 1])

    def likelihood(w):
        p = sigmoid(X @ w)
        return float(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))

    p = np.full(4, 0.5)
    gradient = X.T @ (y - p)
    assert gradient == pytest.approx(question.figures("the gradient is $(#, #)$"))
    assert gradient == pytest.approx(slopes(likelihood, np.zeros(2)), abs=1e-8)
    curvature = X.T @ (X * (p * (1 - p))[:, None])
    rows = question.figures("$X^\\top W X$ has rows $(#, #)$ and $(#, #)$")
    assert curvature.ravel() == pytest.approx(rows)
    step = np.linalg.solve(curvature, gradient)
    assert step == pytest.approx(question.figures("$w = (#, #)$. The log"))
    before, after = question.figures(r"rises from $-4\ln 2 \approx #$ to about $#$")
    assert before.rounds(likelihood(np.zeros(2)))
    assert after.rounds(likelihood(step))


@checks("logreg-gradient-derivation")
def test_a_newton_step_is_weighted_least_squares(question):
    question.says("$z = Xw + W^{-1}(y-p)$", "$(X^\\top W X)^{-1}X^\\top W z$")
    rng = np.random.default_rng(0)
    X, w = rng.standard_normal((30, 3)), np.array([0.3, -0.5, 0.1])
    y = (rng.random(30) < 0.5).astype(float)
    p = sigmoid(X @ w)
    weights = p * (1 - p)
    newton = w + np.linalg.solve(X.T @ (X * weights[:, None]), X.T @ (y - p))
    root = np.sqrt(weights)[:, None]
    z = X @ w + (y - p) / weights
    assert newton == pytest.approx(np.linalg.lstsq(root * X, root[:, 0] * z, rcond=None)[0])


@checks("ols-closed-form")
def test_three_points_and_a_line(question):
    question.says(r"\hat b = (7/6, 1/2)$", "The residual $(-1/6, 1/3, -1/6)$")
    X, y = np.array([[1.0, 0], [1, 1], [1, 2]]), np.array([1.0, 2, 2])
    b = np.linalg.lstsq(X, y, rcond=None)[0]
    assert b == pytest.approx([7 / 6, 1 / 2])
    assert y - X @ b == pytest.approx([-1 / 6, 1 / 3, -1 / 6])


@checks("ols-closed-form")
def test_ridge_tends_to_the_shortest_solution(question):
    shortest = question.figures("the shortest is $(#, #)$")
    ridge = question.figure(r"$#$ at $\lambda = 1$")
    X, y = np.array([[1.0, 1], [2, 2]]), np.array([1.0, 2])
    assert np.linalg.pinv(X) @ y == pytest.approx(shortest)
    for lam, value in [(1, ridge), (1e-9, 0.5)]:
        b = np.linalg.solve(X.T @ X + lam * np.eye(2), X.T @ y)
        assert b == pytest.approx([5 / (10 + lam)] * 2)
        assert b == pytest.approx([value] * 2, abs=5e-5)


@checks("impl-linear-regression-ridge", "ols-closed-form")
def test_ridge_by_singular_values(implementation, derivation):
    implementation.says(r"\tfrac{\sigma_i}{\sigma_i^2+\lambda}")
    derivation.says(r"each factor $1/\sigma_i$ becomes $\sigma_i/(\sigma_i^2 + \lambda)$")
    rng = np.random.default_rng(1)
    X, y, lam = rng.standard_normal((20, 4)) + 3, rng.standard_normal(20), 0.7
    centred = X - X.mean(axis=0)
    u, s, vt = np.linalg.svd(centred, full_matrices=False)
    w = vt.T @ (s / (s**2 + lam) * (u.T @ (y - y.mean())))
    normal = np.linalg.solve(centred.T @ centred + lam * np.eye(4), centred.T @ (y - y.mean()))
    assert w == pytest.approx(normal)
    fitted, intercept = implementation.solution()["ridge"](X, y, lam)
    assert fitted == pytest.approx(w)
    assert intercept == pytest.approx(y.mean() - X.mean(axis=0) @ w)


@checks("impl-logreg-l1-l2")
def test_how_steep_the_logistic_loss_can_get(question):
    question.says(
        r"$L = \lambda_{\max}(Z^\top Z)/(4n) + l_2$", r"$b = \log\frac{\bar y}{1-\bar y}$"
    )
    rng = np.random.default_rng(2)
    Z = np.column_stack([rng.standard_normal((50, 3)), np.ones(50)])
    top = np.linalg.eigvalsh(Z.T @ Z / (4 * 50))[-1]
    for _ in range(20):
        p = sigmoid(Z @ rng.standard_normal(4))
        assert np.linalg.eigvalsh(Z.T @ (Z * (p * (1 - p))[:, None]) / 50)[-1] <= top


@checks("logistic-regression-mechanics")
def test_what_seven_tenths_of_log_odds_do(question):
    question.says(r"it adds 0.7 to the log-odds, that is, the odds about double")
    assert math.exp(0.7) == pytest.approx(2, abs=0.02)
    half, high = question.figures("moves 0.50 to about # but 0.90 only to about #")
    assert half.rounds(sigmoid(0.7))
    assert high.rounds(sigmoid(math.log(9) + 0.7))


@checks("linreg-assumptions")
def test_an_omitted_cause_moves_the_slope(question):
    slope = question.figure(r"a slope of $1 + 2 \cdot 0.5 = #$")
    rng = np.random.default_rng(3)
    x = rng.standard_normal(100_000)
    z = 0.5 * x + rng.standard_normal(x.size)
    y = x + 2 * z + rng.standard_normal(x.size)
    assert (x @ y) / (x @ x) == pytest.approx(slope, abs=0.03)


@checks("l1-vs-l2")
def test_two_weights_under_two_penalties(question):
    question.says("weights of 3 and 0.5 become 2 and 0")
    z = np.array([3, 0.5])
    assert np.maximum(z - 1, 0) == pytest.approx([2, 0])


@checks("representer-theorem")
def test_an_orthogonal_part_only_costs(question):
    def k(a, b):
        return np.exp(-(np.subtract.outer(a, b) ** 2) / 2)

    x, y, lam = np.array([0.0, 1]), np.array([1.0, 0]), 0.1
    alpha = np.linalg.solve(k(x, x) + lam * np.eye(2), y)
    fitted = k(x, x) @ alpha
    first, second, a, b, before = question.figures(
        r"$\alpha\approx(#,#)$, the fitted values are about $(#, #)$ and $J\approx#$"
    )
    for stated, value in zip([first, second, a, b], [*alpha, *fitted], strict=True):
        assert stated.rounds(value)
    objective = np.sum((y - fitted) ** 2) + lam * alpha @ k(x, x) @ alpha
    assert before.rounds(objective)
    across = k(np.array([2.0]), x)[0]
    left_over = 1 - across @ np.linalg.solve(k(x, x), across)
    assert question.figure("squared norm about #").rounds(left_over)
    assert question.figure("$J$ rises to about #").rounds(objective + lam * 0.25 * left_over)


@checks("gaussian-processes")
def test_one_observation_of_a_gaussian_process(question):
    m0, v0, m1, v1 = question.figures("at zero mean # and variance #; at distance 1, # and #")
    for distance, mean, variance in [(0, m0, v0), (1, m1, v1)]:
        k = math.exp(-(distance**2) / 2)
        assert mean.rounds(k * 2 / 1.25)
        assert variance.rounds(1 - k**2 / 1.25)


@checks("kernel-trick", "impl-knn-vectorised")
def test_sizes_of_feature_spaces_and_gram_matrices(trick, neighbours):
    features = trick.figure("100 inputs and degree three make # features")
    assert features == math.comb(103, 3)
    assert trick.figure("50,000 rows make # GB") == 50_000**2 * 8 / 1e9
    assert neighbours.figure("by a hundred thousand doubles are # GB") == 1e5**2 * 8 / 1e9


@checks("kernel-trick")
def test_a_cubic_kernel_is_a_product_of_features(question):
    question.says("corresponds to all monomials up to that degree, when its constant is positive")
    a, b = np.random.default_rng(4).standard_normal((2, 3))

    def features(x):
        x = np.append(x, 1.0)
        return np.einsum("i,j,k->ijk", x, x, x).ravel()

    assert features(a) @ features(b) == pytest.approx((a @ b + 1) ** 3)


@checks("naive-bayes")
def test_counting_one_word_twice(question):
    once, twice = question.figures("from even odds #% becomes #%")
    assert once.rounds(100 * 5 / 6)
    assert twice.rounds(100 * 25 / 26)
    power = question.figure("three hundred factors of a thousandth are $10^{#}$")
    assert power == 300 * -3
    assert 10.0 ** float(power) == 0.0


@checks("early-stopping")
def test_stopped_gradient_descent_is_a_filter(question):
    question.says(r"the fraction $1-(1-\eta\lambda)^t$ is fitted")
    rng = np.random.default_rng(5)
    X, y, rate, steps = rng.standard_normal((30, 3)), rng.standard_normal(30), 0.01, 25
    values, vectors = np.linalg.eigh(X.T @ X)
    w = np.zeros(3)
    for _ in range(steps):
        w -= rate * X.T @ (X @ w - y)
    full = vectors.T @ np.linalg.solve(X.T @ X, X.T @ y)
    assert vectors.T @ w == pytest.approx((1 - (1 - rate * values) ** steps) * full)
