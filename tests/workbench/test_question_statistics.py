"""The pages of figures: what they show of whom, to whom, and when they say nothing."""

import re

import pytest
from django.urls import reverse

from interview import actions
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.workbench.measured import AT, BLANK, count, people, sit
from workbench.models import QuestionSummary

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(carol):
    return QuestionSetFactory(questions=QuestionFactory.create_batch(2))


@pytest.fixture
def crowd(pair):
    """Twelve people; the better at the first question the better at the second."""
    found = people(12)
    for number, person in enumerate(found):
        sit(pair, person, [number / 11, BLANK if number == 0 else number / 12])
    return found


def page_of(question_set, number=1, **wish):
    question = question_set.items.get(position=number).question
    query = "&".join(f"{key}={value}" for key, value in wish.items())
    return reverse("workbench:question_statistics", args=[question.slug]) + (query and f"?{query}")


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_it_says_how_a_question_measures(as_user, carol, pair, crowd):
    found = text(as_user(carol).get(page_of(pair)))

    assert "n = 12" in found
    assert "Facility 50 %" in found
    assert "Separates very well." in found
    assert "Provisional" in found
    assert "5:00 of 6:40" in found
    assert "Momentum averages past gradients" in found
    assert "Counted" in found


def test_a_mark_changed_a_moment_ago_is_in_it(as_user, carol, pair, crowd):
    assert "Facility 50 %" in text(as_user(carol).get(page_of(pair)))
    asked = crowd[0].interviews.get().questions.get(position=1)
    for point in asked.version.key_points.all():
        actions.correct_point(asked, point, verdict="made", by=crowd[0], at=AT)

    assert "Facility 58 %" in text(as_user(carol).get(page_of(pair)))


def test_below_five_people_nothing_is_shown_at_all(as_user, carol, pair):
    for person in people(4):
        sit(pair, person, [1.0, 0.5])
    found = text(as_user(carol).get(page_of(pair)))

    assert "Fewer than 5 people" in found
    assert "n = " not in found
    assert "Counted" not in found


def test_below_ten_the_indices_are_too_few_to_tell(as_user, carol, pair):
    for person in people(7):
        sit(pair, person, [1.0, 0.5])
    found = text(as_user(carol).get(page_of(pair)))

    assert "Too few to tell: 7 of the 10" in found
    assert "Facility" not in found
    assert "5:00 of 6:40" in found


def test_from_thirty_people_on_figures_have_an_interval(as_user, carol, pair):
    for number, person in enumerate(people(30)):
        sit(pair, person, [number / 29, number / 30])
    found = text(as_user(carol).get(page_of(pair)))

    assert "Provisional" not in found
    assert re.search(r"Facility 50 % \d\d to \d\d", found)
    assert "weakest third" in found


def test_nobody_is_named(as_user, carol, pair, crowd):
    found = as_user(carol).get(page_of(pair)).content.decode()
    for person in crowd:
        assert person.display_name not in found
        assert person.email not in found


def test_versions_are_switched_in_place(as_user, carol, hx, pair, crowd):
    question = pair.items.get(position=1).question
    other = QuestionFactory().current
    other.question, other.number = question, 2
    type(other.question).objects.filter(current=other).update(current=None, status="draft")
    other.save()

    response = as_user(carol).get(page_of(pair, version=2), headers=hx("figures"))
    assert response.content.strip().startswith(b'<article id="figures"')
    assert "Fewer than 5 people have met this version" in text(response)
    assert "n = 12" in text(as_user(carol).get(page_of(pair, version="all")))
    assert "n = 12" in text(as_user(carol).get(page_of(pair, version="nonsense")))


def test_only_keepers_see_it(as_user, alice, charlie, carol, pair):
    assert as_user(charlie).get(page_of(pair)).status_code == 404
    mine = QuestionFactory(owner=alice, visibility="private")
    address = reverse("workbench:question_statistics", args=[mine.slug])
    assert as_user(alice).get(address).status_code == 200
    assert as_user(charlie).get(address).status_code == 404
    mine.editors.add(charlie)
    assert as_user(charlie).get(address).status_code == 200


def test_the_page_costs_the_same_however_many_answered(
    as_user, carol, pair, crowd, django_assert_max_num_queries
):
    count()
    client = as_user(carol)
    client.get(page_of(pair))
    with django_assert_max_num_queries(16):
        client.get(page_of(pair))


# A set


def test_a_set_says_how_far_its_total_can_be_trusted(as_user, carol, pair, crowd):
    found = text(as_user(carol).get(reverse("workbench:set_statistics", args=[pair.slug])))

    assert "n = 12" in found
    assert "The total can be trusted." in found
    assert "Weight in fact" in found
    assert str(pair.items.get(position=2).question) in found


def test_a_set_that_few_sat_says_nothing(as_user, carol, pair):
    sit(pair, people(1)[0], [1.0, 0.5])
    found = text(as_user(carol).get(reverse("workbench:set_statistics", args=[pair.slug])))
    assert "Fewer than 5 people" in found
    assert "n = " not in found


def test_a_stranger_sees_no_set_figures(as_user, charlie, pair):
    address = reverse("workbench:set_statistics", args=[pair.slug])
    assert as_user(charlie).get(address).status_code == 404


def test_a_keeper_of_the_set_reads_no_title_that_is_not_theirs(as_user, alice, charlie):
    """Alice shared a set with a question that later became private again."""
    hidden = QuestionFactory(owner=charlie, visibility="private", title="A secret title")
    mine = QuestionSetFactory(owner=alice, visibility="private", questions=[hidden])
    for person in people(10):
        sit(mine, person, [0.5])
    found = text(as_user(alice).get(reverse("workbench:set_statistics", args=[mine.slug])))
    assert "n = 10" in found
    assert "A secret title" not in found


def test_summaries_of_what_is_not_asked_any_more_go(pair, crowd):
    count()
    for person in crowd:
        person.delete()
    count()
    assert not QuestionSummary.objects.exists()
