"""Generative models: bounds, flows, diffusion, adversarial games."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def gaussian_kl(m1, v1, m2, v2):
    return 0.5 * (math.log(v2 / v1) + (v1 + (m1 - m2) ** 2) / v2 - 1)


@checks("elbo-derivation")
def test_bound_and_gap_add_up_to_the_evidence(question):
    evidence = question.figure(r"$\log p(2) = #$")
    assert evidence.rounds(math.log(NormalDist(0, math.sqrt(2)).pdf(2)))
    bound, gap = question.figures(r"so $\mathcal{L} = #$. The KL from $q$ to the posterior is $#$")

    def elbo(m, v):
        expected = -0.5 * math.log(2 * math.pi) - ((2 - m) ** 2 + v) / 2
        return expected, gaussian_kl(m, v, 0, 1)

    fit, prior = elbo(0, 1)
    assert bound.rounds(fit - prior)
    assert gap.rounds(gaussian_kl(0, 1, 1, 0.5))
    assert fit - prior + gap == pytest.approx(evidence, abs=1e-4)
    fit, prior = elbo(1, 0.5)
    stated_fit, stated_prior, total = question.figures(
        "With $q$ equal to the posterior: $# - # = #$"
    )
    assert stated_fit.rounds(fit)
    assert stated_prior.rounds(prior)
    assert total.rounds(fit - prior)


@checks("elbo-derivation")
def test_more_samples_tighten_the_bound(question):
    five, fifty = question.figures("$K = 5$ gives about $#$ and $K = 50$ about $#$")
    z = np.random.default_rng(0).standard_normal((20_000, 50))
    log_w = -0.5 * math.log(2 * math.pi) - (2 - z) ** 2 / 2
    for k, stated in [(5, five), (50, fifty)]:
        bound = np.log(np.exp(log_w[:, :k]).mean(axis=1)).mean()
        assert bound == pytest.approx(stated, abs=0.02)


@checks("diffusion-objective-derivation")
def test_the_posterior_of_a_diffusion_step(question):
    mean, variance = question.figures(
        r"The formula gives mean $\frac{0.3536+0.2828}{0.75}=#$ and variance "
        r"$\frac{0.5\cdot0.5}{0.75}=\frac1#$"
    )
    a, x0, x2 = 0.5, 1.0, 0.8
    precision = a / (1 - a) + 1 / (1 - a)
    direct = (math.sqrt(a) * x2 / (1 - a) + math.sqrt(a) * x0 / (1 - a)) / precision
    assert mean.rounds(direct)
    assert 1 / variance == pytest.approx(1 / precision)
    question.says(r"\beta_t(1-\bar\alpha_{t-1})/(1-\bar\alpha_t)$")
    assert (1 - a) * (1 - a) / (1 - a * a) == pytest.approx(1 / precision)
    noise = question.figure(r"$\epsilon=(0.8-0.5)/0.8660=#$")
    assert noise.rounds((x2 - a * x0) / math.sqrt(1 - a * a))
    question.says(
        r"$\frac1{\sqrt{\alpha_t}}\big(x_t-\frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\epsilon\big)$"
    )
    assert (x2 - (1 - a) / math.sqrt(1 - a * a) * noise) / math.sqrt(a) == pytest.approx(
        direct, abs=1e-4
    )


@checks("diffusion-objective-derivation", "diffusion-models")
def test_many_small_noises_are_one_large_noise(derivation, models):
    derivation.says(r"mean $\sqrt{\bar\alpha_t}x_0$ and covariance $(1-\bar\alpha_t)I$")
    models.says(r"$x_t=\sqrt{\bar\alpha_t}x_0+\sqrt{1-\bar\alpha_t}\,\epsilon$")
    rng = np.random.default_rng(1)
    alphas, x = np.linspace(0.99, 0.7, 12), np.full(100_000, 1.5)
    for alpha in alphas:
        x = math.sqrt(alpha) * x + math.sqrt(1 - alpha) * rng.standard_normal(x.size)
    bar = alphas.prod()
    assert x.mean() == pytest.approx(math.sqrt(bar) * 1.5, abs=0.01)
    assert x.var() == pytest.approx(1 - bar, abs=0.01)


@checks("diffusion-models")
def test_the_score_is_minus_the_expected_noise(question):
    question.says(r"$\nabla_{x_t}\log p(x_t)=-\mathbb E[\epsilon\mid x_t]/\sqrt{1-\bar\alpha_t}$")
    bar, data, weights = 0.4, np.array([-1.0, 2, 0.5]), np.array([0.2, 0.5, 0.3])

    def density(x):
        z = (x - math.sqrt(bar) * data) ** 2 / (2 * (1 - bar))
        return weights * np.exp(-z)

    for x in (-0.7, 0.4, 1.9):
        posterior = density(x) / density(x).sum()
        noise = posterior @ (x - math.sqrt(bar) * data) / math.sqrt(1 - bar)
        score = slopes(lambda a: float(np.log(density(a[0]).sum())), [x])[0]
        assert score == pytest.approx(-noise / math.sqrt(1 - bar), abs=1e-6)


@checks("diffusion-models")
def test_numbers_in_an_image_and_its_latent(question):
    image, latent, times = question.figures(
        r"has # numbers, a latent of $64\times64\times4$ only #, # times fewer"
    )
    assert image == 512 * 512 * 3
    assert latent == 64 * 64 * 4
    assert times == image / latent


@checks("gan-mode-collapse")
def test_the_best_discriminator_of_a_collapsed_generator(question):
    v = question.figure(r"$V=0.5\ln\frac13+0.5\ln1+\ln\frac23=-0.5493-0.4055=#$")
    data, fake = np.array([0.5, 0.5]), np.array([1.0, 0])

    def value(d):
        return 0.5 * math.log(d[0]) + 0.5 * math.log(d[1]) + math.log(1 - d[0])

    best = data / (data + fake)
    assert v.rounds(value(best))
    grid = np.linspace(0.01, 0.99, 99)
    assert max(value((d, 1.0)) for d in grid) <= value(best)
    first, second, js, total = question.figures(
        r"$\mathrm{JS}=\tfrac12(#+#)=#$ and $-1.3863+2\cdot0.2158=#$"
    )
    m = (data + fake) / 2
    divergences = data @ np.log(data / m), math.log(1 / m[0])
    assert sorted([first, second]) == pytest.approx(sorted(divergences), abs=5e-5)
    assert js.rounds(sum(divergences) / 2)
    assert total.rounds(-math.log(4) + sum(divergences))


@checks("gan-mode-collapse")
def test_missing_nine_modes_of_ten_costs_little_backwards(question):
    cost = question.figure(r"$\log10\approx#$")
    assert cost.rounds(math.log(1 / 0.1))


@checks("gan-training-dynamics")
def test_simultaneous_steps_spiral_outwards(question):
    question.says(r"grows by $\sqrt{1+\eta^2}$ per step")
    growth = question.figure("per step: # per cent after a hundred steps of 0.1")
    x, y = 1.0, 0.0
    for _ in range(100):
        x, y = x - 0.1 * y, y + 0.1 * x
    assert growth.rounds(100 * (math.hypot(x, y) - 1))


@checks("normalising-flows")
def test_the_density_of_a_stretched_gaussian(question):
    z, log_z, log_x = question.figures(
        "$z=e^{-0.5}=#$, $\\log p_Z(z)=-0.9189-0.1839=#$, minus the log-scale 0.5 gives $#$"
    )
    value = (2 - 1) / math.exp(0.5)
    assert z.rounds(value)
    assert log_z.rounds(math.log(NormalDist().pdf(value)))
    assert log_x.rounds(math.log(NormalDist(1, math.exp(0.5)).pdf(2)))


@checks("normalising-flows")
def test_a_coupling_layer_has_a_cheap_determinant_and_an_inverse(question):
    question.says(r"y_b=x_b\odot e^{s(x_a)}+t(x_a)$", r"$x_b=(y_b-t(y_a))\odot e^{-s(y_a)}$")
    rng = np.random.default_rng(2)
    a, b = rng.standard_normal((2, 2, 2))

    def forward(x):
        return np.concatenate([x[:2], x[2:] * np.exp(np.tanh(a @ x[:2])) + np.sin(b @ x[:2])])

    x = rng.standard_normal(4)
    jacobian = np.array([slopes(lambda v, i=i: forward(v)[i], x) for i in range(4)])
    log_det = np.linalg.slogdet(jacobian)[1]
    assert log_det == pytest.approx(np.tanh(a @ x[:2]).sum(), abs=1e-6)
    y = forward(x)
    back = (y[2:] - np.sin(b @ y[:2])) * np.exp(-np.tanh(a @ y[:2]))
    assert back == pytest.approx(x[2:])


@checks("reparameterisation-trick")
def test_two_gradients_of_a_gaussian_expectation(question):
    truth, path, score = question.figures(
        r"the true gradient # for $\mu$; per sample the variances are # and #."
    )
    e = np.random.default_rng(3).standard_normal(400_000)
    z = 1 + e
    for samples, variance in [(2 * z, path), (z**2 * e, score)]:
        assert samples.mean() == pytest.approx(truth, abs=0.05)
        assert samples.var() == pytest.approx(variance, rel=0.03)


@checks("impl-vae-numpy")
def test_the_gradients_of_the_evidence_bound(question):
    names = question.solution()
    assert (
        question.figure(r"for $\mu=1$, $\ln\sigma^2=0$ it is # nats")
        == (names["gaussian_kl"](np.ones((1, 1)), np.zeros((1, 1)))[0])
    )
    question.says(r"$d\mu=dz-\mu$", r"$\tfrac12\,dz\,\epsilon\,\sigma-\tfrac12(\sigma^2-1)$")
    rng = np.random.default_rng(4)
    shapes = {"we": (5, 3), "be": (3,), "wm": (3, 2), "bm": (2,), "wv": (3, 2), "bv": (2,)}
    shapes |= {"wd": (2, 3), "bd": (3,), "wo": (3, 5), "bo": (5,)}
    params = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    x, eps = (rng.random((4, 5)) < 0.5).astype(float), rng.standard_normal((4, 2))
    grads = names["elbo_and_grads"](params, x, eps)[2]
    for name in params:
        numeric = slopes(
            lambda a, name=name: names["elbo_and_grads"](params | {name: a}, x, eps)[0],
            params[name],
        )
        assert grads[name] == pytest.approx(numeric, abs=1e-7)


@checks("gan-mode-collapse")
def test_the_usual_generator_loss_follows_reverse_kl_minus_twice_js(question):
    question.says(r"follows the gradient of $\mathrm{KL}(p_g\|p_d)$ minus twice JS")
    data, at = np.array([0.2, 0.5, 0.3]), np.array([0.4, -0.3, 0.1])

    def fake(theta):
        return np.exp(theta) / np.exp(theta).sum()

    best = data / (data + fake(at))

    def divergence(theta):
        p = fake(theta)
        m = (p + data) / 2
        js = (p @ np.log(p / m) + data @ np.log(data / m)) / 2
        return p @ np.log(p / data) - 2 * js

    played = slopes(lambda theta: -fake(theta) @ np.log(best), at)
    assert played == pytest.approx(slopes(divergence, at), abs=1e-8)


@checks("normalising-flows")
def test_density_along_a_flow_falls_with_the_trace(question):
    question.says("minus the trace of $v$'s Jacobian")
    a, x = np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([0.4, -1.0])
    steps, log_p = 4_000, -0.5 * x @ x
    jacobian = np.eye(2)
    for _ in range(steps):
        jacobian = jacobian @ (np.eye(2) + a / steps)
    log_p_after = log_p - np.trace(a)
    assert log_p - np.linalg.slogdet(jacobian)[1] == pytest.approx(log_p_after, abs=1e-3)
