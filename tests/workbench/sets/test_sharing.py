"""Who opens, takes and edits a set: by a link, and in the library."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import actions as interviews
from interview.models import Interview
from questions import sharing
from questions.models import LinkVisit, Visibility
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
    group_of,
)
from tests.workbench.sets.addresses import address
from web.refusals import Refused
from workbench import set_actions, sharing_rules

NOW = timezone.now()


@pytest.mark.parametrize("path", ["sets/link/%00/", "q/%00/"])
def test_a_link_that_cannot_be_one_opens_nothing(client, path):
    assert client.get(f"/workbench/{path}").status_code == 404


@pytest.mark.parametrize("path", ["sets/link/%00/take/", "q/%00/practise/"])
def test_a_link_that_cannot_be_one_makes_nobody_a_guest(client, path):
    assert client.post(f"/workbench/{path}").status_code == 404


def test_a_link_shows_the_set_to_anyone_and_nothing_it_asks(client, shared):
    page = client.get(address("set_link", shared.share_token))
    assert page.status_code == 200
    assert b"Thursday" in page.content
    assert b"4 questions" in page.content
    assert b'content="noindex"' in page.content
    assert b"SECRET" not in page.content
    assert not LinkVisit.objects.exists()


def test_whoever_came_by_the_link_may_take_the_set_private_questions_and_all(
    as_user, charlie, shared
):
    client = as_user(charlie)
    assert client.get(address("duplicate", shared.slug)).status_code == 405
    assert client.get(reverse("interview:set_up", args=[shared.slug])).status_code == 404
    client.get(address("set_link", shared.share_token))
    reply = client.post(address("take_set", shared.share_token))
    assert reply.url == reverse("interview:set_up", args=[shared.slug])
    assert b"SECRET" not in client.get(reply.url).content
    began = {"mode": "exam", "when": "now", "request_key": "00000000-0000-0000-0000-000000000007"}
    client.post(reply.url, began)
    sat = Interview.objects.get(candidate=charlie)
    assert [q.version.title for q in sat.questions.all()][-1] == "SECRET"
    assert b"SECRET?" in client.get(reverse("interview:room", args=[sat.pk])).content


def test_the_key_of_a_private_question_is_in_the_review_after_the_attempt(as_user, charlie, shared):
    from tests.interview.marked import finished

    secret = shared.items.last().question
    sharing.write_down_visit(shared, charlie, at=NOW)
    alone = QuestionSetFactory(
        owner=shared.owner, visibility="private", questions=[secret], minutes=8
    )
    done = finished(charlie, question_set=alone)
    review = as_user(charlie).get(reverse("interview:review", args=[done.pk])).content.decode()
    assert "It damps oscillation" in review
    assert as_user(charlie).get(secret.get_absolute_url()).status_code == 404


def test_without_an_account_one_becomes_a_guest_on_the_way(client, shared):
    reply = client.post(address("take_set", shared.share_token), {"time_zone": "Asia/Tokyo"})
    assert reply.url == reverse("interview:set_up", args=[shared.slug])
    assert client.get(reply.url).status_code == 200
    visit = LinkVisit.objects.get()
    assert visit.user.is_guest


@pytest.mark.parametrize("how", ["private", "link"])
def test_a_link_taken_back_or_renewed_lets_nobody_in_any_more(as_user, alice, charlie, shared, how):
    client = as_user(charlie)
    old = address("set_link", shared.share_token)
    client.get(old)
    planned = InterviewFactory(candidate=charlie, question_set=shared)
    as_user(alice).post(address("share_set", shared.slug), {"how": how})
    assert client.get(old).status_code == 404
    assert client.get(reverse("interview:set_up", args=[shared.slug])).status_code == 404
    with pytest.raises(Refused, match="not shared with you any more"):
        interviews.start(planned, at=NOW)


def test_a_set_asks_nothing_that_its_keeper_has_lost_sight_of(alice, bob, charlie, shared):
    """Bob takes his question back; Alice's set goes on without it."""
    bobs = QuestionFactory(owner=bob, visibility="private", title="BOB'S")
    sharing.share(bobs, Visibility.LINK)
    sharing.write_down_visit(bobs, alice, at=NOW)
    set_actions.add_questions(shared, [bobs.pk], by=alice)
    sharing.write_down_visit(shared, charlie, at=NOW)

    def asked():
        sat = interviews.start(InterviewFactory(candidate=charlie, question_set=shared), at=NOW)
        return [question.version.title for question in sat.questions.all()]

    assert "BOB'S" in asked()
    sharing.share(bobs, Visibility.PRIVATE)
    assert "BOB'S" not in asked()


def test_only_a_curator_puts_a_set_into_the_library(as_user, alice, own, carol):
    assert (
        as_user(alice).post(address("share_set", own.slug), {"how": "library"}).status_code == 409
    )
    own.editors.add(carol)
    as_user(carol).post(address("share_set", own.slug), {"how": "library"})
    own.refresh_from_db()
    assert own.visibility == Visibility.LIBRARY


def test_the_link_is_the_owners_to_renew_or_take_back(as_user, alice, bob, shared):
    """The rule that refuses a co-editor hides the buttons from them."""
    shared.editors.add(bob)
    old = shared.share_token
    buttons = [b"Make a new link", b"Take the link back"]
    for person, theirs in ((alice, True), (bob, False)):
        page = as_user(person).get(address("set", shared.slug)).content
        assert [button in page for button in buttons] == [theirs, theirs]
        assert (b"Only its author shares this set" in page) is not theirs
    for how in ("link", "private"):
        reply = as_user(bob).post(address("share_set", shared.slug), {"how": how})
        assert reply.status_code == 409
    shared.refresh_from_db()
    assert (shared.visibility, shared.share_token) == (Visibility.LINK, old)


@pytest.mark.parametrize("how", sharing_rules.WAYS)
def test_questions_and_sets_are_shared_by_one_rule(alice, bob, carol, how):
    """The owner by link and with a group, a curator into the library and out of it, nobody else."""
    circle = group_of(alice, bob).circle
    for visibility in sharing_rules.WAYS:
        things = [
            make(
                owner=alice,
                visibility=visibility,
                share_token=f"{name}{how}" if visibility == "link" else None,
                circle=circle if visibility == "group" else None,
            )
            for make, name in ((QuestionFactory, "q"), (QuestionSetFactory, "s"))
        ]
        for person in (alice, bob, carol):
            can = [
                sharing_rules.why_not_share(person, thing, how, circle=circle) is None
                for thing in things
            ]
            curated = how == "library" or visibility == "library"
            expected = (person == carol and curated) or (person == alice and how != "library")
            assert can == [expected, expected], (person, visibility)


def test_a_co_editor_edits_and_a_reader_by_link_does_not(as_user, bob, charlie, shared):
    shared.editors.add(bob)
    assert as_user(bob).get(address("set", shared.slug)).status_code == 200
    as_user(charlie).get(address("set_link", shared.share_token))
    assert as_user(charlie).get(shared.get_absolute_url()).status_code == 200
    assert as_user(charlie).get(address("set", shared.slug)).status_code == 404
    with pytest.raises(Refused, match="not yours"):
        set_actions.move(shared, shared.items.first().pk, by_places=1, by=charlie)


def test_a_guest_is_led_to_an_account_by_the_workbench_and_not_by_a_link(as_user, shared):
    guest = as_user(UserFactory(guest=True))
    assert guest.get(address("sets")).url == reverse("accounts:claim")
    assert guest.get(address("set_link", shared.share_token)).status_code == 200
