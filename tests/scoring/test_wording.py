"""One spelling for what people write in many ways."""

import pytest

from scoring.wording import content_stems, plain, stem, words


@pytest.mark.parametrize("written", ["O(n²)", "$O(n^2)$", "O(n^{2})", "O( n^2 )", "`O(n^2)`"])
def test_a_power_is_written_in_many_ways_and_read_in_one(written):
    assert content_stems(plain(written)) == content_stems(plain("O(n^2)"))
    assert "quadrat" in content_stems(plain(written))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("σ", "sigma"),
        ("\\lambda", "lambda"),
        ("\\frac{a}{b}", "(a) / (b)"),
        ("doesn’t", "does not"),
        ("can't", "can not"),
        ("cannot", "can not"),
        ("the lr", "the learning rate"),
        ("(SGD)", "(stochastic gradient descent)"),
        ("ﬁt\u200bted", "fitted"),
        ("**bold** and `code`", "bold and code"),
    ],
)
def test_symbols_and_short_forms_are_spelled_out(written, read):
    assert plain(written) == read


@pytest.mark.parametrize(
    "family",
    [
        "converge converges converged convergence",
        "regularise regularize regularised regularisation regularization",
        "optimiser optimizer optimise optimisation",
        "sparse sparsity",
        "batch batches",
        "memory memories",
        "class classes",
        "independent independence",
    ],
)
def test_forms_of_a_word_share_a_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "strangers",
    ["variance variable various", "rate ratio", "loss lose", "bias base", "mean memory"],
)
def test_different_words_keep_different_stems(strangers):
    found = strangers.split()
    assert len({stem(word) for word in found}) == len(found)


def test_names_with_digits_are_words():
    assert words(plain("L1 and L2, F1, top5 at 0.95")) == [
        "l1",
        "and",
        "l2",
        "f1",
        "top5",
        "at",
        "0.95",
    ]
