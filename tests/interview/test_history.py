"""Every interview that is over, and how the marks moved."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from interview.models import Interview
from tests.factories import InterviewFactory, QuestionSetFactory
from tests.interview.marked import finished

pytestmark = pytest.mark.django_db
HISTORY = "/interviews/history/"


def page_of(client, query=""):
    return unescape(client.get(HISTORY + query).content.decode())


def days_ago(interview, days):
    by = timedelta(days=days)
    Interview.objects.filter(pk=interview.pk).update(
        started_at=interview.started_at - by,
        ends_at=interview.ends_at - by,
        finished_at=interview.finished_at - by,
        closed_at=interview.closed_at - by,
    )


def test_interviews_are_listed_newest_first_with_their_marks(alice, as_user):
    days_ago(finished(alice, title="Older"), 3)
    newer = finished(alice, title="Newer")
    page = page_of(as_user(alice))
    assert page.index("<b>Newer</b>") < page.index("<b>Older</b>")
    assert reverse("interview:review", args=[newer.pk]) in page
    assert "2 of 3 answered" in page


def test_two_marks_make_a_trend_with_a_table_beside_it(alice, as_user):
    days_ago(finished(alice, title="Older"), 3)
    finished(alice, title="Newer")
    page = page_of(as_user(alice))
    assert 'class="chart-trend" role="img" aria-label="Marks of 2 interviews from' in page
    assert page.count('class="spot"') == 2
    assert page.count("<tr><td>") == 2


def test_one_mark_is_no_trend(alice, as_user):
    finished(alice)
    assert "chart-trend" not in page_of(as_user(alice))


def test_a_mark_stays_away_until_the_estimate_is_given(alice, as_user):
    for _ in range(2):
        finished(alice, estimated=False)
    page = page_of(as_user(alice))
    assert page.count("say how it went") == 2
    assert "chart-trend" not in page
    assert "of 100" not in page


def test_a_set_and_a_mode_narrow_the_list(alice, as_user, hx):
    one, other = QuestionSetFactory(), QuestionSetFactory()
    finished(alice, question_set=one, title="Of the first set")
    finished(alice, question_set=other, title="Of the other set", mode="practice")
    client = as_user(alice)
    by_set = page_of(client, f"?set={one.slug}")
    assert "Of the first set" in by_set
    assert ">Of the other set<" not in by_set
    part = client.get(f"{HISTORY}?mode=practice", headers=hx("history")).content.decode()
    assert "<html" not in part
    assert ">Of the first set<" not in part
    assert ">Of the other set<" in part


def test_a_filter_that_finds_nothing_says_so(alice, as_user):
    finished(alice)
    assert "No interview of yours is like that." in page_of(as_user(alice), "?mode=practice")


@pytest.mark.parametrize("query", ["?set=no-such-set", "?mode=viva", "?set=%00"])
def test_a_filter_that_does_not_exist_is_bad_input_and_shows_all(alice, as_user, query):
    finished(alice, title="Mine")
    reply = as_user(alice).get(HISTORY + query)
    assert reply.status_code == 422
    assert "all of them are shown" in reply.content.decode()
    assert "Mine" in reply.content.decode()


def test_twenty_a_page(alice, as_user):
    sets = QuestionSetFactory()
    for _ in range(21):
        finished(alice, question_set=sets, texts=())
    client = as_user(alice)
    assert page_of(client).count('class="card result"') == 20
    assert page_of(client, "?page=2").count('class="card result"') == 1
    assert client.get(f"{HISTORY}?page=nonsense").status_code == 200


def test_an_empty_history_says_what_to_do_next(alice, as_user):
    page = page_of(as_user(alice))
    assert "No interview is finished yet." in page
    assert f'href="{reverse("interview:home")}"' in page


def test_running_and_other_peoples_interviews_are_not_listed(alice, charlie, as_user):
    InterviewFactory(running=True, candidate=alice, title="Still running")
    finished(charlie, title="Not mine")
    page = page_of(as_user(alice))
    assert "Still running" not in page
    assert "Not mine" not in page


def test_no_log_in_no_page(client):
    assert "/account/login/" in client.get(HISTORY).url


def test_other_methods_are_not_allowed(alice, as_user):
    assert as_user(alice).post(HISTORY).status_code == 405


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_costs_the_same_however_many_there_are(
    alice, as_user, count, django_assert_max_num_queries
):
    for _ in range(count):
        finished(alice)
    client = as_user(alice)
    with django_assert_max_num_queries(14):
        client.get(HISTORY)
