"""Cases: a choice and a reason, a wrong choice explained, and only then the key."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from study import attempts
from study.content import content
from study.models import Attempt

SLUG, RIGHT, WRONG = "coupon-for-a-grocer", "randomise-then-uplift", "top-scores"


def at(name, *args):
    return reverse(f"study:{name}", args=args)


@pytest.fixture
def coupon():
    return content().study.cases[0]


@pytest.fixture
def browser(as_user, alice):
    return as_user(alice)


def words(response) -> str:
    return html.unescape(response.content.decode())


def settled(option, text="Because of what it changes.", *, part="reason", **more):
    facts = {"option": option, "text": text, "was": "", "writer": "1", "part": part, "done": "1"}
    return facts | more


def hides_the_key(page, coupon) -> bool:
    key = (coupon.spoken[:40], coupon.metric[:40], coupon.options[1].why[:40], "Right.")
    return not any(part in page for part in key)


def test_a_right_choice_leads_to_the_key(browser, coupon):
    assert hides_the_key(words(browser.get(at("cases"))), coupon)
    assert hides_the_key(words(browser.get(at("case", SLUG))), coupon)
    response = browser.post(at("case", SLUG), settled(RIGHT))
    made = Attempt.objects.get()
    assert response.url == at("case_key", made.pk)
    assert (made.kind, made.score) == ("case", 1)
    page = words(browser.get(response.url))
    assert not hides_the_key(page, coupon)
    assert "You chose what holds" in page
    assert "Because of what it changes." in page


def test_a_wrong_choice_is_explained_before_the_key(browser, coupon):
    assert browser.post(at("case", SLUG), settled(WRONG)).url == at("case", SLUG)
    page = words(browser.get(at("case", SLUG)))
    assert "That one does not hold" in page
    assert hides_the_key(page, coupon)
    for text in ("", "  ", "no idea"):
        response = browser.post(at("case", SLUG), settled("", text, part="explanation"))
        assert response.status_code == 422
        assert hides_the_key(words(response), coupon)
    # Not by choosing again, in this tab or one left behind.
    assert browser.post(at("case", SLUG), settled(RIGHT)).url == at("case", SLUG)
    assert not Attempt.objects.finished().exists()
    said = "They would have bought without it."
    response = browser.post(at("case", SLUG), settled("", said, part="explanation"))
    made = Attempt.objects.get()
    assert (made.score, made.given["choice"]) == (0, WRONG)
    page = words(browser.get(response.url))
    assert said in page
    assert "Because of what it changes." in page
    assert not hides_the_key(page, coupon)


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("", "Because.", "Choose one of the options."),
        ("nonsense", "Because.", "Choose one of the options."),
        (RIGHT, " ", "Give your reason first"),
        (RIGHT, "x" * 5001, "at most 5000"),
    ],
)
def test_a_choice_needs_an_option_and_a_reason(browser, coupon, option, text, says):
    response = browser.post(at("case", SLUG), settled(option, text))
    assert response.status_code == 422
    page = words(response)
    assert says in page
    assert text in page
    assert hides_the_key(page, coupon)
    assert not Attempt.objects.exists()


def test_choice_and_reason_are_kept_before_they_are_settled_on(browser, hx):
    facts = settled(WRONG, "Half a thou")
    del facts["done"]
    part = words(browser.post(at("case", SLUG), facts, headers=hx("words-state")))
    assert "Kept." in part
    page = words(browser.get(at("case", SLUG)))
    assert "Half a thou</textarea>" in page
    assert f'value="{WRONG}" checked' in page
    assert "does not hold" not in page


def test_it_can_be_taken_again_and_the_key_is_ones_own(browser, as_user, bob):
    browser.post(at("case", SLUG), settled(WRONG))
    browser.post(at("case", SLUG), settled("", "It misses what it changes.", part="explanation"))
    browser.post(at("case", SLUG), settled(RIGHT))
    first, second = Attempt.objects.order_by("pk")
    assert (first.score, second.score) == (0, 1)
    assert at("case_key", first.pk) in words(browser.get(at("case_key", second.pk)))
    assert as_user(bob).get(at("case_key", first.pk)).status_code == 404


def test_a_case_that_left_the_content_is_not_there(browser, alice):
    gone = attempts.record(alice, "case", "gone", score=1, given={}, at=timezone.now())
    assert browser.get(at("case_key", gone.pk)).status_code == 404
    assert browser.get(at("case", "gone")).status_code == 404
    assert browser.get(at("cases")).status_code == 200


def test_the_list_costs_the_same_however_many_results(browser, django_assert_max_num_queries):
    for _ in range(3):
        browser.post(at("case", SLUG), settled(RIGHT))
    with django_assert_max_num_queries(10):
        assert browser.get(at("cases")).status_code == 200
