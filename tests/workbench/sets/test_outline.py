"""What a set adds up to, what is amiss, and how it looks on paper."""

import pytest
from django.utils import timezone

from questions.models import Question, SetItem
from tests.factories import (
    QuestionFactory,
)
from tests.workbench.sets.addresses import address
from workbench import outlines, set_actions, set_rules

NOW = timezone.now()


@pytest.mark.parametrize(
    ("planned", "clock", "says"),
    [
        (0, 30, "Nothing is planned for the 30 minutes yet"),
        (30, 30, "fill the clock exactly"),
        (24, 30, "24 of 30 minutes: 6 to spare"),
        (36, 30, "6 too few"),
    ],
)
def test_minutes_are_said_in_a_sentence(planned, clock, says):
    assert says in set_rules.minutes_in_words(planned, clock)


def test_the_minutes_of_items_add_up(alice, own):
    first = own.items.first()
    SetItem.objects.filter(pk=first.pk).update(minutes=14)
    QuestionFactory.create_batch(2, kind="derivation", minutes=10)
    QuestionFactory.create_batch(2, kind="derivation", minutes=20)
    SetItem.objects.create(set=own, position=9, draw={"count": 2, "kinds": ["derivation"]})
    told = outlines.outline(own, user=alice, at=NOW)
    assert [line.minutes for line in told.lines] == [14, 8, 8, 30]
    assert (told.planned, told.questions) == (60, 5)


def test_drafts_and_retired_questions_are_named_with_the_way_on(as_user, alice, own):
    first, second, _ = own.items.all()
    Question.objects.filter(pk=first.question_id).update(status="draft")
    Question.objects.filter(pk=second.question_id).update(status="retired")
    SetItem.objects.create(set=own, position=9, draw={"count": 1, "tiers": [4]})
    page = as_user(alice).get(address("set", own.slug)).content.decode()
    assert "3 items are not asked as planned" in page
    assert "This is a draft and is not asked. Make it ready" in page
    assert "This question is retired" in page
    assert "None matches, and the draw wants 1" in page


def test_the_page_costs_the_same_however_many_questions_are_in_it(
    as_user, alice, own, django_assert_max_num_queries
):
    set_actions.add_questions(
        own, [question.pk for question in QuestionFactory.create_batch(20)], by=alice
    )
    client = as_user(alice)
    # One of them: the groups she may share it with.
    with django_assert_max_num_queries(10):
        client.get(address("set", own.slug))


def test_the_sheet_has_prompts_and_the_key_only_for_who_may_see_it(as_user, alice, own):
    mine = QuestionFactory(owner=alice, visibility="private", model_answer="MINE")
    other = own.items.first().question
    set_actions.add_questions(own, [mine.pk], by=alice)
    plain = as_user(alice).get(address("print_set", own.slug)).content.decode()
    assert mine.current.prompt in plain
    assert "MINE" not in plain
    with_key = as_user(alice).get(address("print_set", own.slug), {"key": "1"}).content.decode()
    assert "MINE" in with_key
    assert with_key.count("Momentum averages past gradients with") == 1, "the points of one alone"
    assert other.current.model_answer not in with_key
    assert "3 keys are left out" in with_key
