"""Marks by area: only of those who let the group see theirs, and nothing is never 0."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import points
from groups.models import Membership
from interview.models import Interview
from tests.factories import QuestionFactory, QuestionSetFactory, TopicFactory, group_of
from tests.interview.marked import TEXT, add_card, finished
from workbench.attempts import read_again


@pytest.fixture
def group(alice, bob, charlie, carol):
    return group_of(alice, bob, charlie, carol)


def show(group, *people):
    for person in people:
        points.show(group, shows=True, by=person)


def marked(person, *scores, topic="optimisation", estimated=True, answered=True):
    """An interview each, the first the oldest."""
    question = QuestionFactory(topic=TopicFactory(slug=topic))
    for number, score in enumerate(scores):
        chosen = QuestionSetFactory(questions=[question])
        texts = [TEXT if answered else ""]
        interview = finished(
            person, texts=texts, question_set=chosen, estimated=estimated, scored=False
        )
        if answered:
            add_card(interview.questions.get(), score=score)
        when = timezone.now() - timedelta(days=len(scores) - number)
        Interview.objects.filter(pk=interview.pk).update(
            started_at=when, ends_at=when + timedelta(hours=1), finished_at=when, closed_at=when
        )
        read_again([interview.pk])


def row(found, area="Optimisation"):
    return dict(zip(found.people, dict(found.rows)[area], strict=True))


def test_a_cell_is_the_mean_of_the_last_few_with_how_many(group, alice, bob, charlie, carol):
    show(group, alice, bob, charlie)
    marked(alice, 0.0, *[0.5] * points.LAST)
    marked(bob, 0.25, 0.75)
    marked(carol, 1.0)
    found = points.of(group)
    assert found.people == ["Alice", "Bob", "Charlie"], "Carol shows hers to nobody"
    cells = row(found)
    assert (cells["Alice"].mean, cells["Alice"].n) == (0.5, points.LAST)
    assert (cells["Bob"].mean, cells["Bob"].n) == (0.5, 2)
    assert (cells["Charlie"].mean, cells["Charlie"].n) == (None, 0)


def test_what_was_left_blank_or_not_yet_estimated_is_no_mark(group, alice, bob, charlie):
    show(group, alice, bob, charlie)
    marked(alice, 0.5, answered=False)
    marked(bob, 0.5, estimated=False)
    marked(charlie, 0.9)
    cells = row(points.of(group))
    assert [cells[name].n for name in ("Alice", "Bob", "Charlie")] == [0, 0, 1]


def test_the_page_says_no_data_and_never_nought(as_user, group, alice, bob, charlie):
    show(group, alice, bob, charlie)
    marked(alice, 0.9)
    text = as_user(bob).get(reverse("groups:points", args=[group.pk])).content.decode()
    assert "no data" in text
    assert ">0<" not in text
    assert '<span class="num">90</span> <span class="n">n 1</span>' in text
    assert 'class="shade-4"' in text


def test_two_are_too_few(as_user, group, alice, bob, charlie):
    show(group, alice, bob)
    marked(alice, 0.9)
    address = reverse("groups:points", args=[group.pk])
    text = as_user(charlie).get(address).content.decode()
    assert "at least 3 people" in text
    assert ">90<" not in text


def test_it_is_off_until_one_says_so_and_off_again(as_user, group, alice):
    address = reverse("groups:points", args=[group.pk])
    client = as_user(alice)
    own = Membership.objects.get(place__user=alice)
    assert own.shows_points is False
    for sent, shows in (({"shows_points": "on"}, True), ({}, False)):
        assert client.post(address, sent).status_code == 302
        own.refresh_from_db()
        assert own.shows_points is shows


def test_the_map_costs_the_same_however_many_marks(
    group, alice, bob, charlie, django_assert_num_queries
):
    show(group, alice, bob, charlie)
    marked(alice, 0.5, 0.6, 0.7)
    marked(bob, 0.5, topic="regularisation")
    with django_assert_num_queries(3):
        points.of(group)
