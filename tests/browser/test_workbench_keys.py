"""The workbench by keyboard: a set put in order, a list worked through, a change undone."""

from questions.models import Question, QuestionSet
from tests.factories import QuestionFactory, QuestionSetFactory


def titles(chosen):
    return [item.question.title for item in chosen.items.select_related("question")]


def test_a_set_and_a_list_are_worked_by_keyboard(visit, alice, house):
    questions = [
        QuestionFactory(owner=alice, visibility="private", title=title, minutes=8)
        for title in ("First", "Second", "Third")
    ]
    kept = QuestionSetFactory(owner=alice, visibility="private", slug="kept", questions=questions)
    page = visit("/workbench/sets/kept/", user=alice)

    # Two moves in a row: the focus stays, each place is said, the server has the order.
    down = page.get_by_role("button", name="Move First down")
    down.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_text("“First” is now 3 of 3. Saved.").wait_for()
    assert down.evaluate("button => button === document.activeElement")
    assert titles(kept) == ["Second", "Third", "First"]

    # Another tab was faster: both orders are shown, and the person chooses.
    QuestionSet.objects.get(slug="kept").items.first().delete()
    page.get_by_role("button", name="Move First up").click()
    page.get_by_role("heading", name="Two orders of one set").wait_for()
    page.get_by_role("button", name="Use your order").click()
    page.get_by_role("heading", name="Who may take it").wait_for()
    assert titles(kept) == ["First", "Third"]

    # The list: down, tick, down twice, tick the range; change; undo.
    page.goto(f"{house.url}/workbench/questions/")
    page.get_by_role("heading", name="Third").wait_for()
    for key in ("j", "x", "j", "j", "Shift+X", "c"):
        page.keyboard.press(key)
    page.get_by_text("Change the selected ones 3").wait_for()
    page.get_by_label("Minutes", exact=True).fill("25")
    page.get_by_role("button", name="Change minutes").click()
    page.get_by_text("Minutes: 25: 3 questions.").wait_for()
    assert set(Question.objects.values_list("minutes", flat=True)) == {25}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone for 3 questions").wait_for()
    assert set(Question.objects.values_list("minutes", flat=True)) == {8}
    page.keyboard.press("?")
    page.get_by_role("heading", name="Keys of this list").wait_for()
