"""Bars by dimension: one interview counts once, interviewers before oneself, none without three."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import judging
from interview.models import Interview
from study.progress import dimensions
from tests.factories import QuestionFactory, UserFactory
from tests.marking.shared import conducted_by
from tests.study.progress.test_marks import sat

EVER = timezone.now() - timedelta(days=3650)
pytestmark = pytest.mark.django_db


def judged(alice, *, days=1, **levels) -> Interview:
    interview = sat(alice, [QuestionFactory()], days=days, level="staff")
    judging.judge(interview, levels, at=timezone.now())
    return interview


def bars(alice, *, since=EVER) -> dict[str, dimensions.Bar]:
    found = dimensions.of(alice, since=since)
    return {bar.dimension.name: bar for one in found for bar in one.bars}


def test_three_observations_make_a_bar_and_two_do_not(alice):
    for level in (1, 2):
        judged(alice, debug=level)
    assert (bars(alice)["debug"].n, bars(alice)["debug"].mean) == (2, None)
    judged(alice, debug=4)
    bar = bars(alice)["debug"]
    assert (bar.n, bar.mean, bar.share) == (3, pytest.approx(7 / 3), pytest.approx(7 / 12))
    assert (bar.next_level, bar.next_anchor) == (3, bar.dimension.anchors[2])
    assert bars(alice)["justify"].mean is None


def test_at_the_top_there_is_no_next_level(alice):
    for _ in range(3):
        judged(alice, debug=4)
    assert (bars(alice)["debug"].next_level, bars(alice)["debug"].next_anchor) == (None, "")


def test_an_interview_of_several_interviewers_counts_once_by_their_median(alice, bob):
    one = judged(alice, debug=4)
    conducted_by(bob, one, dim_debug="1")
    conducted_by(UserFactory(), one, dim_debug="2")
    found = bars(alice)
    assert (found["debug"].levels, found["debug"].by_others) == ((1.5,), 1)
    assert found["intuition"].levels == (3.0,), "every interview has the four of the whole"


def test_what_is_older_not_estimated_or_somebody_elses_does_not_count(alice, bob):
    judged(alice, days=400, debug=2)
    judged(bob, debug=2)
    Interview.objects.filter(pk=judged(alice, debug=2).pk).update(estimated_at=None)
    assert bars(alice, since=timezone.now() - timedelta(days=365)) == {}
    assert bars(alice)["debug"].n == 1


@pytest.mark.parametrize("count", [1, 7])
def test_it_costs_two_queries_however_much(alice, bob, count, django_assert_num_queries):
    for _ in range(count):
        conducted_by(bob, judged(alice, debug=2))
    with django_assert_num_queries(2):
        dimensions.of(alice, since=EVER)


def test_the_page_says_what_the_next_level_looks_like(as_user, alice):
    for _ in range(3):
        judged(alice, debug=2, quantify=3)
    page = as_user(alice).get(reverse("study:progress")).content.decode()
    assert "To get finding faults to 3" in page
    assert bars(alice)["debug"].dimension.anchors[2] in page
    assert page.split('id="dimensions"')[1].split("</section>")[0].count("no data") == 2
