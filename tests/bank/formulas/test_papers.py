"""Numbers and formulas that the questions on papers and on serving state."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks


@checks("paper-attention")
def test_the_peak_of_the_warm_up(question):
    question.says(r"$d^{-0.5}\min(t^{-0.5},\, t \cdot 4000^{-1.5})$")
    peak = question.figure("peaks near a rate of $#$ after 4,000 steps")
    t = np.arange(1, 20_001)
    rate = 512**-0.5 * np.minimum(t**-0.5, t * 4_000**-1.5)
    assert peak.rounds(rate.max())
    assert t[rate.argmax()] == 4_000
    heads, width = 8, question.figure("eight of width #")
    assert heads * width == 512


@checks("paper-xgboost")
def test_the_gain_of_an_even_split(question):
    gain = question.figure(r"the gain is $#-\gamma$")
    assert gain.rounds(0.5 * ((-4) ** 2 / (2 + 1) + 4**2 / (2 + 1) - 0**2 / (4 + 1)))


@checks("paper-dropout")
def test_scaled_weights_are_the_geometric_mean_of_one_softmax_layer(question):
    question.says("scaling gives exactly the normalised geometric mean of the thinned models")
    rng = np.random.default_rng(0)
    w, x = rng.standard_normal((3, 4)), rng.standard_normal(4)

    def log_softmax(z):
        return z - np.log(np.exp(z).sum())

    masks = np.indices((2,) * 4).reshape(4, -1).T
    mean = np.mean([log_softmax(w @ (m * x)) for m in masks], axis=0)
    assert log_softmax(mean) == pytest.approx(log_softmax(0.5 * w @ x))


@checks("paper-vit", "cnn-vs-vit")
def test_two_questions_count_the_same_patches(paper, compared):
    assert paper.figure("At 224 pixels that is # patches") == (224 / 16) ** 2
    small, large = compared.figures("# tokens at 224 pixels, # at 448")
    assert (small, large) == ((224 / 16) ** 2, (448 / 16) ** 2)


@checks("paper-resnet")
def test_a_chain_of_residual_blocks_is_a_sum(question):
    question.says(r"$x_L=x_l+\sum_{i=l}^{L-1}F_i(x_i)$")
    rng = np.random.default_rng(1)
    x, added = rng.standard_normal(3), []
    start = x
    for w in rng.standard_normal((5, 3, 3)):
        added.append(np.tanh(w @ x))
        x = x + added[-1]
    assert x == pytest.approx(start + sum(added))


@checks("llm-inference-stack")
def test_speculative_decoding_keeps_the_target(question):
    question.says(r"$\min(1, p/q)$", "resampling from the normalised positive part of $p - q$")
    p, q = np.random.default_rng(2).dirichlet(np.ones(6), 2)
    accepted = q * np.minimum(1, p / q)
    rest = np.maximum(p - q, 0)
    assert accepted + (1 - accepted.sum()) * rest / rest.sum() == pytest.approx(p)


@checks("llm-inference-stack")
def test_how_long_a_reader_waits(question):
    tokens, first, each, total = question.figures(
        "For # tokens at # s and # ms per token, a user waits # s"
    )
    assert total.rounds(first + tokens * each / 1_000)


@checks("generative-vs-discriminative")
def test_naive_bayes_with_a_shared_variance_is_logistic(question):
    question.says("gives a posterior of logistic form")
    means, variance = np.array([[0.0, 1], [2, -1]]), np.array([1.0, 2])
    x = np.random.default_rng(3).standard_normal((50, 2)) * 3
    log_density = -0.5 * ((x[:, None] - means) ** 2 / variance).sum(axis=2)
    log_odds = log_density[:, 1] - log_density[:, 0] + math.log(0.3 / 0.7)
    columns = np.column_stack([np.ones(50), x])
    w = np.linalg.lstsq(columns, log_odds, rcond=None)[0]
    assert columns @ w == pytest.approx(log_odds)


@checks("debug-distributed-divergence")
def test_how_the_step_grows_with_the_workers(question):
    question.says("4 times for two, 16 for four, 64 times for eight")
    rows = np.random.default_rng(4).standard_normal((8, 16))
    for workers, factor in [(2, 4), (4, 16), (8, 64)]:
        summed, mean = rows[:workers].mean(axis=1).sum(), rows[:workers].mean()
        assert workers * 0.1 * summed / (0.1 * mean) == pytest.approx(factor)
    alone = question.figure("One worker at a rate of # explodes likewise")
    assert alone == pytest.approx(0.1 * 64)


@checks("debug-transformer-oom")
def test_how_many_rows_fit(question):
    rows = question.figure("the same total number of rows, about #.")
    question.says("evaluation after it uses only 8 rows a batch", "nine losses are alive")
    assert rows == 9 * 8
    scores, kept = question.figures(
        r"are $128\times128\times4$ bytes, # KiB; nine batches of eight "
        "rows make # MiB"
    )
    assert scores == 128 * 128 * 4 / 2**10
    assert kept == rows * scores / 2**10


@checks("loss-vs-cost-vs-objective", "model-based-vs-instance-based")
def test_a_loss_and_a_search_by_hand(loss, search):
    assert loss.figure("spam and got 0.8 costs about #").rounds(-math.log(0.8))
    search.says("ten million rows times 100 is a billion multiplications")
    assert 10_000_000 * 100 == 1_000_000_000


@checks("federated-learning")
def test_one_local_step_each_is_one_global_step(question):
    question.says(r"$w=\sum_k\frac{n_k}{n}w_k$")
    rng, w = np.random.default_rng(5), 0.7
    clients = [rng.standard_normal(n) for n in (3, 10, 7)]
    local = [w - 0.1 * (w - rows).mean() for rows in clients]
    together = sum(len(rows) / 20 * after for rows, after in zip(clients, local, strict=True))
    assert together == pytest.approx(w - 0.1 * (w - np.concatenate(clients)).mean())


@checks("clustering-evaluation")
def test_the_silhouette_of_two_tight_groups(question):
    question.says("$(b-a)/\\max(a,b)$")
    x = np.array([0.0, 1, 10, 11])
    a, b = 1.0, np.abs(x[0] - x[2:]).mean()
    assert (b - a) / max(a, b) == pytest.approx(1 - 1 / 10.5)


@checks("causal-inference-toolkit")
def test_weighting_by_propensity_removes_a_confounder(question):
    question.says("inverse propensity weighting")
    rng = np.random.default_rng(6)
    x = rng.random(200_000) < 0.5
    e = np.where(x, 0.8, 0.3)
    t = rng.random(x.size) < e
    y = 2 * x + 1.0 * t + rng.standard_normal(x.size)
    naive = y[t].mean() - y[~t].mean()
    weighted = (y * t / e).mean() - (y * ~t / (1 - e)).mean()
    assert naive == pytest.approx(2, abs=0.05)
    assert weighted == pytest.approx(1, abs=0.03)
