"""From “I want to practise” to a running clock: sets, composing, the taster, one question."""

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interview.models import Interview, InterviewQuestion, Seat
from reminders.models import Reminder
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
COMPOSE, FIT, TRY = "/interviews/new/", "/interviews/new/fit/", "/interviews/try/"
Status = Interview.Status


@pytest.fixture
def client(as_user, alice):
    return as_user(alice)


@pytest.fixture
def sitting(db):
    return QuestionSetFactory(slug="sitting", title="A sitting", minutes=24)


def set_up_address(question_set) -> str:
    return reverse("interview:set_up", args=[question_set.slug])


def said(**more) -> dict:
    """A set-up form as the page sends it."""
    return {"mode": "exam", "when": "now", "request_key": str(uuid.uuid4()), **more}


def words(response) -> str:
    return unescape(response.content.decode())


def asked(interview) -> set[str]:
    questions = InterviewQuestion.objects.filter(interview=interview)
    return set(questions.values_list("version__question__slug", flat=True))


# A set


def test_the_set_up_page_tells_how_much_but_not_what(client, alice, sitting):
    met = sitting.items.first().question
    InterviewFactory(
        candidate=alice, submitted=True, question_set=QuestionSetFactory(questions=[met])
    )
    page = words(client.get(set_up_address(sitting)))
    assert "3 questions" in page
    assert "3 conceptual" in page
    assert "2 of them new to you" in page
    for item in sitting.items.all():
        assert item.question.current.prompt not in page
    assert "Start interview" in page


def test_starting_a_set_runs_its_clock(client, alice, sitting):
    response = client.post(set_up_address(sitting), said(mode="practice"))
    interview = Interview.objects.get()
    assert response.url == reverse("interview:room", args=[interview.pk])
    assert (interview.status, interview.mode, interview.minutes) == ("running", "practice", 24)
    assert interview.ends_at - interview.started_at == timedelta(minutes=24)
    assert interview.questions.count() == 3
    assert [(seat.user, seat.role) for seat in interview.seats.all()] == [
        (alice, Seat.Role.CANDIDATE)
    ]


def test_a_double_click_is_one_interview(client, sitting):
    form = said()
    first, second = (client.post(set_up_address(sitting), form) for _ in range(2))
    assert first.url == second.url
    assert Interview.objects.count() == 1


def test_a_form_that_is_sent_again_after_the_end_leads_to_what_became_of_it(client, sitting):
    form = said()
    client.post(set_up_address(sitting), form)
    interview = Interview.objects.get()
    client.post(reverse("interview:finish", args=[interview.pk]))
    response = client.post(set_up_address(sitting), form)
    assert response.url == reverse("interview:review", args=[interview.pk])
    assert Interview.objects.count() == 1


def test_somebody_elses_form_is_of_no_use(client, as_user, charlie, sitting):
    form = said()
    client.post(set_up_address(sitting), form)
    response = as_user(charlie).post(set_up_address(sitting), form)
    assert response.status_code == 409
    assert "already used" in words(response)
    assert not Interview.objects.filter(candidate=charlie).exists()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"mode": "chess"}, "chess is not one of the available choices"),
        ({"mode": ""}, "This field is required"),
        ({"request_key": "mine"}, ""),
        ({"when": "someday"}, "someday is not one of the available choices"),
        ({"when": "later"}, "Give a date."),
        ({"when": "later", "date": "2020-01-31", "time": "18:30"}, "That time is over already"),
    ],
)
def test_bad_input_comes_back_with_its_error(client, sitting, wrong, error):
    response = client.post(set_up_address(sitting), said(**wrong))
    assert response.status_code == 422
    assert error in words(response)
    assert not Interview.objects.exists()


def test_the_mode_that_was_chosen_stays_chosen(client, sitting):
    form = said(mode="practice", when="later", date="2020-01-31", time="18:30")
    page = words(client.post(set_up_address(sitting), form))
    assert 'value="practice" checked' in page
    assert 'value="later" checked' in page
    assert 'value="2020-01-31"' in page


def test_a_set_for_later_is_scheduled_and_announced(client, alice, sitting):
    day = (timezone.now() + timedelta(days=3)).date()
    form = said(when="later", date=day.isoformat(), time="18:30")
    response = client.post(set_up_address(sitting), form)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert interview.status == Status.SCHEDULED
    assert f"{interview.scheduled_for:%Y-%m-%d %H:%M}" == f"{day} 18:30"
    assert not interview.questions.exists()
    assert Reminder.objects.filter(user=alice, state="waiting").exists()


def test_extra_time_is_named_to_the_person_who_has_it(as_user, sitting):
    page = words(as_user(UserFactory(extra_time="1.5")).get(set_up_address(sitting)))
    assert "the clock will show 36 minutes" in page
    assert "extra time" not in words(as_user(UserFactory()).get(set_up_address(sitting)))


def test_a_set_with_nothing_left_to_ask_says_so_and_starts_nothing(client, sitting):
    for item in sitting.items.all():
        item.question.status = "retired"
        item.question.save()
    response = client.post(set_up_address(sitting), said())
    assert response.status_code == 409
    assert "No question in the bank fits" in words(response)


# Composing


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


# The taster


@pytest.fixture
def taster(db):
    return QuestionSetFactory(slug="taster", minutes=15)


def test_a_visitor_becomes_a_guest_with_an_exam_before_them(client, taster):
    client.logout()
    response = client.post(TRY, {"time_zone": "Asia/Tokyo"})
    guest = User.objects.get(is_guest=True)
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert (interview.candidate, interview.mode, interview.minutes) == (guest, "exam", 15)
    assert guest.time_zone == "Asia/Tokyo"
    assert client.get(response.url).status_code == 200


def test_a_second_click_makes_neither_a_guest_nor_an_interview(client, taster):
    client.logout()
    first, second = (client.post(TRY) for _ in range(2))
    assert first.url == second.url
    assert User.objects.filter(is_guest=True).count() == 1
    assert Interview.objects.count() == 1


def test_a_taster_that_was_started_is_not_taken_for_the_next(client, taster):
    client.logout()
    first = client.post(TRY)
    client.post(first.url.replace("/ready/", "/start/"))
    assert client.post(TRY).url != first.url
    assert Interview.objects.count() == 2


def test_a_planned_taster_is_left_for_its_day(client, alice, taster):
    tomorrow = timezone.now() + timedelta(days=1)
    planned = InterviewFactory(candidate=alice, question_set=taster, scheduled_for=tomorrow)
    assert str(planned.pk) not in client.post(TRY).url


def test_whoever_has_an_account_tries_it_as_themselves(client, alice, taster):
    client.post(TRY)
    assert Interview.objects.get().candidate == alice
    assert not User.objects.filter(is_guest=True).exists()


def test_a_zone_nobody_knows_is_utc(client, taster):
    client.logout()
    client.post(TRY, {"time_zone": "Middle/Earth"})
    assert User.objects.get(is_guest=True).time_zone == "UTC"


def test_without_a_taster_no_guest_is_made(client, alice):
    client.logout()
    assert client.post(TRY).status_code == 404
    assert not User.objects.exclude(pk=alice.pk).exists()


# One question


def test_one_question_is_a_practice_of_its_own(client):
    question = QuestionFactory(title="Momentum", minutes=8)
    QuestionFactory.create_batch(2)
    response = client.post(reverse("interview:practise_one", args=[question.slug]))
    interview = Interview.objects.get()
    assert response.url == reverse("interview:ready", args=[interview.pk])
    assert (interview.title, interview.mode, interview.minutes) == ("Momentum", "practice", 8)
    client.post(reverse("interview:start", args=[interview.pk]))
    assert asked(interview) == {question.slug}


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_question_that_is_not_ready_is_not_practised(as_user, alice, carol, status):
    question = QuestionFactory(status=status)
    for person in (alice, carol):
        address = reverse("interview:practise_one", args=[question.slug])
        assert as_user(person).post(address).status_code == 404
    assert not Interview.objects.exists()


# Before the clock


def test_the_last_page_says_what_the_mode_means(client, alice):
    exam = InterviewFactory(candidate=alice, title="The real thing")
    page = words(client.get(reverse("interview:ready", args=[exam.pk])))
    assert "The real thing" in page
    assert "24 minutes" in page
    assert "An exam has no pause and no hints." in page
    practice = InterviewFactory(candidate=alice, mode="practice")
    page = words(client.get(reverse("interview:ready", args=[practice.pk])))
    assert "In practice you may pause" in page


def test_it_shows_the_minutes_this_person_will_have(as_user):
    candidate = UserFactory(extra_time="1.25")
    interview = InterviewFactory(candidate=candidate, minutes=24)
    page = words(as_user(candidate).get(reverse("interview:ready", args=[interview.pk])))
    assert "30 minutes" in page


def test_a_planned_one_shows_its_time_on_the_persons_clock(as_user):
    candidate = UserFactory(time_zone="Asia/Tokyo")
    at = timezone.now().replace(hour=20, minute=0) + timedelta(days=2)
    interview = InterviewFactory(candidate=candidate, scheduled_for=at)
    page = words(as_user(candidate).get(reverse("interview:ready", args=[interview.pk])))
    assert ", 05:00</time> (Asia/Tokyo)" in page


@pytest.mark.parametrize("state", [{"running": True}, {"submitted": True}])
def test_after_the_start_the_page_leads_on(client, alice, state):
    interview = InterviewFactory(candidate=alice, **state)
    response = client.get(reverse("interview:ready", args=[interview.pk]))
    assert response.url == interview.get_absolute_url()


def test_starting_twice_lands_in_the_same_room(client, alice):
    interview = InterviewFactory(candidate=alice)
    start = reverse("interview:start", args=[interview.pk])
    first = client.post(start)
    interview.refresh_from_db()
    started_at, questions = interview.started_at, asked(interview)
    assert client.post(start).url == first.url == reverse("interview:room", args=[interview.pk])
    interview.refresh_from_db()
    assert (interview.started_at, asked(interview)) == (started_at, questions)


def test_what_is_over_or_called_off_does_not_start(client, alice):
    for state in ({"submitted": True}, {"status": Status.CANCELLED}):
        interview = InterviewFactory(candidate=alice, **state)
        assert client.post(reverse("interview:start", args=[interview.pk])).status_code == 409


@pytest.mark.parametrize("count", [3, 20])
def test_the_pages_before_the_start_cost_the_same_however_much_there_is(
    client, alice, count, django_assert_max_num_queries
):
    big = QuestionSetFactory(questions=QuestionFactory.create_batch(count))
    for number in range(3):
        InterviewFactory(candidate=alice, submitted=True, question_set=big, title=f"Mock {number}")
    waiting = InterviewFactory(candidate=alice, question_set=big)
    client.get(COMPOSE)  # the first visit of the day is written down
    pages = [(set_up_address(big), 10), (COMPOSE, 10)]
    for address, most in [*pages, (reverse("interview:ready", args=[waiting.pk]), 6)]:
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
