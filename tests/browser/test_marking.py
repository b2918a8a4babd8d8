"""Two people mark and read an interview, each in a browser of their own; and the file of it."""

import uuid

from django.urls import reverse
from playwright.sync_api import expect

from marking.models import ScoreSheet
from tests.browser.conftest import log_in
from tests.factories import group_of
from tests.interview.marked import finished
from tests.marking.shared import conducted_by


def test_bob_marks_by_keyboard_and_alice_reads_both_side_by_side(
    visit, new_context, house, alice, bob, tmp_path
):
    group_of(alice, bob)
    interview = finished(alice)
    hers = visit(reverse("marking:readers", args=[interview.pk]), user=alice)
    hers.get_by_label("Ask them to mark it").check()
    hers.get_by_label("The marks").check()
    hers.get_by_role("button", name="Share", exact=True).click()
    expect(hers.get_by_text("Shared with your group.")).to_be_visible()

    other = new_context()
    log_in(other, house, bob)
    his = visit(reverse("marking:home"), context=other)
    his.get_by_role("link", name=interview.title).click()
    expect(his.get_by_text("asked to mark this interview")).to_be_visible()
    assert "Everybody’s marks" not in his.content(), "blind until his are in"
    his.get_by_role("link", name="Mark it").click()
    his.get_by_role("button", name="Begin to mark").click()
    # Keys are for the script: a person finds them there, a test may be faster.
    his.locator("form.sheet[data-mounted]").wait_for()
    his.keyboard.press("n")
    for key in ("1", "3", "2", "1"):
        his.keyboard.press(key)
    expect(his.get_by_text("4 of 4 points marked.")).to_be_visible()
    his.get_by_label("The one thing to change").fill("Say when it hurts.")
    expect(his.get_by_text("Saved.", exact=True)).to_be_visible()
    his.reload()
    expect(his.get_by_label("The one thing to change")).to_have_value("Say when it hurts.")
    his.get_by_role("button", name="Hand in").click()
    expect(his.get_by_text("Your marks are in since")).to_be_visible()

    hers.goto(house.url + reverse("marking:side_by_side", args=[interview.pk]))
    expect(hers.get_by_role("columnheader", name="Bob (peer)").first).to_be_visible()
    expect(hers.get_by_role("columnheader", name="The machine").first).to_be_visible()
    expect(hers.get_by_text("Say when it hurts.")).to_be_visible()
    hers.get_by_text("Keep it as one file").click()
    with hers.expect_download() as coming:
        hers.get_by_role("button", name="Download").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert_it_opens_without_a_network(new_context, file)


def assert_it_opens_without_a_network(new_context, file) -> None:
    alone = new_context(offline=True)
    page = alone.new_page()
    asked, trouble = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: trouble.append(said.text))
    page.goto(file.as_uri())
    expect(page.get_by_role("columnheader", name="Bob (peer)").first).to_be_visible()
    expect(page.get_by_text("Say when it hurts.")).to_be_visible()
    page.get_by_text("Model answer").first.click()
    expect(page.get_by_text("Momentum averages past gradients. It damps").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == [file.as_uri()]
    assert trouble == []


def test_two_forms_about_each_other_are_sealed_until_both_are_in(
    visit, new_context, house, alice, bob
):
    of_bob = conducted_by(alice, finished(bob), hands_in=False, fix="Slow down.")
    of_alice = conducted_by(bob, finished(alice), hands_in=False, fix="Draw it first.")
    ScoreSheet.objects.update(pair=uuid.uuid4())
    beside = {
        sheet.pk: house.url + reverse("marking:side_by_side", args=[sheet.interview_id])
        for sheet in (of_bob, of_alice)
    }
    hers = visit(reverse("marking:sheet", args=[of_bob.interview_id]), user=alice)
    his = visit(
        reverse("marking:sheet", args=[of_alice.interview_id]), user=bob, context=new_context()
    )

    hers.get_by_role("button", name="Hand in").click()
    expect(hers.get_by_text("Your marks are in since")).to_be_visible()
    # Hers is in; he reads nothing of it while his own may still change.
    his.goto(beside[of_bob.pk])
    assert "Slow down." not in his.content()
    his.goto(house.url + reverse("marking:sheet", args=[of_alice.interview_id]))
    his.get_by_role("button", name="Hand in").click()
    expect(his.get_by_text("Your marks are in since")).to_be_visible()

    his.goto(beside[of_bob.pk])
    expect(his.get_by_text("Slow down.").first).to_be_visible()
    hers.goto(beside[of_alice.pk])
    expect(hers.get_by_text("Draw it first.").first).to_be_visible()
