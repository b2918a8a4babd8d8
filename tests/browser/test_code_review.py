"""Two read one program: a comment on a line, the next version under it, resolved."""

from playwright.sync_api import expect

from tests.browser.conftest import log_in
from tests.factories import group_of
from tests.marking.codereview.written import CODE, code_of

SAID = "What of an empty list?"
GUARDED = CODE.replace("    total = 0\n", "    if not xs:\n        return 0\n    total = 0\n")


def test_a_comment_moves_with_its_line_and_is_resolved(new_context, house, alice, bob):
    review = code_of(alice, group_of(alice, bob))
    hers, his = new_context(), new_context()
    log_in(hers, house, alice)
    log_in(his, house, bob)
    author, reader = hers.new_page(), his.new_page()
    address = house.url + review.get_absolute_url()

    reader.goto(address)
    reader.locator("[data-behaviour=line-picker][data-mounted]").wait_for()
    reader.locator("[data-line='5']").click()
    expect(reader.locator("#line-5")).to_have_class("picked")
    # The number leads into the text, and what one types is there.
    reader.keyboard.type(SAID)
    reader.get_by_role("button", name="Send", exact=True).first.click()
    expect(reader.locator("#line-5").get_by_text(SAID)).to_be_visible()

    author.goto(address)
    expect(author.locator("#line-5").get_by_text(SAID)).to_be_visible()
    author.get_by_role("link", name="Next version").click()
    author.get_by_label("The code", exact=True).fill(GUARDED)
    author.get_by_role("button", name="Keep it as the next version").click()
    expect(author.get_by_role("heading", name="Version 2")).to_be_visible()

    reader.goto(address)
    moved = reader.locator("#line-7")
    expect(moved.get_by_text(SAID)).to_be_visible()
    expect(moved.get_by_text("return total / len(xs)")).to_be_visible()
    expect(reader.locator("#line-5").get_by_text(SAID)).to_have_count(0)
    moved.get_by_role("button", name="Resolved").click()
    expect(reader.get_by_text("nothing open")).to_be_visible()

    author.reload()
    expect(author.get_by_text("nothing open")).to_be_visible()
    expect(author.locator("#line-7").get_by_text(SAID)).to_be_hidden()
