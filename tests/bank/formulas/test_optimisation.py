"""Optimisers: steps, limits, duality."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def adam_steps(gradients, rate=0.1, b1=0.9, b2=0.999, eps=1e-8, corrected=True):
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        m_hat, v_hat = (m / (1 - b1**t), v / (1 - b2**t)) if corrected else (m, v)
        yield rate * m_hat / (math.sqrt(v_hat) + eps)


@checks("adam-optimiser", "impl-adam")
def test_bias_correction_makes_averages_of_a_constant_exact(optimiser, implementation):
    for question in (optimiser, implementation):
        question.says(r"$\hat m = m/(1-\beta_1^t)$")
    optimiser.says("a gradient of 0.001 and one of 10 both move their weight by almost exactly")
    for g in (0.001, 10.0):
        assert list(adam_steps([g] * 5)) == pytest.approx([0.1] * 5, rel=1e-4)


@checks("paper-adam")
def test_what_adam_does_first_without_correction(question):
    question.says("after one step $v$ is a thousandth of the squared gradient")
    (first,) = adam_steps([2.0], corrected=False)
    assert first / 0.1 == pytest.approx(0.1 / math.sqrt(0.001), rel=1e-4)


@checks("adam-optimiser")
def test_the_memory_of_two_moments(question):
    gigabytes = question.figure("Seven billion weights need # GB of state in 32-bit floats")
    assert gigabytes == 7 * 2 * 4


@checks("impl-sgd-momentum-nesterov")
def test_momentum_under_a_constant_gradient(question):
    question.says(r"$v_\infty = g/(1-\mu)$", "so mu = 0.9 means tenfold")
    v = 0.0
    for _ in range(300):
        v = 0.9 * v + 1
    assert v == pytest.approx(10)


@checks("impl-sgd-momentum-nesterov")
def test_best_rates_on_a_quadratic(question):
    question.says("shrinks the error by 99/101 per step and tuned momentum by about 9/11")
    curvatures, rate = np.array([1.0, 100]), 2 / 101
    assert np.abs(1 - rate * curvatures).max() == pytest.approx(99 / 101)
    beta, step = (9 / 11) ** 2, 4 / (1 + 10) ** 2
    for c in curvatures:
        update = [[1 + beta - step * c, -beta], [1, 0]]
        assert max(abs(np.linalg.eigvals(update))) == pytest.approx(9 / 11, abs=1e-6)


@checks("learning-rate-role")
def test_the_largest_stable_rate(question):
    question.says(r"which shrinks only if $\eta < 2/\lambda$")
    limit = question.figure("the rate must stay below #, and the flat direction")
    assert limit == 2 / 100
    assert abs(1 - 0.0199 * 100) < 1 < abs(1 - 0.0201 * 100)
    question.says("loses less than two per cent of its error per step")
    assert 1 - limit * 1 >= 0.98


@checks("sgd-update-and-robbins-monro")
def test_the_noise_ball_of_a_constant_step(question):
    exact, bound = question.figures(r"$e=\eta/(2-\eta)=#$, below the bound $\eta\sigma^2/\mu=#$")
    assert exact.rounds(0.1 / (2 - 0.1))
    e = 4.0
    for _ in range(500):
        e = (1 - 0.1) ** 2 * e + 0.1**2
    assert exact.rounds(e)
    assert bound == 0.1


@checks("sgd-update-and-robbins-monro")
def test_steps_of_one_over_t_compute_a_mean(question):
    question.says(r"$w_{T+1}=-\frac1T\sum_t\epsilon_t$ and $e=1/T$")
    noise = np.random.default_rng(0).standard_normal((4_000, 50))
    w = np.full(4_000, 3.0)
    for t in range(1, 51):
        w -= (w + noise[:, t - 1]) / t
    assert w == pytest.approx(-noise.mean(axis=1))
    assert np.mean(w**2) == pytest.approx(1 / 50, rel=0.1)


@checks("sgd-update-and-robbins-monro")
def test_one_step_contracts_and_adds_noise(question):
    question.says(r"e_{t+1}\le(1-\eta\mu)e_t+\eta^2\sigma^2")
    curvatures, eta, rng = np.array([0.5, 2.0]), 0.4, np.random.default_rng(1)
    for _ in range(20):
        w = rng.standard_normal(2)
        expected = np.sum(((1 - eta * curvatures) * w) ** 2) + eta**2
        assert expected <= (1 - eta * 0.5) * (w @ w) + eta**2


@checks("convex-duality")
def test_primal_and_dual_of_a_tiny_support_vector_machine(question):
    w, b, best = question.figures("Primal: $w = #$, $b = #$, $p^* = #$")
    grid = np.linspace(-3, 3, 601)
    feasible = [
        (0.5 * u * u, u, c) for u in grid for c in grid if -c >= 1 and 2 * u + c >= 1 - 1e-9
    ]
    assert min(feasible) == pytest.approx((best, w, b))
    alpha, dual = question.figures(r"largest at $\alpha = #$: $d^* = #$")
    values = 2 * grid - 2 * grid**2
    assert grid[np.argmax(values)] == pytest.approx(alpha)
    assert values.max() == pytest.approx(dual) == best
    cost, lower, gap, excess = question.figures(
        r"costs $#$, and $\alpha = 0.3$ gives $#$: the gap $#$ indeed bounds the true excess $#$"
    )
    assert cost.rounds(0.5 * 1.2**2)
    assert lower.rounds(2 * 0.3 - 2 * 0.3**2)
    assert gap == pytest.approx(cost - lower)
    assert excess == pytest.approx(cost - best)


@checks("convex-duality")
def test_the_dual_of_linear_constraints_is_a_conjugate(question):
    question.says(r"$-b^\top\lambda-f^*(-A^\top\lambda)$")
    rng = np.random.default_rng(2)
    a, b, lam = rng.standard_normal((3, 2)), rng.standard_normal(3), rng.random(3)
    # For f = |x|²/2 the conjugate is itself and the Lagrangian is least at x = −Aᵀλ.
    x = -a.T @ lam
    lagrangian = 0.5 * x @ x + lam @ (a @ x - b)
    assert lagrangian == pytest.approx(-b @ lam - 0.5 * (a.T @ lam) @ (a.T @ lam))
    assert slopes(lambda z: 0.5 * z @ z + lam @ (a @ z - b), x) == pytest.approx(0, abs=1e-8)


@checks("impl-lr-schedule-cosine-warmup", "choosing-a-learning-rate")
def test_half_a_cosine(schedule, choosing):
    schedule.says(r"\tfrac12(\eta_{\max} - \eta_{\min})(1+\cos\pi p)$")
    choosing.says(r"$\eta_t = \tfrac12\eta_{\max}(1+\cos(\pi t/T))$")
    p = np.array([0, 0.5, 1, 2])
    assert 0.1 + 0.5 * (1 - 0.1) * (1 + np.cos(math.pi * p)) == pytest.approx([1, 0.55, 0.1, 1])


@checks("gradient-descent-vs-sgd")
def test_a_batch_is_unbiased_and_its_variance_falls_with_its_size(question):
    question.says(r"$\mathbb{E}[g_B] = \nabla L(w)$ and $\mathrm{Var} \propto 1/B$")
    rng = np.random.default_rng(3)
    rows = rng.standard_normal(1_000)
    small, large = (rows[rng.integers(0, 1_000, (20_000, size))].mean(axis=1) for size in (4, 16))
    assert large.mean() == pytest.approx(rows.mean(), abs=0.01)
    assert small.var() / large.var() == pytest.approx(4, rel=0.05)


@checks("debug-gradient-mismatch")
def test_a_mean_taken_twice(question):
    question.says("$1-1/n$ is the relative error, nought at $n=1$")
    dz = np.random.default_rng(4).standard_normal((64, 3)) / 64
    right, wrong = dz.sum(axis=0), dz.mean(axis=0)
    assert np.abs(right - wrong) / np.abs(right) == pytest.approx(1 - 1 / 64)
