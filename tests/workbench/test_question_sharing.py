"""Questions among people: links, the library, co-editors, copies, and authors who leave."""

import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from accounts.actions import delete_account
from accounts.models import User
from interview.models import Interview
from questions.actions import NewQuestion, create_questions
from questions.models import LinkVisit, Question
from questions.versions import words_of
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, TopicFactory
from tests.workbench.words import WORDS
from workbench.models import EditorInvitation


@pytest.fixture
def mine(alice) -> Question:
    return create_questions([NewQuestion(WORDS, TopicFactory())], owner=alice)[0]


def at(name, *args):
    return reverse(f"workbench:{name}", args=args)


def share(client, question, how):
    return client.post(at("share_question", question.slug), {"how": how})


# Links


def test_a_link_shows_anyone_what_is_asked_and_never_the_key(as_user, client, alice, mine):
    assert share(as_user(alice), mine, "link").status_code == 302
    mine.refresh_from_db()
    for reader in (client, as_user(alice)):
        page = reader.get(at("question_link", mine.share_token)).content.decode()
        assert "Why do we shuffle" in page
        assert "Neighbours in a" not in page
        assert "Think of a sorted file" not in page


def test_a_person_is_let_in_until_the_link_is_taken_back_or_renewed(as_user, alice, bob, mine):
    theirs = as_user(bob)
    for how in ("private", "link"):  # taken back; made anew
        share(as_user(alice), mine, "link")
        mine.refresh_from_db()
        token = mine.share_token
        assert theirs.get(at("question_link", token)).status_code == 200
        assert theirs.get(mine.get_absolute_url()).status_code == 200
        share(as_user(alice), mine, how)
        assert theirs.get(mine.get_absolute_url()).status_code == 404
        assert theirs.get(at("question_link", token)).status_code == 404
    assert LinkVisit.objects.get(user=bob).question == mine


def test_without_an_account_one_becomes_a_guest_who_practises_it(as_user, client, alice, mine):
    Question.objects.filter(pk=mine.pk).update(status="ready")
    share(as_user(alice), mine, "link")
    mine.refresh_from_db()
    link = at("question_link", mine.share_token)
    assert at("practise_shared", mine.share_token) in client.get(link).content.decode()
    assert not User.objects.filter(is_guest=True).exists()  # looking makes nobody one
    reply = client.post(at("practise_shared", mine.share_token), {"time_zone": "Asia/Tokyo"})
    guest = LinkVisit.objects.get(question=mine).user
    assert (guest.is_guest, guest.time_zone) == (True, "Asia/Tokyo")
    sat = Interview.objects.get(candidate=guest)
    assert reply.url == reverse("interview:ready", args=[sat.pk])
    client.post(reverse("interview:start", args=[sat.pk]))
    room = client.get(reverse("interview:room", args=[sat.pk])).content.decode()
    assert "Why do we shuffle" in room
    assert client.get(link).status_code == 200  # a guest looks again


def test_a_draft_behind_a_link_makes_nobody_a_guest(as_user, client, alice, mine):
    share(as_user(alice), mine, "link")
    mine.refresh_from_db()
    reply = client.post(at("practise_shared", mine.share_token))
    assert reply.status_code == 409
    assert "This is a draft" in reply.content.decode()
    assert not User.objects.filter(is_guest=True).exists()


def test_the_link_is_the_authors_to_give(as_user, alice, bob, mine):
    mine.editors.add(bob)
    assert share(as_user(bob), mine, "link").status_code == 409
    assert share(as_user(alice), mine, "everyone").status_code == 409
    assert share(as_user(alice), mine, "library").status_code == 409
    mine.refresh_from_db()
    assert mine.visibility == "private"


def test_a_curator_with_the_link_takes_a_ready_question_into_the_library(
    as_user, alice, carol, charlie, mine
):
    share(as_user(alice), mine, "link")
    mine.refresh_from_db()
    link = at("question_link", mine.share_token)
    curator = as_user(carol)
    assert b"Put it into the library" not in curator.get(link).content  # a draft
    assert share(curator, mine, "library").status_code == 409
    Question.objects.filter(pk=mine.pk).update(status="ready")
    assert b"Put it into the library" in curator.get(link).content
    assert b"Put it into the library" not in as_user(charlie).get(link).content
    assert share(curator, mine, "library").status_code == 302
    mine.refresh_from_db()
    assert (mine.visibility, mine.share_token, mine.owner) == ("library", None, alice)


def test_what_a_file_keeps_is_not_moved(as_user, carol):
    shipped = QuestionFactory(origin="greenroom")
    assert share(as_user(carol), shipped, "private").status_code == 409


# Co-editors


def invite(client, question, email):
    return client.post(at("invite_editor", question.slug), {"email": email})


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(as_user, alice, bob, mine):
    client = as_user(alice)
    pages = []
    for email in (bob.email, "nobody@example.org"):
        page = client.get(invite(client, mine, email).url).content.decode()
        pages.append(page.replace(email, "somebody"))
    assert pages[0].count("somebody") > 0
    assert "Bob" not in pages[0] + pages[1]
    assert not mine.editors.exists()


def test_whoever_is_asked_may_say_yes_and_edits_along(as_user, alice, bob, charlie, mine):
    assert invite(as_user(alice), mine, "BOB@example.org").status_code == 302
    assert invite(as_user(alice), mine, "bob@example.org").status_code == 302
    asked = EditorInvitation.objects.get()
    assert "Alice" in as_user(bob).get(at("home")).content.decode()
    yes = {"answer": "yes"}
    assert as_user(charlie).post(at("answer_invitation", asked.pk), yes).status_code == 404
    assert as_user(bob).post(at("answer_invitation", asked.pk), yes).status_code == 302
    assert as_user(bob).get(at("question", mine.slug)).status_code == 200
    assert "Says it is a habit" in as_user(bob).get(mine.get_absolute_url()).content.decode()
    assert not EditorInvitation.objects.exists()
    invite(as_user(alice), mine, "bob@example.org")  # is one already
    assert not EditorInvitation.objects.exists()


def test_no_is_an_answer_too(as_user, alice, bob, mine):
    invite(as_user(alice), mine, bob.email)
    as_user(bob).post(at("answer_invitation", EditorInvitation.objects.get().pk), {"answer": "no"})
    assert not mine.editors.exists()
    assert not EditorInvitation.objects.exists()


def test_only_the_author_asks_and_takes_out_and_anyone_may_leave(as_user, alice, bob, carol, mine):
    mine.editors.add(bob, carol)
    assert invite(as_user(bob), mine, "x@example.org").status_code == 409
    assert as_user(bob).post(at("remove_editor", mine.slug, carol.pk)).status_code == 409
    assert as_user(bob).post(at("remove_editor", mine.slug, bob.pk)).status_code == 302
    assert as_user(alice).post(at("remove_editor", mine.slug, carol.pk)).status_code == 302
    assert not mine.editors.exists()
    invite(as_user(alice), mine, "x@example.org")
    pk = EditorInvitation.objects.get().pk
    assert as_user(alice).post(at("withdraw_invitation", mine.slug, pk)).status_code == 302
    assert not EditorInvitation.objects.exists()


def test_one_does_not_ask_oneself_nor_nonsense_nor_a_crowd(as_user, alice, mine):
    client = as_user(alice)
    assert invite(client, mine, alice.email).status_code == 409
    response = invite(client, mine, "not an address")
    assert response.status_code == 422
    assert b"not an address" in response.content
    EditorInvitation.objects.bulk_create(
        EditorInvitation(question=mine, email=f"{n}@x.org", by=alice, asked_at=timezone.now())
        for n in range(20)
    )
    assert invite(client, mine, "one@more.org").status_code == 409


# Copies


def test_a_copy_is_private_and_names_where_it_comes_from(as_user, alice, carol, mine):
    Question.objects.filter(pk=mine.pk).update(visibility="library", status="ready")
    response = as_user(carol).post(at("fork", mine.slug))  # a curator sees the key
    copy = Question.objects.get(owner=carol)
    assert response.url == at("question", copy.slug)
    assert (copy.status, copy.visibility, copy.forked_from) == ("draft", "private", mine.current)
    assert words_of(copy.current).content_hash == WORDS.content_hash
    assert copy.current.note == "Copy of “Why batches shuffle” by Alice, version 1"
    page = as_user(carol).get(response.url).content.decode()
    assert "Copy of “Why batches shuffle” by Alice, version 1" in page


def test_who_may_not_see_the_key_copies_what_is_asked(as_user, bob):
    shipped = QuestionFactory(origin="greenroom", parts={"starter_code": "x = 1\n"})
    as_user(bob).post(at("fork", shipped.slug))
    words = words_of(Question.objects.get(owner=bob).current)
    assert words.prompt == shipped.current.prompt
    assert (words.model_answer, words.points, words.hints, words.tips) == ("", (), (), ())
    assert words.parts == {"starter_code": "x = 1\n"}


def test_nobody_copies_what_they_cannot_read(as_user, bob, mine):
    assert as_user(bob).post(at("fork", mine.slug)).status_code == 404


# Leaving


def test_a_co_edited_question_passes_to_the_first_co_editor(alice, bob, carol, mine):
    mine.editors.add(bob)
    mine.editors.add(carol)
    delete_account(alice)
    mine.refresh_from_db()
    assert mine.owner == bob
    assert list(mine.editors.all()) == [carol]


def test_what_others_were_asked_or_hold_stays_without_an_owner(alice, bob):
    topic = TopicFactory()
    asked, placed, shelved = (
        create_questions([NewQuestion(WORDS, topic)], owner=alice)[0] for _ in range(3)
    )
    Question.objects.filter(pk=shelved.pk).update(visibility="library")
    InterviewFactory(candidate=bob, submitted=True, question_set=QuestionSetFactory(
        owner=alice, visibility="private", questions=[asked]))  # fmt: skip
    QuestionSetFactory(owner=bob, visibility="private", questions=[placed])
    delete_account(alice)
    left = Question.objects.filter(pk__in=[asked.pk, placed.pk, shelved.pk])
    assert list(left.values_list("owner", flat=True)) == [None] * 3


def test_what_nobody_else_holds_goes_with_its_author(alice, bob, mine):
    own_set = QuestionSetFactory(owner=alice, visibility="private", questions=[mine])
    InterviewFactory(candidate=alice, submitted=True, question_set=own_set, answers=["Mine."])
    theirs = create_questions([NewQuestion(WORDS, TopicFactory())], owner=bob)[0]
    theirs.editor_invitations.create(email=alice.email, by=bob, asked_at=timezone.now())
    delete_account(alice)
    assert list(Question.objects.filter(forked_from=None, owner=None)) == []
    assert not Question.objects.filter(pk=mine.pk).exists()
    assert not EditorInvitation.objects.exists()
    assert Question.objects.filter(pk=theirs.pk, owner=bob).exists()


def test_ones_questions_leave_in_the_banks_own_markdown(alice, mine):
    mine.editor_invitations.create(email="x@example.org", by=alice, asked_at=timezone.now())
    with exports.write_zip(alice, at=timezone.now()) as packed, zipfile.ZipFile(packed) as archive:
        text = archive.read(f"questions/{mine.topic.slug}/{mine.slug}.md").decode()
        assert "x@example.org" in archive.read("questions/invitations.json").decode()
    assert "### alike (must, 2)" in text
    assert "## Model answer" in text
