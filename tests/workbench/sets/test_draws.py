"""Draws say what they find, and never count on the same question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interview import actions as interviews
from questions.models import Question
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
)
from tests.workbench.sets.addresses import address
from web.refusals import Refused
from workbench import set_actions

NOW = timezone.now()


def test_a_draw_says_what_it_finds(as_user, alice, own):
    QuestionFactory.create_batch(4, kind="derivation")
    QuestionFactory(kind="derivation", owner=alice, visibility="private")
    met = QuestionFactory(kind="derivation")
    sat = InterviewFactory(candidate=alice, question_set=QuestionSetFactory(questions=[met]))
    interviews.start(sat, at=NOW - timedelta(days=3))
    data = {"count": 2, "kinds": ["derivation"]}
    page = as_user(alice).post(address("draw_reach", own.slug), data).content.decode()
    assert "Matches 6 you may see, 5 not asked in 14 days" in page
    assert "5 of them everyone may see" in page


def test_a_draw_is_added_and_said_in_words(as_user, alice, own, hx):
    TopicFactory(slug="optimisation")
    QuestionFactory.create_batch(3, kind="derivation", minutes=10)
    data = {"count": 3, "kinds": ["derivation"], "areas": ["optimisation"], "tiers": [1]}
    reply = as_user(alice).post(address("add_draw", own.slug), data, headers=hx("items"))
    assert "Draws 3 questions: derivation, screen, from Optimisation" in reply.content.decode()
    drawn = own.items.last()
    assert drawn.draw == {
        "count": 3,
        "kinds": ["derivation"],
        "tiers": [1],
        "areas": ["optimisation"],
    }
    interview = InterviewFactory(candidate=alice, question_set=own)
    assert interviews.start(interview, at=NOW).questions.count() == 6


def test_a_draw_that_cannot_be_filled_is_refused(as_user, alice, own):
    QuestionFactory(kind="derivation")
    reply = as_user(alice).post(
        address("add_draw", own.slug), {"count": 2, "kinds": ["derivation"]}
    )
    assert reply.status_code == 409
    assert b"1 matches, and the draw wants 2" in reply.content
    assert own.items.count() == 3


def test_two_draws_do_not_count_on_the_same_question(alice, own):
    """Five match either way, but the narrow draw needs both derivations."""
    QuestionFactory.create_batch(2, kind="derivation", tier=2)
    QuestionFactory.create_batch(3, kind="debugging", tier=2)
    wide, narrow = {"count": 3, "tiers": [2]}, {"count": 2, "kinds": ["derivation"]}
    add = {"by": alice, "at": NOW}
    first = set_actions.add_draw(own, {"draw": wide, "minutes": None, "section": ""}, **add)
    set_actions.add_draw(own, {"draw": narrow, "minutes": None, "section": ""}, **add)
    with pytest.raises(Refused, match="other draws of this set need some of the same"):
        set_actions.change_item(
            own,
            first.pk,
            {"draw": wide | {"count": 4}},
            base=set_actions.fingerprint(first),
            by=alice,
        )


def test_a_fixed_question_is_not_drawn_as_well(alice, own):
    fixed = own.items.first().question
    Question.objects.filter(pk=fixed.pk).update(kind="derivation")
    facts = {"draw": {"count": 1, "kinds": ["derivation"]}, "minutes": None, "section": ""}
    with pytest.raises(Refused, match="None matches"):
        set_actions.add_draw(own, facts, by=alice, at=NOW)
