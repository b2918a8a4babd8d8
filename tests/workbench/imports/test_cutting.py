"""Split and merge: nothing that stood in a question is lost by cutting it."""

import pytest

from tests.workbench.imports.batches import imported
from web.refusals import Refused
from workbench.imports import actions, cutting
from workbench.models import Candidate

pytestmark = pytest.mark.django_db

ONE = """# Notes

Q: What is momentum?

A: An average of past gradients.

Why does warm-up help?

Because early gradients are noisy.
"""


@pytest.fixture
def one(alice) -> Candidate:
    candidate = imported(ONE, owner=alice).candidates.in_order().first()
    Candidate.objects.filter(batch=candidate.batch_id).exclude(pk=candidate.pk).delete()
    Candidate.objects.filter(pk=candidate.pk).update(
        prompt="What is momentum?",
        answer=(
            "An average of past gradients.\n\nWhy does warm-up help?\n\n"
            "Because early gradients are noisy."
        ),
        tips=["Draw the valley."],
        kind="conceptual",
        source_line=3,
        source_end=9,
    )
    candidate.refresh_from_db()
    return candidate


def both(one) -> list[tuple[str, str]]:
    return list(
        Candidate.objects.filter(batch=one.batch_id).in_order().values_list("prompt", "answer")
    )


def test_at_the_cursor_of_an_answer_the_rest_is_a_question(one):
    second = cutting.split_at_cursor(one, field="answer", at=one.answer.index("Why"))
    assert both(one) == [
        ("What is momentum?", "An average of past gradients."),
        ("Why does warm-up help?", "Because early gradients are noisy."),
    ]
    assert (second.kind, second.source_line) == ("conceptual", 7)
    one.refresh_from_db()
    assert (one.source_end, one.tips, second.tips) == (6, ["Draw the valley."], [])


def test_at_the_cursor_of_a_prompt_the_answer_goes_with_the_second(one):
    Candidate.objects.filter(pk=one.pk).update(prompt="What is it?\n\nWhy use it? 😀 Because?")
    second = cutting.split_at_cursor(one, field="prompt", at=len("What is it?\n\n"))
    assert both(one)[0] == ("What is it?", "")
    assert second.prompt == "Why use it? 😀 Because?"
    assert second.answer.startswith("An average")
    assert second.tips == ["Draw the valley."]


@pytest.mark.parametrize("at", [0, 10_000])
def test_nothing_is_cut_off_an_end(one, at):
    with pytest.raises(Refused, match="Put the cursor between"):
        cutting.split_at_cursor(one, field="answer", at=at)


def test_at_a_line_both_sides_are_read_anew(one):
    second = cutting.split_at_line(one, 7)
    assert both(one) == [
        ("What is momentum?", "An average of past gradients."),
        ("Why does warm-up help?", "Because early gradients are noisy."),
    ]
    one.refresh_from_db()
    assert (one.source_end, second.source_line, second.source_end) == (6, 7, 9)


@pytest.mark.parametrize("line", [3, 10, 400])
def test_a_line_outside_is_refused(one, line):
    with pytest.raises(Refused, match="Choose a line after 3 and up to 9"):
        cutting.split_at_line(one, line)


def test_at_a_line_edits_are_kept(one):
    edited = one.answer.replace("An average", "A running average")
    one = actions.edit(one, {"answer": edited}, revision=one.revision)
    cutting.split_at_line(one, 7)
    assert both(one)[0][1] == "A running average of past gradients."


def test_a_line_edited_away_is_refused(one):
    one = actions.edit(one, {"answer": "All mine."}, revision=one.revision)
    with pytest.raises(Refused, match="no longer in it"):
        cutting.split_at_line(one, 7)


def test_merging_joins_with_the_next_which_can_be_taken_back(one):
    cutting.split_at_line(one, 7)
    cutting.merge_with_next(one)
    first, second = Candidate.objects.filter(batch=one.batch_id).in_order()
    assert first.answer == (
        "An average of past gradients.\n\nWhy does warm-up help?\n\n"
        "Because early gradients are noisy."
    )
    assert (first.source_end, second.dropped) == (9, True)


def test_without_an_answer_the_prompts_are_joined(one):
    cutting.split_at_line(one, 7)
    Candidate.objects.filter(pk=one.pk).update(answer="")
    first = cutting.merge_with_next(one)
    assert first.prompt == "What is momentum?\n\nWhy does warm-up help?"
    assert first.answer == "Because early gradients are noisy."


def test_the_last_has_nothing_to_merge_with(one):
    with pytest.raises(Refused, match="No kept question follows"):
        cutting.merge_with_next(one)
