"""The page of weak spots: ours opens after one's own, nothing typed is lost, others see nothing."""

import html
import json
import uuid
import zipfile
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.content import content
from study.models import Probe, SpotRating
from study.weak import actions
from study.weak.forms import LONGEST_ANSWER
from tests.at_once import all_at_once
from tests.factories import UserFactory

SLUG = "kernels"
A, B = uuid.UUID(int=1), uuid.UUID(int=2)


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return html.unescape(response.content.decode())


def typed(text, *, base=0, writer=A) -> dict:
    return {"text": text, "base": base, "writer": str(writer)}


def plain(text: str) -> str:
    """A stretch of an answer that a page shows as it is."""
    return max(text.replace("$", "|").replace("'", "|").split("|"), key=len)


def answers(page: str) -> list[str]:
    """The spots whose answer the page holds."""
    spots = content().study.weak_spots
    return [one.slug for one in spots if plain(one.probe.answer) in page]


def test_our_answer_leaves_the_server_only_after_ones_own(as_user, alice):
    browser = as_user(alice)
    assert answers(shown(browser.get(at("weak_spots")))) == []
    response = browser.post(at("keep_probe", SLUG), typed("It is a map."))
    assert response.url == f"{at('weak_spots')}#{SLUG}"
    page = shown(browser.get(at("weak_spots")))
    assert answers(page) == [SLUG]
    assert "It is a map." in page
    assert "How does yours compare?" in page


def test_somebody_nobody_knows_sees_ours_after_theirs_and_nothing_is_kept(client, db):
    assert answers(shown(client.get(at("weak_spots")))) == []
    page = shown(client.post(at("keep_probe", SLUG), typed("It is a map.")))
    assert answers(page) == [SLUG]
    assert "It is a map." in page
    assert not Probe.objects.exists()


@pytest.mark.parametrize("who", ["known", "unknown"])
@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_ANSWER + 1)])
def test_no_answer_opens_nothing_and_what_was_typed_stays(as_user, alice, client, who, text):
    browser = as_user(alice) if who == "known" else client
    response = browser.post(at("keep_probe", SLUG), typed(text))
    assert response.status_code == 422
    assert answers(shown(response)) == []
    assert text.strip() in shown(response)
    assert not Probe.objects.exclude(kept_at=None).exists()


def test_judging_gives_a_result_once_and_the_next_try_begins_empty(as_user, alice):
    browser = as_user(alice)
    assert browser.post(at("judge_probe", SLUG), {"outcome": "whole"}).status_code == 302
    assert not Probe.objects.exists(), "there is nothing to judge"
    browser.post(at("keep_probe", SLUG), typed("A map."))
    assert browser.post(at("judge_probe", SLUG), {"outcome": "fine"}).status_code == 422
    for _ in range(2):
        browser.post(at("judge_probe", SLUG), {"outcome": "part"})
    assert Probe.objects.get().outcome == "part"
    page = shown(browser.get(at("weak_spots")))
    assert "! open" in page
    assert "The probe: “Something was missing”." in page
    assert answers(page) == []
    browser.post(at("keep_probe", SLUG), typed("Again."))
    assert Probe.objects.count() == 2


def test_judging_before_keeping_is_refused(as_user, alice):
    browser = as_user(alice)
    browser.post(at("draft_probe", SLUG), typed("Half a"))
    assert browser.post(at("judge_probe", SLUG), {"outcome": "whole"}).status_code == 409


def test_what_is_typed_is_kept_on_the_way(as_user, alice, hx):
    browser = as_user(alice)
    response = browser.post(at("draft_probe", SLUG), typed("Half a"), headers=hx("state-kernels"))
    assert "Kept." in shown(response)
    assert 'name="base" value="1"' in shown(response)
    assert "Half a</textarea>" in shown(browser.get(at("weak_spots")))
    assert browser.post(at("draft_probe", SLUG), typed("Half a s", base=0)).status_code == 302
    assert Probe.objects.get().text == "Half a s", "the same window may save again"


def test_two_windows_lose_nothing(as_user, alice, hx):
    browser, headers = as_user(alice), hx("state-kernels")
    browser.post(at("draft_probe", SLUG), typed("From one"), headers=headers)
    for text in ("From t", "From two"):
        reply = browser.post(at("draft_probe", SLUG), typed(text, writer=B), headers=headers)
        assert "Another window has other words" in shown(reply)
    page = shown(browser.get(at("weak_spots")))
    assert "From one</textarea>" in page
    assert "From two" in page
    answer = {"field": "text", "writer": str(B), "do": "add"}
    for _ in range(2):
        browser.post(at("settle_probe", SLUG), answer)
    row = Probe.objects.get()
    assert (row.text, row.rivals) == ("From one\n\nFrom two", {})


def test_an_answer_that_was_kept_is_not_changed_by_a_late_window(as_user, alice):
    browser = as_user(alice)
    browser.post(at("keep_probe", SLUG), typed("First"))
    browser.post(at("draft_probe", SLUG), typed("Later", writer=B))
    row = Probe.objects.get()
    assert (row.text, row.rivals) == ("First", {"text": {str(B): "Later"}})
    assert "Later" in shown(browser.get(at("weak_spots")))


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_make_one_try(alice):
    now = timezone.now()
    saves = [
        partial(actions.draft, alice, SLUG, text, base=0, writer=by, at=now)
        for text, by in (("one", A), ("two", B))
    ]
    all_at_once(saves)
    row = Probe.objects.get()
    others = [text for texts in row.rivals.values() for text in texts.values()]
    assert {row.text, *others} == {"one", "two"}


def test_how_sure_one_is_shows_and_the_same_again_is_one(as_user, alice):
    browser = as_user(alice)
    assert browser.post(at("rate_spot", SLUG), {"confidence": "9"}).status_code == 422
    for _ in range(2):
        browser.post(at("rate_spot", SLUG), {"confidence": "1"})
    assert SpotRating.objects.count() == 1
    page = shown(browser.get(at("weak_spots")))
    assert "You said that you are lost on it." in page
    assert 'value="1" aria-pressed="true"' in page


def test_a_spot_that_nobody_has_is_not_there(as_user, alice):
    browser = as_user(alice)
    for slug in ("no-such-spot", "topic-optimisation", "point-1-damps"):
        assert browser.post(at("keep_probe", slug), typed("x")).status_code == 404


def test_hostile_words_stay_words(as_user, alice):
    browser = as_user(alice)
    browser.post(at("keep_probe", SLUG), typed("<script>alert(1)</script>"))
    assert "<script>alert" not in browser.get(at("weak_spots")).content.decode()


def test_a_form_from_elsewhere_is_refused_even_where_nobody_is_known(db):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(at("keep_probe", SLUG), typed("x")).status_code == 403


def test_a_guest_may_use_all_of_it(as_user, db):
    browser = as_user(UserFactory(guest=True))
    assert browser.post(at("keep_probe", SLUG), typed("x")).status_code == 302
    assert browser.post(at("judge_probe", SLUG), {"outcome": "whole"}).status_code == 302


def test_probes_and_ratings_leave_with_their_owner(alice, as_user):
    browser = as_user(alice)
    browser.post(at("keep_probe", SLUG), typed("Mine."))
    browser.post(at("rate_spot", SLUG), {"confidence": "2"})
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        kept = json.loads(archive.read("study/weak-spots.json"))
    assert kept["probes"][0]["text"] == "Mine."
    assert kept["ratings"][0]["confidence"] == 2
    alice.delete()
    assert not Probe.objects.exists()
    assert not SpotRating.objects.exists()
