"""A case answered aloud: its key opens with the answer, in three points."""

import pytest
from django.db import IntegrityError, transaction

from study.content import content
from study.models import Take, TakeMark
from study.speaking import prompts, reading
from tests.study.speaking.spoken import at, begun, kept, typed


@pytest.fixture
def case():
    return content().study.cases[0]


def shown(response) -> str:
    return response.content.decode()


def test_it_is_begun_from_the_case_and_its_key_comes_with_the_answer(as_user, alice, case):
    browser = as_user(alice)
    assert f"?case={case.slug}" in shown(browser.get(at("case", case.slug)))
    assert f"?case={case.slug}" in shown(browser.get(at("cases")))
    address = f"{at('speak')}?case={case.slug}"
    assert "Its key is shown once your answer is kept." in shown(browser.get(address))
    response = browser.post(address, {"limit": "120", "prepare": "0"})
    take = Take.objects.get()
    assert (take.case, take.concept, take.version) == (case.slug, "", None)
    page = shown(browser.get(response.url))
    assert "how you would measure it" in page
    assert case.metric[:30] not in page
    browser.post(at("keep_take", take.pk), typed("I would randomise first."))
    page = shown(browser.get(response.url))
    assert "Said in two minutes" in page
    assert f"?case={case.slug}" in page, "once more is the same case"
    assert at("case", case.slug) in page


def test_its_points_are_judged_like_others(as_user, alice, case):
    take = kept(alice, what=case)
    keys = [point.key for point in prompts.points_of(take)]
    assert keys == ["c-holds", "c-tempting", "c-metric"]
    as_user(alice).post(
        at("judge_take", take.pk),
        {"c-holds": "made", "c-tempting": "partly", "c-metric": "missed"},
    )
    assert TakeMark.objects.count() == 3
    found = reading.of(take)
    assert found.share == 0.5
    assert found.model_answer == case.spoken


def test_a_case_that_nobody_has_is_said_to_be_gone(as_user, alice):
    page = as_user(alice).get(f"{at('speak')}?case=nothing-of-the-kind")
    assert "There is no such question or case for you" in shown(page)


def test_a_case_that_left_the_content_leaves_ones_words(as_user, alice, case):
    take = kept(alice, what=case)
    Take.objects.update(case="gone")
    page = as_user(alice).get(at("take", take.pk))
    assert page.status_code == 200
    assert "Momentum averages." in shown(page)
    assert prompts.points_of(Take.objects.get()) == []


def test_an_answer_is_of_one_thing(alice, case):
    begun(alice, what=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Take.objects.update(concept="mlp")
