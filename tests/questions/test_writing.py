"""Questions that people write here: versions, whose they are, who else reads and edits them."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from questions import actions, versions
from questions.models import (
    LinkVisit,
    Question,
    QuestionSet,
    QuestionVersion,
    Visibility,
    new_token,
)
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, TopicFactory
from tests.workbench.words import WORDS
from web.refusals import Refused


@pytest.fixture
def topic(db):
    return TopicFactory()


@pytest.fixture
def question(alice, topic):
    return actions.create_questions([actions.NewQuestion(WORDS, topic)], owner=alice)[0]


def test_a_new_question_is_its_owners_private_draft(question, alice, bob, carol):
    assert (question.status, question.visibility, question.owner) == ("draft", "private", alice)
    assert (question.slug, question.title, question.minutes) == (
        "why-batches-shuffle",
        WORDS.title,
        6,
    )
    assert question.current.edited_by == alice
    for person, sees in ((alice, True), (bob, False), (carol, False)):
        assert Question.objects.visible_to(person).filter(pk=question.pk).exists() is sees
        assert Question.objects.editable_by(person).filter(pk=question.pk).exists() is sees


def test_a_version_gives_back_the_words_it_was_made_of(question):
    assert versions.words_of(question.current) == WORDS
    assert versions.words_of(question.current).content_hash == question.current.content_hash


def test_titles_that_are_alike_or_say_nothing_get_addresses_of_their_own(topic, alice):
    titles = ["Sets", "Why?", "Why?", "为什么", "x" * 300]
    new = [actions.NewQuestion(replace(WORDS, title=title[:120]), topic) for title in titles]
    made = actions.create_questions(new, owner=alice)
    slugs = [one.slug for one in made]
    assert len(set(slugs)) == 5
    assert "sets" not in slugs
    assert all(0 < len(slug) <= 120 for slug in slugs)
    assert [one.title for one in made] == [title[:120] for title in titles]


def test_new_words_are_the_next_version_and_old_interviews_keep_theirs(question, alice):
    Question.objects.filter(pk=question.pk).update(status="ready")
    question.refresh_from_db()
    sat = InterviewFactory(
        candidate=alice, question_set=QuestionSetFactory(questions=[question]), running=True
    )
    changed = actions.rewrite(
        question, replace(WORDS, prompt="Why shuffle?"), by=alice, note="Shorter"
    )
    assert (changed.current.number, changed.current.note) == (2, "Shorter")
    assert changed.status == "ready"
    assert sat.questions.get().version.prompt == WORDS.prompt


def test_the_same_words_again_change_nothing(question, alice):
    again = actions.rewrite(question, replace(WORDS, prompt=WORDS.prompt + "\n"), by=alice)
    assert again.current_id == question.current_id
    assert QuestionVersion.objects.count() == 1


def test_a_co_editor_may_rewrite_and_a_reader_by_link_may_not(question, alice, bob, charlie):
    question.editors.add(bob)
    Question.objects.filter(pk=question.pk).update(visibility="link", share_token=new_token())
    question.refresh_from_db()
    visit(charlie, question)
    assert actions.rewrite(question, replace(WORDS, tier=3), by=bob).tier == 3
    with pytest.raises(Refused, match="author"):
        actions.rewrite(question, WORDS, by=charlie)
    assert question in Question.objects.visible_to(charlie)
    assert question not in Question.objects.editable_by(charlie)


def test_what_a_bank_of_files_loads_is_not_rewritten_here(carol):
    shipped = QuestionFactory(origin="the bank")
    with pytest.raises(Refused, match="file"):
        actions.rewrite(shipped, WORDS, by=carol)
    assert shipped not in Question.objects.editable_by(carol)
    assert QuestionFactory() in Question.objects.editable_by(carol)


def visit(person, thing):
    field = "set" if isinstance(thing, QuestionSet) else "question"
    LinkVisit.objects.create(
        user=person, token=thing.share_token, opened_at=timezone.now(), **{field: thing}
    )


@pytest.mark.parametrize("factory", [QuestionFactory, QuestionSetFactory])
def test_a_link_opens_it_until_the_link_is_taken_back(factory, alice, charlie):
    shared = factory(owner=alice, visibility=Visibility.LINK, share_token=new_token())
    everything = type(shared).objects
    assert shared not in everything.visible_to(charlie)
    visit(charlie, shared)
    assert list(everything.visible_to(charlie).filter(pk=shared.pk)) == [shared]
    everything.filter(pk=shared.pk).update(share_token=new_token())
    assert shared not in everything.visible_to(charlie)


@pytest.mark.parametrize("factory", [QuestionFactory, QuestionSetFactory])
@pytest.mark.parametrize(
    "wrong",
    [
        {"visibility": "link", "share_token": None},
        {"visibility": "private", "share_token": "a-token"},
    ],
)
def test_the_database_refuses_a_link_that_opens_nothing(factory, wrong, db):
    shared = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(shared).objects.filter(pk=shared.pk).update(**wrong)


def test_a_set_is_edited_by_its_owner_and_co_editors(alice, bob, charlie, carol):
    own = QuestionSetFactory(owner=alice, visibility="private")
    own.editors.add(bob)
    editors = [p for p in (alice, bob, charlie, carol) if own in QuestionSet.objects.editable_by(p)]
    assert editors == [alice, bob]
    assert own in QuestionSet.objects.visible_to(bob)
