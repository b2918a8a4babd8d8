"""Learning theory: bounds, capacities, error decompositions."""

import itertools
import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks


@checks("bias-variance-proof")
def test_a_biased_mean_beats_an_unbiased_one(question):
    plain = question.figure("$0 + 0.25 + 1 = #$")
    shrunk = question.figures(r"squared bias $#$, variance $0.81 \cdot 0.25 = #$, total $#$")
    truth, n = 2.0, 4
    assert plain.rounds(1 / n + 1)
    bias, variance = (0.9 * truth - truth) ** 2, 0.9**2 / n
    for stated, value in zip(shrunk, [bias, variance, bias + variance + 1], strict=True):
        assert stated.rounds(value)
    rng = np.random.default_rng(0)
    fits = truth + rng.standard_normal((2, 200_000)) * [[1 / math.sqrt(n)], [1.0]]
    assert np.mean((fits[1] - 0.9 * fits[0]) ** 2) == pytest.approx(shrunk[2], abs=0.02)


@checks("concentration-inequalities")
def test_four_bounds_on_a_rare_click(question):
    hoeffding, chebyshev, bernstein, exact = question.figures(
        r"Hoeffding $e^{-0.8}=#$; Chebyshev $0.0099/(1000\cdot0.0004)=#$; Bernstein with "
        r"$\sigma^2=0.0099$, $M=0.99$: $\exp(-0.4/0.0330)=#$; exact binomial $#$"
    )
    n, p, t = 1_000, 0.01, 0.02
    assert hoeffding.rounds(math.exp(-2 * n * t**2))
    assert chebyshev.rounds(p * (1 - p) / (n * t**2))
    question.says(r"$\exp(-nt^2/(2\sigma^2+2Mt/3))$")
    assert bernstein.rounds(math.exp(-n * t**2 / (2 * p * (1 - p) + 2 * (1 - p) * t / 3)))
    tail = sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(30, 120))
    assert exact.rounds(tail)


@checks("concentration-inequalities")
def test_hoeffdings_half_width(question):
    question.says(r"$(b-a)\sqrt{\ln(2/\delta)/(2n)}$")
    width = question.figure(r"$t=\sqrt{\ln40/2000}=#$")
    assert width.rounds(math.sqrt(math.log(2 / 0.05) / (2 * 1_000)))
    means = np.random.default_rng(1).integers(0, 2, (2_000, 1_000)).mean(axis=1)
    assert np.mean(np.abs(means - 0.5) >= width) <= 0.05


@checks("concentration-inequalities")
def test_hoeffdings_lemma_for_the_worst_variable(question):
    question.says(r"at most $\exp(s^2(b-a)^2/8)$")
    for s, p in itertools.product([-3, -1, 0.5, 4], [0.1, 0.5, 0.9]):
        moment = p * math.exp(s * (1 - p)) + (1 - p) * math.exp(-s * p)
        assert moment <= math.exp(s**2 / 8) * (1 + 1e-12)


@checks("generalisation-bounds")
def test_three_generalisation_bounds(question):
    finite, vc, bayes = question.figures(
        r"$\sqrt{(\ln10^6+\ln40)/20\,000}=#$. VC form with $d=10$: "
        r"$\sqrt{8(10\cdot8.60+4.38)/10\,000}=#$. PAC-Bayes with KL of 50 nats: "
        r"$\sqrt{(50+\ln4000)/20\,000}=#$"
    )
    n, delta, d = 10_000, 0.05, 10
    assert finite.rounds(math.sqrt((math.log(1e6) + math.log(2 / delta)) / (2 * n)))
    growth = d * math.log(2 * math.e * n / d) + math.log(4 / delta)
    assert vc.rounds(math.sqrt(8 / n * growth))
    assert bayes.rounds(math.sqrt((50 + math.log(2 * math.sqrt(n) / delta)) / (2 * n)))


@checks("pac-learning")
def test_how_many_examples_conjunctions_need(question):
    size, realisable, agnostic = question.figures(
        r"$\ln3^{20}=#$. Realisable: $(21.97+\ln100)/0.05=#$, so 532. Agnostic: "
        r"$\frac2{0.0025}(\ln2+21.97+\ln100)=#$"
    )
    ln_h, eps, delta = 20 * math.log(3), 0.05, 0.01
    assert size.rounds(ln_h)
    assert realisable.rounds((ln_h + math.log(1 / delta)) / eps)
    assert agnostic.rounds(2 / eps**2 * (math.log(2) + ln_h + math.log(1 / delta)))
    needed, with_noise = question.figures("that is #. Without"), question.figures("here #: one")
    assert needed == [math.ceil(realisable)]
    assert with_noise == [math.ceil(agnostic)]


@checks("rademacher-complexity")
def test_signed_sums_of_vectors(question):
    orthogonal = question.figure(r"the complexity is $\sqrt2/2=#$")
    same = question.figure(r"with probability one half, so $#<0.707$")
    for stated, x in [(orthogonal, np.eye(2)), (same, np.array([[1.0, 0], [1, 0]]))]:
        signs = np.array(list(itertools.product([-1, 1], repeat=2)))
        assert stated.rounds(np.linalg.norm(signs @ x, axis=1).mean() / 2)
    simulated, bound = question.figures("simulation gives # against the bound #")
    assert bound.rounds(1 / math.sqrt(1_000))
    rng = np.random.default_rng(2)
    x = rng.standard_normal((1_000, 5))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    signs = rng.integers(0, 2, (2_000, 1_000)) * 2.0 - 1
    assert np.linalg.norm(signs @ x, axis=1).mean() / 1_000 == pytest.approx(simulated, rel=0.02)


@checks("rademacher-complexity")
def test_massarts_bound_for_a_million_functions(question):
    stated = question.figure("Massart for $N=10^6$, $n=1000$: #")
    assert stated.rounds(math.sqrt(2 * math.log(1e6) / 1_000))


@checks("vc-dimension")
def test_labellings_by_lines(question):
    sauer, bound = question.figures(r"$1+10+45+120=#\le(10e/3)^3\approx#$")
    assert sauer == sum(math.comb(10, i) for i in range(4))
    assert bound.rounds((10 * math.e / 3) ** 3)
    exact = question.figure(r"$2\big(1+9+\binom92\big)=#$")
    assert exact == 2 * (1 + 9 + math.comb(9, 2))
    assert len(linear_labellings(np.random.default_rng(3).standard_normal((10, 2)))) == exact


def linear_labellings(points):
    """Every labelling of points in general position by a line, by moving it against two of them."""
    found = set()
    for i, j in itertools.combinations(range(len(points)), 2):
        along = points[j] - points[i]
        side = np.sign((points - points[i]) @ [-along[1], along[0]])
        for a, b, sign in itertools.product([-1, 1], repeat=3):
            side[[i, j]] = a, b
            found.add(tuple(sign * side))
    return found


@checks("vc-dimension")
def test_one_sine_gives_every_labelling(question):
    question.says(r"$\omega=\pi(1+\sum_ic_i10^i)$", "all 64 labellings")
    x = 10.0 ** -np.arange(1, 7)
    for labels in itertools.product([-1, 1], repeat=6):
        chosen = [i for i, y in enumerate(labels, 1) if y == -1]
        omega = math.pi * (1 + sum(10**i for i in chosen))
        assert tuple(np.sign(np.sin(omega * x))) == labels


@checks("vc-dimension")
def test_the_origin_and_the_unit_vectors_are_shattered(question):
    question.says("with $b=y_0/2$ and $w_i=y_i$")
    points = np.vstack([np.zeros(4), np.eye(4)])
    for y in itertools.product([-1, 1], repeat=5):
        assert tuple(np.sign(points @ y[1:] + y[0] / 2)) == y


@checks("no-free-lunch")
def test_any_guess_on_three_unseen_inputs(question):
    question.says("any learner errs on 1.5 of the three on average")
    truths = list(itertools.product([0, 1], repeat=3))
    for guess in truths:
        assert np.mean([np.not_equal(guess, truth).sum() for truth in truths]) == 1.5


@checks("curse-of-dimensionality")
def test_edges_and_shells_in_many_dimensions(question):
    two, ten = question.figures("$0.01^{1/d}$: # in two dimensions, # in ten")
    assert two.rounds(0.01 ** (1 / 2))
    assert ten.rounds(0.01 ** (1 / 10))
    inside = question.figure("of the volume, # per cent at $d = 100$")
    assert inside.rounds(100 * 0.95**100)
    per_axis = question.figure("holds $#^d$ of the volume")
    assert per_axis == 0.95


@checks("knn-classifier")
def test_nearest_and_farthest_points_grow_alike(question):
    low, high = question.figures("is at #% of the farthest distance in 2 dimensions, about #%")
    rng = np.random.default_rng(4)
    for d, stated, slack in [(2, low, 2), (1_000, high, 2)]:
        ratios = []
        for _ in range(20):
            distances = np.linalg.norm(rng.random((500, d)) - rng.random(d), axis=1)
            ratios.append(distances.min() / distances.max())
        assert 100 * np.mean(ratios) == pytest.approx(stated, abs=slack)


@checks("data-splitting")
def test_how_precise_a_test_set_is(question):
    stated = question.figure(r"$\sqrt{0.9\cdot 0.1/n}$: about # for $n = 1000$")
    assert stated.rounds(math.sqrt(0.9 * 0.1 / 1_000))


@checks("bias-variance-proof")
def test_zero_one_error_of_a_vote(question):
    question.says("$B(1-V) + (1-B)V = B + (1-2B)V$")
    rng = np.random.default_rng(5)
    says_one = rng.random(200_000) < 0.7
    for truth in (True, False):
        majority_is_wrong, leaves = float(truth is False), 0.3
        error = majority_is_wrong + (1 - 2 * majority_is_wrong) * leaves
        assert np.mean(says_one != truth) == pytest.approx(error, abs=0.01)


@checks("pac-learning")
def test_a_bad_hypothesis_rarely_survives_the_sample(question):
    question.says(r"$(1-\varepsilon)^n\le e^{-\varepsilon n}$")
    eps = np.linspace(0.001, 0.5, 50)
    for n in (1, 10, 532):
        assert np.all((1 - eps) ** n <= np.exp(-eps * n))
