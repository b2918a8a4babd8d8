"""Recall cards by keyboard: look, answer, take it back."""

from django.utils import timezone

from study.cards import sources
from study.models import Review


def test_cards_are_answered_by_keyboard_and_an_answer_is_taken_back(visit, alice):
    for word in ("first", "second"):
        sources.write(alice, front=f"The {word}?", back=f"Behind the {word}.", at=timezone.now())
    page = visit("/study/cards/session/", user=alice)

    # A rating before the answer was seen does nothing; after it, it counts.
    page.get_by_text("The first?").wait_for()
    page.keyboard.press("3")
    page.keyboard.press("Space")
    page.get_by_text("Behind the first.").wait_for()
    page.keyboard.press("3")
    page.get_by_text("The second?").wait_for()
    assert page.get_by_text("Behind the second.").is_hidden()
    assert page.evaluate("document.activeElement.id") == "front"
    assert Review.objects.get().rating == 3

    page.keyboard.press("z")
    page.get_by_text("The first?").wait_for()
    assert Review.objects.filter(undone_at=None).count() == 0

    # Two tabs: the second answer to one card changes nothing and both go on.
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.keyboard.press("Space")
        tab.keyboard.press("4")
        tab.get_by_text("The second?").wait_for()
    assert Review.objects.filter(undone_at=None).count() == 1
