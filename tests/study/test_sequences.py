"""Steps to put into order: shuffled, moved by buttons, scored by pairs."""

import html

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from study import sequences
from study.content import content
from study.models import Attempt
from tests.bank.shipped import LIBRARY

SLUG = "whether-which-sequence"


def at(name, *args):
    return reverse(f"study:{name}", args=args)


@pytest.fixture
def hybrid():
    [one] = [one for one in content().study.sequences if one.slug == SLUG]
    return one


@pytest.fixture
def browser(as_user, alice):
    return as_user(alice)


def words(response) -> str:
    return html.unescape(response.content.decode())


def shown(browser) -> list[str]:
    return [step.slug for step in browser.get(at("sequence", SLUG)).context["steps"]]


@given(st.permutations(range(6)))
def test_the_score_is_the_share_of_pairs_that_are_in_order(order):
    right = list(range(6))
    assert sequences.score(order, right) + sequences.score(order[::-1], right) == pytest.approx(
        1, abs=1e-3
    )
    assert (sequences.score(order, right) == 1) == (order == right)


def test_one_exchange_of_neighbours_costs_one_pair():
    assert sequences.score(list("bacde"), list("abcde")) == 0.9
    assert sequences.score(list("edcba"), list("abcde")) == 0


def test_a_step_moves_by_one_and_not_over_an_end():
    assert sequences.moved("abc", "b", -1) == ["b", "a", "c"]
    assert sequences.moved("abc", "b", 1) == ["a", "c", "b"]
    assert sequences.moved("abc", "a", -1) == ["a", "b", "c"]
    assert sequences.moved("abc", "c", 1) == ["a", "b", "c"]
    assert sequences.moved("abc", "x", 1) == ["a", "b", "c"]


def test_it_never_begins_in_the_right_order():
    for one in LIBRARY.study.sequences:
        right = [step.slug for step in one.steps]
        for turn in range(50):
            begun = sequences.begin(one, turn)
            assert begun != right
            assert sorted(begun) == sorted(right)
            assert sequences.begin(one, turn) == begun


def test_an_order_of_other_steps_begins_anew(hybrid):
    assert sequences.order_of(hybrid, {"order": ["holdout", "gone"]}, 0) == (
        sequences.begin(hybrid, 0)
    )


def test_steps_are_moved_without_a_script_until_the_order_is_right(browser, alice, hybrid):
    right = [step.slug for step in hybrid.steps]
    for place, slug in enumerate(right):
        for _ in range(shown(browser).index(slug) - place):
            assert browser.post(at("sequence", SLUG), {"up": slug}).status_code == 302
    assert shown(browser) == right
    response = browser.post(at("sequence", SLUG), {"done": "1", "turn": "0"})
    made = Attempt.objects.get(owner=alice)
    assert response.url == at("sequenced", made.pk)
    assert (made.kind, made.score) == ("sequence", 1)
    page = words(browser.get(response.url))
    assert page.count("you had it here") == len(right)
    assert hybrid.steps[0].why in page


def test_with_htmx_only_the_order_comes_back(browser, hx):
    first = shown(browser)[0]
    part = words(browser.post(at("sequence", SLUG), {"down": first}, headers=hx("order")))
    assert "is now number 2." in part
    assert "<html" not in part
    assert f'id="down-{first}"' in part


def test_the_reasons_are_not_there_before(browser, hybrid):
    page = words(browser.get(at("sequence", SLUG)))
    assert [step.slug for step in hybrid.steps if step.why in page] == []


@pytest.mark.parametrize("facts", [{}, {"up": ""}, {"down": "nonsense"}, {"up": "<b>"}])
def test_a_step_that_is_not_there_cannot_be_moved(browser, facts):
    assert browser.post(at("sequence", SLUG), facts).status_code == 422
    assert not Attempt.objects.exists()


def test_settled_on_at_once_or_twice(browser):
    first = browser.post(at("sequence", SLUG), {"done": "1", "turn": "0"})
    assert Attempt.objects.get().score < 1
    assert browser.post(at("sequence", SLUG), {"done": "1", "turn": "0"}).url == first.url
    assert Attempt.objects.count() == 1
    assert browser.post(at("sequence", SLUG), {"done": "1", "turn": "1"}).url != first.url


def test_a_result_is_ones_own(browser, as_user, bob):
    made = browser.post(at("sequence", SLUG), {"done": "1", "turn": "0"}).url
    assert as_user(bob).get(made).status_code == 404
    assert browser.get(at("sequence", "nothing")).status_code == 404
