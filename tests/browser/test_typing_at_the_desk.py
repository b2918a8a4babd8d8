"""What is typed at the study desk saves itself: a probe, and notes in two tabs."""

from playwright.sync_api import expect

from study.models import Paper, Probe
from tests.browser.conftest import log_in
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


def test_words_typed_without_a_network_or_a_log_in_stay_and_are_saved_later(visit, alice, house):
    page = visit(PAPER, user=alice)
    claim, trouble = page.get_by_label("Claim"), page.locator("[data-not-saved]")
    page.context.set_offline(True)
    claim.press_sequentially("Offline.")
    expect(trouble).to_contain_text("no answer")
    page.context.set_offline(False)
    wait_for(lambda: Paper.objects.filter(claim="Offline.").exists(), "tried again by itself")
    expect(trouble).to_have_count(0)

    page.context.clear_cookies(name="sessionid")
    claim.press_sequentially(" Logged out.")
    expect(trouble).to_contain_text("logged out")
    assert page.url.endswith(PAPER)
    log_in(page.context, house, alice)
    wait_for(lambda: Paper.objects.get().claim == "Offline. Logged out.", "and with the log-in")


def test_words_of_a_moment_ago_are_sent_when_the_page_goes(visit, alice):
    page = visit(PAPER, user=alice)
    page.get_by_label("Claim").press_sequentially("At once.")
    page.goto("about:blank")
    wait_for(lambda: Paper.objects.filter(claim="At once.").exists(), "the last words")
