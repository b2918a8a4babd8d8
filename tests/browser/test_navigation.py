"""The way about the site: one row on a wide window, one button on a narrow one."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import UserFactory

ONE_ROW = 64  # pixels; two rows of links would be higher
PLACES = ["Practise", "Questions", "Study", "History", "Reminders", "Guest", "Keep my work"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_narrow_window_has_a_menu_that_needs_no_mouse(visit, new_context, scripts, db):
    phone = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    page = visit("/study/", user=UserFactory(guest=True), context=phone)
    site = page.get_by_role("navigation", name="Site")
    assert page.locator(".top").bounding_box()["height"] < ONE_ROW
    expect(site.get_by_role("link")).to_have_count(0)

    page.keyboard.press("Tab")  # past the link to the content
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(site.get_by_role("link")).to_have_text([re.compile(f"^{place}") for place in PLACES])
    if scripts:
        page.keyboard.press("Escape")
        expect(site.get_by_role("link")).to_have_count(0)
        expect(site.locator("summary")).to_be_focused()
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/questions/"))


def test_a_wide_window_shows_every_place_in_one_row(visit, new_context, db):
    wide = new_context(viewport={"width": 1280, "height": 800})
    page = visit("/study/", user=UserFactory(display_name="A name " * 11), context=wide)
    site = page.get_by_role("navigation", name="Site")
    assert page.locator(".top").bounding_box()["height"] < ONE_ROW
    expect(site.get_by_role("link", name="Workbench")).to_be_visible()
    expect(site.get_by_text("Menu")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
