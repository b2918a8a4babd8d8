"""Somebody's first week at the study desk, in a browser, with real nights between the days."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from study.cards import sources
from study.cards.actions import desk_of
from study.models import Box, Probe, Review
from tests.browser.nights import Nights

CONCEPT = "mlp"
SPOT = "penalties"


@pytest.fixture
def nights(house):
    with Nights(house) as nights:
        yield nights


def test_a_plan_cards_the_grid_and_a_weak_spot_come_back_on_their_days(visit, alice, house, nights):
    sources.write(alice, front="What is a prior?", back="A belief before.", at=timezone.now())
    page = visit(reverse("study:new_plan"), user=alice)

    def go(name: str) -> None:
        page.goto(house.url + reverse(f"study:{name}"))

    # The first day: a plan, a card, a concept, and a probe that goes wrong.
    day = desk_of(alice).day(timezone.now()) + timedelta(days=14)
    page.get_by_label("Day of the interview").fill(day.isoformat())
    page.get_by_role("button", name="Show me the days").click()
    page.get_by_role("button", name="Start with these days").click()
    page.wait_for_url("**/study/plan/")
    go("session")
    page.get_by_text("What is a prior?").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    go("grid")
    _tap(page, 1)
    go("weak_spots")
    spot = page.locator(f"#{SPOT}")
    spot.get_by_label(re.compile("^Your answer")).fill("Nothing comes.")
    spot.get_by_role("button", name="Keep it and compare").click()
    spot.get_by_role("button", name="I would not have known").click()
    expect(spot.get_by_text("! open")).to_be_visible()

    # The second: what was not done waits, the concept is due, and one says so by one tap.
    nights.sleep()
    go("today")
    expect(page.get_by_role("heading", name="Concepts to go over")).to_be_visible()
    expect(page.get_by_text("1 due today.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Weak spot: "))).to_be_visible()
    expect(page.get_by_text("13 days until your interview.")).to_be_visible()
    go("grid")
    _tap(page, 2)
    go("my_plan")
    expect(page.get_by_role("button", name="Move everything on")).to_be_visible()
    page.get_by_role("button", name="Move everything on").click()
    expect(page.get_by_text("Moved everything on.")).to_be_visible()

    # Two good tries on two later days mend the spot, and not one of them alone.
    for last in (False, True):
        nights.sleep()
        go("weak_spots")
        spot.get_by_label(re.compile("^Your answer")).fill(
            "It shrinks what the data does not hold."
        )
        spot.get_by_role("button", name="Keep it and compare").click()
        spot.get_by_role("button", name="It was all there").click()
        expect(spot.get_by_text("✓ fixed" if last else "◆ in work")).to_be_visible()

    # Day 4 of the concept is today; a week on, day 7 has waited since, and so has the card.
    go("grid")
    _tap(page, 4)
    nights.sleep(5)
    go("today")
    expect(page.get_by_text("1 from before.")).to_be_visible()
    go("progress")
    expect(page.get_by_text(re.compile("^3 of "))).to_be_visible()
    assert Review.objects.get().on < Box.objects.get(concept=CONCEPT, step=4).done_on
    assert Probe.objects.count() == 3


def _tap(page, step: int) -> None:
    """By keyboard; the box then offers to take it back, and the next one has its day."""
    box = page.locator(f"#row-{CONCEPT} button[value^='{CONCEPT}:{step}:done']")
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#row-{CONCEPT} button[value='{CONCEPT}:{step}:open']")).to_be_visible()
