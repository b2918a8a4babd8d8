"""A group's first minutes in two browsers: founded, joined by link, a set shared and taken."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import QuestionFactory, QuestionSetFactory


def test_alice_founds_bob_joins_by_link_and_takes_her_set(visit, new_context, alice, bob):
    asked = QuestionFactory(owner=alice, visibility="private", title="Why shuffle")
    QuestionSetFactory(
        slug="warm-up", title="Warm-up", owner=alice, visibility="private", questions=[asked]
    )
    hers = visit(reverse("groups:home"), user=alice)
    hers.get_by_label("Name of the group").fill("Thursday group")
    hers.get_by_role("button", name="Start the group").click()
    expect(hers.get_by_role("heading", name="Thursday group", level=1)).to_be_visible()

    hers.get_by_role("link", name="People", exact=True).click()
    hers.get_by_label("It opens for").select_option("day")
    hers.get_by_role("button", name="Make a link").click()
    link = hers.get_by_label(re.compile("^Open until")).input_value()
    path = "/groups/" + link.partition("/groups/")[2]

    # Who is not logged in sees the name and how many there are; then Bob, in his own browser.
    nobody = visit(path, context=new_context())
    expect(nobody.get_by_role("heading", name="Thursday group")).to_be_visible()
    expect(nobody.get_by_text("1 person")).to_be_visible()
    expect(nobody.get_by_role("link", name="Sign up").first).to_be_visible()
    his = visit(path, user=bob, context=new_context())
    his.get_by_role("button", name="Join the group").click()
    expect(his.get_by_text("You are in Thursday group.")).to_be_visible()
    expect(his.get_by_role("link", name="Warm-up")).to_have_count(0)

    hers.goto(hers.url.partition("/groups/")[0] + reverse("workbench:set", args=["warm-up"]))
    hers.get_by_label("Group", exact=True).select_option(label="Thursday group")
    hers.get_by_role("button", name="Share with the group").click()
    expect(hers.get_by_text("The people of Thursday group may take this set now.")).to_be_visible()

    his.reload()
    expect(his.get_by_text("shared by Alice")).to_be_visible()
    his.get_by_role("link", name="Take this set").click()
    expect(his.get_by_role("heading", name="Warm-up")).to_be_visible()
    his.get_by_role("button", name="Start interview").click()
    expect(his).to_have_url(re.compile(r"/interviews/\d+/"))
