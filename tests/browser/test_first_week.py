"""A group's first week in three browsers: joined, shared, marked blind by two, spoken about, kept,
read by a guest, and left."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from marking.models import ScoreSheet
from tests.interview.marked import finished
from tests.waiting import wait_for

# As the factory of people has it.
PASSWORD = "correct horse battery"
HERS = "Momentum averages past gradients."


def test_three_people_meet_mark_talk_and_part(
    visit, new_context, house, alice, bob, charlie, tmp_path
):
    interview = finished(alice)
    hers = visit(reverse("groups:home"), user=alice)
    hers.get_by_label("Name of the group").fill("Thursday group")
    hers.get_by_role("button", name="Start the group").click()
    hers.get_by_role("link", name="People", exact=True).click()
    hers.get_by_role("button", name="Make a link").click()
    link = hers.get_by_label(re.compile("^Open until")).input_value()
    theirs = []
    for person in (bob, charlie):
        page = visit("/groups/" + link.partition("/groups/")[2], user=person, context=new_context())
        page.get_by_role("button", name="Join the group").click()
        expect(page.get_by_text("You are in Thursday group.")).to_be_visible()
        theirs.append(page)
    his, third = theirs

    _share(hers, house, interview, asks=True)
    path = house.url + reverse("marking:home")
    his.goto(path)
    third.goto(path)
    _mark(his, interview, "1", fix="Say when it hurts.")
    # Blind: nothing of his marks is on her page before hers are in.
    third.get_by_role("link", name=interview.title).click()
    assert "Say when it hurts." not in third.content()
    third.goto(path)
    _mark(third, interview, "3", fix="Begin with the picture.")
    wait_for(lambda: ScoreSheet.objects.submitted().count() == 2, "both are in")

    his.goto(path)
    his.get_by_role("link", name=interview.title).click()
    shared = his.url
    his.get_by_text("Say something about it").first.click()
    his.get_by_label("About these words of the answer").first.fill(HERS)
    his.get_by_label("What you have to say").first.fill("Over how many steps?")
    his.get_by_role("button", name="Send").first.click()
    expect(his.get_by_text("Over how many steps?")).to_be_visible()

    hers.goto(house.url + reverse("marking:side_by_side", args=[interview.pk]))
    for name in ("Bob (peer)", "Charlie (peer)", "The machine"):
        expect(hers.get_by_role("columnheader", name=name).first).to_be_visible()
    hers.get_by_label("Answer", exact=True).first.fill("About ten, at 0.9.")
    hers.get_by_role("button", name="Send").first.click()
    expect(hers.get_by_text("About ten, at 0.9.")).to_be_visible()
    hers.get_by_role("button", name="Resolved").first.click()
    hers.get_by_text("Keep it as one file").click()
    with hers.expect_download() as coming:
        hers.get_by_role("button", name="Download").click()
    file = tmp_path / "kept.html"
    coming.value.save_as(file)
    kept = file.read_text()
    assert "Begin with the picture." in kept
    assert "About ten, at 0.9." in kept

    _share(hers, house, interview, by_link=True)
    address = hers.get_by_label("The link").input_value()
    guest = visit(address.removeprefix(house.url), context=new_context())
    expect(guest.get_by_role("heading", name=interview.title, level=1)).to_be_visible()
    assert "Begin with the picture." not in guest.content(), "marks were not shared by link"
    hers.get_by_role("button", name=re.compile("^Take back.*link")).click()
    guest.reload()
    expect(guest.get_by_role("heading", name=interview.title, level=1)).to_have_count(0)

    third.goto(house.url + reverse("groups:home"))
    third.get_by_role("link", name="Thursday group").click()
    third.get_by_role("link", name="Settings").click()
    third.get_by_role("button", name="Leave Thursday group").click()
    third.wait_for_url("**/groups/")
    assert third.goto(shared).status == 404
    third.goto(path)
    expect(third.get_by_role("link", name=interview.title)).to_have_count(0)

    # Who deletes everything: what he wrote to her stays, without his name.
    his.goto(house.url + reverse("accounts:delete"))
    his.get_by_label("Password").fill(PASSWORD)
    his.get_by_role("button", name="Go on").click()
    his.get_by_label(re.compile("^Type the word")).fill("delete")
    his.get_by_role("button", name="Delete everything").click()
    wait_for(lambda: not User.objects.filter(pk=bob.pk).exists(), "Bob is gone")
    hers.goto(house.url + reverse("marking:side_by_side", args=[interview.pk]))
    expect(hers.get_by_text("Somebody who left").first).to_be_attached()
    expect(hers.get_by_text("Over how many steps?")).to_be_attached()
    assert "Bob" not in hers.content()


def _share(page, house, interview, *, asks=False, by_link=False) -> None:
    page.goto(house.url + reverse("marking:readers", args=[interview.pk]))
    if by_link:
        page.get_by_label("By a link").check()
        page.get_by_label("For how long").select_option("7")
    page.get_by_label("The marks").set_checked(asks)
    page.get_by_label("Ask them to mark it").set_checked(asks)
    page.get_by_role("button", name="Share", exact=True).click()


def _mark(page, interview, key: str, *, fix: str) -> None:
    """Every point by the same key, and one thing to change."""
    page.get_by_role("link", name=interview.title).click()
    page.get_by_role("link", name="Mark it").click()
    page.get_by_role("button", name="Begin to mark").click()
    page.locator("form.sheet[data-mounted]").wait_for()
    for _ in range(4):
        page.keyboard.press("n")
        page.keyboard.press(key)
    expect(page.get_by_text("4 of 4 points marked.")).to_be_visible()
    page.get_by_label("The one thing to change").fill(fix)
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Your marks are in since")).to_be_visible()
