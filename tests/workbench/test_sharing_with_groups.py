"""Questions and sets shared with a group: who may, what the pages offer, what lists say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from groups import actions as group_actions
from questions.models import Question, QuestionSet
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from workbench import sharing_rules

BROWSE = reverse_lazy("questions:browse")


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def question(alice) -> Question:
    return QuestionFactory(owner=alice, visibility="private", title="Why shuffle")


@pytest.fixture
def chosen(alice, question) -> QuestionSet:
    return QuestionSetFactory(
        owner=alice, visibility="private", title="Warm-up", questions=[question]
    )


def share(client, thing, circle):
    name = "share_set" if isinstance(thing, QuestionSet) else "share_question"
    address = reverse(f"workbench:{name}", args=[thing.slug])
    return client.post(address, {"how": "group", "circle": circle})


def test_sharing_a_set_opens_it_to_the_group(as_user, group, chosen, alice, bob, charlie):
    assert share(as_user(alice), chosen, group.pk).status_code == 302
    assert as_user(bob).get(reverse("questions:set", args=[chosen.slug])).status_code == 200
    assert as_user(bob).get(reverse("interview:set_up", args=[chosen.slug])).status_code == 200
    assert as_user(charlie).get(reverse("questions:set", args=[chosen.slug])).status_code == 404
    page = as_user(bob).get(group.get_absolute_url()).content.decode()
    assert "Warm-up" in page
    assert "shared by Alice" in page
    assert "Take this set" in page


def test_sharing_a_question_and_taking_it_back(as_user, group, question, alice, bob):
    share(as_user(alice), question, group.pk)
    assert as_user(bob).get(question.get_absolute_url()).status_code == 200
    listed = as_user(bob).get(BROWSE, {"whose": "all"}).content.decode()
    assert "shared with Thursday group" in listed
    address = reverse("workbench:share_question", args=[question.slug])
    as_user(alice).post(address, {"how": "private"})
    assert as_user(bob).get(question.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("circle", ["", "nonsense", "someone else's", "archived"])
def test_only_with_a_group_one_is_in_and_that_is_open(
    as_user, group, chosen, question, alice, bob, charlie, circle
):
    others = group_of(bob, charlie, name="Others")
    if circle == "archived":
        group_actions.archive(group, by=alice, at=timezone.now())
    wish = {"someone else's": others.pk, "archived": group.pk}.get(circle, circle)
    for thing in (chosen, question):
        assert share(as_user(alice), thing, wish).status_code == 409
        thing.refresh_from_db()
        assert thing.visibility == "private"


def test_only_the_owner_shares_with_a_group(as_user, group, chosen, alice, bob):
    chosen.editors.add(bob)
    assert share(as_user(bob), chosen, group.pk).status_code == 409
    assert "archived" in sharing_rules.why_not_share(
        alice,
        chosen,
        "group",
        circle=group_actions.archive(group, by=alice, at=timezone.now()).circle,
    )


def test_the_pages_offer_ones_groups_and_say_which(as_user, group, chosen, question, alice):
    group_of(alice, name="Second group")
    pages = {
        chosen: reverse("workbench:set", args=[chosen.slug]),
        question: reverse("workbench:question_sharing", args=[question.slug]),
    }
    for thing, page in pages.items():
        offered = as_user(alice).get(page).content.decode()
        assert "Thursday group</option>" in offered
        assert "Second group</option>" in offered
        share(as_user(alice), thing, group.pk)
        assert "The people of Thursday group" in as_user(alice).get(page).content.decode()
    for name in ("sets", "questions", "home"):
        listed = as_user(alice).get(reverse(f"workbench:{name}")).content.decode()
        assert name == "home" or "shared with Thursday group" in listed
    only = as_user(alice).get(reverse("workbench:questions"), {"visibility": "group"})
    assert [row.pk for row in only.context["found"].questions] == [question.pk]


def test_without_a_group_nothing_is_offered(as_user, chosen, alice):
    page = as_user(alice).get(reverse("workbench:set", args=[chosen.slug])).content.decode()
    assert "Share with the group" not in page


def test_lists_cost_the_same_however_many_groups(as_user, alice):
    client = as_user(alice)

    def cost(address) -> int:
        client.get(address)  # what is read once a process
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    lists = [reverse("workbench:questions"), reverse("workbench:sets"), f"{BROWSE}?whose=all"]
    found = []
    for number in range(3):
        shared = {"visibility": "group", "circle": group_of(alice, name=f"G{number}").circle}
        QuestionFactory(owner=alice, **shared)
        QuestionSetFactory(owner=alice, **shared)
        found.append([cost(address) for address in lists])
    assert found[0] == found[2]
