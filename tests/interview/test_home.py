"""The first page of someone who is logged in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from interview.models import Interview
from tests.factories import InterviewFactory, QuestionSetFactory, UserFactory
from tests.interview.marked import finished

pytestmark = pytest.mark.django_db
HOME = "/interviews/"


def page_of(client):
    return unescape(client.get(HOME).content.decode())


def test_a_newcomer_is_told_where_to_begin(alice, as_user):
    first = QuestionSetFactory(position=1, title="Taster", for_whom="Anyone new.")
    QuestionSetFactory(position=2)
    page = page_of(as_user(alice))
    assert "Begin here" in page
    assert page.count(reverse("interview:set_up", args=[first.slug])) == 2
    assert "Anyone new." in page
    assert reverse("interview:compose") in page
    assert "Last results" not in page


def test_a_library_of_many_sets_is_not_a_wall(alice, as_user):
    rounds = QuestionSetFactory.create_batch(7, shelf="rounds")
    drill = QuestionSetFactory(shelf="drills")
    page = page_of(as_user(alice))
    shown = [one for one in [*rounds, drill] if f">{one.title}</h3>" in page]
    assert shown == rounds[:5]
    assert "All 8 sets" in page
    assert f"{reverse('questions:sets')}#drills" in page


def test_a_running_interview_comes_first_with_its_time(alice, as_user):
    running = InterviewFactory(running=True, candidate=alice, minutes=24)
    page = page_of(as_user(alice))
    assert re.search(r"Go on: 2[34]:\d\d left", page)
    assert page.index(reverse("interview:room", args=[running.pk])) < page.index("Start</h2>")


def test_an_interview_whose_time_ran_out_is_closed_and_asks_how_it_went(alice, as_user):
    long_ago = timezone.now() - timedelta(hours=2)
    texts = ["Momentum averages."]
    old = InterviewFactory(running=True, candidate=alice, started_at=long_ago, answers=texts)
    page = page_of(as_user(alice))
    old.refresh_from_db()
    assert old.status == Interview.Status.EXPIRED
    assert "Go on:" not in page
    assert "say how it went" in page


def test_what_is_planned_is_listed_by_time(alice, as_user):
    now = timezone.now()
    InterviewFactory(candidate=alice, title="Later", scheduled_for=now + timedelta(days=5))
    InterviewFactory(candidate=alice, title="Sooner", scheduled_for=now + timedelta(days=1))
    page = page_of(as_user(alice))
    assert "Upcoming" in page
    assert page.index("Sooner") < page.index("Later")


def test_the_last_three_results_and_what_they_suggest(alice, as_user):
    for number in range(4):
        finished(alice, title=f"Mock {number}")
    page = page_of(as_user(alice))
    assert page.count('class="card result"') == 3
    assert "60</b>" in page
    assert "Optimisation" in page
    assert "/interviews/practise-area/optimisation/" in page
    assert "Begin here" not in page


def test_a_mark_stays_away_until_the_estimate_is_given(alice, as_user):
    finished(alice, estimated=False)
    page = page_of(as_user(alice))
    assert "say how it went" in page
    assert "60</b>" not in page
    assert "practise-area" not in page


def test_a_guest_learns_how_long_and_how_to_keep_it(as_user):
    page = page_of(as_user(UserFactory(guest=True)))
    assert "kept for 30 days" in page
    assert reverse("accounts:claim") in page


def test_somebody_with_an_account_is_not_told_so(alice, as_user):
    assert "kept for 30 days" not in page_of(as_user(alice))


def test_an_empty_house_says_what_to_do(alice, as_user):
    assert "Compose your own from the questions in the bank." in page_of(as_user(alice))


def test_other_peoples_interviews_are_not_there(alice, charlie, as_user):
    finished(alice, title="Mine alone")
    InterviewFactory(running=True, candidate=alice, title="Mine too")
    page = page_of(as_user(charlie))
    assert "Mine alone" not in page
    assert "Mine too" not in page


def test_no_log_in_no_page(client):
    assert "/account/login/" in client.get(HOME).url


def test_other_methods_are_not_allowed(alice, as_user):
    assert as_user(alice).post(HOME).status_code == 405


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_the_same_however_much_there_is(
    alice, as_user, count, django_assert_max_num_queries
):
    for _ in range(count):
        finished(alice)
        QuestionSetFactory()
    client = as_user(alice)
    with django_assert_max_num_queries(12):
        client.get(HOME)
