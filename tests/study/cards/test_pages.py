"""The pages of recall cards, as one person uses them and as a stranger meets them."""

import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.cards import actions, sources
from study.cards.memory import Rating
from study.models import Card, Desk, Review


def at(name, *args):
    return reverse(f"study:{name}", args=args)


@pytest.fixture
def card(alice) -> Card:
    return sources.write(alice, front="What is $x$?", back="A letter.", at=timezone.now())


def test_somebody_without_cards_adds_those_to_know_cold_and_begins(client, alice, as_user):
    browser = as_user(alice)
    page = browser.get(at("cards")).content.decode()
    assert "You have no cards yet" in page
    assert browser.post(at("add_cards"), {"deck": "urgent"}).url == at("cards")
    assert Card.objects.filter(owner=alice).count() == len(sources.urgent())
    page = browser.get(at("session")).content.decode()
    assert sources.urgent()[0].question
    assert "Show the answer" in page


def test_a_card_is_answered_without_a_script(as_user, alice, card):
    browser = as_user(alice)
    response = browser.post(at("rate_card", card.pk), {"rating": "3", "seen": "0", "shown": ""})
    assert response.url == at("session")
    assert "Done for today" in browser.get(at("session")).content.decode()
    assert Review.objects.get().seconds is None


def test_with_htmx_the_next_card_comes_at_once(as_user, alice, card, hx):
    sources.write(alice, front="SECOND", back="Two.", at=timezone.now())
    response = as_user(alice).post(
        at("rate_card", card.pk), {"rating": "3", "seen": "0"}, headers=hx("card")
    )
    assert "SECOND" in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("rating", ["", "5", "good"])
def test_anything_but_four_ratings_is_refused_and_the_card_stays(as_user, alice, card, rating):
    response = as_user(alice).post(at("rate_card", card.pk), {"rating": rating, "seen": "0"})
    assert response.status_code == 422
    assert "What is" in response.content.decode()
    assert not Review.objects.exists()


def test_what_a_button_says_is_when_it_comes_back(as_user, alice, card):
    page = as_user(alice).get(at("session")).content.decode()
    assert "10 min" in page
    assert "2 d" in page
    as_user(alice).post(at("rate_card", card.pk), {"rating": "3", "seen": "0"})
    card.refresh_from_db()
    assert (card.due_on - card.reviewed_on).days == 2


def test_the_buttons_beside_the_card_do_what_they_say(as_user, alice, card):
    browser = as_user(alice)
    browser.post(at("rate_card", card.pk), {"rating": "1", "seen": "0"})
    browser.post(at("undo_card"))
    browser.post(at("bury_card", card.pk))
    browser.post(at("suspend_card", card.pk))
    card.refresh_from_db()
    assert (card.reviews, card.buried_until is None, card.suspended_at is None) == (0, False, False)
    back = at("card_list") + "?show=aside"
    assert browser.post(at("resume_card", card.pk), {"back": back}).url == back
    elsewhere = browser.post(at("resume_card", card.pk), {"back": "https://example.org/"})
    assert elsewhere.url == at("session")


def test_ones_own_words_are_changed_and_the_contents_are_not(as_user, alice, card):
    browser = as_user(alice)
    words = {"front": "What is y?", "back": "Another."}
    assert browser.post(at("edit_card", card.pk), words).status_code == 302
    card.refresh_from_db()
    assert card.front == "What is y?"
    assert browser.post(at("edit_card", card.pk), {"front": "", "back": "B"}).status_code == 422
    sources.add(alice, sources.urgent()[:1], at=timezone.now())
    shipped = Card.objects.get(source="content")
    assert browser.post(at("edit_card", shipped.pk), words).status_code == 409


def test_the_list_finds_cards(as_user, alice, card):
    sources.add(alice, sources.urgent()[:3], at=timezone.now())
    browser = as_user(alice)
    assert browser.get(at("card_list")).context["page"].paginator.count == 4
    assert browser.get(at("card_list"), {"show": "own"}).context["page"].paginator.count == 1
    assert browser.get(at("card_list"), {"q": "LETTER"}).context["page"].paginator.count == 1
    assert browser.get(at("card_list"), {"show": "nonsense"}).status_code == 422


def test_how_one_studies_is_kept_and_checked(as_user, alice):
    form = {"new_a_day": 5, "reviews_a_day": 50, "retention": "0.95", "turn": 6, "leech_after": 5}
    browser = as_user(alice)
    assert browser.post(at("desk"), {**form, "retention": "0.99"}).status_code == 422
    assert browser.post(at("desk"), form).url == at("cards")
    assert Desk.objects.get(user=alice).turn == 6


def test_hostile_words_stay_words(as_user, alice):
    words = {"front": "<script>alert(1)</script>", "back": "[x](javascript:alert(1))"}
    as_user(alice).post(at("write_card"), words)
    page = as_user(alice).get(at("session")).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("number", [3, 30])
def test_the_pages_cost_the_same_however_many_cards(
    as_user, alice, number, django_assert_max_num_queries
):
    for n in range(number):
        sources.write(alice, front=f"Q{n}", back="A", at=timezone.now())
    browser = as_user(alice)
    browser.get(at("cards"))
    for name, most in (("cards", 12), ("session", 11), ("card_list", 8), ("card_figures", 11)):
        with django_assert_max_num_queries(most):
            assert browser.get(at(name)).status_code == 200


def test_cards_and_answers_are_taken_along(alice, card):
    actions.rate(card, Rating.GOOD, seen=0, seconds=4, at=timezone.now())
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        [kept] = json.loads(archive.read("study/cards.json"))
        [answer] = json.loads(archive.read("study/answers.json"))
    assert kept["back"] == "A letter."
    assert (answer["rating"], answer["seconds"]) == (3, 4)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0026-11-22"])
def test_an_interview_on_a_day_nobody_means_is_refused_and_what_was_typed_stays(
    as_user, alice, day
):
    browser = as_user(alice)
    form = {"new_a_day": 10, "reviews_a_day": 200, "retention": 0.9, "turn": 4, "leech_after": 8}
    refused = browser.post(at("desk"), {**form, "interview_on": day})
    assert refused.status_code == 422
    assert "within a year" in refused.content.decode()
    assert f'value="{day}"' in refused.content.decode()
    assert browser.get(reverse("study:today")).status_code == 200
    Desk.objects.update_or_create(user=alice, defaults={"interview_on": "2020-01-02"})
    kept = browser.post(at("desk"), {**form, "interview_on": "2020-01-02"})
    assert kept.status_code == 302, "one that was kept hinders nothing else"
