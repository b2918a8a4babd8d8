"""Two at one board: what one draws the other sees, words at their place, undone, taken along."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from groups.models.boards import BoardMark
from tests.browser.conftest import log_in
from tests.factories import group_of
from tests.groups.meetings import meeting_of
from tests.waiting import wait_for


@pytest.fixture
def address(alice, bob, house) -> str:
    meeting = meeting_of(group_of(alice, bob), by=alice)
    return house.url + reverse("groups:board", args=[meeting.group_id, meeting.pk])


def at_the_board(new_context, house, person, address) -> Page:
    context = new_context()
    log_in(context, house, person)
    page = context.new_page()
    page.goto(address)
    page.locator("[data-behaviour=board][data-mounted]").wait_for()
    return page


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where that share of the board is on the screen."""
    box = page.locator("#board svg").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def stroke(page: Page, *places: tuple[float, float]) -> None:
    page.mouse.move(*place(page, *places[0]))
    page.mouse.down()
    for one in places[1:]:
        page.mouse.move(*place(page, *one))
    page.mouse.up()


def test_two_draw_on_one_board(new_context, house, alice, bob, address):
    hers = at_the_board(new_context, house, alice, address)
    his = at_the_board(new_context, house, bob, address)

    stroke(hers, (0.25, 0.25), (0.5, 0.5), (0.75, 0.25))
    strokes = his.locator("#board svg path")
    expect(strokes).to_have_count(1)
    corners = BoardMark.objects.get().points
    assert [round(one, -2) for one in (corners[0], corners[-1])] == [400, 200]

    his.get_by_label("Words", exact=True).check()
    for key, words in (("Enter", "bias"), ("Escape", "never mind")):
        his.mouse.click(*place(his, 0.5, 0.75))
        field = his.get_by_role("textbox", name="Words for the board")
        expect(field).to_be_focused()
        field.fill(words)
        field.press(key)
        expect(field).to_have_count(0)
    expect(hers.locator("#board svg text")).to_have_text("bias")
    assert BoardMark.objects.filter(kind="text").count() == 1

    picture = hers.request.get(
        hers.get_by_role("link", name="Save as a picture").evaluate("a => a.href")
    )
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert ">bias</text>" in picture.text()

    hers.get_by_role("button", name="Take away my last").click()
    wait_for(lambda: BoardMark.objects.filter(taken_away_at=None).count() == 1, "her stroke undone")
    expect(his.locator("#board svg path")).to_have_count(0)
    expect(his.locator("#board svg text")).to_have_text("bias")
