"""A mistyped search finds what was meant; what exists is never changed."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from questions import spelling
from questions.models import LibraryChange, Question, Word
from tests.questions.test_browse import make, titles

URL = reverse("questions:browse")


@pytest.fixture
def listed(db):
    make("Where attention spends its memory", slug="a", prompt="Say what it costs.")
    make("Regularisation in practice", slug="b", prompt="What does it penalise?")
    assert spelling.count_words()


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("atention", "attention", ["a"]),
        ("attentoin", "attention", ["a"]),
        ("atention memry", "attention memory", ["a"]),
        ('"spends its memmory"', '"spends its memory"', ["a"]),
        ("regularization", "regularisation", ["b"]),
        ("penalis", "", ["b"]),
        ("regularisat", "", ["b"]),
    ],
)
def test_a_mistyped_word_finds_what_was_meant(client, listed, typed, meant, found):
    page = client.get(URL, {"q": typed})
    assert titles(page) == found
    body = page.content.decode()
    if meant:
        assert f"Showing results for <b>{meant.replace(chr(34), '&quot;')}</b>" in body
        assert "search instead for" in body
    else:
        assert "Showing results" not in body


def test_as_typed_is_one_click_away(client, listed):
    page = client.get(URL, {"q": "atention", "exact": "on"})
    assert titles(page) == []
    assert b"Showing results" not in page.content
    assert (
        b'href="/questions/?q=atention&amp;exact=on"' in client.get(URL, {"q": "atention"}).content
    )


@pytest.mark.parametrize(
    "typed", ["attention practice", "xyzzyq", "-atention", "the", "at", "memory the"]
)
def test_words_that_exist_or_have_no_neighbour_stay(listed, typed):
    assert spelling.mended(typed, Question.objects.all()) == ""


def test_excluded_words_stay_as_they_are(listed):
    assert spelling.mended("atention -memry", Question.objects.all()) == "attention -memry"


def test_a_word_that_was_published_a_moment_ago_exists(client, listed):
    """The list of words may be behind; the questions are asked."""
    make("Retention of cohorts", slug="c", prompt="Atention is how we misspell it.")
    assert not Word.objects.filter(text="atention").exists()
    assert titles(client.get(URL, {"q": "atention"})) == ["c"]


def test_filters_that_leave_nothing_are_not_taken_for_a_slip(client, listed):
    page = client.get(URL, {"q": "attention", "kind": "derivation"})
    assert titles(page) == []
    assert b"Showing results" not in page.content


def test_a_page_that_no_single_filter_frees_is_freed_of_all(client, listed):
    body = client.get(URL, {"q": "atention", "kind": "debugging", "tier": "4"}).content.decode()
    assert 'href="/questions/?q=atention">Without any filter</a>: <span class="num">1<' in body


def test_private_words_are_told_to_nobody(client, as_user, alice, bob, listed):
    secret = make("Quokkas at night", slug="q", prompt="Say it.", owner=alice, visibility="private")
    spelling.count_words(anew=True)
    assert not Word.objects.filter(text="quokkas").exists()
    assert b"quokkas" not in as_user(bob).get(URL, {"q": "quokas"}).content.lower().replace(
        b"quokas", b""
    )
    assert titles(as_user(alice).get(URL, {"q": "quokkas", "whose": "mine"})) == [secret.slug]


def test_counting_again_takes_in_what_is_new_and_at_last_lets_go(listed):
    question = make("Momentum", slug="m", prompt="Say it.")
    assert spelling.count_words()
    assert Word.objects.filter(text="momentum", questions=1).exists()
    assert not spelling.count_words()
    Question.objects.filter(pk=question.pk).update(status="retired")
    assert spelling.count_words()
    assert Word.objects.filter(text="momentum").exists()
    assert spelling.count_words(anew=True)
    assert not Word.objects.filter(text="momentum").exists()
    assert not LibraryChange.objects.filter(counted=False).exists()


words = st.text("abcd", min_size=3, max_size=10)


@given(words, words)
def test_words_within_the_allowed_slips_share_a_key(one, other):
    if OSA.distance(one, other) <= min(spelling.allowed(one), spelling.allowed(other)):
        assert set(spelling.keys(one)) & set(spelling.keys(other))
