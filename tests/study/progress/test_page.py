"""The page of one's progress: what it says, to whom, and that it costs the same however much."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview.models import Interview
from study.cards import actions, sources
from study.cards.memory import Rating
from study.content import content
from study.grid.actions import tap
from study.models import Attempt, Desk
from study.progress import board, marks
from tests.factories import QuestionFactory
from tests.study.progress.test_marks import sat

ADDRESS = reverse("study:progress")
pytestmark = pytest.mark.django_db


def text_of(browser, query="") -> str:
    reply = browser.get(ADDRESS + query)
    assert reply.status_code == 200
    return reply.content.decode()


def test_somebody_new_is_shown_where_to_begin_and_no_figure(as_user, alice):
    page = text_of(as_user(alice))
    assert "There is nothing to count yet" in page
    assert reverse("interview:home") in page
    assert 'role="meter"' not in page


def test_marks_stand_with_their_numbers_and_each_part_ends_in_something_to_do(as_user, alice):
    for days in range(1, 7):
        sat(alice, [QuestionFactory()], days=days)
    tap(alice, content().study.concepts[0], 1, done=True, at=timezone.now())
    card = sources.write(alice, front="Q", back="A", at=timezone.now())
    actions.rate(card, Rating.GOOD, seen=0, seconds=4, at=timezone.now())
    page = text_of(as_user(alice))
    assert "6 marked answers" in page
    for section in page.split("<section")[1:]:
        body = section.split("</section>")[0]
        assert "<a " in body, section[:80]
    assert "no data" in page
    assert "5 more to tell" not in page, "where nothing is known nothing is promised"
    for link in ("?areas=optimisation", "?kinds=conceptual", "?tiers=2"):
        assert reverse("interview:compose") + link in page


def test_a_picture_has_its_table(as_user, alice):
    sat(alice, [QuestionFactory()], days=1)
    sat(alice, [QuestionFactory()], days=60)
    page = text_of(as_user(alice))
    drawn = page.count('class="chart-trend"')
    assert drawn == 2
    assert page.count("<summary>As a table</summary>") == drawn


def test_the_last_year_is_shown_and_everything_on_request(as_user, alice):
    sat(alice, [QuestionFactory()], days=500)
    assert "There is nothing to count yet" in text_of(as_user(alice))
    assert "1 marked answer<" in text_of(as_user(alice), "?time=all")
    assert "There is nothing" in text_of(as_user(alice), "?time=%00nonsense")


def test_days_in_a_row_are_shown_to_those_alone_who_ask(as_user, alice):
    sat(alice, [QuestionFactory()], days=0)
    assert "in a row" not in text_of(as_user(alice))
    Desk.objects.create(user=alice, shows_streak=True)
    assert "day of study in a row" in text_of(as_user(alice))


def test_a_link_ticks_the_boxes_of_the_interview_it_proposes(as_user, alice):
    QuestionFactory(kind="debugging")
    address = reverse("interview:compose") + "?kinds=debugging&areas=optimisation&areas=nowhere"
    page = as_user(alice).get(address).content.decode()
    assert 'value="debugging" id="id_kinds_3" checked' in page
    assert page.count(" checked") == 4, "kind and area; how and when are always chosen"
    assert "1 in the bank match" in page


def test_results_of_exercises_are_counted_by_kind_and_drafts_are_not(as_user, alice, bob):
    at = timezone.now()
    done = {"finished_at": at, "on": at.date(), "begun_at": at}
    for owner, score in ((alice, 0.5), (alice, 1.0), (bob, 0.0)):
        Attempt.objects.create(owner=owner, kind="estimate", slug="x", score=score, **done)
    Attempt.objects.create(owner=alice, kind="case", slug="x", begun_at=at)
    (figure,) = marks.exercises(alice, since=at.date())
    assert (figure.name, figure.n, figure.mean) == ("Estimates", 2, 0.75)
    assert marks.exercises(alice, since=at.date() + timedelta(days=1)) == []
    assert "Exercises of the desk" in text_of(as_user(alice))


@pytest.mark.parametrize("number", [2, 9])
def test_it_costs_the_same_however_much_there_is(
    as_user, alice, number, django_assert_max_num_queries
):
    for days in range(number):
        sat(alice, [QuestionFactory(), QuestionFactory()], days=days * 30 + 1)
        card = sources.write(alice, front=f"Q{days}", back="A", at=timezone.now())
        actions.rate(card, Rating.GOOD, seen=0, seconds=4, at=timezone.now())
    browser = as_user(alice)
    browser.get(ADDRESS)
    with django_assert_max_num_queries(20):
        browser.get(ADDRESS)


def test_an_interview_that_is_gone_is_in_no_figure(alice):
    interview = sat(alice, [QuestionFactory()])
    assert board.Board(alice, at=timezone.now()).marks.n == 1
    Interview.objects.get(pk=interview.pk).delete()
    assert not board.Board(alice, at=timezone.now()).has_any
