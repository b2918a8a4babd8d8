"""Packs of stored answers: what is drawn into one, what it asks for, how one chooses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marking.calibration import actions, draws, rules
from marking.models import Pack, PackItem
from tests.factories import QuestionFactory
from tests.marking.stored import (
    pack_of,
    question_with_answers,
)
from web.refusals import Refused

pytestmark = pytest.mark.django_db
PAGE = "/marking/calibration/"


# Drawing


def test_a_draw_holds_no_answer_twice_and_is_the_same_for_its_seed():
    there = [draws.Stored(n, label) for n in range(4) for label in ("partial", "strong", "wrong")]
    once = draws.draw(there, 10, seed=5)
    assert len(set(once)) == len(once) == 10
    assert once == draws.draw(list(reversed(there)), 10, seed=5)
    assert once != draws.draw(there, 10, seed=6)


def test_a_draw_spreads_over_questions_and_qualities():
    there = [draws.Stored(n, label) for n in range(9) for label in ("partial", "strong", "wrong")]
    for seed in range(20):
        chosen = draws.draw(there, 6, seed=seed)
        assert len({one.question_id for one in chosen}) == 6
        assert sorted(one.label for one in chosen) == sorted(["partial", "strong", "wrong"] * 2)


def test_answers_not_had_before_come_first(alice):
    first = pack_of(alice, size=6, questions=4)
    second = actions.make_pack(
        alice, title="Second", size=6, least_exact=80, most_apart=1, seed=1, at=timezone.now()
    )
    had, new = (set(pack.items.values_list("question", "label")) for pack in (first, second))
    assert len(had) == len(new) == 6
    assert not had & new


def test_the_database_refuses_an_answer_twice_and_a_pack_that_asks_for_nothing(alice):
    pack = pack_of(alice)
    item = pack.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PackItem.objects.create(
            pack=pack, position=99, question_id=item.question_id, label=item.label
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(least_exact=10)


def test_too_few_answers_make_no_pack(alice):
    question_with_answers()
    with pytest.raises(Refused, match="3 stored answers"):
        pack_of(alice, questions=0)


def test_the_keys_of_other_peoples_questions_stay_shut(alice, bob):
    mine = question_with_answers(owner=alice, visibility="private")
    theirs = question_with_answers(owner=bob, visibility="link", share_token="a-token")
    draft = question_with_answers(draft=True)
    there = {one.question_id for one in draws.stored(alice)}
    assert there == {mine.pk}
    assert {theirs.pk, draft.pk}.isdisjoint(there)


def test_one_may_keep_to_questions_one_has_answered(alice):
    question_with_answers()
    assert draws.stored(alice)
    assert draws.stored(alice, answered_only=True) == []


# Passing


@pytest.mark.parametrize(
    ("same", "two_apart", "passed"), [(8, 0, True), (7, 0, False), (10, 0, True), (9, 1, False)]
)
def test_a_run_passes_with_eighty_in_a_hundred_the_same_and_none_two_levels_apart(
    same, two_apart, passed
):
    pairs = [("made", "made")] * same + [("made", "missed")] * two_apart
    pairs += [("partly", "made")] * (10 - len(pairs))
    assert rules.passes(pairs, least_exact=80, most_apart=1) is passed


def test_what_passes_is_the_packs_own():
    pairs = [("made", "missed"), ("made", "made")]
    assert rules.passes(pairs, least_exact=50, most_apart=2)
    assert not rules.passes(pairs, least_exact=50, most_apart=1)
    assert not rules.passes(pairs, least_exact=60, most_apart=2)
    assert not rules.passes([], least_exact=50, most_apart=2)


# Choosing one


def test_a_choice_with_too_few_answers_says_so_beside_the_form(as_user, alice):
    for _ in range(2):
        question_with_answers()
    sent = {"title": "Mine", "size": 6, "least_exact": 80, "most_apart": 1, "answered_only": "on"}
    reply = as_user(alice).post(PAGE, sent)
    assert reply.status_code == 422
    assert "There are 0 stored answers" in reply.content.decode()
    assert 'value="Mine"' in reply.content.decode()


def test_areas_and_kinds_offer_only_what_makes_a_pack(alice):
    question_with_answers()
    assert draws.areas(alice) == []
    question_with_answers()
    assert [one.answers for one in draws.areas(alice)] == [6]
    assert [one.value for one in draws.kinds(alice)] == ["conceptual"]


def test_a_site_without_stored_answers_says_where_they_come_from(as_user, alice):
    QuestionFactory()
    assert b"They are written in the workbench" in as_user(alice).get(PAGE).content


def test_a_pack_says_how_many_keys_it_would_show(as_user, alice):
    pack = pack_of(alice)
    page = as_user(alice).get(pack.get_absolute_url()).content.decode()
    assert "2 of them you have not answered" in page
