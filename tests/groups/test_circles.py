"""What is shared with a circle is open to whoever is in it now, and to nobody else."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from groups.models import Group, Membership
from questions import sharing
from questions.models import Question, QuestionSet, Visibility
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from workbench import bulk, undoing


@pytest.fixture
def group(alice, bob) -> Group:
    return group_of(alice, bob)


@pytest.fixture
def shared(alice, group) -> Question:
    question = QuestionFactory(owner=alice, visibility="private")
    sharing.share(question, Visibility.GROUP, circle=group.circle)
    return question


def test_a_question_shared_with_a_group_is_its_peoples(shared, alice, bob, charlie):
    seen = [one for one in (alice, bob, charlie) if shared in Question.objects.visible_to(one)]
    assert seen == [alice, bob]
    assert (shared.pk,) in Question.objects.beyond_the_library(bob, "pk")


def test_a_set_shared_with_a_group_is_taken_by_its_people(group, alice, bob, charlie):
    chosen = QuestionSetFactory(owner=alice, visibility="private")
    sharing.share(chosen, Visibility.GROUP, circle=group.circle)
    assert chosen in QuestionSet.objects.visible_to(bob)
    assert chosen not in QuestionSet.objects.visible_to(charlie)


def test_whoever_leaves_sees_it_no_more(shared, group, bob):
    group.circle.memberships.get(user=bob).delete()
    assert shared not in Question.objects.visible_to(bob)
    assert not Membership.objects.filter(place__user=bob).exists(), "the role goes with the place"


def test_taking_it_back_closes_it(shared, bob):
    sharing.share(shared, Visibility.PRIVATE)
    assert shared.circle is None
    assert shared not in Question.objects.visible_to(bob)


def test_a_group_and_who_sees_it_must_agree(shared):
    shared.visibility = Visibility.PRIVATE
    with pytest.raises(IntegrityError):
        shared.save()


def test_a_group_has_one_owner(group, bob):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(place__user=bob).update(role=Membership.Role.OWNER)


def test_undoing_shares_again_only_with_a_group_one_is_still_in(shared, group, alice):
    at = timezone.now()
    first = bulk.change([shared.pk], bulk.Change("private"), by=alice, at=at).edit
    shared.refresh_from_db()
    assert shared.circle is None
    undoing.undo(first, by=alice, at=at)
    shared.refresh_from_db()
    assert shared.circle == group.circle
    again = bulk.change([shared.pk], bulk.Change("private"), by=alice, at=at).edit
    group.circle.memberships.get(user=alice).delete()
    [(_, reason)] = undoing.undo(again, by=alice, at=at).left
    assert "no longer in the group" in reason
