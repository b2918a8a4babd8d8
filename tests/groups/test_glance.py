"""A group's own page: what others opened to it, what waits for the reader, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups import actions
from marking.models import ScoreSheet, Share
from tests.factories import QuestionSetFactory, UserFactory, group_of
from tests.interview.marked import finished


@pytest.fixture
def group(alice, bob, charlie):
    return group_of(alice, bob, charlie)


def share(group, candidate, **terms) -> Share:
    interview = finished(candidate, title=f"Rehearsal of {candidate}")
    return Share.objects.create(
        interview=interview, circle=group.circle, made_at=timezone.now(), **terms
    )


def glance(client, group):
    return client.get(group.get_absolute_url()).context["glance"]


def test_it_shows_what_others_opened_and_what_waits_for_ones_marks(as_user, group, alice, bob):
    read_only = share(group, bob)
    asked = share(group, bob, asks_for_marks=True)
    share(group, alice, asks_for_marks=True)
    seen = glance(as_user(alice), group)
    assert [one.share for one in seen.interviews] == [asked, read_only]
    assert [one.share for one in seen.to_review.rows] == [asked]
    at = timezone.now()
    ScoreSheet.objects.create(
        interview=asked.interview, rater=alice, role="peer", state="submitted", started_at=at,
        submitted_at=at, opens_at=at,
    )  # fmt: skip
    assert glance(as_user(alice), group).to_review.total == 0


def test_what_is_taken_back_or_its_candidates_who_left_is_gone(as_user, group, alice, bob, charlie):
    share(group, bob, revoked_at=timezone.now())
    share(group, charlie)
    actions.leave(group, by=charlie, at=timezone.now())
    assert glance(as_user(alice), group).interviews == []


def test_a_candidate_without_a_name_has_none_here(as_user, group, alice, bob):
    share(group, bob, names_candidate=False)
    text = as_user(alice).get(group.get_absolute_url()).content.decode()
    assert "Rehearsal of Bob" not in text
    assert "the candidate" in text.lower()


def test_the_page_costs_the_same_however_much_there_is(as_user, group, alice, bob):
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            as_user(alice).get(group.get_absolute_url())
        return len(made)

    def more() -> None:
        share(group, bob, asks_for_marks=True)
        QuestionSetFactory(owner=bob, visibility="group", circle=group.circle)
        actions.let_in(group, UserFactory(), at=timezone.now())

    more()
    first = cost()
    for _ in range(3):
        more()
    assert cost() == first
