"""Artefacts of a fault in a browser: shown on the page when they are asked for, by keyboard and in
two tabs, while the answer goes on."""

from playwright.sync_api import expect

from interview.models import ArtefactAsked
from tests.browser import room
from tests.interview.faults import sat
from tests.waiting import wait_for


def test_what_is_asked_for_is_shown_beside_the_answer_once(visit, alice, house):
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
    other.close()
    page.bring_to_front()

    room.type_answer(page, " is wrong.")
    room.state_is(page, room.SAVED)
    wait_for(lambda: room.text_of(interview) == "A row is wrong.", "the answer is kept")
