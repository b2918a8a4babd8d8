"""The pages of estimates, as one person uses them and as a stranger meets them."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from study import attempts
from study.content import content
from study.estimates import sittings
from study.models import Attempt
from tests.factories import UserFactory

BERT = "bert-base-parameters"


def at(name, *args, **query):
    return reverse(f"study:{name}", args=args, query=query or None)


@pytest.fixture
def bert():
    [one] = [one for one in content().study.estimates if one.slug == BERT]
    return one


def sent(browser, text, *, seen=0, slug=BERT, **query):
    return browser.post(at("estimate", slug, **query), {"text": text, "seen": seen})


def words(response) -> str:
    return html.unescape(response.content.decode())


def test_a_number_is_typed_judged_and_explained(as_user, alice):
    browser = as_user(alice)
    made = Attempt.objects.get(pk=sent(browser, "110M").url.strip("/").split("/")[-1])
    assert (made.kind, made.slug, made.score) == ("estimate", BERT, 1)
    page = words(browser.get(at("estimated", made.pk)))
    for said in ("Right on it.", "110 million", "109 million", "4 × (width^2 + width)"):
        assert said in page


def test_the_steps_are_not_on_the_page_before(as_user, alice, bert):
    page = words(as_user(alice).get(at("estimate", BERT)))
    for hidden in (bert.remember, *(step.means for step in bert.steps), "109"):
        assert hidden not in page
    refused = words(sent(as_user(alice), "1,2 Mio"))
    assert bert.remember not in refused


@pytest.mark.parametrize("typed", ["", "1,2 Mio", "<b>many</b>", "9" * 300, "110M\x00"])
def test_what_cannot_be_read_comes_back_with_its_reason(as_user, alice, typed):
    response = sent(as_user(alice), typed)
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == typed
    assert response.context["form"].errors["text"]
    assert "<b>many" not in response.content.decode()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("seen", ["", "-1", "many"])
def test_a_form_without_its_count_is_refused(as_user, alice, seen):
    assert sent(as_user(alice), "110M", seen=seen).status_code == 422


def test_the_button_pressed_twice_counts_once(as_user, alice):
    browser = as_user(alice)
    assert sent(browser, "110M").url == sent(browser, "110M").url
    assert Attempt.objects.count() == 1
    sent(browser, "1B", seen=1)
    assert Attempt.objects.count() == 2


def test_five_mixed_are_walked_through_by_their_addresses(as_user, alice):
    browser = as_user(alice)
    address = browser.get(at("estimates")).context["run"]
    met = []
    while address:
        page = browser.get(address)
        met.append(page.context["estimate"].slug)
        done = browser.post(address, {"text": "$1" if "cost" in met[-1] else "1e9", "seen": 0})
        if done.status_code == 422:
            done = browser.post(address, {"text": "5 GB", "seen": 0})
        if done.status_code == 422:
            done = browser.post(address, {"text": "5 days", "seen": 0})
        if done.status_code == 422:
            done = browser.post(address, {"text": "5 /s", "seen": 0})
        address = browser.get(done.url).context["next"]
    assert len(set(met)) == sittings.A_RUN
    assert Attempt.objects.filter(owner=alice).count() == sittings.A_RUN


def test_nonsense_in_the_address_of_a_run_is_left_out(as_user, alice):
    page = as_user(alice).get(at("estimate", BERT, then="nothing,<b>,rare-disease,rare-disease"))
    assert page.context["left"] == ["rare-disease"]


def test_a_run_takes_the_weakest_and_one_of_each_group(alice):
    study = content().study
    chosen = sittings.mixed(study.estimates, {})
    groups = {one.slug: one.group for one in study.estimates}
    assert len({groups[slug] for slug in chosen}) == sittings.A_RUN
    for one in study.estimates:
        score = 0 if one.slug == "click-log" else 1
        attempts.record(alice, "estimate", one.slug, score=score, given={}, at=timezone.now())
    known = attempts.results(alice, "estimate")
    assert sittings.mixed(study.estimates, known)[0] == "click-log"


def test_a_result_is_ones_own(as_user, alice, bob, bert):
    made = sittings.answer(alice, bert, "110M", seen=0, at=timezone.now())
    assert as_user(bob).get(at("estimated", made.pk)).status_code == 404
    other = attempts.record(alice, "case", "x", score=1, given={}, at=timezone.now())
    assert as_user(alice).get(at("estimated", other.pk)).status_code == 404


def test_an_estimate_that_left_the_content_is_not_there(as_user, alice):
    assert as_user(alice).get(at("estimate", "gone")).status_code == 404
    gone = attempts.record(alice, "estimate", "gone", score=1, given={}, at=timezone.now())
    assert as_user(alice).get(at("estimated", gone.pk)).status_code == 404
    assert as_user(alice).get(at("estimates")).status_code == 200


def test_a_guest_may_estimate_too(as_user, db):
    assert sent(as_user(UserFactory(guest=True)), "110M").status_code == 302


@pytest.mark.parametrize("number", [1, 8])
def test_the_pages_cost_the_same_however_many_results(
    as_user, alice, bert, number, django_assert_max_num_queries
):
    for seen in range(number):
        made = sittings.answer(alice, bert, "110M", seen=seen, at=timezone.now())
    browser = as_user(alice)
    browser.get(at("estimates"))
    for address, most in ((at("estimates"), 8), (at("estimate", BERT), 8)):
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200
    with django_assert_max_num_queries(11):
        assert browser.get(at("estimated", made.pk)).status_code == 200
