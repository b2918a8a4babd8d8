"""A decision tree made one's own, broken, mended and opened; the other takes a wrong branch."""

from django.urls import reverse
from playwright.sync_api import expect

from study.content import content
from study.models import OwnTree
from tests.factories import group_of

CHOOSING = "/study/choosing/"


def test_a_tree_is_copied_broken_mended_and_walked_by_the_other(visit, new_context, alice, bob):
    group_of(alice, bob)
    shipped = content().study.decision_tree[0]
    hers = visit(CHOOSING, user=alice)
    hers.get_by_role("button", name="Make this tree your own").click()
    expect(hers.get_by_text("Nothing is wanting")).to_be_visible()

    # One answer leads nowhere: it is said beside it, and nobody can be let in.
    hers.get_by_role("link", name=shipped.forks[0].ask[:30]).click()
    answer = hers.get_by_role("group", name="Answer 1")
    answer.get_by_label("It leads to").select_option("")
    answer.get_by_label("Said to whoever takes it wrongly").fill("Somebody is rung up here.")
    hers.get_by_role("button", name="Keep it").click()
    expect(hers.get_by_text("This answer leads nowhere yet.")).to_be_visible()
    expect(hers.get_by_text("No answer leads to this technique")).to_be_visible()
    expect(hers.get_by_role("button", name="Open it to this group")).to_have_count(0)

    # Mended by keyboard, it is opened.
    hers.get_by_role("link", name=shipped.forks[0].ask[:30]).press("Enter")
    answer.get_by_label("It leads to").select_option(label="Supervised prediction")
    answer.get_by_label("It says").press("Enter")
    expect(hers.get_by_text("Nothing is wanting")).to_be_visible()
    hers.get_by_role("button", name="Open it to this group").click()
    expect(hers.get_by_text("Thursday group walks it from now on.")).to_be_visible()

    tree = OwnTree.objects.get()
    his = visit(tree.get_absolute_url(), user=bob, context=new_context())
    expect(his.get_by_role("heading", name="A tree of Alice")).to_be_visible()
    story = reverse("study:own_story", args=[tree.pk, shipped.scenarios[0].slug])
    his.locator(f"a[href='{story}']").click()
    his.get_by_role("link", name=shipped.forks[0].answers[0].answer).click()
    expect(his.get_by_text("Somebody is rung up here.")).to_be_visible()
