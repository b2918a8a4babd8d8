"""Roles, leaving, taking out, handing over, archiving; and what stays when an account goes."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from accounts.actions import delete_account
from accounts.models import Circle
from groups import actions
from groups.models import Group, Membership
from questions import sharing
from questions.models import Question, QuestionSet, Visibility
from tests.at_once import all_at_once
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from web.refusals import Refused


@pytest.fixture
def group(alice, bob, charlie) -> Group:
    return group_of(alice, bob, charlie)


def roles(group) -> dict[str, str]:
    rows = group.memberships.values_list("place__user__display_name", "role")
    return dict(rows)


def share_all(group, *things):
    for thing in things:
        sharing.share(thing, Visibility.GROUP, circle=group.circle)


def test_the_page_lists_everybody_by_role(as_user, group, alice, bob):
    actions.give_role(group, bob, "organiser", by=alice)
    address = reverse("groups:people", args=[group.pk])
    seen = as_user(alice).get(address)
    listed = [(str(one.user), one.other_role, one.may_remove) for one in seen.context["people"]]
    assert listed == [
        ("Alice", None, False),
        ("Bob", "member", True),
        ("Charlie", "organiser", True),
    ]
    text = as_user(bob).get(address).content.decode()
    assert "Links into the group" in text
    assert "Hand the group over" not in text


def test_roles_are_the_owners_to_give(as_user, group, alice, bob, charlie):
    address = reverse("groups:role", args=[group.pk, charlie.pk])
    assert as_user(bob).post(address, {"role": "organiser"}).status_code == 409
    assert as_user(alice).post(address, {"role": "king"}).status_code == 422
    assert as_user(alice).post(address, {"role": "organiser"}).status_code == 302
    assert roles(group) == {"Alice": "owner", "Bob": "member", "Charlie": "organiser"}


def test_handing_over(as_user, group, alice, bob, carol):
    address = reverse("groups:hand_over", args=[group.pk])
    assert as_user(alice).post(address, {"person": carol.pk}).status_code == 422
    assert as_user(bob).post(address, {"person": bob.pk}).status_code == 422
    as_user(alice).post(address, {"person": bob.pk})
    assert roles(group) == {"Alice": "organiser", "Bob": "owner", "Charlie": "member"}
    with pytest.raises(Refused, match="Only the owner"):
        actions.hand_over(group, alice, by=alice)


@pytest.mark.django_db(transaction=True)
def test_handing_over_to_two_at_once_leaves_one_owner(group, alice, bob, charlie):
    def to(person):
        try:
            actions.hand_over(group, person, by=alice)
        except Refused as refused:
            return refused.reason

    said = all_at_once([lambda: to(bob), lambda: to(charlie)])
    assert sorted(reason is None for reason in said) == [False, True]
    assert list(roles(group).values()).count("owner") == 1


def test_leaving_ends_access_and_keeps_what_was_shared(as_user, group, alice, bob, charlie):
    question = QuestionFactory(owner=bob, visibility="private")
    share_all(group, question)
    assert as_user(alice).post(reverse("groups:leave", args=[group.pk])).status_code == 409
    as_user(bob).post(reverse("groups:leave", args=[group.pk]))
    assert as_user(bob).get(group.get_absolute_url()).status_code == 404
    assert question in Question.objects.visible_to(charlie)
    assert actions.leave(group, by=bob, at=timezone.now()) is False, "twice is once"


def test_whoever_is_taken_out_sees_nothing_any_more(as_user, group, alice, charlie):
    as_user(alice).post(reverse("groups:remove", args=[group.pk, charlie.pk]))
    for name in ("group", "people", "settings", "shared"):
        assert as_user(charlie).get(reverse(f"groups:{name}", args=[group.pk])).status_code == 404


def test_the_last_one_takes_the_group_along(alice, bob):
    group = group_of(alice)
    left_by_bob = QuestionSetFactory(owner=bob, visibility="private")
    share_all(group, left_by_bob)
    assert actions.leave(group, by=alice, at=timezone.now()) is True
    assert not Circle.objects.exists()
    left_by_bob.refresh_from_db()
    assert (left_by_bob.visibility, left_by_bob.owner) == ("private", bob)


def test_an_archived_group_is_read_and_not_changed(as_user, group, alice, bob):
    question = QuestionFactory(owner=alice, visibility="private", title="Still here")
    share_all(group, question)
    page = as_user(alice)
    page.post(reverse("groups:archive", args=[group.pk]))
    assert "Still here" in as_user(bob).get(group.get_absolute_url()).content.decode()
    changes = {
        "settings": ([], {"name": "Other"}),
        "role": ([bob.pk], {"role": "organiser"}),
        "remove": ([bob.pk], {}),
        "hand_over": ([], {"person": bob.pk}),
        "invite": ([], {"lasts": "day"}),
        "put_out_question": ([question.slug], {}),
    }
    for name, (more, data) in changes.items():
        answer = page.post(reverse(f"groups:{name}", args=[group.pk, *more]), data)
        assert (name, answer.status_code) == (name, 409)
    page.post(reverse("groups:reopen", args=[group.pk]))
    assert (
        page.post(reverse("groups:settings", args=[group.pk]), {"name": "New"}).status_code == 302
    )
    assert Group.objects.get().name == "New"


def test_putting_something_out(as_user, group, alice, bob, charlie):
    chosen = QuestionSetFactory(owner=bob, visibility="private")
    share_all(group, chosen)
    address = reverse("groups:put_out_set", args=[group.pk, chosen.slug])
    assert as_user(charlie).post(address).status_code == 409
    as_user(alice).post(address)
    chosen.refresh_from_db()
    assert (chosen.visibility, chosen.circle, chosen.owner) == ("private", None, bob)


# When an account goes


def test_the_longest_organiser_then_the_longest_member_inherits(group, alice, bob, charlie):
    later = timezone.now() + timedelta(days=1)
    group.circle.memberships.filter(user=bob).update(since=later)
    actions.give_role(group, bob, "organiser", by=alice)
    delete_account(alice)
    assert roles(group) == {"Bob": "owner", "Charlie": "member"}
    delete_account(bob)
    assert roles(group) == {"Charlie": "owner"}
    delete_account(charlie)
    assert not Group.objects.exists()
    assert not Circle.objects.exists()


def test_what_they_shared_goes_on_without_their_name(group, alice, bob, charlie):
    question = QuestionFactory(owner=bob, visibility="private", title="Alone")
    inside = QuestionFactory(owner=bob, visibility="private", title="In the set")
    kept = QuestionFactory(owner=bob, visibility="private", title="Not shared")
    chosen = QuestionSetFactory(owner=bob, visibility="private", questions=[inside])
    share_all(group, question, chosen)
    question.current.author = "Bob"
    question.current.save()
    actions.leave(group, by=bob, at=timezone.now())
    delete_account(bob)
    for thing in (question, inside, chosen):
        thing.refresh_from_db()
        assert thing.owner == alice
    assert not Question.objects.filter(pk=kept.pk).exists()
    assert chosen in QuestionSet.objects.visible_to(charlie)
    assert inside in Question.objects.offered_in(chosen, charlie), "the set still asks it"
    question.current.refresh_from_db()
    assert question.current.author == ""


def test_what_is_edited_along_goes_to_the_co_editor(group, bob, charlie):
    chosen = QuestionSetFactory(owner=bob, visibility="private", questions=[])
    chosen.editors.add(charlie)
    share_all(group, chosen)
    delete_account(bob)
    chosen.refresh_from_db()
    assert (chosen.owner, chosen.circle) == (charlie, group.circle)


def test_links_of_somebody_who_left_still_name_nobody(as_user, group, alice, bob):
    actions.give_role(group, bob, "organiser", by=alice)
    as_user(bob).post(reverse("groups:invite", args=[group.pk]), {"lasts": "week"})
    delete_account(bob)
    text = as_user(alice).get(reverse("groups:people", args=[group.pk])).content.decode()
    assert "somebody who left" in text


def test_ones_groups_leave_in_ones_zip(group, bob):
    with exports.write_zip(bob, at=timezone.now()) as packed:
        archive = zipfile.ZipFile(io.BytesIO(packed.read()))
    [facts] = json.loads(archive.read("groups/groups.json"))["groups"]
    assert (facts["name"], facts["role"]) == ("Thursday group", "member")
    assert b"Thursday group: member" in archive.read("groups/groups.md")
    assert Membership.objects.filter(place__user=bob).exists()


def test_the_groups_page_costs_the_same_however_many(
    as_user, group, alice, django_assert_max_num_queries
):
    client = as_user(alice)
    for name in ("group", "people", "shared"):
        with django_assert_max_num_queries(24):
            client.get(reverse(f"groups:{name}", args=[group.pk]))
