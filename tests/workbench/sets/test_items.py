"""What stands in a set: found, added, changed and taken out."""

import pytest

from questions.models import SetItem
from tests.factories import (
    QuestionFactory,
    QuestionSetFactory,
)
from tests.workbench.sets.addresses import address
from web.refusals import Refused
from workbench import set_actions, set_rules


def titles(chosen):
    return [item.question.title for item in chosen.items.select_related("question")]


def test_the_page_finds_questions_of_the_bank_and_ones_own(as_user, alice, bob, own, hx):
    from questions.actions import index_again

    mine = QuestionFactory(owner=alice, visibility="private", title="Momentum mine", draft=True)
    theirs = QuestionFactory(owner=bob, visibility="private", title="Momentum theirs")
    shared = QuestionFactory(title="Momentum for all")
    index_again([mine.pk, theirs.pk, shared.pk])
    url = address("set", own.slug)
    part = as_user(alice).get(url, {"q": "momentum"}, headers=hx("results")).content.decode()
    assert part.strip().startswith('<div id="results"')
    assert "Momentum mine" in part
    assert "Momentum for all" in part
    assert "theirs" not in part


@pytest.mark.parametrize(
    "typed", ["{slug}", " {slug} ", "http://testserver/questions/{slug}/", "/questions/{slug}/?q=1"]
)
def test_a_question_is_added_by_its_address(as_user, alice, own, typed, hx):
    question = QuestionFactory(slug="why-momentum")
    data = {"question": typed.format(slug=question.slug)}
    url = address("add_question", own.slug)
    reply = as_user(alice).post(url, data, headers=hx("items"))
    assert reply.content.strip().startswith(b'<section id="items"')
    assert titles(own)[-1] == question.title
    again = as_user(alice).post(url, data, headers=hx("items"))
    assert b"stands there already" in again.content
    assert own.items.count() == 4


def test_what_one_may_not_read_cannot_be_added(as_user, alice, bob, own):
    secret = QuestionFactory(owner=bob, visibility="private")
    reply = as_user(alice).post(address("add_question", own.slug), {"question": secret.slug})
    assert reply.status_code == 409
    assert set_actions.add_questions(own, [secret.pk], by=alice).new == []
    assert own.items.count() == 3


def test_a_set_asks_a_hundred_questions_at_most(alice, own):
    SetItem.objects.create(set=own, position=9, draw={"count": set_rules.MOST_QUESTIONS - 4})
    one, two = QuestionFactory.create_batch(2)
    set_actions.add_questions(own, [one.pk], by=alice)
    with pytest.raises(Refused, match="at most 100"):
        set_actions.add_questions(own, [two.pk], by=alice)


def test_an_item_has_minutes_and_a_section_of_its_own(as_user, alice, own):
    item = own.items.first()
    url = address("item", own.slug, item.pk)
    base = set_actions.fingerprint(item)
    data = {"minutes": 11, "section": "Warm-up", "base": base}
    assert as_user(alice).post(url, data).status_code == 302
    item.refresh_from_db()
    assert (item.minutes, item.section) == (11, "Warm-up")
    stale = as_user(alice).post(url, {**data, "minutes": 3})
    assert stale.status_code == 409
    assert b"11 minutes of its own" in stale.content
    assert as_user(alice).post(url, {"minutes": "soon", "base": base}).status_code == 422


def test_an_item_of_another_set_is_not_found(as_user, alice, own):
    other = QuestionSetFactory(owner=alice, visibility="private").items.first()
    assert as_user(alice).get(address("item", own.slug, other.pk)).status_code == 404


def test_what_is_taken_out_may_be_put_back(as_user, alice, own, hx):
    first = own.items.first()
    url = address("remove_item", own.slug, first.pk)
    part = as_user(alice).post(url, headers=hx("items")).content.decode()
    assert own.items.count() == 2
    assert "Put it back" in part
    assert first.question.slug in part
    assert as_user(alice).post(url).status_code == 302, "a second click finds it gone"


def test_a_search_for_what_no_text_can_hold_finds_nothing(as_user, alice, own):
    page = as_user(alice).get(address("set", own.slug), {"q": "\x00"})
    assert page.status_code == 200
