"""Attention, positions, sizes and costs of language models."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks, slopes


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@checks("attention-maths")
def test_the_gradients_of_attention(question):
    question.says(
        r"$dS = P \odot (GV^\top - c\mathbf 1^\top)$",
        r"the query gradient is $dS\,K/\sqrt d$ and the key gradient is $dS^\top Q/\sqrt d$",
    )
    rng = np.random.default_rng(0)
    q, k, v = (rng.standard_normal(s) for s in [(3, 4), (5, 4), (5, 2)])
    g = rng.standard_normal((3, 2))

    def loss(q, k, v):
        return float((softmax(q @ k.T / 2) @ v * g).sum())

    p = softmax(q @ k.T / 2)
    a = g @ v.T
    ds = p * (a - (p * a).sum(axis=1, keepdims=True))
    assert ds.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)
    assert ds @ k / 2 == pytest.approx(slopes(lambda z: loss(z, k, v), q), abs=1e-8)
    assert ds.T @ q / 2 == pytest.approx(slopes(lambda z: loss(q, z, v), k), abs=1e-8)
    assert p.T @ g == pytest.approx(slopes(lambda z: loss(q, k, z), v), abs=1e-8)


@checks("attention-maths")
def test_one_query_and_two_keys(question):
    question.says("keys $0$ and $\\ln 3$, values $0$ and $1$", "$p = (0.25, 0.75)$ and $o = 0.75$")
    low, high = question.figures("so $dS = (#, #)$")
    p, a = np.array([0.25, 0.75]), np.array([0, 1.0])
    assert p * (a - p @ a) == pytest.approx([low, high])
    derivative = question.figure(r"$\ln 3 \cdot 0.75 \cdot 0.25 = #$")
    numeric = slopes(lambda q: 3 ** q[0] / (1 + 3 ** q[0]), [1.0])[0]
    assert derivative.rounds(numeric)


@checks("attention-maths", "attention-explained")
def test_the_spread_of_dot_products(maths, explained):
    maths.says("so the dot product has variance $d$")
    spread = explained.figure("at $d_k = 64$ its standard deviation is #")
    q, k = np.random.default_rng(1).standard_normal((2, 20_000, 64))
    assert (q * k).sum(axis=1).std() == pytest.approx(spread, rel=0.03)
    scores = explained.figure("At 4,096 tokens that is about # million scores")
    assert scores.rounds(4_096**2 / 1e6)


@checks("attention-maths")
def test_attention_without_positions_is_equivariant(question):
    question.says(r"\Pi V = \Pi O$")
    rng = np.random.default_rng(2)
    x, (wq, wk, wv) = rng.standard_normal((6, 4)), rng.standard_normal((3, 4, 4))

    def attend(x):
        return softmax((x @ wq) @ (x @ wk).T / 2) @ (x @ wv)

    order = rng.permutation(6)
    assert attend(x[order]) == pytest.approx(attend(x)[order])


@checks("impl-scaled-dot-product-attention", "impl-multi-head-attention")
def test_weights_and_scales_of_heads(attention, heads):
    assert attention.figure("in single precision that is # MiB") == 8_192**2 * 4 / 2**20
    assert heads.figure(r"that is $\sqrt{64} = #$") == math.sqrt(512 / 8)


@checks("parameter-count-transformer")
def test_the_parameters_of_an_encoder(question):
    d, layers = 768, 12
    block, stack = question.figures(
        "$12d^2 + 13d = 7{,}077{,}888 + 9{,}984 = #$; times 12 makes $#$"
    )
    attention, forward = 4 * (d * d + d), d * 4 * d + 4 * d + 4 * d * d + d
    assert block == attention + forward + 2 * 2 * d
    assert stack == layers * block
    embeddings = question.figure(r"for the normalisation: $#$")
    assert embeddings == (30_522 + 512 + 2) * d + 2 * d
    total, pooler, with_pooler = question.figures(
        "Total: $#$. A pooler of $d^2 + d = #$ on top gives $#$"
    )
    assert total == stack + embeddings
    assert pooler == d * d + d
    assert with_pooler == total + pooler
    assert question.figure("is $23.44/108.89 = #").rounds(100 * 30_522 * d / total)
    assert question.figure(r"$13d/(12d^2) = 13/(12\cdot768) = #").rounds(100 * 13 / (12 * d))


@checks("parameter-count-transformer")
def test_the_rule_of_twelve_for_a_larger_model(question):
    model, table = question.figures(
        r"the rule $12Ld^2$ gives $#$ billion, and a vocabulary of 32,000 adds $#$ billion"
    )
    assert model.rounds(12 * 32 * 4_096**2 / 1e9)
    assert table.rounds(32_000 * 4_096 / 1e9)


@checks("rotary-embedding-derivation")
def test_rotated_scores_see_only_the_offset(question):
    question.says(r"$(R_mq)^\top(R_nk) = q^\top R_{n-m}k$")
    rng = np.random.default_rng(3)
    q, k = rng.standard_normal((2, 4, 2)) @ [1, 1j]
    theta = 10_000.0 ** (-2 * np.arange(4) / 8)

    def score(m, n):
        return (np.conj(q * np.exp(1j * m * theta)) * k * np.exp(1j * n * theta)).real.sum()

    assert score(3, 10) == pytest.approx(score(90, 97))
    assert score(3, 10) != pytest.approx(score(3, 11))


@checks("rotary-embedding-derivation")
def test_wavelengths_and_the_new_base(question):
    longest = question.figure(r"$2\pi\cdot10000^{126/128} \approx #$ tokens")
    assert longest.rounds(2 * math.pi * 10_000 ** (126 / 128), unit=10)
    base = question.figure(r"$10000\cdot4^{128/126} \approx #$")
    assert base.rounds(10_000 * 4 ** (128 / 126), unit=10)
    middle = question.figure(r"is slowed by $4^{64/126} \approx #$")
    assert middle.rounds((10_000 * 4 ** (128 / 126) / 10_000) ** (64 / 128))


@checks("impl-positional-encoding")
def test_rows_of_sinusoids(question):
    question.says(r"the product is $\sum_i\cos(\omega_i(p-q))$", "a row with itself gives $d/2$")
    table = question.solution()["sinusoidal"](40, 16)
    omega = 10_000.0 ** (-2 * np.arange(8) / 16)
    for p, q in [(3, 3), (3, 30), (17, 5)]:
        assert table[p] @ table[q] == pytest.approx(np.cos(omega * (p - q)).sum())
    assert question.figure("repeats about every # positions").rounds(2 * math.pi)


@checks("attention-complexity-reduction", "transformer-sequence-processing")
def test_when_length_dominates_width(reduction, processing):
    reduction.says("The ratio is $n/6d$")
    assert reduction.figure("at 1,000 tokens and width 4,096 it is # per cent").rounds(
        100 * 2 * 1_000**2 * 4_096 / (12 * 1_000 * 4_096**2)
    )
    equal = processing.figure("they are equal at $n = 4d$: # tokens for $d = 512$")
    assert 8 * equal * 512**2 == 2 * equal**2 * 512


@checks("kv-cache")
def test_the_size_of_a_cache(question):
    stated = question.figure(r"$2\cdot32\cdot32\cdot128\cdot8192\cdot8\cdot2 \approx #$ bytes")
    size = 2 * 32 * 32 * 128 * 8_192 * 8 * 2
    assert stated.rounds(size)
    assert question.figure("bytes, # GiB") == size / 2**30
    tokens, gigabytes = question.figures("times # tokens that is # GB")
    assert tokens == 8 * 8_192
    assert gigabytes.rounds(size / 1e9)
    assert question.figure("with 8 of 32 heads to # GB").rounds(size / 4 / 1e9)
    question.says(
        "Here one token leaves $2\\cdot32\\cdot32\\cdot128\\cdot2$ bytes, half a mebibyte"
    )
    assert size / tokens == 2**19


@checks("lora", "impl-lora-linear")
def test_what_an_adapter_trains(lora, implementation):
    trained = 8 * (4_096 + 4_096)
    small, large, share = lora.figures("these are # instead of # million, # per cent")
    assert small == trained
    assert large.rounds(4_096**2 / 1e6)
    assert share.rounds(100 * trained / 4_096**2)
    assert implementation.figure("rank 8 they are #,") == trained


@checks("training-memory-and-time")
def test_memory_of_a_training_run(question):
    n, tokens, width, blocks = 7e9, 4_096, 4_096, 32
    states = question.figure(r"$16\cdot7\times10^9 = #$ bytes")
    assert states.rounds(16 * n)
    activations = question.figure(r"$34\,s\,d\,L = 34\cdot4096\cdot4096\cdot32 = #$ bytes")
    assert activations.rounds(34 * tokens * width * blocks)
    inputs, block = question.figures(
        r"$2\,s\,d\,L = #$ bytes, plus the block being recomputed, $34\,s\,d = #$"
    )
    assert inputs.rounds(2 * tokens * width * blocks)
    assert block.rounds(34 * tokens * width)
    assert question.figure(r"$1.12\times10^{11}/64 = #$ bytes").rounds(16 * n / 64)


@checks("training-memory-and-time")
def test_time_of_a_training_run(question):
    work = question.figure(r"Sum $6ND = #$")
    assert work.rounds(6 * 7e9 * 1e12)
    seconds, days = question.figures(
        r"$4.2\times10^{22}/(64\cdot3.12\times10^{14}\cdot0.4) = #\,\mathrm{s} = #$ days"
    )
    assert seconds.rounds(work / (64 * 312e12 * 0.4))
    assert days.rounds(work / (64 * 312e12 * 0.4) / 86_400)
    fast, slow = question.figures("utilisation the run takes # days, at 30 per cent #")
    assert fast.rounds(work / (64 * 312e12 * 0.5) / 86_400)
    assert slow.rounds(work / (64 * 312e12 * 0.3) / 86_400)
    rate, each = question.figures(
        r"$10^{12}/5.26\times10^6 \approx #$ tokens per second, about # per device"
    )
    assert rate.rounds(1e12 / seconds, unit=1_000)
    assert each.rounds(1e12 / seconds / 64, unit=10)
    assert question.figure(r"The ratio is $s/(6d) = #").rounds(100 * 4_096 / (6 * 4_096))


def loss_of(n, d):
    return 480 / n**0.35 + 1_370 / d**0.35


@checks("scaling-laws")
def test_the_best_size_for_a_budget(question):
    c, alpha = 5.88e23, 0.35
    sizes = np.geomspace(1e9, 1e12, 200_001)
    best = sizes[np.argmin(loss_of(sizes, c / (6 * sizes)))]
    ratio, size = question.figures(
        r"$D/N = (1370/480)^{1/0.35} = #$, $N = \sqrt{C/(6\cdot20)} = #$"
    )
    assert size.rounds(best)
    assert ratio.rounds(c / (6 * best) / best)
    term = question.figure("both reducible terms are $#$")
    assert term.rounds(480 / best**alpha)
    from_, to = question.figures("raises their sum from $#$ to $#$")
    assert from_.rounds(loss_of(best, c / (6 * best)))
    assert to.rounds(loss_of(best / 2, 2 * c / (6 * best)))
    assert question.figure("ten times the compute leaves # per cent").rounds(
        100 * 10 ** -(alpha * alpha / (2 * alpha))
    )


@checks("scaling-laws")
def test_the_cheapest_model_over_its_lifetime(question):
    n, d, t = 7.0e10, 1.4e12, 1e13
    target = loss_of(n, d)
    sizes = np.geomspace(1.8e10, 2e11, 400_001)
    tokens = (1_370 / (target - 480 / sizes**0.35)) ** (1 / 0.35)
    cost = 6 * sizes * tokens + 2 * sizes * t
    best = np.argmin(cost)
    size, data, least, instead = question.figures(
        "has about $#$ billion parameters on $#$ trillion tokens: $#$ operations instead of $#$"
    )
    assert size.rounds(sizes[best] / 1e9)
    assert data.rounds(tokens[best] / 1e12)
    assert least.rounds(cost[best])
    assert instead.rounds(6 * n * d + 2 * n * t)
    half = np.interp(3.5e10, sizes, tokens)
    needed, each = question.figures("with half the size takes $#$ tokens, # per parameter")
    assert needed.rounds(half)
    assert each.rounds(half / 3.5e10)


@checks("dpo-derivation")
def test_the_policy_that_a_reward_wants(question):
    reference, reward = np.array([0.5, 0.3, 0.2]), np.array([1.0, 0, 2])
    question.says(r"$\pi_{\mathrm{ref}} = (0.5, 0.3, 0.2)$, rewards $(1, 0, 2)$")
    z = (reference * np.exp(reward)).sum()
    policy = reference * np.exp(reward) / z
    assert question.figure("$Z = #$ and").rounds(z)
    for stated, value in zip(question.figures(r"$\pi^* = (#, #, #)$"), policy, strict=True):
        assert stated.rounds(value)
    at_best, at_reference = question.figures(
        r"objective at $\pi^*$ is $\log Z = #$; at the reference itself it is $#$"
    )

    def objective(pi):
        return pi @ reward - pi @ np.log(pi / reference)

    assert at_best.rounds(objective(policy))
    assert at_reference.rounds(objective(reference))
    for other in np.random.default_rng(4).dirichlet(np.ones(3), 200):
        assert objective(other) <= objective(policy)
    sharper = reference * np.exp(reward / 0.5)
    for stated, value in zip(
        question.figures("the optimum moves further out: $(#, #, #)$"),
        sharper / sharper.sum(),
        strict=True,
    ):
        assert stated.rounds(value)


@checks("dpo-derivation")
def test_the_log_ratio_that_fits_a_preference(question):
    weak, strong = question.figures(
        r"For $p = 0.9$ that is # at $\beta = 0.1$ and # at $\beta = 0.5$"
    )
    assert weak.rounds(math.log(9) / 0.1)
    assert strong.rounds(math.log(9) / 0.5)


@checks("impl-top-p-sampling")
def test_what_a_nucleus_keeps(question):
    first, second = question.figures("become $#$ and $#$")
    assert [first, second] == pytest.approx([0.5 / 0.8, 0.3 / 0.8])
    error = question.figure("for 20,000 draws and $q = 0.3$ one standard error is $#$")
    assert error.rounds(math.sqrt(0.3 * 0.7 / 20_000))


@checks("agents-and-tool-use", "emergence-definition")
def test_steps_that_must_all_succeed(agents, emergence):
    assert agents.figure("95 per cent per step is # per cent over twenty").rounds(100 * 0.95**20)
    low, high = emergence.figures("$p^{10}$: # per cent at $p = 0.7$, # per cent at $0.95$")
    assert low.rounds(100 * 0.7**10)
    assert high.rounds(100 * 0.95**10)
    zero = emergence.figure("Zero out of 100 is compatible with nearly # per cent")
    assert zero.rounds(100 * (1 - 0.05 ** (1 / 100)))


@checks("llm-evaluation-design", "rag-evaluation")
def test_how_much_a_test_set_is_worth(evaluation, rag):
    effect, worth = evaluation.figures(
        r"design effect is $1 + 9\cdot0.2 = #$, so they are worth about #."
    )
    assert effect.rounds(1 + (10 - 1) * 0.2)
    assert worth.rounds(400 / 2.8)
    width = rag.figure("interval is about ±# points")
    assert width.rounds(100 * 1.96 * math.sqrt(0.8 * 0.2 / 300))


@checks(
    "quantisation", "mixture-of-experts", "distributed-training", "pretrained-models-in-production"
)
def test_bytes_of_weights(quantisation, experts, training, production):
    sixteen, four = quantisation.figures(
        "7 billion weights take # GB in 16 bits and about # in 4 bits with scales"
    )
    assert sixteen == 7 * 2
    assert four.rounds(7 * (4 + 16 / 128) / 8)
    quantisation.says("with a 16-bit scale per 128 weights I pay an eighth of a bit more")
    assert experts.figure("any of them: # GB in 16 bits") == 100 * 2
    total, each = training.figures("# GB over 64 cards are # GB each")
    assert (total, each) == (16 * 7, 16 * 7 / 64)
    idle = training.figure("With 8 stages and 32 micro-batches about # per cent is idle")
    assert idle.rounds(100 * 7 / (32 + 7))
    assert production.figures("parameters are # megabytes in 32 bits and # in 8 bits") == [400, 100]


@checks("long-context-methods", "tokenisation")
def test_longer_texts_and_larger_vocabularies(context, tokens):
    context.says("the cache grows linearly, so sixteenfold")
    assert context.figure("prefill attention quadratically, # times the pairs") == 16**2
    small, large = tokens.figures("one embedding table from # to # million parameters")
    assert small.rounds(32_000 * 4_096 / 1e6)
    assert large.rounds(128_000 * 4_096 / 1e6)


@checks("dpo-derivation")
def test_the_gradient_of_a_preference_loss(question):
    question.says(r"$\nabla L = -\beta\,\mathbb{E}\big[\sigma(-\Delta_\theta)\,")
    reference, beta, theta = np.array([0.5, 0.3, 0.2]), 0.5, np.array([0.2, -0.4, 0.3])

    def gap(theta):
        ratio = np.log(softmax(theta) / reference)
        return float(beta * (ratio[2] - ratio[0]))

    numeric = slopes(lambda a: math.log1p(math.exp(-gap(a))), theta)
    scores = np.array([-1.0, 0, 1])
    assert numeric == pytest.approx(-beta / (1 + math.exp(gap(theta))) * scores, abs=1e-8)


@checks("attention-maths")
def test_a_feature_map_lets_the_brackets_move(question):
    question.says(r"$\phi(Q)(\phi(K)^\top V)$")
    phi_q, phi_k, v = (np.random.default_rng(5).random(shape) for shape in [(5, 3), (7, 3), (7, 2)])
    weights = phi_q @ phi_k.T
    whole = weights / weights.sum(axis=1, keepdims=True) @ v
    linear = phi_q @ (phi_k.T @ v) / (phi_q @ phi_k.sum(axis=0))[:, None]
    assert linear == pytest.approx(whole)
