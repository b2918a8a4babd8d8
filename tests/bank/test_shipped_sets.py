"""The sets that come with Greenroom: they keep the time they promise. No database."""

import pytest

from questions.bank.sets import matches
from tests.bank.shipped import LIBRARY

SETS = sorted(LIBRARY.sets.values(), key=lambda one: one.position)
# What is left of the clock may be for testing one's code; more than this is a wrong promise.
LEFT_OVER = 0.15
# How far a set may press a question: the time it gives, as a share of the question's own.
LEAST_SHARE, MOST_SHARE = 0.58, 1.7
# Five minutes a question, and it says so.
HURRIED = {"taster"}


def pool(item):
    if item.question:
        return [LIBRARY.questions[item.question]]
    return [one for one in LIBRARY.questions.values() if matches(one, item.draw)]


def test_there_is_a_set_for_many_an_occasion():
    assert len(SETS) >= 26
    assert SETS[0].slug == "taster"
    assert {one.level for one in SETS} == {"junior", "mid", "senior", "staff", "research"}
    assert {one.shelf for one in SETS} == {"rounds", "drills", "subjects", "loops"}
    assert len({one.position for one in SETS}) == len(SETS)
    for name in ("title", "description", "for_whom"):
        texts = [getattr(one, name) for one in SETS]
        assert len(set(texts)) == len(texts), name


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.slug)
def test_its_minutes_add_up(one):
    """Whatever is drawn, the plan never runs over the clock, and little of it is idle."""
    longest = usual = 0
    for item in one.items:
        count = item.draw["count"] if item.draw else 1
        minutes = [item.minutes or question.minutes for question in pool(item)]
        longest += count * max(minutes)
        usual += count * sum(minutes) / len(minutes)
    assert longest <= one.minutes
    assert usual >= (1 - LEFT_OVER) * one.minutes


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.slug)
def test_no_question_is_given_far_too_little_or_too_much(one):
    far_off = []
    for item in one.items:
        for question in pool(item):
            share = (item.minutes or question.minutes) / question.minutes
            if one.slug not in HURRIED and not LEAST_SHARE <= share <= MOST_SHARE:
                far_off.append((question.slug, item.minutes, question.minutes))
    assert far_off == []


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.slug)
def test_a_draw_has_something_to_choose_from(one):
    for item in one.items:
        if item.draw:
            assert len(pool(item)) > item.draw["count"]


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.slug)
def test_a_set_that_promises_a_tier_or_a_kind_keeps_it(one):
    asked = [question for item in one.items for question in pool(item)]
    if one.level == "research":
        assert {question.tier for question in asked} == {4}
    if one.level == "junior":
        assert all(question.tier <= 2 for question in asked)
    for kind in ("conceptual", "implementation", "debugging", "system-design"):
        if one.slug.startswith(f"{kind}-"):
            assert {question.kind for question in asked} == {kind}
