"""Who may read an interview: opening, reading, closing, and what is told about it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from marking import actions
from marking.actions import Terms
from marking.models import Share
from reminders.models import Reminder
from tests.factories import InterviewFactory, UserFactory, group_of
from tests.interview.marked import finished
from tests.marking.shared import linked, shared_to, shared_with
from web.refusals import Refused

pytestmark = pytest.mark.django_db
ASKS_FOR_PROOF = override_settings(DEV_MAIL=False, ACCOUNT_EMAIL_VERIFICATION="optional")


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


def may_read(share, *people, at=None):
    at = at or timezone.now()
    return [one for one in people if share in Share.objects.open_to(one, at=at)]


def reader_page(client, share):
    return client.get(share.get_absolute_url())


def test_a_group_reads_it_by_whoever_is_in_it_now(interview, group, alice, bob, charlie, as_user):
    share = shared_with(group, interview)
    assert may_read(share, alice, bob, charlie) == [alice, bob]
    group.circle.memberships.get(user=bob).delete()
    assert may_read(share, alice, bob) == [alice]
    assert reader_page(as_user(bob), share).status_code == 404


def test_what_somebody_shared_leaves_the_group_with_them(interview, group, alice, bob):
    share = shared_with(group, interview)
    group.circle.memberships.get(user=alice).delete()
    assert may_read(share, bob) == []


def test_only_with_a_group_one_is_in(interview, bob, charlie):
    theirs = group_of(bob, charlie)
    with pytest.raises(Refused, match="not in that group"):
        shared_with(theirs, interview)


def test_one_person_reads_it_by_their_account(interview, bob, charlie):
    share = shared_to("BOB@example.org", interview)
    assert share.user == bob
    assert may_read(share, bob, charlie) == [bob]


def test_an_address_nobody_has_yet_opens_it_when_somebody_does(interview):
    share = shared_to("dora@example.org", interview)
    dora = UserFactory(email="dora@example.org")
    assert share.user is None
    assert may_read(share, dora) == [dora]


@ASKS_FOR_PROOF
def test_an_address_that_nobody_confirmed_opens_nothing(interview, bob):
    share = shared_to(bob.email, interview)
    assert share.user is None
    assert may_read(share, bob) == []
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True)
    assert may_read(share, bob) == [bob]


def test_nobody_is_told_whether_an_address_has_an_account(interview, alice, as_user):
    page = as_user(alice)
    address = reverse("marking:readers", args=[interview.pk])
    said = []
    for who in ("bob@example.org", "nobody@example.org"):
        UserFactory(email=who) if who.startswith("bob") else None
        form = {"to": "person", "address": who, "positions": [1, 2], "names": "on"}
        reply = page.post(address, form, follow=True)
        said.append(reply.content.decode().replace(who, "X").split('id="ways"')[1].split("<li")[1])
        Share.objects.all().delete()
    strip = [words.split("action=")[0].split("href=")[0] for words in said]
    assert strip[0] == strip[1]


def test_a_link_opens_it_to_anybody_until_it_is_taken_back(interview, alice, client):
    share = linked(interview)
    page = reader_page(client, share)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    actions.revoke(share, by=alice, at=timezone.now())
    assert reader_page(client, share).status_code == 404


def test_a_link_runs_out(interview):
    share = linked(interview, days=1)
    later = timezone.now() + timedelta(days=1, seconds=1)
    assert Share.objects.open_by(share.token, at=timezone.now()).exists()
    assert not Share.objects.open_by(share.token, at=later).exists()


@pytest.mark.parametrize("terms", [{"days": None}, {"days": 91}, {"asks": True}])
def test_a_link_holds_for_so_long_and_asks_for_nothing(interview, terms):
    with pytest.raises(Refused):
        linked(interview, **terms)


def test_a_share_with_people_runs_out_too(interview, group, bob):
    share = shared_with(group, interview, days=7)
    assert may_read(share, bob, at=timezone.now() + timedelta(days=7, seconds=1)) == []


def test_taking_it_back_closes_it_at_once(interview, group, alice, bob):
    share = shared_with(group, interview)
    actions.revoke(share, by=alice, at=timezone.now())
    actions.revoke(share, by=alice, at=timezone.now())
    assert may_read(share, alice, bob) == []


def test_only_the_candidate_shares_and_takes_back(interview, group, bob):
    share = shared_with(group, interview)
    with pytest.raises(Refused):
        actions.revoke(share, by=bob, at=timezone.now())
    with pytest.raises(Refused, match="Only the candidate"):
        actions.share_by_link(interview, Terms(days=1), by=bob, at=timezone.now())


def test_only_a_finished_estimated_interview_is_shared(alice, group):
    running = InterviewFactory(candidate=alice, running=True)
    for interview in (running, finished(alice, estimated=False)):
        with pytest.raises(Refused):
            shared_with(group, interview)


def test_sharing_it_again_replaces_the_share(interview, group, bob):
    first = shared_with(group, interview, marks=True)
    second = shared_with(group, interview)
    assert may_read(first, bob) == []
    assert may_read(second, bob) == [bob]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"token": "x", "address": "a@example.org"},
        {"address": "a@example.org", "positions": []},
        {"token": "x", "asks_for_marks": True},
    ],
)
def test_the_database_refuses_a_share_that_is_none(interview, fields):
    with pytest.raises(IntegrityError):
        Share.objects.create(interview=interview, made_at=timezone.now(), **fields)


def test_those_it_is_shared_with_are_told(interview, group, bob):
    share = shared_with(group, interview, asks=True)
    told = Reminder.objects.get(user=bob, channel="in-app")
    assert (
        told.facts["title"]
        == "Alice shares an interview with Thursday group and asks for your marks"
    )
    assert told.facts["path"] == share.get_absolute_url()
    assert told.about == f"group:{group.pk}"


def test_without_names_nobody_is_told_whose_it_is(interview, group, bob):
    shared_with(group, interview, names=False)
    told = Reminder.objects.get(user=bob, channel="in-app")
    assert "Alice" not in str(told.facts)
    assert interview.title not in str(told.facts)


def test_what_was_taken_back_is_not_told_any_more(interview, group, alice, bob):
    share = shared_with(group, interview)
    actions.revoke(share, by=alice, at=timezone.now())
    assert set(Reminder.objects.filter(user=bob).values_list("state", flat=True)) == {"cancelled"}


# Pages


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ({"to": "group"}, "Shared with your group."),
        ({"to": "person", "address": "bob@example.org"}, "Open to bob@example.org"),
        ({"to": "link", "days": 7}, "The link below opens it"),
    ],
)
def test_the_page_opens_it(interview, group, alice, as_user, typed, who):
    address = reverse("marking:readers", args=[interview.pk])
    form = {"positions": [1], "group": group.pk, **typed}
    page = as_user(alice).post(address, form, follow=True)
    assert who in page.content.decode()
    share = Share.objects.get()
    assert (share.positions, share.names_candidate) == ([1], False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"to": "person"}, "Whom?"),
        ({"to": "person", "address": "nonsense"}, "valid email"),
        ({"to": "link"}, "A link holds for up to 90 days"),
        ({"to": "link", "days": 7, "asks": "on"}, "not of a link"),
        ({"to": "link", "days": 7, "positions": [3]}, "3 is not one of the available choices"),
    ],
)
def test_bad_input_comes_back(interview, group, alice, as_user, typed, words):
    address = reverse("marking:readers", args=[interview.pk])
    page = as_user(alice).post(address, {"positions": [1], **typed})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Share.objects.exists()


def test_the_list_of_what_is_shared_with_one(interview, group, bob, as_user, alice):
    client = as_user(bob)
    assert "Nothing yet" in client.get(reverse("marking:home")).content.decode()
    shared_with(group, interview, asks=True)
    shared_to("bob@example.org", finished(alice), names=False)
    page = client.get(reverse("marking:home")).content.decode()
    assert "asks for your marks" in page
    assert "The candidate" in page


def test_the_list_costs_as_much_with_ten(
    interview, group, bob, as_user, alice, django_assert_max_num_queries
):
    for _ in range(10):
        shared_with(group, finished(alice))
    client = as_user(bob)
    with django_assert_max_num_queries(16):
        client.get(reverse("marking:home"))


def test_an_address_longer_than_addresses_are_comes_back(interview, alice, as_user):
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"
    typed = {"to": "person", "address": long, "positions": ["1", "2"]}
    page = as_user(alice).post(reverse("marking:readers", args=[interview.pk]), typed)
    assert page.status_code == 422
    assert long in page.content.decode()


def test_a_link_with_a_nul_in_it_opens_nothing(client):
    assert client.get("/marking/link/a%00b/").status_code == 404
