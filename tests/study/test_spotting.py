"""Spotting mistakes: first one's own words, kept; then the answer; then one's own account."""

import pytest
from django.urls import reverse

from study.content import content
from study.models import Attempt

SLUG = "clarify-first"


@pytest.fixture
def mistake():
    return next(one for one in content().study.mistakes if one.slug == SLUG)


@pytest.fixture
def go(as_user, alice):
    def go(name, **data):
        address = reverse(f"study:{name}", args=[SLUG])
        return as_user(alice).post(address, data) if data else as_user(alice).get(address)

    return go


def test_the_answer_is_not_on_the_page_before_ones_own_words(go, mistake):
    page = go("spot").content.decode()
    assert mistake.spot.said[:30] in page
    for hidden in (mistake.spot.answer, mistake.title, mistake.say, mistake.instead):
        assert hidden[:25] not in page


def test_it_needs_words_and_keeps_them(go, mistake):
    assert go("reveal_mistake", text="  ").status_code == 422
    go("keep_spotted", text="They did not a")
    assert ">They did not a</textarea>" in go("spot").content.decode()
    assert go("reveal_mistake", text="They did not ask.").status_code == 302
    page = go("spot").content.decode()
    assert "They did not ask." in page
    assert mistake.spot.answer[:30] in page


def test_words_stay_as_they_were_once_the_answer_was_shown(go):
    go("reveal_mistake", text="They did not ask.")
    go("keep_spotted", text="What counts as churn is open.")
    go("reveal_mistake", text="What counts as churn is open.")
    assert Attempt.objects.get().given["text"] == "They did not ask."


@pytest.mark.parametrize(("saw", "score"), [("all", 1.0), ("part", 0.5), ("nothing", 0.0)])
def test_ones_own_account_is_the_score_and_the_next_one_comes(go, saw, score):
    go("reveal_mistake", text="They did not ask.")
    for _ in range(2):
        response = go("judge_spotted", saw=saw)
        assert response.status_code == 302
    assert SLUG not in response.url
    kept = Attempt.objects.get()
    assert (kept.kind, kept.slug, kept.score) == ("mistake", SLUG, score)


def test_it_is_not_judged_before_the_answer_was_shown(go):
    go("keep_spotted", text="They")
    assert go("judge_spotted", saw="all").status_code == 409
    assert go("judge_spotted", saw="most").status_code == 422
    assert Attempt.objects.get().finished_at is None


def test_the_list_shows_an_answer_once_one_has_tried(as_user, alice, client, go, mistake):
    list_page = reverse("study:mistakes")
    assert mistake.spot.answer[:30] not in as_user(alice).get(list_page).content.decode()
    assert mistake.spot.answer[:30] in client.get(list_page).content.decode()
    go("reveal_mistake", text="They did not ask.")
    go("judge_spotted", saw="part")
    assert mistake.spot.answer[:30] in as_user(alice).get(list_page).content.decode()


def test_too_much_is_said_and_nothing_is_lost(go):
    assert go("reveal_mistake", text="x" * 2001).status_code == 422
    assert go("keep_spotted", text="x" * 2001).status_code == 422


def test_there_are_enough_to_spot():
    assert len(content().study.mistakes) >= 4


def test_a_mistake_that_nobody_knows_is_not_there(as_user, alice):
    assert as_user(alice).get("/study/mistakes/none/").status_code == 404
