"""Metrics, agreement, calibration, attribution, and what data do to them."""

import itertools
import math
import re

import numpy as np
import pytest

from tests.bank.formulas.stated import Figure, checks, source_of


@checks("impl-cohens-kappa-qwk")
def test_three_kappas_of_the_worked_example(question):
    question.says(r"$1-\sum w_{ij}O_{ij}/\sum w_{ij}E_{ij}$", r"$E_{ij}=r_ic_j/n$")
    source = source_of(question.slug)
    a, b = (np.array(eval(re.search(rf"^{name} = (.*)$", source, re.M)[1])) - 1 for name in "AB")
    calls = re.findall(r'kappa\(A, B, GRADES(?:, "(\w+)")?\) - ([\d.]+)\)', source)
    stated = {name: Figure(number) for name, number in calls}
    assert sorted(stated) == ["", "linear", "quadratic"]
    table = np.zeros((4, 4))
    np.add.at(table, (a, b), 1)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / len(a)
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    for name, penalty in [("", apart > 0), ("linear", apart), ("quadratic", apart**2)]:
        value = 1 - (penalty * table).sum() / (penalty * chance).sum()
        assert stated[name].rounds(value)
        assert question.solution()["kappa"](a, b, range(4), name or None) == pytest.approx(value)


@checks("impl-cohens-kappa-qwk", "rag-evaluation")
def test_high_agreement_with_little_kappa(kappa, rag):
    agreement, value = kappa.figures(r"are # per cent agreement and $\kappa\approx#$")
    expected = (19 / 20) ** 2 + (1 / 20) ** 2
    assert agreement == 100 * 18 / 20
    assert value.rounds((0.9 - expected) / (1 - expected))
    rag.says("saying “good” always agrees 90 per cent and has kappa zero")


@checks("impl-metrics-prf-auc", "roc-auc")
def test_the_area_under_the_curve_by_ranks(implementation, explained):
    implementation.says("$n_+(n_++1)/2$, over the number of pairs $n_+n_-$")
    explained.says("ties counting half")
    rng = np.random.default_rng(0)
    y, s = rng.random(200) < 0.3, rng.integers(0, 12, 200).astype(float)
    y[:2] = True, False
    difference = np.subtract.outer(s[y], s[~y])
    pairs = np.mean((difference > 0) + 0.5 * (difference == 0))
    rank = np.array([np.mean(np.flatnonzero(np.sort(s) == v) + 1) for v in s])
    n = y.sum()
    assert (rank[y].sum() - n * (n + 1) / 2) / (n * (~y).sum()) == pytest.approx(pairs)
    assert implementation.solution()["roc_auc"](y, s) == pytest.approx(pairs)


@checks("impl-metrics-prf-auc")
def test_average_precision_with_a_tie(question):
    value = question.figure("$2/3$ gives #")
    assert value.rounds(0.5 * 1 + 0.5 * 2 / 3)
    names = question.solution()
    assert value.rounds(names["average_precision"]([1, 0, 1, 0], [0.9, 0.5, 0.5, 0.1]))
    question.says("$2TP/(2TP+FP+FN)$")
    precision, recall, f1 = names["prf"]([1, 1, 1, 0, 0, 1], [1, 0, 1, 1, 0, 0])
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))


@checks("roc-auc")
def test_a_good_curve_with_poor_precision(question):
    hits, alarms, precision = question.figures("# hits and # false alarms, precision #.")
    assert hits == 0.9 * 1_000
    assert alarms == pytest.approx(0.01 * 999_000)
    assert precision.rounds(hits / (hits + alarms))


@checks("precision-vs-recall-choice")
def test_precision_recall_and_their_means(question):
    precision, recall = question.figures("precision is $80/200 = #$, recall $80/100 = #$")
    question.says(r"$F_\beta = (1+\beta^2)\,PR/(\beta^2 P + R)$")
    f1, f2 = question.figures("here $#$, and F-beta with beta above one favours recall: F2 is $#$")

    def f(beta):
        return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)

    assert f1.rounds(f(1))
    assert f2.rounds(f(2))
    rare = question.figure("the 0.40 becomes about #.")
    hit_rate, alarm_rate = 80 / 100, 120 / 9_900
    assert rare.rounds(0.001 * hit_rate / (0.001 * hit_rate + 0.999 * alarm_rate))


@checks("confusion-matrix-and-report")
def test_wolves_and_huskies(question):
    recall, precision = question.figures("Recall of wolf is #, precision $60/75=#$")
    table = np.array([[60, 40], [15, 285]])
    assert recall.rounds(table[0, 0] / table[0].sum())
    assert precision.rounds(table[0, 0] / table[:, 0].sum())


@checks("calibration")
def test_the_brier_score_splits_in_three(question):
    question.says(r"$\frac1n\sum (p_i-y_i)^2 = REL - RES + \bar y(1-\bar y)$")
    rng = np.random.default_rng(1)
    p = rng.choice([0.1, 0.4, 0.7], 500)
    y = rng.random(500) < p**1.5
    reliability = resolution = 0.0
    for value in np.unique(p):
        inside = y[p == value]
        reliability += len(inside) / 500 * (value - inside.mean()) ** 2
        resolution += len(inside) / 500 * (inside.mean() - y.mean()) ** 2
    whole = reliability - resolution + y.mean() * (1 - y.mean())
    assert np.mean((p - y) ** 2) == pytest.approx(whole)


@checks("calibration")
def test_the_gap_of_a_bin_and_the_expected_error(question):
    question.says("ECE averages the gaps weighted by bin size", "overbid there by two thirds")
    overbid = 0.02 / (12 / 1_000)
    assert overbid == pytest.approx(1 + 2 / 3)
    rng = np.random.default_rng(2)
    p = rng.random(200_000)

    def ece(p, y):
        bins = np.minimum((10 * p).astype(int), 9)
        size = np.bincount(bins, minlength=10)
        gaps = np.abs(np.bincount(bins, p) - np.bincount(bins, y)) / size
        return (size / len(p)) @ gaps

    assert ece(p, rng.random(p.size) < p) == pytest.approx(0, abs=0.01)
    assert ece(p, rng.random(p.size) < p**2) == pytest.approx(1 / 6, abs=0.01)


@checks("shapley-attribution")
def test_shapley_values_of_two_features_add_up(question):
    nothing, income, age, both = question.figures(
        "score is # with nothing known, # knowing income, # knowing age and # knowing both"
    )
    phi_income, phi_age, total = question.figures(
        "the mean of 6 and 12, so #; age the mean of 2 and 8, so #. Together #"
    )
    assert phi_income == ((income - nothing) + (both - age)) / 2
    assert phi_age == ((age - nothing) + (both - income)) / 2
    assert total == phi_income + phi_age == both - nothing


@checks("shapley-attribution")
def test_shapley_values_by_subsets_and_by_orders_agree(question):
    question.says(r"\frac{|S|!\,(d-|S|-1)!}{d!}\,[v(S\cup j) - v(S)]$")
    d, rng = 4, np.random.default_rng(3)
    v = {
        frozenset(s): rng.random()
        for r in range(d + 1)
        for s in itertools.combinations(range(d), r)
    }
    by_subsets, by_orders = np.zeros(d), np.zeros(d)
    for s, j in itertools.product(v, range(d)):
        if j not in s:
            weight = math.factorial(len(s)) * math.factorial(d - len(s) - 1) / math.factorial(d)
            by_subsets[j] += weight * (v[s | {j}] - v[s])
    for order in itertools.permutations(range(d)):
        for i, j in enumerate(order):
            by_orders[j] += (v[frozenset(order[: i + 1])] - v[frozenset(order[:i])]) / 24
    assert by_subsets == pytest.approx(by_orders)
    assert by_subsets.sum() == pytest.approx(v[frozenset(range(d))] - v[frozenset()])


@checks("impl-ndcg-map")
def test_discounts_gains_and_average_precision(question):
    names = question.solution()
    assert question.figure("first place by 1, second by #").rounds(math.log2(3))
    assert question.figure("$(1+2/3)/3=#$").rounds((1 / 1 + 2 / 3) / 3)
    rel, scores = np.array([1, 0, 1, 0, 1]), np.array([5.0, 4, 3, 2, 0])
    top = names["map_at_k"]([np.append(rel[:4], [0] * 7 + [1])], [np.arange(12, 0, -1.0)], 10)
    assert question.figure("$(1+2/3)/3=#$").rounds(top)
    question.says("the gain $2^{rel}-1$ at rank $r$")
    graded = np.array([3, 0, 2, 1, 0])
    by_hand = 7 / 1 + 3 / math.log2(4) + 1 / math.log2(5)
    ideal = 7 / 1 + 3 / math.log2(3) + 1 / math.log2(4)
    assert names["ndcg_at_k"](graded, scores, 4) == pytest.approx(by_hand / ideal)


@checks("regression-metrics")
def test_percentage_errors_reward_running_out(question):
    middle, low = question.figures(
        r"Forecasting 100 costs $(100+0+33)/3\approx #$ per cent, forecasting 50 only "
        r"$(0+50+67)/3\approx #$"
    )
    demand = np.array([50, 100, 150])
    assert middle.rounds(100 * np.mean(np.abs(100 - demand) / demand))
    assert low.rounds(100 * np.mean(np.abs(50 - demand) / demand))


@checks("regression-metrics", "forecasting-with-gbm-and-dl")
def test_the_quantile_that_costs_ask_for(metrics, forecasts):
    metrics.says("$c_u/(c_u+c_o)$", "Here that is $4/5$")
    quantile = forecasts.figure("it is the $4/(4+1)=#$ quantile")
    demand = np.random.default_rng(4).gamma(3, 20, 4_001)
    plans = np.linspace(20, 150, 400)[:, None]
    cost = 4 * np.maximum(demand - plans, 0) + np.maximum(plans - demand, 0)
    best = plans[np.argmin(cost.mean(axis=1)), 0]
    assert np.mean(demand <= best) == pytest.approx(quantile, abs=0.01)


@checks("hyperparameter-tuning", "cross-validation-types")
def test_how_many_runs_a_search_takes(tuning, validation):
    assert tuning.figure("two values each are already # runs") == 2**7
    chance = tuning.figure(r"$1-0.95^{60}\approx #$")
    assert chance.rounds(1 - 0.95**60)
    share = tuning.figure("from 0.0001 to 0.1 uniformly, # per cent of draws would be above 0.01")
    assert share.rounds(100 * (0.1 - 0.01) / (0.1 - 0.0001))
    assert validation.figure("that is # fits plus five refits") == 5 * 5 * 20


@checks("impl-stratified-kfold")
def test_where_eleven_rows_of_a_class_go(question):
    first, others, right = question.figures(
        "fold zero would get # rows and the others # each, where # is right"
    )
    dealt = np.bincount(np.concatenate([np.arange(11) % 10 for _ in range(100)]))
    assert (dealt[0], set(dealt[1:])) == (first, {others})
    assert set(np.bincount(np.arange(1_100) % 10)) == {right}


@checks("imbalance-handling", "ctr-prediction-systems")
def test_undoing_the_sampling_of_negatives(handling, ctr):
    handling.says(r"$p=\beta p_s/(1-p_s+\beta p_s)$")
    half = handling.figure(r"with $\beta=0.1$, a 0.5 is really #")
    assert half.rounds(0.1 * 0.5 / (0.5 + 0.1 * 0.5))
    assert handling.figure(r"$1/21 \approx #$").rounds(1 / (1 + 20))
    sampled, true = ctr.figures("$p=q/(q+(1-q)/w)$, so a raw # becomes #")
    p = 0.01
    q = p / (p + 0.05 * (1 - p))
    assert sampled.rounds(q)
    assert true.rounds(q / (q + (1 - q) / 0.05))


@checks("label-noise")
def test_agreement_of_two_erring_raters(question):
    question.says(r"$(1-2\rho)\eta+\rho$")
    agree, perfect = question.figures(
        "agree on # per cent of binary items, while a perfect model would score # against either"
    )
    assert agree == pytest.approx(100 * (0.9**2 + 0.1**2))
    assert perfect == 100 * (1 - 0.1)
    eta = np.linspace(0, 1, 11)
    assert eta * 0.8 + (1 - eta) * 0.2 == pytest.approx((1 - 2 * 0.2) * eta + 0.2)


@checks("missing-data")
def test_what_blanks_and_means_do_to_a_column(question):
    survive = question.figure(r"$0.95^{10} \approx #$ per cent of rows survive")
    assert survive.rounds(100 * 0.95**10)
    variance, correlation = question.figures(
        "the variance falls to about # of its value and correlations to about # of theirs"
    )
    rng = np.random.default_rng(5)
    x, noise = rng.standard_normal((2, 200_000))
    filled = np.where(rng.random(x.size) < 0.3, 0.0, x)
    y = x + noise
    assert filled.var() == pytest.approx(variance, abs=0.01)
    ratio = np.corrcoef(filled, y)[0, 1] / np.corrcoef(x, y)[0, 1]
    assert ratio == pytest.approx(correlation, abs=0.01)


@checks("scaling-vs-normalising")
def test_one_extreme_squeezes_the_rest(question):
    limit = question.figure("the others all land below #.")
    scaled = (60_000 - 20_000) / (10_000_000 - 20_000)
    assert scaled < limit


@checks("feature-engineering-impact")
def test_distance_explains_what_coordinates_do_not(question):
    stated, error, without = question.figures(
        "$R^2$ is about #, an error of # minutes instead of #"
    )
    rng = np.random.default_rng(6)
    places = rng.uniform(0, 10, (40_000, 4))
    distance = np.hypot(places[:, 0] - places[:, 2], places[:, 1] - places[:, 3])
    y = 5 + 3 * distance + 5 * rng.standard_normal(distance.size)
    for columns, r2, rmse in [(places, 0, without), (distance[:, None], stated, error)]:
        X = np.column_stack([np.ones(y.size), columns])
        residual = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        assert 1 - residual.var() / y.var() == pytest.approx(r2, abs=0.01)
        assert rmse.rounds(residual.std())


@checks("feature-selection-methods")
def test_selecting_features_before_the_split_invents_accuracy(question):
    leaky, honest = question.figures(
        "gave about # per cent accuracy on average; selected inside the folds it was about #."
    )
    rng = np.random.default_rng(7)
    scores = np.array([both_ways(rng) for _ in range(12)])
    assert 100 * scores[:, 0].mean() == pytest.approx(leaky, abs=8)
    assert 100 * scores[:, 1].mean() == pytest.approx(honest, abs=8)


def both_ways(rng):
    """Accuracy on pure noise with features chosen on all rows, and chosen inside the folds."""
    X, y = rng.standard_normal((60, 2_000)), np.arange(60) % 2 == 0
    fold = rng.permutation(60) % 5

    def chosen(rows):
        gap = X[rows & y].mean(axis=0) - X[rows & ~y].mean(axis=0)
        return np.argsort(-np.abs(gap))[:20]

    right = np.zeros((60, 2))
    for k in range(5):
        train, test = fold != k, fold == k
        for i, columns in enumerate([chosen(np.ones(60, bool)), chosen(train)]):
            a, b = (X[train & c][:, columns].mean(axis=0) for c in (y, ~y))
            says = (X[test][:, columns] - (a + b) / 2) @ (a - b) > 0
            right[test, i] = says == y[test]
    return right.mean(axis=0)


@checks("debug-imbalance-always-negative")
def test_the_accuracy_of_always_no(question):
    base = question.figure("equals the share of negatives, #, so")
    found, positives = question.figures("# of # breakdowns are found")
    assert base.rounds(1 - positives / 10_000)
    assert found < positives


@checks("time-series-leakage")
def test_the_row_that_proves_the_leak(question):
    level, total = question.figures(
        "on day 653 the level is #, and the demands of days 650 to 656 add up to #,"
    )
    rows = re.findall(r"^(65\d),(\d+),", source_of(question.slug), re.M)
    demand = {int(day): int(value) for day, value in rows}
    assert total == sum(demand[day] for day in range(650, 657))
    assert level.rounds(total / 7)


@checks("stationarity")
def test_two_random_walks_look_related(question):
    question.says("with 200 points in about five pairs of six at the nominal 5 per cent")
    x, y = np.random.default_rng(8).standard_normal((2, 3_000, 200)).cumsum(axis=2)
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    t = np.abs(r) * np.sqrt(198 / (1 - r**2))
    assert np.mean(t > 1.972) == pytest.approx(5 / 6, abs=0.02)
