"""Trees and ensembles, components, clusters and graphs."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks


def entropy(*counts):
    p = np.array(counts, dtype=float) / sum(counts)
    return float(-(p[p > 0] * np.log2(p[p > 0])).sum())


@checks("information-gain")
def test_the_gain_of_a_weak_split(question):
    parent, left, average, gain = question.figures(
        "Parent # bits, branches # and 1, weighted #, gain #."
    )
    values = entropy(9, 5), entropy(6, 2), 8 / 14 * entropy(6, 2) + 6 / 14 * entropy(3, 3)
    for stated, value in zip([parent, left, average], values, strict=True):
        assert stated.rounds(value)
    assert gain.rounds(values[0] - values[2])
    joint = np.array([[6, 2], [3, 3]]) / 14
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    assert gain.rounds(float((joint * np.log2(joint / product)).sum()))


@checks("information-gain")
def test_the_gain_ratio_dampens_single_rows(question):
    size, ratio = question.figures("here # bits, giving #;")
    assert size.rounds(entropy(8, 6))
    assert ratio.rounds(0.0481 / entropy(8, 6))
    single = question.figure("$0.940/3.807=#$")
    assert single.rounds(entropy(9, 5) / math.log2(14))


@checks("decision-tree-splits")
def test_the_drop_in_gini(question):
    def gini(a, b):
        return 1 - (a / (a + b)) ** 2 - (b / (a + b)) ** 2

    parent = question.figure("Gini #. A cut")
    left, right, after, drop = question.figures(r"$0.6 \cdot # + 0.4 \cdot # = #$, a drop of #.")
    assert parent.rounds(gini(6, 4))
    assert left.rounds(gini(5, 1))
    assert right.rounds(gini(1, 3))
    average = 0.6 * gini(5, 1) + 0.4 * gini(1, 3)
    assert after.rounds(average)
    assert drop.rounds(gini(6, 4) - average)


@checks("random-forest-variance")
def test_correlation_is_the_floor_of_a_forest(question):
    question.says(r"$\rho\sigma^2+(1-\rho)\sigma^2/B$")
    high = question.figure(r"With $\rho=0.5$, a hundred trees leave $#\,\sigma^2$")
    low = question.figure(r"with $\rho=0.1$ they leave $#\,\sigma^2$")
    for rho, stated in [(0.5, high), (0.1, low)]:
        covariance = np.full((100, 100), rho) + (1 - rho) * np.eye(100)
        assert stated.rounds(covariance.mean())


@checks("xgboost-split-gain")
def test_the_gain_of_a_logistic_split(question):
    left, right, parent, gain = question.figures(
        r"Scores $#$, $#$, parent $0.25/2.25=#$, so the gain is $\frac12\cdot0.6984=#$"
    )

    def score(g, h):
        return g * g / (h + 1)

    scores = score(-1, 0.5), score(0.5, 0.75), score(-0.5, 1.25)
    for stated, value in zip([left, right, parent], scores, strict=True):
        assert stated.rounds(value)
    assert gain.rounds((scores[0] + scores[1] - scores[2]) / 2)
    w_left, w_right = question.figures("Leaf values $w_L=#$, $w_R=#$")
    assert w_left.rounds(1 / 1.5)
    assert w_right.rounds(-0.5 / 1.75)
    before, one, after = question.figures("falls from # with the one-leaf value $#$ to #, a drop")

    def loss(sign, f):
        return math.log1p(math.exp(-sign * f))

    assert one.rounds(0.5 / 2.25)
    assert before.rounds(3 * loss(1, one) + 2 * loss(-1, one) + one**2 / 2)
    a, b = 1 / 1.5, -0.5 / 1.75
    split = 2 * loss(1, a) + loss(1, b) + 2 * loss(-1, b) + (a * a + b * b) / 2
    assert after.rounds(split)


@checks("xgboost-split-gain")
def test_a_penalty_can_make_a_gain_negative(question):
    question.says(r"give $\frac12(\frac12+\frac12-\frac43)<0$")
    gain = 1 / 2 + 1 / 2 - 2**2 / (2 + 1)
    assert gain == pytest.approx(-1 / 3)


@checks("impl-gradient-boosting-stumps")
def test_what_a_leaf_gains_in_a_round(question):
    question.says(r"$-\nu(2-\nu)n_\ell\bar r_\ell^2$")
    stated = question.figure("a leaf of 10 rows with mean residual 3 gains #")
    r = np.random.default_rng(0).standard_normal(10)
    r += 3 - r.mean()
    assert stated.rounds((r**2).sum() - ((r - 0.1 * 3) ** 2).sum())


@checks("pca-derivation", "impl-pca-svd")
def test_four_points_and_their_components(derivation, implementation):
    derivation.says(
        "Four points $(7, 3)$, $(3, -1)$, $(6, 0)$, $(4, 2)$ have mean $(5, 1)$",
        "$S$ has the eigenvalues $16/3$ and $4/3$",
        "The singular values are 4 and 2",
    )
    X = np.array([[7.0, 3], [3, -1], [6, 0], [4, 2]])
    centred = X - X.mean(axis=0)
    assert np.linalg.eigvalsh(np.cov(X.T)) == pytest.approx([4 / 3, 16 / 3])
    u, s, vt = np.linalg.svd(centred, full_matrices=False)
    assert s == pytest.approx([4, 2])
    assert abs(vt[0]) == pytest.approx([1 / math.sqrt(2)] * 2)
    share = derivation.figure("The first component holds # per cent")
    assert (
        share
        == implementation.figure("that is 16 of 20, or # per cent")
        == pytest.approx(100 * s[0] ** 2 / (s**2).sum())
    )
    error = derivation.figure("leaves a summed squared error of #,")
    assert error == pytest.approx(((centred - np.outer(u[:, 0] * s[0], vt[0])) ** 2).sum())
    first, second = derivation.figures("first right singular vector would be about $(#, #)$")
    raw = np.abs(np.linalg.svd(X)[2][0])
    assert first.rounds(raw[0])
    assert second.rounds(raw[1])


@checks("pca-derivation")
def test_eigenvalues_are_squared_singular_values(question):
    question.says("$s_j^2/(n-1)$ are the eigenvalues")
    X = np.random.default_rng(1).standard_normal((30, 5)) * [3, 2, 1, 1, 0.1] + 7
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    assert np.sort(s**2 / 29) == pytest.approx(np.linalg.eigvalsh(np.cov(X.T)))


PATH_3 = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]])
PATH_4 = np.diag([1.0, 1, 1], 1) + np.diag([1.0, 1, 1], -1)


@checks("gcn-spectral-derivation")
def test_two_operators_on_a_path_of_three(question):
    question.says("has eigenvalues 0, 1 and 2", r"eigenvalues $-\tfrac16$, $\tfrac12$ and 1")
    degree = PATH_3.sum(axis=1)
    plain = np.eye(3) + PATH_3 / np.sqrt(np.outer(degree, degree))
    assert np.linalg.eigvalsh(plain) == pytest.approx([0, 1, 2], abs=1e-12)
    repaired = (PATH_3 + np.eye(3)) / np.sqrt(np.outer(degree + 1, degree + 1))
    assert np.linalg.eigvalsh(repaired) == pytest.approx([-1 / 6, 1 / 2, 1])
    assert question.figure(r"off-diagonal $1/\sqrt6\approx#$").rounds(repaired[0, 1])
    limit = question.figures("twenty multiplications give about $(#, #, #)$")
    for stated, value in zip(limit, np.linalg.matrix_power(repaired, 20)[0], strict=True):
        assert stated.rounds(value)


@checks("impl-gcn-layer")
def test_scaling_twice_replaces_the_normalised_matrix(question):
    question.says(r"with $s=\tilde d^{-1/2}$ and $X=s\odot(HW)$ the output is $s\odot(AX+X)$")
    rng = np.random.default_rng(2)
    upper = np.triu(rng.random((6, 6)) < 0.5, 1)
    a, hw = (upper + upper.T).astype(float), rng.standard_normal((6, 3))
    d = 1 + a.sum(axis=1)
    s = 1 / np.sqrt(d)[:, None]
    whole = (a + np.eye(6)) / np.sqrt(np.outer(d, d)) @ hw
    assert s * (a @ (s * hw) + s * hw) == pytest.approx(whole)


@checks("laplacian-eigenmaps")
def test_eigenmaps_of_a_path_of_four(question):
    stated = question.figures("Generalised eigenvalues: #, #, # and #.")
    vector = question.figures("second eigenvector is proportional to $(#,#,#,#)$")
    d = PATH_4.sum(axis=1)
    laplacian = np.diag(d) - PATH_4
    values, z = np.linalg.eigh(laplacian / np.sqrt(np.outer(d, d)))
    assert values == pytest.approx(stated, abs=1e-12)
    y = z[:, 1] / np.sqrt(d)
    assert y / y[0] == pytest.approx(vector)
    question.says("so its normalised cut is $2/3$")
    assert values[1] <= 1 / 3 + 1 / 3


@checks("laplacian-eigenmaps")
def test_squared_distances_are_twice_the_trace(question):
    question.says(r"2\,\mathrm{tr}(Y^\top LY)$")
    rng = np.random.default_rng(3)
    w = rng.random((5, 5))
    w = w + w.T
    np.fill_diagonal(w, 0)
    y = rng.standard_normal((5, 2))
    between = ((y[:, None] - y[None]) ** 2).sum(axis=2)
    laplacian = np.diag(w.sum(axis=1)) - w
    assert (w * between).sum() == pytest.approx(2 * np.trace(y.T @ laplacian @ y))


@checks("impl-spectral-embedding")
def test_the_substitution_gives_generalised_eigenvectors(question):
    question.says(r"by $D^{-1/2}$")
    values, y = question.solution()["laplacian_eigenmaps"](PATH_4, 2)
    d = np.diag(PATH_4.sum(axis=1))
    assert values == pytest.approx([0.5, 1.5])
    assert (d - PATH_4) @ y == pytest.approx(d @ y * values)
    assert y.T @ d @ y == pytest.approx(np.eye(2))


@checks("impl-viterbi-hmm")
def test_the_best_path_is_found_step_by_step(question):
    question.says(r"$\delta_t(j) = \max_i[\delta_{t-1}(i) + \log A_{ij}] + \log B_{j,o_t}$")
    rng = np.random.default_rng(4)
    start, a, b = (np.log(rng.dirichlet(np.ones(3), n)) for n in (1, 3, 3))
    seen = [0, 2, 1, 1, 0]
    delta = start[0] + b[:, seen[0]]
    for o in seen[1:]:
        delta = (delta[:, None] + a).max(axis=0) + b[:, o]

    def score(path):
        steps = zip(path, path[1:], seen[1:], strict=False)
        return start[0, path[0]] + b[path[0], seen[0]] + sum(a[i, j] + b[j, o] for i, j, o in steps)

    paths = np.indices((3,) * 5).reshape(5, -1).T
    assert delta.max() == pytest.approx(max(score(path) for path in paths))
    question.says("$0.1^{400}$ is zero in double precision")
    assert 0.1**400 == 0.0


@checks("laplacian-eigenmaps")
def test_two_values_give_the_normalised_cut(question):
    question.says(r"the quotient is $\mathrm{cut}(S)\,(1/v+1/\bar v)=\mathrm{Ncut}(S)$")
    rng = np.random.default_rng(5)
    w = np.triu(rng.random((6, 6)), 1)
    w = w + w.T
    d, inside = w.sum(axis=1), np.array([True, True, False, False, False, True])
    v, rest = d[inside].sum(), d[~inside].sum()
    y = np.where(inside, math.sqrt(rest / v), -math.sqrt(v / rest))
    cut = w[inside][:, ~inside].sum()
    assert y @ d == pytest.approx(0, abs=1e-12)
    assert y @ (np.diag(d) - w) @ y / (y @ (d * y)) == pytest.approx(cut * (1 / v + 1 / rest))


@checks("gcn-spectral-derivation")
def test_no_eigenvalue_of_the_repaired_operator_exceeds_one(question):
    question.says("no eigenvalue now exceeds one in size")
    rng = np.random.default_rng(6)
    for _ in range(20):
        upper = np.triu(rng.random((7, 7)) < 0.4, 1)
        a = (upper + upper.T) + np.eye(7)
        d = a.sum(axis=1)
        values = np.linalg.eigvalsh(a / np.sqrt(np.outer(d, d)))
        assert values[0] > -1
        assert values[-1] == pytest.approx(1)
