"""A card by one press: of a question, of a point, from the review; only where the key is open."""

import pytest
from django.urls import reverse

from study.models import Card
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory
from tests.interview.marked import finished


@pytest.fixture
def reviewed(alice):
    """A question she answered, and its review."""
    question = QuestionFactory()
    interview = finished(alice, question_set=QuestionSetFactory(questions=[question]))
    return question, reverse("interview:review", args=[interview.pk])


def test_the_review_offers_a_card_of_each_point(as_user, alice, reviewed, hx):
    question, review = reviewed
    browser = as_user(alice)
    point = question.current.key_points.first()
    address = reverse("study:card_of_point", args=[point.pk])
    assert address in browser.get(review).content.decode()
    back = f"{review}#point-1-1"
    assert browser.post(address, {"back": back}).url == back
    card = Card.objects.get()
    assert (card.back, card.question, card.version) == (point.text, question, question.current)
    again = browser.post(address, headers=hx("card-1-1")).content.decode()
    assert "You have that card" in again
    assert "<html" not in again
    elsewhere = browser.post(address, {"back": "https://example.org/"})
    assert elsewhere.url == question.get_absolute_url()


def test_a_question_offers_one_once_its_key_is_open(as_user, alice, bob, reviewed):
    question, _review = reviewed
    address = reverse("study:card_of_question", args=[question.slug])
    assert address not in as_user(bob).get(question.get_absolute_url()).content.decode()
    assert as_user(bob).post(address).status_code == 404
    browser = as_user(alice)
    assert address in browser.get(question.get_absolute_url()).content.decode()
    assert browser.post(address).url == question.get_absolute_url()
    card = Card.objects.get()
    assert card.front == question.current.prompt
    assert card.back.startswith("- ")


def test_a_curator_makes_no_card_of_what_is_somebodys_own(as_user, alice):
    private = QuestionFactory(owner=alice, visibility="private")
    curator = as_user(UserFactory(is_curator=True))
    point = private.current.key_points.first()
    assert curator.post(reverse("study:card_of_point", args=[point.pk])).status_code == 404
    assert not Card.objects.exists()
