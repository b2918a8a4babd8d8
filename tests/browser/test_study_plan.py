"""A study plan from the day of the interview to catching up, in a browser."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from study.cards.actions import desk_of
from study.models import Plan
from tests.study.plan.planned import fall_behind


def test_a_plan_is_made_ticked_missed_caught_up_and_put_back(visit, alice):
    page = visit(reverse("study:new_plan"), user=alice)
    day = desk_of(alice).day(timezone.now()) + timedelta(days=15)
    page.get_by_label("Day of the interview").fill(day.isoformat())
    page.get_by_label("Hours a day, at most").fill("4")
    page.get_by_role("button", name="Show me the days").click()
    expect(page.get_by_role("heading", name=re.compile("15 days,"))).to_be_visible()
    expect(page.locator("#preview")).to_be_focused()
    page.get_by_role("button", name="Start with these days").click()

    # One tick by keyboard: its row, its day and its phase say so, and the focus stays.
    tick = page.get_by_role("button", name=re.compile("^Done: ")).first
    tick.focus()
    page.keyboard.press("Enter")
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(tick).to_be_focused()
    expect(page.locator(".plan-today .meta")).to_contain_text("1 of")
    expect(page.locator(".phase-bar").first).to_contain_text("1 of")

    fall_behind(Plan.objects.get(owner=alice), 2)
    page.reload()
    missed = page.get_by_role("heading", name=re.compile("of 2 days before are open|of 1 day"))
    expect(missed).to_be_visible()
    page.get_by_role("button", name="Move everything on").click()
    expect(page.get_by_text("Moved everything on.")).to_be_visible()
    expect(missed).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(missed).to_be_visible()
