"""The formula sheet: finding, deriving in one's own words before the answer, a card of each."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from study.cards import sources
from study.content import content
from study.models import Attempt, Card
from study.views.formulas import holds


def at(name, *args, **query):
    return reverse(f"study:{name}", args=args, query=query or None)


@pytest.fixture
def chain():
    [one] = [one for one in content().study.formulas if one.slug == "sigmoid-slope"]
    return one


@pytest.fixture
def browser(as_user, alice):
    return as_user(alice)


def words(response) -> str:
    return html.unescape(response.content.decode())


def sent(text="By the quotient rule.", *, do="show", was="", writer="1"):
    return {"text": text, "was": was, "writer": writer, "do": do}


def test_words_of_title_symbols_and_use_find_a_formula(client, db, chain):
    assert holds(chain, "SIGMOID gates")
    assert not holds(chain, "sigmoid nowhere")
    page = words(client.get(at("formulas", q="sigmoid derivative")))
    assert chain.title in page
    assert "1 formula" in page
    page = words(client.get(at("formulas", q="<b>nothing")))
    assert "No formula has all of these words." in page
    assert "<b>nothing" not in client.get(at("formulas", q="<b>nothing")).content.decode()


def test_own_words_come_before_the_answer(browser, alice, chain):
    page = words(browser.get(at("derive", chain.slug)))
    assert "z=0" in page
    assert "0.105" not in page
    assert "0.105" not in words(browser.get(at("formulas")))
    refused = browser.post(at("derive", chain.slug), sent("   "))
    assert refused.status_code == 422
    assert "0.105" not in words(refused)
    browser.post(at("derive", chain.slug), sent())
    page = words(browser.get(at("derive", chain.slug)))
    assert "By the quotient rule." in page
    assert "0.105" in page
    browser.post(at("derive", chain.slug), {"do": "mark", "rating": "0.5"})
    made = Attempt.objects.get(owner=alice)
    assert (made.kind, made.score, made.given["cells"]["text"]) == (
        *("formula", 0.5, "By the quotient rule."),
    )
    again = words(browser.get(at("derive", chain.slug)))
    assert "50 of 100" in again
    assert "0.105" not in again


@pytest.mark.parametrize("rating", ["", "2", "nan", "0.7"])
def test_a_mark_is_one_of_three_and_only_after_the_answer(browser, chain, rating):
    assert browser.post(at("derive", chain.slug), {"do": "mark", "rating": "1"}).status_code == 422
    browser.post(at("derive", chain.slug), sent())
    wrong = browser.post(at("derive", chain.slug), {"do": "mark", "rating": rating})
    assert wrong.status_code == 422
    assert not Attempt.objects.finished().exists()


def test_a_draft_is_kept_while_it_is_typed_and_of_two_tabs_both(browser, chain, hx):
    address, headers = at("derive", chain.slug), hx("words-state")
    part = words(browser.post(address, sent("First", do=""), headers=headers))
    assert "Kept." in part
    assert 'name="was" value="First"' in part
    assert "<html" not in part
    part = words(browser.post(address, sent("Second", do="", writer="2"), headers=headers))
    assert "Another tab wrote here as well." in part
    assert "First" in part
    page = words(browser.get(address))
    assert "Second</textarea>" in page
    assert "0.105" not in page


def test_a_page_is_not_told_that_it_holds_what_another_tab_stored(browser, chain, hx):
    address, headers = at("derive", chain.slug), hx("words-state")
    browser.post(address, sent("First", do=""), headers=headers)
    part = words(browser.post(address, sent("", do="", writer="2"), headers=headers))
    assert 'name="was" value=""' in part
    assert "First</textarea>" in words(browser.get(address))


def test_a_text_that_is_too_long_comes_back(browser, chain):
    response = browser.post(at("derive", chain.slug), sent("x" * 5001))
    assert response.status_code == 422
    assert "x" * 5001 in words(response)


def test_a_formula_becomes_one_card(browser, alice, chain):
    for _ in range(2):
        assert browser.post(at("formula_card", chain.slug)).url == at("formulas")
    card = Card.objects.get(owner=alice)
    assert (card.slug, card.concept) == ("formula-sigmoid-slope", chain.concept)
    assert chain.formula in card.back
    assert "among your cards" in words(browser.get(at("formulas")))
    page = browser.get(at("session")).content.decode()
    assert '<span class="math display">' in page


def test_a_card_of_a_formula_shows_its_words_as_they_are_now(alice, chain):
    sources.add(alice, [sources.of_formula(chain)], at=timezone.now())
    Card.objects.update(back="old")
    card = Card.objects.get()
    sources.refresh([card])
    card.refresh_from_db()
    assert chain.formula in card.back


def test_every_formula_can_be_derived_and_fits_on_a_card(db):
    for one in content().study.formulas:
        card = sources.of_formula(one)
        assert one.drill.task
        assert one.drill.answer
        assert len(card.slug) <= Card._meta.get_field("slug").max_length


def test_a_formula_that_nobody_has_is_not_there(browser):
    for address in (at("derive", "nothing"), at("formula_card", "nothing")):
        assert browser.post(address).status_code == 404
