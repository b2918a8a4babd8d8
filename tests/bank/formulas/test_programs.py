"""What the model answers of implementation questions state, asked of their reference solutions."""

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def rng(seed=0):
    return np.random.default_rng(seed)


@checks("impl-conv2d-naive-and-im2col")
def test_the_gradients_of_a_convolution(question):
    question.says("col2im must accumulate with `+=`")
    names, make = question.solution(), rng()
    x, w, b = (make.standard_normal(s) for s in [(2, 2, 5, 4), (3, 2, 3, 3), (3,)])
    out, cache = names["conv2d"](x, w, b, 2, 1)
    assert out == pytest.approx(names["conv2d_naive"](x, w, b, 2, 1))
    dout = make.standard_normal(out.shape)

    def loss(x, w, b):
        return float((names["conv2d"](x, w, b, 2, 1)[0] * dout).sum())

    dx, dw, db = names["conv2d_backward"](dout, cache)
    assert dx == pytest.approx(slopes(lambda a: loss(a, w, b), x), abs=1e-7)
    assert dw == pytest.approx(slopes(lambda a: loss(x, a, b), w), abs=1e-7)
    assert db == pytest.approx(dout.sum(axis=(0, 2, 3)))


@checks("impl-maxpool-backward")
def test_the_gradient_of_overlapping_maxima(question):
    question.says("$\\partial y/\\partial x_{u,v}=1$ for the argmax and 0 elsewhere")
    names, x = question.solution(), rng(1).standard_normal((1, 2, 5, 5))
    out, cache = names["maxpool"](x, 3, 2)
    dout = rng(2).standard_normal(out.shape)
    numeric = slopes(lambda a: float((names["maxpool"](a, 3, 2)[0] * dout).sum()), x)
    assert names["maxpool_backward"](dout, cache) == pytest.approx(numeric, abs=1e-7)
    assert names["maxpool"](x, 2, 2)[0].shape == (1, 2, 2, 2)
    question.says("5 by 5 with k = 2 and stride 2 gives 2 by 2")


@checks("impl-residual-block", "residual-connections")
def test_the_gradients_of_a_residual_block(implementation, explained):
    implementation.says("$y=\\mathrm{ReLU}(s(x)+f)$")
    explained.says("$I + \\partial F / \\partial x$")
    names, make = implementation.solution(), rng(3)
    x = make.standard_normal((1, 2, 4, 4))
    shapes = {"w1": (3, 2, 3, 3), "w2": (3, 3, 3, 3), "wp": (3, 2, 1, 1)}
    params = {name: make.standard_normal(shape) for name, shape in shapes.items()}
    out, cache = names["resblock_forward"](x, params, 2)
    dout = make.standard_normal(out.shape)
    dx, grads = names["resblock_backward"](dout, cache)

    def loss(x, params):
        return float((names["resblock_forward"](x, params, 2)[0] * dout).sum())

    assert dx == pytest.approx(slopes(lambda a: loss(a, params), x), abs=1e-6)
    for name in params:
        numeric = slopes(lambda a, name=name: loss(x, params | {name: a}), params[name])
        assert grads[name] == pytest.approx(numeric, abs=1e-6)


@checks("impl-mlp-backprop")
def test_the_gradients_of_a_deep_network(question):
    question.says(r"$\delta_{\ell-1} = (\delta_\ell W_\ell^\top)\odot(1-h^2)$")
    names, y = question.solution(), np.array([0, 2, 1, 1])
    params, x = names["init_params"]([3, 4, 4, 3], 0), rng(4).standard_normal((4, 3))
    grads = names["loss_and_grads"](params, x, y)[1]
    for layer, pair in enumerate(params):
        for i in (0, 1):

            def loss(a, layer=layer, i=i):
                changed = [list(p) for p in params]
                changed[layer][i] = a
                return names["loss_and_grads"]([tuple(p) for p in changed], x, y)[0]

            assert grads[layer][i] == pytest.approx(slopes(loss, pair[i]), abs=1e-8)


@checks("impl-autograd-scalar")
def test_reverse_mode_agrees_with_differences(question):
    value = question.solution()["Value"]

    def f(a, b):
        return (a * b + b**3).exp() / (a + 4) - (b - a).relu() * 2

    at = np.array([0.3, -0.7])
    a, b = value(at[0]), value(at[1])
    f(a, b).backward()
    numeric = slopes(lambda v: f(value(v[0]), value(v[1])).data, at)
    assert [a.grad, b.grad] == pytest.approx(numeric, abs=1e-8)


@checks("impl-sigmoid-relu-backprop")
def test_the_sigmoid_far_out(question):
    question.says(r"$\sigma(x) = e^{x}/(1+e^{x})$ for $x<0$")
    names, x = question.solution(), np.array([-1000.0, -40, 0.5, 1000])
    with np.errstate(over="raise"):
        out, cache = names["sigmoid"](x)
    assert out[1] == pytest.approx(np.exp(-40) / (1 + np.exp(-40)), rel=1e-12)
    assert names["sigmoid_backward"](np.ones(4), cache) == pytest.approx(out * (1 - out))


@checks("impl-svm-sgd-hinge")
def test_pegasos_comes_near_the_best_objective(question):
    question.says(r"$F(w)=\frac\lambda2\lVert w\rVert^2+\frac1n\sum_{i=1}^n\max")
    names, make = question.solution(), rng(5)
    X = make.standard_normal((60, 2))
    y = np.where(X[:, 0] + 0.5 * make.standard_normal(60) > 0, 1, -1)

    def objective(w):
        return 0.05 * w @ w + np.maximum(0, 1 - y * (X @ w)).mean()

    w = make.standard_normal(2)
    assert names["objective"](w, X, y, 0.1) == pytest.approx(objective(w))
    assert names["subgradient"](w, X, y, 0.1) == pytest.approx(slopes(objective, w), abs=1e-7)
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-3, 3, 61)]), axis=-1).reshape(-1, 2)
    found = names["pegasos"](X, y, 0.1, 4_000, 0)
    assert objective(found) <= min(objective(v) for v in grid) + 0.01


@checks("impl-gmm-em", "em-algorithm")
def test_the_likelihood_never_falls(implementation, explained):
    implementation.says("the log-likelihood per round must never fall beyond rounding")
    explained.says("Each round never lowers the observed-data likelihood")
    make = rng(6)
    X = np.concatenate([make.standard_normal((60, 2)) + c for c in ([0, 0], [4, 1], [1, 5])])
    fit = implementation.solution()["fit_gmm"](X, 3, 0)
    assert np.diff(fit["history"]).min() >= -1e-10
    assert fit["weights"] == pytest.approx([1 / 3] * 3, abs=0.05)
    weighted_mean = fit["resp"][:, 0] @ X / fit["resp"][:, 0].sum()
    assert fit["means"][0] == pytest.approx(weighted_mean, abs=1e-2)


@checks("impl-kmeans-plusplus", "choosing-k-clusters")
def test_centres_are_means_and_more_of_them_fit_better(implementation, choosing):
    implementation.says(r"$c_j = \frac{1}{|S_j|}\sum_{i\in S_j}x_i$")
    choosing.says("never rises with k if each k is solved well")
    X, kmeans = rng(7).standard_normal((80, 2)), implementation.solution()["kmeans"]
    centres, labels, inertia = kmeans(X, 4, 0)
    for j, centre in enumerate(centres):
        assert centre == pytest.approx(X[labels == j].mean(axis=0))
    assert inertia == pytest.approx(((X - centres[labels]) ** 2).sum())
    fits = [min(kmeans(X, k, seed)[2] for seed in range(5)) for k in (1, 2, 4, 8, 80)]
    assert np.diff(fits).max() < 0
    assert fits[-1] == pytest.approx(0)


@checks("impl-naive-bayes-text")
def test_a_tiny_corpus_by_hand(question):
    question.says("an empty document returns the priors")
    names = question.solution()
    model = names["fit"]([["a", "a", "b"], ["b"], ["a"]], ["x", "y", "x"])
    shares = np.exp(names["predict_log_proba"](model, [["a"], [], ["unknown"]]))
    joint = np.array([2 / 3 * (3 + 1) / (4 + 2), 1 / 3 * (0 + 1) / (1 + 2)])
    assert shares[0] == pytest.approx(joint / joint.sum())
    assert shares[1:] == pytest.approx(np.array([[2 / 3, 1 / 3]] * 2))


@checks("impl-qini-curve")
def test_four_rows_of_a_qini_curve(question):
    area, triangle, stated = question.figures("The area is #, less the triangle #: #")
    score, t, y = [4, 3, 2, 1], [1, 0, 1, 0], [1, 0, 1, 1]
    curve = question.figures("give $Q=#,#,#,#,#$")
    by_hand = [0.0]
    for k in range(1, 5):
        treated, control = (np.array(t[:k]) == arm for arm in (1, 0))
        gained = np.array(y[:k])[treated].sum()
        if control.any():
            gained = gained - np.array(y[:k])[control].sum() * treated.sum() / control.sum()
        by_hand.append(float(gained))
    assert curve == by_hand
    assert area == np.trapezoid(by_hand, dx=0.25)
    assert triangle == by_hand[-1] / 2
    assert stated == area - triangle
    names = question.solution()
    assert names["qini_curve"](score, y, t)[1] == pytest.approx(by_hand)
    assert names["qini_coef"](score, y, t) == pytest.approx(stated)


@checks("impl-t-learner-uplift")
def test_two_learners_on_a_planted_effect(question):
    question.says(
        "on linear data with planted effect $2+x$, the T-learner with least squares "
        "recovers it; the S-learner finds about 2 everywhere"
    )
    names, make = question.solution(), rng(8)

    def fit(X, y):
        w = np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]
        return lambda Z: np.column_stack([np.ones(len(Z)), Z]) @ w

    X, t = make.standard_normal((4_000, 1)), make.integers(0, 2, 4_000)
    y = 1 - X[:, 0] + t * (2 + X[:, 0]) + 0.1 * make.standard_normal(4_000)
    at = np.array([[-1.0], [0], [2]])
    assert names["t_learner"](fit, X, y, t)(at) == pytest.approx([1, 2, 4], abs=0.05)
    assert names["s_learner"](fit, X, y, t)(at) == pytest.approx([2, 2, 2], abs=0.1)


@checks("impl-fgsm-pgd")
def test_attacks_on_a_linear_score_and_on_a_peak(question):
    question.says(
        "every coordinate at the edge of its allowed interval",
        "PGD must end near the peak while FGSM overshoots",
    )
    names, x = question.solution(), np.array([[0.5, 0.05, 0.95]])
    w = np.array([[1.0, -2, 3]])
    edge = np.clip(x + 0.1 * np.sign(w), 0, 1)
    assert names["fgsm"](lambda *_: w, x, None, 0.1) == pytest.approx(edge)
    assert names["pgd"](lambda *_: w, x, None, 0.1, 0.03, 6) == pytest.approx(edge)
    peak = np.array([[0.53, 0.06, 0.94]])

    def uphill(z, _):
        return peak - z

    assert names["pgd"](uphill, x, None, 0.1, 0.002, 60) == pytest.approx(peak, abs=0.003)
    assert abs(names["fgsm"](uphill, x, None, 0.1) - peak).max() > 0.05


@checks("impl-grad-clip-global-norm", "gradient-clipping")
def test_two_arrays_are_clipped_as_one(implementation, explained):
    implementation.says("With norms 3 and 4 the joint norm is 5")
    scaled = implementation.figures("at limit 1 they become # and #.")
    grads = [np.array([3.0]), np.array([0.0, 4])]
    assert implementation.solution()["clip_grads"](grads, 1.0) == 5
    assert [np.linalg.norm(g) for g in grads] == pytest.approx(scaled)
    assert explained.figure("at a scale of #") == 2**16
    implementation.says("300 squared already overflows half precision")
    with np.errstate(over="ignore"):
        assert np.isinf(np.float16(300) ** 2)


@checks("impl-kv-cache-decode")
def test_decoding_in_pieces_equals_one_pass(question):
    names, make = question.solution(), rng(9)
    params = {name: make.standard_normal((4, 4)) for name in ("Wq", "Wk", "Wv", "Wo")}
    params |= {"pos": make.standard_normal((6, 4)), "n_heads": 2}
    x, cache, pieces = make.standard_normal((1, 6, 4)), None, []
    for part in np.split(x, [1, 4], axis=1):
        out, cache = names["decode_step"](part, cache, params)
        pieces.append(out)
    assert np.concatenate(pieces, axis=1) == pytest.approx(names["full_forward"](x, params))


@checks("impl-q-learning-gridworld")
def test_a_corridor_is_learned_exactly(question):
    stated = question.figure("$-1-0.9=#$")

    class Corridor:
        n_states, n_actions = 4, 2

        def reset(self):
            self.at = 0
            return self.at

        def step(self, action):
            self.at = max(0, self.at + (1 if action else -1))
            return self.at, -1.0, self.at == 3

    q = question.solution()["q_learn"](Corridor(), 400, 0.5, 0.9, 0.3, rng(10))
    assert q[1, 1] == pytest.approx(stated, abs=1e-3)
    assert q[0, 1] == pytest.approx(-1 - 0.9 - 0.81, abs=1e-3)


@checks("impl-random-forest-mini")
def test_what_a_bag_leaves_out(question):
    share = question.figure("The rows a tree has never seen, about #%, give")
    draws = rng(11).integers(0, 500, (200, 500))
    assert share.rounds(100 * np.mean([500 - len(set(row)) for row in draws]) / 500)


@checks("impl-epsilon-greedy")
def test_a_running_mean_needs_no_history(question):
    mean = question.figure("it becomes $2+4/4=#$")
    assert mean == np.mean([2, 2, 2, 6]) == 2 + (6 - 2) / 4
