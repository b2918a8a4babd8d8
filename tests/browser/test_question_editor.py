"""The question editor in a browser: nothing typed is lost, rows move by key, two people meet."""

import re
from dataclasses import replace

from django.urls import reverse
from playwright.sync_api import expect

from questions.actions import NewQuestion, create_questions, rewrite
from tests.factories import TopicFactory
from tests.workbench.words import WORDS


def test_a_question_is_edited_by_keyboard_and_survives_all_that_happens(visit, house, alice, bob):
    mine = create_questions([NewQuestion(WORDS, TopicFactory())], owner=alice)[0]
    mine.editors.add(bob)
    page = visit(reverse("workbench:question", args=[mine.slug]), user=alice)

    # Typed, shown beside the text, and still there after a reload.
    page.get_by_label("Prompt", exact=True).fill("Why shuffle, and **when** not: $x^2$?")
    expect(page.locator("#beside strong")).to_have_text("when")
    expect(page.locator("#beside .katex").first).to_be_visible()
    page.get_by_role("button", name="Add a point").click()
    page.keyboard.type("A fourth statement that somebody can check.")
    expect(page.get_by_text("kept in this browser")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(re.compile("Why shuffle, and"))
    expect(page.get_by_role("button", name="Throw it away")).to_be_visible()
    fourth = page.get_by_role("group", name="Point 4").get_by_label("What a good answer says")
    expect(fourth).to_have_value(re.compile("A fourth"))

    # Moved by key: the focus stays where it is, the place is said.
    fourth.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#points [data-said]")).to_have_text("Point is now 3 of 4.")
    third = page.get_by_role("group", name="Point 3").get_by_label("What a good answer says")
    expect(third).to_be_focused()
    expect(third).to_have_value(re.compile("A fourth"))
    made = page.get_by_role("group", name="Answer 1").get_by_role(
        "group", name="By your own reading it makes", exact=True
    )
    expect(made.get_by_role("checkbox")).to_have_count(4)

    # Without a network nothing is saved and nothing lost; then somebody else was faster.
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("No connection: not saved")).to_be_visible()
    page.context.set_offline(False)
    rewrite(mine, replace(WORDS, tips=("Bob's tip.",)), by=bob)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Somebody saved version 2")).to_be_visible()
    expect(page.get_by_label("Tips")).to_have_value("Bob's tip.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert "saved=" not in page.url
    mine.refresh_from_db()
    assert mine.current.number == 3
    assert mine.current.tips == ["Bob's tip."]
    assert [point.text[:8] for point in mine.current.key_points.all()][2] == "A fourth"

    # The server has it: nothing comes back from the browser's own store.
    page.reload()
    expect(page.get_by_role("button", name="Throw it away")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0
