"""Exercises on the list of today: drafts that wait, estimates that are some days back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from study import attempts, begun
from study.models import Attempt, Desk


@pytest.fixture
def at():
    return timezone.now()


def titles(user, at) -> list[str]:
    return [item.title for item in begun.items(user, on=Desk(user=user).day(at))]


def test_nobody_is_asked_for_what_they_never_began(alice, at, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert titles(alice, at) == []


def test_drafts_lead_back_to_where_they_were_begun(alice, bob, as_user, at):
    for kind, slug in (
        ("comparison", "trade-offs:inference"),
        ("formula", "sigmoid-slope"),
        ("case", "what-plays-next"),
    ):
        attempts.keep(alice, kind, slug, lambda given: {"cells": {}}, at=at)
    attempts.keep(bob, "case", "coupon-for-a-grocer", lambda given: given, at=at)
    found = list(begun.items(alice, on=Desk(user=alice).day(at)))
    assert [item.title for item in found] == [
        "What should play next, and next, and next?",
        "Derivative of the sigmoid",
        "Trade-offs of six methods",
    ]
    for item in found:
        assert as_user(alice).get(item.address).status_code == 200
    assert "begun, and your words are kept" in as_user(alice).get("/study/today/").content.decode()


def test_what_left_the_content_is_left_out(alice, at):
    for kind, slug in (("comparison", "gone"), ("case", "gone"), ("formula", "gone")):
        attempts.keep(alice, kind, slug, lambda given: given, at=at)
    assert titles(alice, at) == []


@pytest.mark.parametrize(("days", "told"), [(2, []), (3, ["Five estimates"])])
def test_estimates_come_back_after_three_days(alice, at, days, told):
    made = attempts.record(alice, "estimate", "lstm-parameters", score=1, given={}, at=at)
    Attempt.objects.filter(pk=made.pk).update(on=made.on - timedelta(days=days))
    assert titles(alice, at) == told
