"""Artefacts of a fault in a browser: shown on the page when they are asked for, by keyboard, in
two tabs, and read again in the review."""

from playwright.sync_api import expect

from interview.models import ArtefactAsked
from tests.browser import room
from tests.interview.faults import sat
from tests.waiting import wait_for


def test_what_is_asked_for_is_shown_beside_the_answer_and_told_afterwards(visit, alice, house):
    interview = sat(alice)
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    room.type_answer(page, "A row")
    button = page.get_by_role("button", name="Rows of the batch")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3,tapir")).to_be_visible()
    expect(page.locator("#artefacts-1 summary").last).to_be_focused()
    expect(button).to_have_count(0)
    expect(room.field(page)).to_have_value("A row")

    other = visit(room.path(interview))
    room.is_open(other)
    room.click(other, "Loss curve")
    expect(other.locator("#artefacts-1 svg.chart-curves")).to_be_visible()
    room.click(page, "Loss curve")
    expect(page.locator("#artefacts-1 svg.chart-curves")).to_be_visible()
    kept = list(ArtefactAsked.objects.order_by("place").values_list("number", flat=True))
    assert kept == [3, 2], "asked for in two tabs is asked for once"

    room.type_answer(page, " is wrong.")
    room.state_is(page, room.SAVED)
    wait_for(lambda: room.text_of(interview) == "A row is wrong.", "the answer is kept")
    room.click(page, "Finish interview")
    page.wait_for_url("**/estimate/**")
    page.get_by_role("radio", name="I'd rather not say").first.check()
    room.click(page, "Show the marks")
    search = page.get_by_role("region", name="What you asked for")
    expect(search).to_contain_text("2 of 4 asked for; 1 of the 2 that tell among them.")
    expect(search).to_contain_text("Row three is a lynx.")
