"""Editing a set with others: who is asked, what they learn, what they may do afterwards."""

import json
import zipfile

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from accounts.actions import delete_account
from questions.models import QuestionSet
from tests.factories import QuestionFactory, QuestionSetFactory
from web.refusals import Refused
from workbench import co_editing, set_actions
from workbench.models import EditorInvitation


@pytest.fixture
def own(alice) -> QuestionSet:
    return QuestionSetFactory(owner=alice, visibility="private", title="Thursday", slug="thursday")


def at(name, *args):
    return reverse(f"workbench:{name}", args=args)


def invite(client, chosen, email):
    return client.post(at("invite_set_editor", chosen.slug), {"email": email})


def answer(client, yes_or_no):
    asked = EditorInvitation.objects.get()
    return client.post(at("answer_invitation", asked.pk), {"answer": yes_or_no})


def test_whoever_is_asked_says_yes_at_their_workbench_and_edits_the_set_along(
    as_user, alice, bob, charlie, own
):
    response = invite(as_user(alice), own, "BOB@example.org")
    assert response.url == at("set", own.slug) + "#editors"
    page = as_user(alice).get(at("set", own.slug)).content.decode()
    assert "BOB@example.org" in page
    assert "Bob" not in page
    home = as_user(bob).get(at("home")).content.decode()
    assert "the set “Thursday”, by Alice" in home
    assert as_user(bob).get(at("set", own.slug)).status_code == 404
    assert answer(as_user(charlie), "yes").status_code == 404
    assert answer(as_user(bob), "yes").url == at("set", own.slug)
    assert as_user(bob).get(at("set", own.slug)).status_code == 200
    assert b"Bob" in as_user(alice).get(at("set", own.slug)).content
    assert not EditorInvitation.objects.exists()


def test_no_leaves_everything_as_it_was(as_user, alice, bob, own):
    invite(as_user(alice), own, bob.email)
    assert answer(as_user(bob), "no").url == at("home")
    assert not own.editors.exists()
    assert not EditorInvitation.objects.exists()


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(as_user, alice, bob, own):
    pages = []
    for email in (bob.email, "nobody@example.org"):
        invite(as_user(alice), own, email)
        page = as_user(alice).get(at("set", own.slug)).content.decode()
        pages.append(page.split('aria-labelledby="editors"')[1].replace(email, "somebody"))
        EditorInvitation.objects.all().delete()
    shown = [page.split("<form")[0] for page in pages]
    assert shown[0] == shown[1]
    assert "somebody" in shown[0]
    assert "Bob" not in pages[0] + pages[1]


def test_asked_twice_is_asked_once(as_user, alice, own):
    for email in ("ada@example.org", "ADA@example.org"):
        assert invite(as_user(alice), own, email).status_code == 302
    assert EditorInvitation.objects.count() == 1


def test_a_mistyped_address_comes_back_with_its_error(as_user, alice, own):
    response = invite(as_user(alice), own, "no address")
    assert response.status_code == 422
    assert b"Write a whole address" in response.content
    assert b'value="no address"' in response.content


def test_only_its_author_asks_takes_back_and_takes_out(as_user, alice, bob, carol, own):
    own.editors.add(bob, carol)
    invite(as_user(alice), own, "x@example.org")
    asked = EditorInvitation.objects.get()
    page = as_user(bob).get(at("set", own.slug)).content.decode()
    assert "Ask them to edit along" not in page
    assert invite(as_user(bob), own, "y@example.org").status_code == 409
    withdraw = at("withdraw_set_invitation", own.slug, asked.pk)
    assert as_user(bob).post(withdraw).status_code == 409
    remove_carol = at("remove_set_editor", own.slug, carol.pk)
    assert as_user(bob).post(remove_carol).status_code == 409
    assert as_user(alice).post(withdraw).status_code == 302
    assert as_user(alice).post(remove_carol).url == at("set", own.slug) + "#editors"
    assert not EditorInvitation.objects.exists()
    assert list(own.editors.all()) == [bob]


def test_a_co_editor_leaves_by_themselves(as_user, bob, own):
    own.editors.add(bob)
    assert b">Leave<" in as_user(bob).get(at("set", own.slug)).content
    assert as_user(bob).post(at("remove_set_editor", own.slug, bob.pk)).url == at("home")
    assert as_user(bob).get(at("set", own.slug)).status_code == 404


def test_an_invitation_of_a_set_is_not_taken_back_through_another(as_user, alice, own):
    other = QuestionSetFactory(owner=alice, visibility="private")
    invite(as_user(alice), own, "x@example.org")
    asked = EditorInvitation.objects.get()
    as_user(alice).post(at("withdraw_set_invitation", other.slug, asked.pk))
    assert EditorInvitation.objects.get() == asked


def test_twenty_people_are_enough(as_user, alice, own):
    EditorInvitation.objects.bulk_create(
        EditorInvitation(set=own, email=f"{n}@x.org", by=alice, asked_at=timezone.now())
        for n in range(20)
    )
    response = invite(as_user(alice), own, "one@more.org")
    assert response.status_code == 409
    assert b"enough for one set" in response.content


def test_an_invitation_taken_back_meanwhile_is_not_accepted(alice, bob, own):
    asked = co_editing.invite(own, bob.email, by=alice, at=timezone.now())
    co_editing.withdraw(own, asked.pk, by=alice)
    with pytest.raises(Refused, match="taken back"):
        co_editing.answer(asked, by=bob, accepts=True)
    assert not own.editors.exists()


def test_nobody_is_asked_to_a_set_deleted_meanwhile(alice, own):
    QuestionSet.objects.filter(pk=own.pk).delete()
    with pytest.raises(Refused, match="deleted"):
        co_editing.invite(own, "x@example.org", by=alice, at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("both", [True, False])
def test_an_invitation_is_to_a_question_or_a_set(alice, own, both):
    things = {"question": QuestionFactory(owner=alice), "set": own} if both else {}
    with pytest.raises(IntegrityError, match="to_a_question_or_a_set"):
        EditorInvitation.objects.create(
            email="x@x.org", by=alice, asked_at=timezone.now(), **things
        )


def test_invitations_leave_with_ones_data_and_go_with_their_address(alice, bob, own):
    co_editing.invite(own, bob.email, by=alice, at=timezone.now())
    with exports.write_zip(alice, at=timezone.now()) as packed, zipfile.ZipFile(packed) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("invitations.json")]
        assert name.startswith("sets/")
        [fact] = json.loads(archive.read(name))
    assert (fact["set"], fact["email"]) == ("thursday", bob.email)
    delete_account(bob)
    assert not EditorInvitation.objects.exists()


def test_the_sheet_of_a_co_editor_has_the_keys_of_what_they_keep_along(as_user, alice, bob, own):
    kept = QuestionFactory(owner=alice, visibility="private", model_answer="KEPT ALONG")
    other = QuestionFactory(owner=alice, visibility="private", model_answer="ANOTHER'S")
    own.editors.add(bob)
    kept.editors.add(bob)
    set_actions.add_questions(own, [kept.pk, other.pk], by=alice)
    page = as_user(bob).get(at("print_set", own.slug), {"key": "1"}).content.decode()
    assert "KEPT ALONG" in page
    assert "ANOTHER" not in page
