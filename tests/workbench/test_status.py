"""Draft, ready, retired: what the linter keeps from being ready, and what a reason lets through."""

from dataclasses import replace

import pytest
from django.urls import reverse

from questions.actions import NewQuestion, create_questions
from questions.versions import words_of
from tests.factories import QuestionSetFactory, TopicFactory
from tests.workbench.test_lint import SOUND
from tests.workbench.words import posted, sent
from workbench import trying
from workbench.question_form import QuestionForm


@pytest.fixture(autouse=True)
def scorer(monkeypatch):
    """The scorer finds nothing missing, unless a test says so."""
    monkeypatch.setattr("workbench.trying.model_answer_misses", lambda words: [])


def kept(owner, **changes):
    words = replace(SOUND, **changes)
    return create_questions([NewQuestion(words, TopicFactory())], owner=owner)[0]


def ask(client, question, **data):
    return client.post(reverse("workbench:question_status", args=[question.slug]), data)


def state(question) -> str:
    question.refresh_from_db()
    return question.status


def test_a_sound_question_becomes_ready_draft_and_retired(as_user, alice):
    question = kept(alice)
    client = as_user(alice)
    for status in ("ready", "draft", "retired", "draft"):
        assert ask(client, question, status=status).status_code == 302
        assert state(question) == status


def test_an_error_blocks_whatever_the_reason(as_user, alice, hx):
    question = kept(alice, prompt="")
    url = reverse("workbench:question_status", args=[question.slug])
    response = as_user(alice).post(
        url, {"status": "ready", "reason": "Because."}, headers=hx("status")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert page.strip().startswith('<section id="status"')
    assert 'href="#id_prompt"' in page
    assert "Because." in page
    assert state(question) == "draft"


def test_a_warning_needs_a_reason_and_keeps_it_through_the_next_versions(as_user, alice):
    question = kept(alice, licence="")
    client = as_user(alice)
    assert ask(client, question, status="ready", reason="  ").status_code == 422
    assert ask(client, question, status="ready", reason="It is ours.").status_code == 302
    assert state(question) == "ready"
    assert question.current.ready_because == "It is ours."
    form = QuestionForm(question=question, words=words_of(question.current), base=1)
    url = reverse("workbench:question", args=[question.slug])
    client.post(url, sent(posted(form, title="Another")))
    assert state(question) == "ready"
    assert (question.current.number, question.current.ready_because) == (2, "It is ours.")


def test_what_the_scorer_misses_is_a_warning(as_user, alice, monkeypatch):
    question = kept(alice)
    missing = [trying.Finding("points:2", "The model answer misses point 3, to the machine.")]
    monkeypatch.setattr("workbench.trying.model_answer_misses", lambda words: missing)
    response = ask(as_user(alice), question, status="ready")
    assert response.status_code == 422
    assert b'href="#points-p3"' in response.content


def test_a_ready_question_saved_with_an_error_is_a_draft_again(as_user, alice):
    question = kept(alice)
    client = as_user(alice)
    ask(client, question, status="ready")
    form = QuestionForm(question=question, words=words_of(question.current), base=1)
    url = reverse("workbench:question", args=[question.slug])
    client.post(url, sent(posted(form, prompt="An open $formula")))
    assert state(question) == "draft"
    assert question.current.prompt == "An open $formula"  # kept all the same
    client.post(reverse("workbench:restore", args=[question.slug, 1]))
    assert state(question) == "draft"


def test_a_retired_question_is_named_with_its_sets(as_user, alice, bob):
    question = kept(alice)
    QuestionSetFactory(title="My round", owner=alice, visibility="private", questions=[question])
    QuestionSetFactory(title="Bob's own", owner=bob, visibility="private", questions=[question])
    ask(as_user(alice), question, status="retired")
    page = as_user(alice).get(reverse("workbench:question", args=[question.slug]))
    said = page.content.decode()
    assert "Sets that cannot ask it now" in said
    assert "My round" in said
    assert "1 set of others" in said
    assert "Bob&#x27;s own" not in said


def test_nonsense_and_strangers(as_user, alice, bob):
    question = kept(alice)
    assert ask(as_user(alice), question, status="gone").status_code == 409
    assert ask(as_user(bob), question, status="retired").status_code == 404


# Try it


def test_it_shows_what_the_scorer_finds_and_keeps_nothing(as_user, alice, hx):
    question = kept(alice)
    text = "Neighbours in a sorted file are alike, so we shuffle. <b>It is free.</b>"
    form = QuestionForm(question=question, words=words_of(question.current), base=1)
    data = sent(posted(form, try_text=text, what="answer"))
    response = as_user(alice).post(reverse("workbench:try_it"), data, headers=hx("tried"))
    page = response.content.decode()
    assert page.strip().startswith('<div id="tried"')
    [tried] = response.context["tried"]
    first = tried.points[0]
    assert first.mark.verdict == "made"
    assert "sorted file are alike" in text[first.mark.start : first.mark.end]
    assert '<mark class="made"' in page
    assert "&lt;b&gt;" in page
    assert question.versions.count() == 1


def test_calibration_answers_are_set_against_the_hand(as_user, alice):
    question = kept(alice)
    form = QuestionForm(question=question, words=words_of(question.current), base=1)
    data = sent(posted(form, what="samples", **{"s1-made": ["p1", "p2"]}))
    response = as_user(alice).post(reverse("workbench:try_it"), data)
    [tried] = response.context["tried"]
    assert [point.by_hand for point in tried.points] == ["made", "made", "missed"]
    assert tried.disagreements == sum(not one.agrees for one in tried.points)
    assert b'id="editor"' in response.content  # the whole page, without a script


def test_programs_and_empty_answers_say_why_there_is_nothing(as_user, alice):
    form = QuestionForm(words=SOUND)
    url = reverse("workbench:try_it")
    empty = as_user(alice).post(url, sent(posted(form, what="answer")))
    assert b"There is no answer here" in empty.content
    program = as_user(alice).post(url, sent(posted(form, kind="implementation", try_text="x")))
    assert b"Programs are run against the tests" in program.content


def test_the_machine_reads_the_model_answer_without_itself_as_reference(alice, monkeypatch):
    monkeypatch.undo()
    words = replace(SOUND, model_answer="We had soup for lunch and the weather was fine. " * 10)
    found = trying.model_answer_misses(words)
    assert [one.field for one in found] == ["points:0", "points:1", "points:2"]
    assert trying.model_answer_misses(words) == found  # remembered
    assert trying.model_answer_misses(replace(words, kind="implementation")) == []
