"""How far several people agree: Fleiss's own figures, and when κ is hidden."""

import numpy as np
import pytest

from marking import agreement
from marking.agreement import among

# Ten things, fourteen raters, five categories, as often printed for Fleiss’s κ: 0.210.
PRINTED = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def marks(counts):
    return [label for label, often in enumerate(counts) for _ in range(often)]


def test_it_is_fleiss_for_many_and_known_figures():
    found = among([marks(row) for row in PRINTED * 2], range(5))
    assert (found.things, found.n) == (20, 20 * 91)
    assert found.exact.value == pytest.approx(0.378, abs=5e-4)
    assert found.kappa.value == pytest.approx(0.210, abs=5e-4)
    assert found.kappa.low < found.kappa.value < found.kappa.high


def test_the_order_of_people_makes_no_difference():
    rows = [marks(row) for row in PRINTED * 2]
    turned = [row[::-1] for row in rows]
    assert among(rows, range(5)) == among(turned, range(5))


def test_of_two_the_shares_are_those_of_pairs():
    first, second = [0, 1, 2, 2] * 6, [0, 2, 0, 2] * 6
    found = among(list(zip(first, second, strict=True)), (0, 1, 2))
    pairs = agreement.agreement(first, second, (0, 1, 2))
    assert (found.n, found.exact, found.adjacent) == (pairs.n, pairs.exact, pairs.adjacent)


def test_below_twenty_things_kappa_is_hidden_however_many_pairs():
    found = among([marks(row) for row in PRINTED], range(5))
    assert found.n == 910
    assert found.exact.is_there
    assert not found.kappa.is_there
    assert "20 points" in found.kappa.why


def test_one_mark_is_no_pair_and_one_level_has_no_kappa():
    assert among([[1], [], [2]], (0, 1, 2)).n == 0
    alike = among([[2, 2, 2]] * 25, (0, 1, 2))
    assert alike.exact.value == 1
    assert alike.kappa.value is None
    assert "same level" in alike.kappa.why
    assert among([[1], [0, 2]], (0, 1, 2)).things == 1


def test_the_interval_draws_things_not_pairs():
    """Ten times as many people on the same things make it no narrower."""
    rng = np.random.default_rng(1)
    few = [list(rng.integers(0, 3, 2)) for _ in range(30)]
    many = [one * 10 for one in few]
    width = {
        name: (found := among(rows, (0, 1, 2)).kappa).high - found.low
        for name, rows in (("few", few), ("many", many))
    }
    assert width["many"] > width["few"] / 3


def test_a_mark_off_the_scale_is_an_error():
    with pytest.raises(KeyError):
        among([[0, 3]], (0, 1, 2))


def test_weights_pull_a_near_miss_less():
    near = [[0, 1], [1, 2], [0, 0], [2, 2]] * 6
    tables = agreement.among(near, (0, 1, 2))
    assert tables.quadratic.value > tables.kappa.value
