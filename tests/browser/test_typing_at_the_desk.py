"""What is typed at the study desk saves itself: a probe, and notes in two tabs."""

from playwright.sync_api import expect

from study.models import Paper, Probe
from tests.waiting import wait_for

PAPER = "/study/reading/attention-is-all-you-need/"
# Of the answer to the probe.
OURS = "both children have"


def test_a_probe_is_kept_while_it_is_typed_and_ours_opens_after_it(visit, alice):
    page = visit("/study/weak-spots/", user=alice)
    spot = page.locator("#tree-splits")
    spot.get_by_role("textbox").press_sequentially("The second one.")
    expect(spot.get_by_text("Kept.")).to_be_visible()
    wait_for(lambda: Probe.objects.get().text == "The second one.", "the draft is kept")
    page.reload()
    expect(spot.get_by_role("textbox")).to_have_value("The second one.")
    assert OURS not in page.content()

    spot.get_by_role("button", name="Keep it and compare").press("Enter")
    expect(spot.get_by_text(OURS)).to_be_visible()
    spot.get_by_role("button", name="Something was missing").press("Enter")
    expect(spot.get_by_text("! open")).to_be_visible()


def test_notes_typed_in_two_tabs_are_both_there_afterwards(visit, alice):
    one = visit(PAPER, user=alice)
    two = one.context.new_page()
    two.goto(one.url)
    one.get_by_label("Claim").press_sequentially("From one.")
    expect(one.get_by_text("Kept.")).to_be_visible()
    two.get_by_label("Claim").press_sequentially("From two.")
    expect(two.get_by_text("Another window has other words")).to_be_visible()
    wait_for(
        lambda: list(Paper.objects.get().rivals.get("claim", {}).values()) == ["From two."],
        "both are kept",
    )
    one.reload()
    expect(one.get_by_label("Claim")).to_have_value("From one.")
    one.get_by_role("button", name="Put it below mine").press("Enter")
    expect(one.get_by_label("Claim")).to_have_value("From one.\n\nFrom two.")
