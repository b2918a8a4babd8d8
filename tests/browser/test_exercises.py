"""Exercises of the study desk: a grid that keeps what is typed, steps moved by keyboard, a
calculator that follows the keys."""

from playwright.sync_api import expect

from study.models import Attempt

GRID = "/study/comparisons/of/uplift-bandit-reinforcement/?hide=bandit"


def test_a_grid_keeps_what_two_tabs_type(visit, alice):
    one = visit(GRID, user=alice)
    other = one.context.new_page()
    other.goto(one.url)
    cell = "How its worth is measured: Contextual bandit"
    one.get_by_label(cell).fill("Cumulative regret")
    expect(one.get_by_text("Kept, 1 of 7 cells.")).to_be_visible()
    other.get_by_label("Where it goes wrong: Contextual bandit").fill("Delayed feedback")
    expect(other.get_by_text("Kept, 2 of 7 cells.")).to_be_visible()
    other.get_by_label(cell).fill("Mean reward")
    expect(other.get_by_text("Another tab wrote into the same cells.")).to_be_visible()
    one.get_by_label(cell).press_sequentially(" over time")
    one.get_by_role("button", name="Mark it and show the key").click()
    expect(one.get_by_role("heading", name="29 of 100")).to_be_visible()
    given = Attempt.objects.get(owner=alice).given
    assert given["cells"]["metric.bandit"] == "Cumulative regret over time"
    assert given["beside"]["metric.bandit"] == ["Cumulative regret", "Mean reward"]


def test_steps_are_moved_by_keyboard_and_a_lift_follows_the_keys(visit, alice):
    page = visit("/study/orders/rollout/", user=alice)
    steps = page.locator(".sequence li p")
    second = steps.nth(1).inner_text().partition(" ")[2]
    page.locator(".sequence li").nth(1).get_by_role("button", name="Up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is now number 1.")).to_be_visible()
    expect(steps.first).to_contain_text(second)
    # The keyboard stays on the step that was moved.
    expect(page.locator(".sequence li").first.get_by_role("button", name="Up")).to_be_focused()
    page.goto(page.url.partition("/study/")[0] + "/study/lift/")
    page.get_by_label("Rate without").fill("1")
    page.get_by_label("Rate with", exact=True).fill("5")
    expect(page.get_by_role("heading", name="4.00 points")).to_be_visible()
    page.get_by_label("Rate with", exact=True).fill("0.5")
    expect(page.get_by_text("It drives people away")).to_be_visible()
