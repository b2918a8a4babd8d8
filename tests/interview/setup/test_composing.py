"""An interview composed from what one has time for."""

import pytest
from django.urls import reverse

from interview.models import Interview
from tests.factories import (
    QuestionFactory,
    TopicFactory,
)
from tests.interview.setup.forms import asked, said, words

pytestmark = pytest.mark.django_db
COMPOSE, FIT = "/interviews/new/", "/interviews/new/fit/"
Status = Interview.Status


@pytest.fixture
def pool(db):
    """Six questions of ten minutes: two kinds, two areas."""
    return [
        QuestionFactory(
            slug=f"pool-{n}", minutes=10,
            kind="debugging" if n % 2 else "conceptual", tier=2,
            topic=TopicFactory(slug="optimisation" if n < 3 else "llm"),
            prompt=f"SECRET prompt {n}", title=f"SECRET title {n}",
        )
        for n in range(6)
    ]  # fmt: skip


def test_the_compose_page_tells_what_fits_and_never_what_is_asked(client, pool):
    page = words(client.get(COMPOSE))
    assert "3 questions</b> will fit, about 30 minutes" in page
    assert "6 in the bank match; 6 of them new to you" in page
    assert "Debugging" in page
    assert "SECRET" not in page


def test_the_live_part_answers_every_change(client, pool, hx):
    form = said(minutes="20", kinds=["debugging"], areas=["llm"])
    response = client.post(FIT, form, headers=hx("fit"))
    part = words(response)
    assert part.strip().startswith('<div id="fit" role="status"')
    assert "<html" not in part
    assert "2 questions</b> will fit" in part
    assert "2 in the bank match" in part
    assert "SECRET" not in part


def test_the_live_part_says_when_nothing_fits(client, pool, hx):
    part = words(client.post(FIT, said(minutes="5"), headers=hx("fit")))
    assert "Nothing in the bank fits this" in part
    impossible = words(client.post(FIT, said(minutes="30", tiers=["4"]), headers=hx("fit")))
    assert "Nothing in the bank fits this" in impossible


@pytest.mark.parametrize("minutes", ["", "4", "241", "many", "-30"])
def test_minutes_nobody_has_are_told_in_both_places(client, pool, hx, minutes):
    part = client.post(FIT, said(minutes=minutes), headers=hx("fit"))
    assert "Between 5 and 240 minutes." in words(part)
    page = client.post(COMPOSE, said(minutes=minutes, kinds=["debugging"]))
    assert page.status_code == 422
    assert 'value="debugging"' in words(page)
    assert "checked" in words(page).partition('value="debugging"')[2][:80]
    assert "errorlist" in words(page)
    assert not Interview.objects.exists()


def test_a_kind_or_area_that_is_none_is_bad_input(client, pool):
    for wrong in ({"kinds": ["juggling"]}, {"areas": ["nowhere"]}, {"tiers": ["9"]}):
        assert client.post(COMPOSE, said(minutes="30", **wrong)).status_code == 422


def test_a_composed_interview_asks_what_was_ticked(client, pool):
    client.post(COMPOSE, said(minutes="30", kinds=["debugging"], mode="practice"))
    interview = Interview.objects.get()
    assert asked(interview) == {"pool-1", "pool-3", "pool-5"}
    assert (interview.title, interview.mode) == ("Debugging · 30 minutes", "practice")
    assert interview.status == Status.RUNNING


def test_the_next_composed_interview_asks_something_else(client, pool):
    """The draw takes what this person has not met; only then does it repeat."""
    rounds = []
    for _ in range(3):
        client.post(COMPOSE, said(minutes="30"))
        interview = Interview.objects.latest("pk")
        rounds.append(asked(interview))
        client.post(reverse("interview:finish", args=[interview.pk]))
    assert [len(questions) for questions in rounds] == [3, 3, 3]
    assert not rounds[0] & rounds[1]
    assert rounds[2] <= rounds[0] | rounds[1]
    page = words(client.get(COMPOSE))
    assert "6 in the bank match; 0 of them new to you" in page


def test_somebody_elses_interviews_do_not_use_up_the_bank(client, as_user, bob, pool):
    client.post(COMPOSE, said(minutes="30"))
    assert "6 of them new to you" in words(as_user(bob).get(COMPOSE))


def test_nothing_to_ask_starts_no_clock(client, pool):
    response = client.post(COMPOSE, said(minutes="30", tiers=["4"]))
    assert response.status_code == 409
    assert not Interview.objects.filter(status=Status.RUNNING).exists()
