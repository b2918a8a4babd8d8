"""Layers and their gradients, convolutions, recurrent cells."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def rng(seed=0):
    return np.random.default_rng(seed)


@checks("backprop-two-layer")
def test_one_example_through_two_layers(question):
    w1, w2 = np.array([[1.0, 0], [1, -1]]), np.array([[1.0, 1], [0, 2]])
    x, label = np.array([1.0, 2]), np.array([0.0, 1])

    def loss(a, b):
        return -math.log(softmax(b @ np.maximum(a @ x, 0)) @ label)

    p1, p2, stated = question.figures("$p = (#, #)$ and the loss is $#$")
    h = np.maximum(w1 @ x, 0)
    p = softmax(w2 @ h)
    assert p1.rounds(p[0])
    assert p2.rounds(p[1])
    assert stated.rounds(loss(w1, w2))
    question.says(r"$\delta^{(2)} = p-y$", r"(W_2^\top\delta^{(2)})\odot\varphi'(z^{(1)})$")
    delta2 = p - label
    delta1 = (w2.T @ delta2) * (w1 @ x > 0)
    upper = question.figures("gradient of $W_2$ has rows $(#, #)$ and $(#, #)$")
    lower = question.figures("that of $W_1$ has rows $(#, #)$ and $(#, #)$")
    for figures, formula, numeric in [
        (upper, np.outer(delta2, h), slopes(lambda b: loss(w1, b), w2)),
        (lower, np.outer(delta1, x), slopes(lambda a: loss(a, w2), w1)),
    ]:
        assert formula == pytest.approx(numeric, abs=1e-8)
        assert formula.ravel() == pytest.approx(figures, abs=5e-4)


@checks("impl-softmax-crossentropy")
def test_the_gradient_of_smoothed_cross_entropy(question):
    question.says(r"sums to one, the gradient of the mean loss is")
    loss = question.solution()["softmax_xent"]
    z, y = rng().standard_normal((4, 5)), np.array([0, 3, 3, 1])
    target = np.full((4, 5), 0.1 / 5)
    target[np.arange(4), y] += 0.9
    numeric = slopes(lambda a: loss(a, y, 0.1)[0], z)
    assert loss(z, y, 0.1)[1] == pytest.approx(numeric, abs=1e-8)
    assert (softmax(z) - target) / 4 == pytest.approx(numeric, abs=1e-8)
    assert numeric.sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-8)
    ten = question.figure("so # for ten classes")
    assert ten.rounds(loss(np.zeros((1, 10)), np.array([0]), 0.2)[0])


@checks("debug-loss-not-decreasing", "debug-loss-stuck-ln2", "multiclass-log-loss")
def test_what_ignorance_costs(five, two, log_loss):
    assert five.figure(r"$\ln5\approx#$").rounds(math.log(5))
    assert two.figure(r"$-\ln 0.5 \approx #$").rounds(math.log(2))
    tenth = two.figure("with ten per cent positives it would be #")
    assert tenth.rounds(-0.1 * math.log(0.1) - 0.9 * math.log(0.9))
    assert log_loss.figure(r"costs $\ln K$, about # nats for five classes").rounds(math.log(5))
    shares = np.array([0.7, 0.1, 0.1, 0.05, 0.05])
    log_loss.says("If shares are 0.7, 0.1, 0.1, 0.05 and 0.05")
    assert log_loss.figure("that entropy is about #,").rounds(-shares @ np.log(shares))
    one, thousand = log_loss.figures("A single $10^{-15}$ costs # nats, which adds # to the mean")
    assert one.rounds(15 * math.log(10))
    assert thousand.rounds(15 * math.log(10) / 1_000)


@checks("impl-batchnorm-forward-backward")
def test_the_compact_gradient_of_batch_normalisation(question):
    question.says(
        r"$dx = \frac{g}{n\sqrt{\sigma^2+\epsilon}}(n\,dout - \sum dout - \hat x\sum dout\,\hat x)$"
    )
    x, dout, g, b, eps = *rng().standard_normal((2, 6, 3)), np.array([1.0, 2, 0.5]), 0.3, 1e-5

    def forward(a):
        return g * (a - a.mean(axis=0)) / np.sqrt(a.var(axis=0) + eps) + b

    xhat, n = (forward(x) - b) / g, len(x)
    dx = n * dout - dout.sum(axis=0) - xhat * (dout * xhat).sum(axis=0)
    dx *= g / (n * np.sqrt(x.var(axis=0) + eps))
    assert dx == pytest.approx(slopes(lambda a: (forward(a) * dout).sum(), x), abs=1e-7)
    assert dx.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)


@checks("impl-layernorm")
def test_the_gradient_of_layer_normalisation(question):
    question.says(r"$dx = \frac{1}{s}(h - \overline{h} - \hat x\,\overline{h\hat x})$")
    x, dy, g, eps = *rng(1).standard_normal((2, 3, 5)), rng(2).standard_normal(5), 1e-5

    def forward(a):
        centred = a - a.mean(axis=-1, keepdims=True)
        return centred / np.sqrt(a.var(axis=-1, keepdims=True) + eps)

    s, h, xhat = np.sqrt(x.var(axis=-1, keepdims=True) + eps), dy * g, forward(x)
    dx = h - h.mean(axis=-1, keepdims=True) - xhat * (h * xhat).mean(axis=-1, keepdims=True)
    assert dx / s == pytest.approx(slopes(lambda a: (g * forward(a) * dy).sum(), x), abs=1e-7)


@checks("vanishing-gradients-proof")
def test_a_large_singular_value_without_explosion(question):
    question.says("Take $W$ with rows $(0.5, 10)$ and $(0, 0.5)$")
    w = np.array([[0.5, 10], [0, 0.5]])
    top, radius = question.figures(r"$\sigma_{\max} \approx #$ and $\rho = #$")
    assert top.rounds(np.linalg.norm(w, 2))
    assert radius == max(abs(np.linalg.eigvals(w)))
    for k, stated in [
        (10, question.figure("# for $k=10$")),
        (50, question.figure("$#$ for $k=50$")),
    ]:
        assert stated.rounds(np.linalg.matrix_power(w, k)[0, 1])


@checks("vanishing-gradients-proof")
def test_what_ten_tanh_steps_leave(question):
    slope, left = question.figures(
        r"$1-\tanh^2 1 = #$. Orthogonal weights preserve norms exactly, "
        r"so only the slopes shrink the gradient: $0.42^{10}\approx#$"
    )
    assert slope.rounds(1 - math.tanh(1) ** 2)
    assert left.rounds((1 - math.tanh(1) ** 2) ** 10)


@checks("relu-and-dying-units", "activation-functions")
def test_slopes_of_the_sigmoid(relu, functions):
    relu.says("at most $0.25^{10}$, about one millionth")
    left = 0.25**10
    assert left == pytest.approx(1e-6, rel=0.05)
    functions.says(
        r"$\sigma'(z) = \sigma(z)(1-\sigma(z)) \le 1/4$", r"$\tanh(z) = 2\sigma(2z) - 1$"
    )
    z = np.linspace(-6, 6, 241)
    slope = sigmoid(z) * (1 - sigmoid(z))
    assert slopes(lambda a: float(sigmoid(a).sum()), z) == pytest.approx(slope, abs=1e-7)
    assert slope.max() == pytest.approx(0.25)
    assert np.tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1)


@checks("impl-dropout-inverted", "dropout-role")
def test_inverted_dropout_keeps_the_mean(implementation, role):
    implementation.says("With $p = 0.25$ the survivors are multiplied by $4/3$")
    role.says("with $p = 0.5$ the survivors are doubled")
    for p, factor in [(0.25, 4 / 3), (0.5, 2)]:
        kept = rng(3).random(200_000) >= p
        assert 1 / (1 - p) == pytest.approx(factor)
        assert (kept * factor).mean() == pytest.approx(1, abs=0.01)


@checks("conv-layer-spatial")
def test_sizes_of_a_convolution(question):
    question.says(r"$\lfloor (n + 2p - k)/s \rfloor + 1$")
    same, halved = question.figures("$p = 1$, $s = 1$ it stays #, with $s = 2$ it is #.")
    assert (same, halved) == ((32 + 2 - 3) // 1 + 1, (32 + 2 - 3) // 2 + 1)
    assert question.figure("biases, # in all") == 3 * 3 * 3 * 16 + 16
    dense = question.figure("would need about # million")
    assert dense.rounds(32 * 32 * 3 * 32 * 32 * 16 / 1e6, unit=10)
    field = question.figures("three such layers see a # × # patch")
    assert field == [1 + 3 * 2] * 2


@checks("flops-convnet")
def test_the_work_of_a_bottleneck(question):
    a, b, c, total = question.figures(
        r"$256\cdot64\cdot3136=#$ million, $9\cdot64\cdot64\cdot3136=#$ million, "
        r"$64\cdot256\cdot3136=#$ million; in total # million"
    )
    macs = [256 * 64 * 56**2, 9 * 64 * 64 * 56**2, 64 * 256 * 56**2]
    for stated, value in zip([a, b, c, total], [*macs, sum(macs)], strict=True):
        assert stated.rounds(value / 1e6)
    stem = question.figure("stem (# million)")
    assert stem.rounds(7 * 7 * 3 * 64 * 112**2 / 1e6)
    question.says("$3+4+6+3=16$ blocks")


@checks("flops-convnet", "efficient-cnns")
def test_the_share_of_a_separable_layer(flops, efficient):
    macs, weights = flops.figures(r"$9\cdot128\cdot128\cdot784=#$ million MACs and # weights")
    assert macs.rounds(9 * 128 * 128 * 28**2 / 1e6)
    assert weights == 9 * 128 * 128
    separable, share = flops.figures(
        r"$(9\cdot128+128\cdot128)\cdot784=#$ million, a share of $#=\frac1{128}+\frac19$"
    )
    assert separable.rounds((9 * 128 + 128 * 128) * 784 / 1e6)
    assert share.rounds(1 / 128 + 1 / 9)
    assert efficient.figure("128 channels that is about #,").rounds(1 / 128 + 1 / 9)
    intensity = flops.figure("about # FLOPs per byte")
    assert intensity == 2 * 9 / 4


@checks("cnn-vs-vit")
def test_patches_of_an_image(question):
    side, tokens = question.figures("$224/16=#$, so # tokens")
    assert (side, tokens) == (14, 14**2)
    question.says("doubling the image side makes 16 times as many pairs")


@checks("rnn-lstm-gru-equations")
def test_parameters_of_recurrent_cells(question):
    counts = question.figures("one to four to three: #, # and #.")
    assert counts == [n * 200 * (100 + 200 + 1) for n in (1, 4, 3)]


@checks("rnn-lstm-gru-equations")
def test_one_step_of_a_scalar_gru(question):
    def step(h):
        gate = sigmoid(0.5 + h)
        return (1 - gate) * h + gate * np.tanh(0.5 + gate * h)

    gate, candidate, state = question.figures(
        r"$z = r = \sigma(0.7) = #$, $\tilde h = \tanh(0.5 + 0.1336) = #$, "
        r"$h_t = 0.3318\cdot0.2 + 0.6682\cdot0.5605 = #$"
    )
    z = sigmoid(0.7)
    n = math.tanh(0.5 + z * 0.2)
    assert gate.rounds(z)
    assert candidate.rounds(math.tanh(0.5 + 0.1336))
    assert state.rounds(step(0.2))
    *terms, total = question.figures("$# + # + # = #$ (unrounded terms)")
    slope = z * (1 - z)
    values = [1 - z, slope * (n - 0.2), z * (1 - n**2) * (z + 0.2 * slope)]
    for stated, value in zip(terms, values, strict=True):
        assert stated.rounds(value)
    assert total.rounds(slopes(lambda h: float(step(h[0])), [0.2])[0])


@checks("impl-lstm-cell", "lstm-mechanics")
def test_the_gradients_of_an_lstm(implementation, mechanics):
    for question in (implementation, mechanics):
        question.says(r"\odot c_{t-1} + i")
    names = implementation.solution()
    make = rng(4)
    inputs = [make.standard_normal(s) for s in [(3, 2, 2), (2, 3), (2, 3), (2, 12), (3, 12), (12,)]]
    read_h, read_c = make.standard_normal((3, 2, 3)), make.standard_normal((2, 3))

    def loss(args):
        h, c, _ = names["lstm_forward"](*args)
        return float((h * read_h).sum() + (c * read_c).sum())

    gradients = names["lstm_backward"](read_h, read_c, names["lstm_forward"](*inputs)[2])
    for i, gradient in enumerate(gradients):
        numeric = slopes(lambda a, i=i: loss([*inputs[:i], a, *inputs[i + 1 :]]), inputs[i])
        assert gradient == pytest.approx(numeric, abs=1e-7)


@checks("impl-gru-cell")
def test_the_gradients_of_a_gru(question):
    question.says(r"$\bar z = \bar h\odot(n - h)$ and $\bar n = \bar h\odot z$")
    names, make = question.solution(), rng(5)
    x, h, read = make.standard_normal((3, 2, 3))
    params = {"W": make.standard_normal((3, 9)), "U": make.standard_normal((3, 9))}
    params["b"] = make.standard_normal(9)
    dx, dh, grads = names["gru_step_backward"](read, names["gru_step"](x, h, params)[1])

    def loss(x, h, params):
        return float((names["gru_step"](x, h, params)[0] * read).sum())

    assert dx == pytest.approx(slopes(lambda a: loss(a, h, params), x), abs=1e-7)
    assert dh == pytest.approx(slopes(lambda a: loss(x, a, params), h), abs=1e-7)
    for name in params:
        numeric = slopes(lambda a, name=name: loss(x, h, params | {name: a}), params[name])
        assert grads[name] == pytest.approx(numeric, abs=1e-7)


@checks("lstm-mechanics")
def test_what_a_forget_gate_leaves_after_a_hundred_steps(question):
    question.says("$0.9^{100} \\approx 3 \\times 10^{-5}$")
    high, low = question.figures("a hundred steps leave # per cent; at 0.9 they leave # per cent")
    assert high.rounds(100 * 0.99**100)
    assert low.rounds(100 * 0.9**100)


@checks("debug-nan-loss", "mixed-precision")
def test_where_half_precision_ends(overflow, precision):
    info = np.finfo(np.float16)
    assert overflow.figure("whose largest number is #") == info.max
    assert overflow.figure(r"$\ln 65504 = #$").rounds(math.log(float(info.max)))
    assert precision.figure("float16 has a narrow range, five exponent bits, largest number #") == (
        info.max
    )
    precision.says("next to 1 the float16 numbers are $2^{-10}\\approx0.001$ apart")
    assert float(info.eps) == 2**-10
    lost = precision.figure("an update of # disappears")
    assert np.float16(1) + np.float16(lost) == np.float16(1)
    smallest = precision.figure("the smallest positive number is about $#$")
    assert smallest.rounds(float(info.smallest_subnormal))


@checks("debug-rnn-short-memory")
def test_what_a_cut_context_can_reach(question):
    share = question.figure("six tenths at one quarter plus four tenths make # per cent")
    assert share.rounds(100 * (0.6 * 0.25 + 0.4))
    assert question.figure("with delay 2 it is #;").rounds(100 * (0.2 * 0.25 + 0.8))


@checks("impl-infonce-loss")
def test_the_gradient_of_the_contrastive_loss(question):
    question.says(r"$G = (P_{\mathrm{row}} + P_{\mathrm{col}} - 2I)/2N$", r"= GV/\tau$")
    loss = question.solution()["info_nce"]
    z1, z2 = rng(6).standard_normal((2, 4, 3))
    u, v = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (z1, z2))
    scores = u @ v.T / 0.5
    g = (softmax(scores) + softmax(scores.T).T - 2 * np.eye(4)) / 8
    numeric = slopes(lambda a: loss(a, z2, 0.5)[0], z1)
    du = g @ v / 0.5
    across = du - u * (u * du).sum(axis=1, keepdims=True)
    formula = across / np.linalg.norm(z1, axis=1, keepdims=True)
    assert formula == pytest.approx(numeric, abs=1e-8)
    assert loss(z1, z2, 0.5)[1] == pytest.approx(numeric, abs=1e-8)


@checks("rnn-lstm-gru-equations")
def test_the_jacobian_of_a_simple_cell(question):
    question.says(r"$\mathrm{diag}(1-h_t^2)U$")
    u, h = rng(7).standard_normal((3, 3)), rng(8).standard_normal(3)
    state = np.tanh(u @ h)
    rows = [slopes(lambda a, i=i: float(np.tanh(u @ a)[i]), h) for i in range(3)]
    assert (1 - state**2)[:, None] * u == pytest.approx(np.array(rows), abs=1e-8)
