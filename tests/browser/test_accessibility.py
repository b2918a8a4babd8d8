"""axe on every page, in light and dark, wide and narrow: no violation of WCAG 2.2 AA."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import room
from tests.browser.conftest import log_in
from tests.browser.furnished import candidate, desk, keeping, together
from tests.factories import InterviewFactory

AXE = Path("node_modules/axe-core/axe.min.js")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 900}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(
    found => found.violations.map(
        v => `${v.id}: ${v.nodes.map(n => n.html + n.failureSummary).join(" ")}`))"""


# goto has waited for the scripts; what these ask for is on the page once nothing is under way.
QUIET = """() => document.fonts.status === "loaded"
    && !document.querySelector(".htmx-request, [aria-busy=true]")"""


def violations(page) -> list[str]:
    page.wait_for_function(QUIET)
    # The page's policy would refuse an inline script; a debugger's evaluation is not one.
    page.evaluate(AXE.read_text() + "; 0")
    return look(page)


def look(page) -> list[str]:
    """What axe, which is on the page already, finds on it now."""
    return [f"{page.url} {found}" for found in page.evaluate(RUN, WCAG)]


def as_a_candidate(alice, bob) -> list[str]:
    call_command("load_bank", verbosity=0)
    together.meetings(alice, bob)
    return candidate.pages(alice)


def at_the_workbench(alice, bob) -> list[str]:
    return keeping.pages(alice)


def at_the_desk(alice, bob) -> list[str]:
    """Of somebody who has sat interviews, which their progress is made of."""
    call_command("load_bank", verbosity=0)
    candidate.pages(alice)
    return desk.pages(alice, bob)


@pytest.mark.parametrize("furnish", [as_a_candidate, at_the_workbench, together.pages, at_the_desk])
def test_every_page_is_accessible_wide_in_light_and_narrow_in_dark(
    new_context, house, alice, bob, furnish
):
    context = new_context(reduced_motion="reduce")  # no colour is on its way to another
    log_in(context, house, alice)
    page = context.new_page()
    found = []
    for path in furnish(alice, bob):
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(f"{house.url}{path}")
        found += violations(page)
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        found += look(page)
    assert found == []


def test_the_dialogs_of_the_room_are_accessible(visit, alice, house):
    interview = InterviewFactory(candidate=alice, running=True)
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    found = []
    for key, name in (("Alt+/", "Keyboard shortcuts"), ("Alt+e", "Finish now?")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        found += violations(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert found == []


def test_pages_for_people_without_an_account_are_accessible(page, house):
    call_command("load_bank", verbosity=0)
    found = []
    library = ("/questions/", "/questions/roc-auc/", "/study/", "/study/formulas/")
    for path in ("/", *library, "/account/login/", "/account/signup/"):
        page.goto(f"{house.url}{path}")
        found += violations(page)
    assert found == []
