"""Whoever was taken out does not come in again by a link, until the owner allows it."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions, exports, joining
from groups.models import Barred, Group, JoinRequest
from reminders.choices import Way, choices_of
from reminders.kinds import KINDS
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import QuestionSetFactory, UserFactory, group_of
from tests.groups.meetings import meeting_of
from web.refusals import Refused
from workbench import set_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice, bob, charlie) -> Group:
    return group_of(alice, bob, charlie)


def link(group, by, *, asks=False):
    return joining.invite(group, lasts="week", needs_approval=asks, by=by, at=timezone.now())


@pytest.fixture
def out(group, alice, charlie):
    """Charlie is taken out while a link is open."""
    made = link(group, alice)
    actions.remove(group, charlie, by=alice, at=timezone.now())
    return reverse("groups:join", args=[made.token])


def test_an_open_link_does_not_let_them_in_again(as_user, group, charlie, out):
    client = as_user(charlie)
    assert "taken out of this group" in client.get(out).content.decode()
    assert client.post(out).status_code == 409
    assert not Group.objects.visible_to(charlie).exists()


def test_nor_does_one_that_asks_first(group, alice, charlie, out):
    with pytest.raises(Refused, match="taken out"):
        joining.come_by(link(group, alice, asks=True), charlie, at=timezone.now())
    assert not JoinRequest.objects.exists()


def test_a_visitor_is_not_told_who_was_taken_out(client, out):
    assert "taken out" not in client.get(out).content.decode()


def test_the_owner_allows_them_back_and_nobody_else_does(as_user, group, alice, bob, charlie, out):
    address = reverse("groups:allow_back", args=[group.pk, charlie.pk])
    actions.give_role(group, bob, "organiser", by=alice)
    people = reverse("groups:people", args=[group.pk])
    assert "Allow back" not in as_user(bob).get(people).content.decode()
    assert as_user(bob).post(address).status_code == 409
    assert "Allow back" in as_user(alice).get(people).content.decode()
    as_user(alice).post(address)
    assert as_user(charlie).post(out).url == group.get_absolute_url()
    assert as_user(alice).post(address).status_code == 404, "nobody is barred any more"


def test_who_left_by_themselves_may_come_back(as_user, group, alice, charlie):
    made = link(group, alice)
    actions.leave(group, by=charlie, at=timezone.now())
    as_user(charlie).post(reverse("groups:join", args=[made.token]))
    assert Group.objects.visible_to(charlie).exists()


def test_a_person_reads_in_their_export_where_they_were_taken_out(charlie, out):
    as_json, _ = exports.files(charlie)
    assert json.loads(as_json.text)["taken_out_of"][0]["name"] == "Thursday group"
    charlie.delete()
    assert not Barred.objects.exists()


# Founding


def test_one_form_founds_one_group(as_user, alice):
    form = {"name": "Mondays", "request_key": uuid.uuid4()}
    replies = {as_user(alice).post(reverse("groups:home"), form).url for _ in range(2)}
    assert len(replies) == 1
    assert Group.objects.count() == 1


def test_somebody_elses_key_founds_nothing(as_user, alice, bob):
    form = {"name": "Mondays", "request_key": uuid.uuid4()}
    as_user(alice).post(reverse("groups:home"), form)
    assert as_user(bob).post(reverse("groups:home"), form).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_found_one_group(alice):
    key = uuid.uuid4()

    def press() -> int:
        return actions.found("Mondays", by=alice, at=timezone.now(), request_key=key).pk

    assert len(set(all_at_once([press, press]))) == 1


# Telling


def told(user) -> list[str]:
    rows = Reminder.objects.filter(user=user, channel="in-app").order_by("pk")
    return [row.facts["title"] for row in rows if row.state == "waiting"]


def test_a_set_that_is_shared_is_told_to_the_group_and_taken_back_with_it(group, alice, bob):
    own = QuestionSetFactory(owner=bob, visibility="private", title="Mine")
    for _ in range(2):
        set_actions.share(own, "group", by=bob, circle=group.circle, at=timezone.now())
    assert told(alice) == ["Bob shares a set with Thursday group: Mine"]
    assert told(bob) == []
    own.refresh_from_db()
    actions.put_out(group, own, by=alice, at=timezone.now())
    assert told(alice) == []


def test_it_comes_with_the_daily_mail_unless_one_chose_otherwise(group, alice, bob):
    own = QuestionSetFactory(owner=bob, visibility="private")
    set_actions.share(own, "group", by=bob, circle=group.circle, at=timezone.now())
    mail = Reminder.objects.get(user=alice, channel="email")
    assert choices_of(alice).by_category[KINDS[mail.kind].category.name].email == Way.DIGEST


# The calendar of a mock for two


def test_a_mock_of_two_is_in_the_calendars_of_these_two_alone(group, alice, bob, charlie):
    from groups.meeting_invitations import in_calendar

    at = timezone.now()
    mock = meeting_of(group, kind="mock", partner=bob, by=alice, minutes=90)
    board = meeting_of(group, by=alice)

    def calendar(user) -> set:
        return {entry.uid for entry in in_calendar(user, at)}

    assert calendar(alice) == calendar(bob) == {mock.calendar_uid, board.calendar_uid}
    assert calendar(charlie) == {board.calendar_uid}
    mock.attendances.create(user=charlie, answer="maybe", answered_at=at)
    assert mock.calendar_uid in calendar(charlie), "they said something about it"


# Turns


def test_whose_turn_it_is_takes_as_many_queries_for_many(group, alice, django_assert_num_queries):
    from groups import turns

    for _ in range(5):
        actions.let_in(group, UserFactory(), at=timezone.now())
    with django_assert_num_queries(3):
        assert str(turns.turn_of(group, alice, at=timezone.now()).partner)
    with django_assert_num_queries(3):
        table = turns.table(group, at=timezone.now())
        assert all(str(person) for person, _ in table.counts)
