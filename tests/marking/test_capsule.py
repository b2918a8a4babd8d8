"""The interview as one file: what is in it, what is not, and that it needs nothing else."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from marking import discussions
from tests.interview.marked import finished
from tests.marking.shared import marked_by, said_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice, bob):
    text = "I am Alice. Momentum averages past gradients."
    done = finished(alice, texts=(text, text, ""), title="Alice prepares")
    marked_by(bob, done, fix="Slower, Alice.", private="Nervous.")
    return done


def kept(client, interview, **chosen):
    address = reverse("marking:capsule", args=[interview.pk])
    return client.get(address, {"positions": [1, 2], **chosen})


def test_it_holds_everybodys_marks_and_words(interview, alice, as_user):
    reply = kept(as_user(alice), interview, marks="on", key="on", names="on")
    assert "alice-prepares.html" in reply.headers["Content-Disposition"]
    page = reply.content.decode()
    for words in ("Bob (peer)", "The machine", "Slower, Alice.", "It damps oscillation", "<mark"):
        assert words in page
    assert "Nervous." not in page


def test_it_holds_what_was_said(interview, alice, bob, as_user):
    begun = said_about(interview.shares.get(), "Over how many steps?", by=bob)
    discussions.reply(begun, "About ten.", by=alice, at=timezone.now())
    page = kept(as_user(alice), interview, marks="on", names="on").content.decode()
    for words in ("Over how many steps?", "About ten.", "<b>Bob</b>", "<b>Alice</b>"):
        assert words in page
    without_marks = kept(as_user(alice), interview, names="on").content.decode()
    assert "Over how many steps?" not in without_marks


def test_without_names_nothing_names_anybody(interview, alice, bob, as_user):
    said_about(interview.shares.get(), "Why, Alice?", by=bob)
    reply = kept(as_user(alice), interview, marks="on", key="on")
    assert "an-interview.html" in reply.headers["Content-Disposition"]
    page = reply.content.decode()
    assert not re.search("alice|bob", page, re.IGNORECASE)
    assert "Slower, █████." in page
    assert "Why, █████?" in page
    assert "<b>Reader 1</b>" in page


@pytest.mark.parametrize("chosen", [{}, {"key": "on"}, {"marks": "on"}])
def test_what_was_not_chosen_is_not_in_it(interview, alice, as_user, chosen):
    page = kept(as_user(alice), interview, positions=[1], **chosen).content.decode()
    assert ("Model answer" in page) == ("key" in chosen)
    assert ("It damps oscillation across" in page) == ("key" in chosen)
    assert ("<mark" in page) == ("Slower" in page) == ("marks" in chosen)
    assert 'id="question-2"' not in page


def test_it_asks_for_nothing_from_anywhere(interview, alice, as_user):
    page = kept(as_user(alice), interview, marks="on", key="on").content.decode()
    assert not re.search(r"<(script|link|img|iframe|form|input)\b|\bsrc=|url\(|@import", page)
    assert "default-src &#x27;none&#x27;" in page
    assert "/static/" not in page


def test_a_choice_of_nothing_comes_back(interview, alice, as_user):
    reply = kept(as_user(alice), interview, positions=[])
    assert reply.status_code == 422


def test_its_formulas_need_no_script(interview, alice, as_user):
    version = interview.questions.get(position=1).version
    version.prompt = "Why does $\\mathbb{E}[x] < 1$ hold, and $\\unheardof{x}$ not?"
    version.save(update_fields=["prompt"])
    page = kept(as_user(alice), interview, key="on").content.decode()
    assert "<mi>𝔼</mi>" in page
    assert '<span class="math">\\unheardof{x}</span>' in page
    assert "<script" not in page
