"""What counts as the same question, in the same words or in others."""

import pytest

from scoring.encoder import encoder
from tests.scoring.conftest import needs_encoder
from tests.workbench.imports.batches import imported, in_bank
from workbench.imports.likeness import ALIKE, dice, telling, twins

SAME = [
    ("Why do we use batch normalization?", "What is the purpose of batch normalisation?"),
    ("What is gradient clipping?", "Explain clipping of gradients and when you would use it."),
    ("What is a p-value?", "Define the p-value in your own words."),
    ("How would you design a recommender system for news?", "Design a news recommender system."),
]
OTHER = [
    ("Explain L1 regularisation", "Explain L2 regularisation"),
    ("What is precision?", "What is recall?"),
    ("What is the vanishing gradient problem?", "What is the exploding gradient problem?"),
    ("Explain how a random forest works", "Explain how gradient boosting works"),
    ("What are the assumptions of linear regression?", "The assumptions of logistic regression?"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_question_in_other_words(one, other):
    assert dice(telling(one), telling(other)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_neighbour_is_another_question(one, other):
    assert dice(telling(one), telling(other)) < ALIKE


@pytest.mark.django_db
def test_only_what_one_may_see_is_proposed(alice, bob):
    in_bank(owner=bob, visibility="private", prompt="What is gradient clipping?", title="Clipping")
    prompt = "What is gradient clipping?"
    assert twins([prompt], user=alice, encoder=None) == [None]
    (found,) = twins([prompt], user=bob, encoder=None)
    assert found.likeness == 1


@pytest.mark.django_db
def test_a_title_alone_is_like_it_but_not_the_same(alice):
    question = in_bank(title="Gradient clipping", prompt="Say what it does to a long sequence.")
    (found,) = twins(["Explain gradient clipping"], user=alice, encoder=None)
    assert (found.question_id, found.likeness) == (question.pk, pytest.approx(0.95))


@pytest.mark.django_db
@needs_encoder
def test_meaning_finds_what_words_miss_and_tells_numbers_apart(alice):
    in_bank(title="On errors", prompt="Explain the trade-off between bias and variance.")
    in_bank(title="On penalties", prompt="Explain L2 regularisation of weights")
    asked = ["What is the bias-variance tradeoff?", "Explain L1 regularisation of weights"]
    assert twins(asked[:1], user=alice, encoder=None) == [None]
    by_meaning, other = twins(asked, user=alice, encoder=encoder())
    assert by_meaning is not None
    assert other is None


@pytest.mark.django_db
def test_the_same_words_are_linked_unless_one_says_otherwise_and_near_ones_are_kept(alice):
    same = in_bank(title="Momentum", prompt="What is **momentum**?")
    in_bank(title="Warm-up", prompt="Why does warm-up of the rate help?")
    first, second = imported(owner=alice).candidates.in_order()
    assert (first.match, first.decision) == (same, "link")
    assert second.match is not None
    assert second.decision == "keep"
