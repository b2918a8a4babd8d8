"""Explaining a concept: a draft is one's own until it is opened, and the group reads that."""

import uuid

import pytest
from django.utils import timezone

from accounts.actions import delete_account
from accounts.models import Circle
from groups.actions import leave
from reminders.models import Reminder
from study.models import Explanation, Heard
from study.teaching import actions
from tests.factories import group_of
from web.refusals import Refused

NOW = timezone.now()
CONCEPT = "mlp"
pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


def typed(person, text="It is a sum, bent.", *, base=0, writer=None):
    return actions.draft(person, CONCEPT, text, base=base, writer=writer or uuid.uuid4(), at=NOW)


def opened(person, group, text="It is a sum, bent."):
    typed(person, text, base=Explanation.objects.of(person).count() and _of(person).revision)
    return actions.share(person, CONCEPT, group.circle_id, at=timezone.now())


def _of(person) -> Explanation:
    return Explanation.objects.of(person).get()


def readable(person) -> list[Explanation]:
    return list(Explanation.objects.visible_to(person))


def told(person) -> list[Reminder]:
    waiting = Reminder.objects.filter(user=person, channel="in-app", state="waiting")
    return list(waiting.order_by("-pk"))


def test_a_draft_is_ones_own(alice, bob, group):
    typed(alice)
    assert readable(bob) == []
    assert _of(alice).text == "It is a sum, bent."


def test_a_group_reads_what_stood_there_when_it_was_opened(alice, bob, charlie, group):
    row = opened(alice, group)
    typed(alice, "It is a sum, bent. Also", base=1)
    (found,) = readable(bob)
    assert (found.shared_text, found.is_changed) == ("It is a sum, bent.", True)
    assert readable(charlie) == []
    assert [one.facts["path"] for one in told(bob)] == [row.get_absolute_url()]
    assert told(alice) == []


def test_opened_again_it_reads_the_new_words_and_nobody_is_told_twice(alice, bob, group):
    opened(alice, group)
    opened(alice, group, "A sum, then a bend, again and again.")
    assert readable(bob)[0].shared_text.startswith("A sum, then")
    assert len(told(bob)) == 1


def test_taken_back_nobody_else_reads_it_and_what_was_said_stays(alice, bob, group):
    row = opened(alice, group)
    actions.hear(row, understood=True, words="", by=bob, at=NOW)
    for _twice in range(2):
        actions.take_back(alice, CONCEPT, at=NOW)
    assert readable(bob) == []
    assert told(bob) == []
    assert _of(alice).heard.count() == 1


def test_whoever_leaves_the_group_reads_no_more(alice, bob, group):
    opened(alice, group)
    leave(group, by=bob, at=NOW)
    assert readable(bob) == []


def test_nothing_is_opened_that_is_empty_disagrees_or_to_no_group_of_ones_own(alice, bob, group):
    with pytest.raises(Refused, match="Write or record it first"):
        actions.share(alice, CONCEPT, group.circle_id, at=NOW)
    typed(alice)
    theirs = Circle.objects.create(name="Theirs")
    with pytest.raises(Refused, match="a group that you are in"):
        actions.share(alice, CONCEPT, theirs.pk, at=NOW)
    Circle.objects.filter(pk=group.circle_id).update(archived_at=NOW)
    with pytest.raises(Refused, match="not archived"):
        actions.share(alice, CONCEPT, group.circle_id, at=NOW)
    Circle.objects.update(archived_at=None)
    row, disagree = typed(alice, "Other words.", base=0)
    assert disagree
    with pytest.raises(Refused, match="Another window"):
        actions.share(alice, CONCEPT, group.circle_id, at=NOW)
    (writer,) = row.rivals["text"]
    actions.settle(alice, CONCEPT, "text", uuid.UUID(writer), add=True)
    assert actions.share(alice, CONCEPT, group.circle_id, at=NOW).shared_text.endswith("words.")


def test_others_say_whether_they_understood_and_may_say_it_anew(alice, bob, group):
    row = opened(alice, group)
    with pytest.raises(Refused, match="the others say"):
        actions.hear(row, understood=True, words="", by=alice, at=NOW)
    for _twice in range(2):
        actions.hear(row, understood=False, words="Which bend?", by=bob, at=NOW)
    actions.hear(row, understood=True, words="", by=bob, at=timezone.now())
    assert Heard.objects.get().is_understood
    assert [one.facts["title"].partition(":")[0] for one in told(alice)] == [
        "Bob understood",
        "Bob has not understood yet",
    ]


def test_what_was_said_stays_without_the_name_of_whoever_left_altogether(alice, bob, group):
    actions.hear(opened(alice, group), understood=False, words="Which bend?", by=bob, at=NOW)
    delete_account(bob)
    assert (Heard.objects.get().by, Heard.objects.get().words) == (None, "Which bend?")
    delete_account(alice)
    assert not Explanation.objects.exists()
