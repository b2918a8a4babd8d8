"""From a file to a set of drafts, reviewed by keyboard, with a real worker reading the document."""

from playwright.sync_api import expect

from questions.models import Question

NOTES = """# Notes

## Optimisation

**Q: What is momentum?**

A: An average of past gradients.

**Q: Is this one of any use?**

A: No.

**Q: Why does warm-up help?**

A: Early gradients are noisy.
"""


def test_a_document_is_uploaded_reviewed_by_keyboard_and_saved(visit, alice):
    page = visit("/workbench/import/", user=alice)
    notes = {"name": "notes.md", "mimeType": "text/markdown", "buffer": NOTES.encode()}
    page.set_input_files("input[type=file]", notes)
    expect(page.locator("[data-names]")).to_contain_text("notes.md")
    page.fill("[name=new_set]", "Optimisers")
    page.click("text=Read them")

    title = page.locator("#open-title")
    expect(title).to_have_text("Question 1")
    page.keyboard.press("j")
    expect(title).to_have_text("Question 2")
    page.keyboard.press("x")
    expect(title).to_have_text("Question 3")
    expect(page.locator("#tally")).to_contain_text("2 of 3 kept")

    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Say when it does not.")
    expect(page.locator("[data-save-state]")).to_have_text("Saved")
    expect(page.locator(".candidate a[aria-current]")).to_contain_text("Say when it does not.")
    page.reload()
    expect(page.locator("[name=prompt]")).to_have_value(
        "Why does warm-up help? Say when it does not."
    )

    page.click("text=Save what is kept")
    expect(page.locator("h1")).to_have_text("Optimisers")
    expect(page.locator("#notices")).to_contain_text("Saved: 2 new drafts.")
    assert list(Question.objects.order_by("pk").values_list("title", "status")) == [
        ("What is momentum?", "draft"),
        ("Why does warm-up help?", "draft"),
    ]
