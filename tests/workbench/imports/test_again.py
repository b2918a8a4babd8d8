"""The same document a second time: only what changed is offered."""

import pytest
from django.utils import timezone

from questions.models import Question
from tests.workbench.imports.batches import TWO, imported
from workbench.imports import actions, earlier, saving
from workbench.imports.review import Show, opened, review_of

pytestmark = pytest.mark.django_db

CHANGED = TWO.replace("An average of", "A decaying average of")
GROWN = TWO + "\n**Q: What is AdamW?**\n\nA: Adam with its decay apart.\n"


@pytest.fixture
def saved(alice):
    batch = imported(owner=alice)
    saving.save_batch(batch, by=alice, at=timezone.now(), new_set="Optimisers")
    return batch


def changes(batch) -> list[tuple[str, str]]:
    return list(batch.candidates.in_order().values_list("change", "decision"))


def test_unchanged_it_offers_nothing_and_makes_nothing(saved, alice):
    again = imported(owner=alice)
    assert changes(again) == [("same", "link"), ("same", "link")]
    assert review_of(again).counts[Show.REVIEW] == 0
    done = saving.save_batch(again, by=alice, at=timezone.now(), into=alice.owned_sets.get())
    assert (done.new, done.changed) == (0, 0)
    assert alice.owned_sets.get().items.count() == 2
    assert Question.objects.filter(owner=alice).count() == 2


def test_a_changed_answer_is_a_new_version_shown_as_a_difference(saved, alice):
    again = imported(CHANGED, owner=alice)
    assert changes(again) == [("changed", "replace"), ("same", "link")]
    review = review_of(again)
    assert [row.begins for row in review.shown] == ["What is momentum?"]
    lines = opened(review.shown[0], by=alice).changes
    came = ["".join(piece.text for piece in line.pieces) for line in lines if line.mark == "+"]
    marked = "".join(piece.text for line in lines for piece in line.pieces if piece.changed)
    assert came == ["A decaying average of past gradients."]
    assert "decaying" in marked
    assert "gradients" not in marked
    assert saving.save_batch(again, by=alice, at=timezone.now()).changed == 1
    question = Question.objects.get(title="What is momentum?")
    assert question.current.number == 2
    assert question.current.model_answer.startswith("A decaying")


def test_a_reworded_prompt_is_the_same_question_changed(saved, alice):
    again = imported(TWO.replace("What is momentum?", "What is the momentum?"), owner=alice)
    assert changes(again)[0] == ("changed", "replace")


def test_what_is_new_and_what_is_gone_are_told_apart(saved, alice):
    assert changes(imported(GROWN, owner=alice))[2] == ("new", "keep")
    shorter = imported(TWO.partition("**Q: Why")[0], owner=alice)
    assert [one.prompt for one in earlier.gone(shorter.files.get())] == ["Why does warm-up help?"]


def test_under_another_name_it_is_known_by_its_questions(saved, alice):
    assert changes(imported(owner=alice, name="other.md"))[0] == ("same", "link")


def test_the_same_name_with_nothing_in_common_is_another_document(saved, alice):
    other = imported("Q: What is a kernel?\n\nA: A similarity.\n", owner=alice)
    assert changes(other) == [("", "keep")]


def test_what_was_dropped_stays_dropped(alice):
    batch = imported(owner=alice)
    actions.set_dropped(batch.candidates.in_order().first(), True)
    saving.save_batch(batch, by=alice, at=timezone.now())
    again = imported(owner=alice)
    first = again.candidates.in_order().first()
    assert (first.change, first.dropped) == ("same", True)


def test_what_was_saved_and_deleted_since_is_new(saved, alice):
    alice.owned_sets.all().delete()
    Question.objects.filter(owner=alice, title="What is momentum?").update(current=None)
    Question.objects.filter(owner=alice, title="What is momentum?").delete()
    assert changes(imported(owner=alice))[0] == ("new", "keep")


def test_somebody_elses_import_is_not_looked_at(saved, bob):
    assert changes(imported(owner=bob)) == [("", "keep"), ("", "keep")]


def test_a_format_that_says_less_is_no_change(alice):
    """Saved from a document with tips and minutes, it comes again as a bare pair."""
    rich = TWO.replace("gradients.\n", "gradients.\n\nTips:\n\n- Draw the valley.\n", 1)
    first = imported(rich, owner=alice)
    saving.save_batch(first, by=alice, at=timezone.now())
    assert Question.objects.get(title="What is momentum?").current.tips == ["Draw the valley."]
    again = imported(TWO, owner=alice)
    assert changes(again) == [("same", "link"), ("same", "link")]
