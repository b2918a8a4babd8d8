"""Links into a group: what they show, whom they let in, and what happens when two press at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups import actions, joining
from groups.models import Group, JoinRequest, Membership
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import UserFactory, group_of
from web.refusals import Refused


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


def link(group, by, *, lasts="week", asks=False, at=None):
    at = at or timezone.now()
    return joining.invite(group, lasts=lasts, needs_approval=asks, by=by, at=at)


def page(made) -> str:
    return reverse("groups:join", args=[made.token])


def told(person) -> list[str]:
    rows = Reminder.objects.filter(user=person, channel="in-app").order_by("pk")
    return [row.facts["title"] for row in rows]


def test_a_link_shows_name_and_number_and_nothing_else(client, group, alice):
    group.about = "SECRET plans"
    group.save()
    shown = client.get(page(link(group, alice)))
    text = shown.content.decode()
    assert "Thursday group" in text
    assert "2 people" in text
    assert not [word for word in ("SECRET", "Alice", "Bob") if word in text]
    assert f"next={reverse('groups:join', args=['x'])[:-2]}".replace("/", "%2F") in text


def test_whoever_has_it_joins_and_those_who_look_after_it_are_told(as_user, group, alice, charlie):
    made = link(group, alice)
    for _twice in range(2):
        answer = as_user(charlie).post(page(made))
        assert answer.url == group.get_absolute_url()
    assert Membership.objects.filter(group=group, place__user=charlie).count() == 1
    assert told(alice) == ["Charlie joined Thursday group"]


def test_signing_up_comes_back_to_the_link(client, group, alice):
    address = page(link(group, alice))
    form = {"email": "new@example.org", "password1": "correct horse 9 staple", "next": address}
    assert client.post(reverse("account_signup"), form).url == address
    assert "Join the group" in client.get(address).content.decode()


def test_a_guest_makes_an_account_and_comes_back(as_user, group, alice):
    address = page(link(group, alice))
    guest = as_user(UserFactory(guest=True))
    assert "Make an account" in guest.get(address).content.decode()
    claim = guest.post(address).url
    assert claim == f"{reverse('accounts:claim')}?next={address.replace('/', '%2F')}"
    form = {"email": "new@example.org", "password": "correct horse 9 staple"}
    assert guest.post(claim, form).url == address
    elsewhere = f"{reverse('accounts:claim')}?next=https://evil.example/"
    other = as_user(UserFactory(guest=True))
    form["email"] = "other@example.org"
    assert other.post(elsewhere, form).url == reverse("interview:home")


@pytest.mark.parametrize("end", ["time", "taken back", "archived"])
def test_a_link_that_has_run_out_says_so(client, as_user, group, alice, charlie, end):
    now = timezone.now()
    made = link(group, alice, lasts="day", at=now - timedelta(days=2 if end == "time" else 0))
    if end == "taken back":
        joining.take_back(made, by=alice, at=now)
    if end == "archived":
        actions.archive(group, by=alice, at=now)
    for visitor in (client, as_user(charlie)):
        for method in (visitor.get, visitor.post):
            gone = method(page(made))
            assert gone.status_code == 410
            assert "Thursday" not in gone.content.decode()
    with pytest.raises(Refused):
        joining.come_by(made, charlie, at=now)
    assert client.get(reverse("groups:join", args=["nobody-made-this"])).status_code == 404


def test_a_link_that_asks_first(as_user, group, alice, bob, charlie):
    made = link(group, alice, asks=True)
    for _twice in range(2):
        as_user(charlie).post(page(made))
    waiting = JoinRequest.objects.get()
    assert "You asked to join" in as_user(charlie).get(page(made)).content.decode()
    assert as_user(charlie).get(group.get_absolute_url()).status_code == 404
    assert told(alice) == ["Charlie asks to join Thursday group"]
    assert told(bob) == [], "a member has no say in it"
    as_user(alice).post(reverse("groups:answer", args=[group.pk, waiting.pk]), {"answer": "yes"})
    assert as_user(charlie).get(group.get_absolute_url()).status_code == 200
    assert told(charlie) == ["You are in: Thursday group"]
    assert not Reminder.objects.filter(key__contains=":asked:", state="waiting").exists()


def test_somebody_who_is_not_let_in_is_told_and_may_ask_again(group, alice, charlie):
    made, at = link(group, alice, asks=True), timezone.now()
    joining.come_by(made, charlie, at=at)
    joining.answer(JoinRequest.objects.get(), yes=False, by=alice, at=at)
    assert told(charlie) == ["Not let in: Thursday group"]
    assert joining.come_by(made, charlie, at=at) == joining.Came.ASKED


def test_a_request_of_another_group_is_not_answered_here(as_user, group, alice, charlie):
    others = group_of(UserFactory(), charlie)
    waiting = JoinRequest.objects.create(group=others, user=UserFactory(), asked_at=timezone.now())
    address = reverse("groups:answer", args=[group.pk, waiting.pk])
    as_user(alice).post(address, {"answer": "yes"})
    assert JoinRequest.objects.filter(pk=waiting.pk).exists()


def test_bad_input_comes_back(as_user, group, alice):
    invite = reverse("groups:invite", args=[group.pk])
    wrong = as_user(alice).post(invite, {"lasts": "ever"})
    assert wrong.status_code == 422
    assert not group.invitations.exists()


@pytest.mark.django_db(transaction=True)
def test_one_person_opening_a_link_twice_at_once_is_in_once(group, alice, charlie):
    made, at = link(group, alice), timezone.now()
    both = all_at_once([lambda: joining.come_by(made, charlie, at=at)] * 2)
    assert both == [joining.Came.IN] * 2
    assert group.memberships.count() == 3
    assert told(alice) == ["Charlie joined Thursday group"]


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_give_one_answer(group, alice, bob, charlie):
    at = timezone.now()
    actions.give_role(group, bob, "organiser", by=alice)
    joining.come_by(link(group, alice, asks=True), charlie, at=at)
    waiting = JoinRequest.objects.get()
    all_at_once(
        [
            lambda: joining.answer(waiting, yes=True, by=alice, at=at),
            lambda: joining.answer(waiting, yes=False, by=bob, at=at),
        ]
    )
    assert not JoinRequest.objects.exists()
    assert len(told(charlie)) == 1
    is_in = group.memberships.filter(place__user=charlie).exists()
    assert told(charlie) == [f"{'You are in' if is_in else 'Not let in'}: Thursday group"]


def test_a_groups_name_is_one_line(as_user, alice):
    as_user(alice).post(reverse("groups:home"), {"name": "Thursdays\r\nBcc: x@example.org"})
    assert Group.objects.get().name == "Thursdays Bcc: x@example.org"


def test_thirty_requests_cost_the_page_of_groups_as_much_as_three(
    as_user, alice, bob, django_assert_num_queries
):
    def asked(number: int) -> None:
        for one in range(number):
            other = group_of(bob, name=f"Group {one}")
            JoinRequest.objects.create(group=other, user=alice, asked_at=timezone.now())

    asked(3)
    reader = as_user(alice)
    reader.get(reverse("groups:home"))
    with CaptureQueriesContext(connection) as few:
        reader.get(reverse("groups:home"))
    asked(27)
    with django_assert_num_queries(len(few)):
        page = reader.get(reverse("groups:home")).content.decode()
    assert "Group 26" in page
