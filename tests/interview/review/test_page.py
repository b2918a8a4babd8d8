"""What the review shows: marks with evidence, the text of the answer."""

import re
from html import unescape

import pytest
from django.urls import reverse

from interview import marks
from interview.models import Interview, Seat
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, TopicFactory
from tests.interview.marked import TEXT, add_card, finished
from tests.interview.review.reading import address, correct, page_of, words

pytestmark = pytest.mark.django_db


def test_the_headline_counts_points_of_what_was_answered(alice, as_user, interview):
    page = words(page_of(as_user(alice), interview))
    assert "You made 2 of 4 points." in page
    assert "60 of 100, between" in page
    assert "you expected 75" in page
    assert "1 question not answered: not counted, neither for nor against." in page


def test_a_point_shows_verdict_level_passage_and_the_probe_where_it_was_missed(
    alice, as_user, interview
):
    page = page_of(as_user(alice), interview)
    assert '<mark class="made" data-points="1">Momentum averages past gradients.' in page
    assert '<a href="#evidence-1-1" data-points="1">passage 1</a>' in page
    version = interview.questions.first().version
    assert page.count(f"“{version.key_points.last().probe}”") == 2
    assert "Made Momentum averages past gradients" in words(page)


def test_everything_that_helps_is_there(alice, as_user, interview):
    page = page_of(as_user(alice), interview)
    version = interview.questions.first().version
    for text in (version.model_answer, version.tips[0], version.prompt):
        assert text in page
    assert "Your own estimate:" in page
    assert "no hints" in page


def test_the_first_full_view_is_remembered_as_reviewed(alice, as_user, interview):
    page_of(as_user(alice), interview)
    interview.refresh_from_db()
    first = interview.reviewed_at
    assert (interview.status, first is not None) == (Interview.Status.REVIEWED, True)
    page_of(as_user(alice), interview)
    interview.refresh_from_db()
    assert interview.reviewed_at == first


def test_an_unsure_point_says_how_sure_the_machine_is(alice, as_user):
    interview = finished(alice, texts=(TEXT,), scored=False)
    add_card(interview.questions.first(), verdicts=("unsure", "missed"))
    assert "the machine puts it at 50 in 100" in page_of(as_user(alice), interview)


def test_nothing_answered_is_said_and_is_no_zero(alice, as_user):
    interview = finished(alice, texts=())
    page = words(page_of(as_user(alice), interview))
    assert "Nothing was answered." in page
    assert "of 100" not in page


# --- the text of the answer


def test_an_answer_is_never_markup(alice, as_user):
    nasty = '</mark><script>alert("x")</script><img src=x onerror=y> & more, all of it evidence'
    interview = finished(alice, texts=(nasty,))
    page = page_of(as_user(alice), interview)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_a_program_is_a_listing_beside_solution_and_tests(alice, as_user):
    parts = {
        "starter_code": "def f(): ...",
        "reference_solution": "def f():\n    return 'reference'\n",
        "public_tests": "def test_f():\n    assert f()\n",
        "wrong_solutions": [{"name": "Returns nothing", "code": "def f(): pass"}],
        "complexity": "Constant time.",
    }
    question = QuestionFactory(kind="implementation", parts=parts)
    sets = QuestionSetFactory(questions=[question])
    code = "def f():\n    return '</code><script>'"
    interview = finished(alice, texts=(code,), question_set=sets, scored=False)
    card = {"abstained": True, "reason": marks.PROGRAM, "score": 0, "low": 0, "high": 1}
    add_card(interview.questions.first(), **card)
    page = page_of(as_user(alice), interview)
    assert "</code><script>" not in page
    assert "The marks are yours to give." in page
    assert question.current.key_points.first().probe not in page
    for text in ("Reference solution", "Public tests", "Returns nothing", "Constant time."):
        assert text in page
    assert marks.OUR_REASONS[marks.PROGRAM] in unescape(page)
    assert "You made" not in page


# --- the way on


def test_the_way_on_starts_a_practice_on_the_weakest_topic(alice, as_user):
    weak, strong = TopicFactory(slug="evaluation"), TopicFactory(slug="transformers")
    questions = [QuestionFactory(topic=weak), QuestionFactory(topic=strong)]
    sets = QuestionSetFactory(questions=questions)
    interview = finished(alice, texts=(TEXT, TEXT), question_set=sets, scored=False)
    add_card(interview.questions.get(position=1), score=0.3)
    add_card(interview.questions.get(position=2), score=0.9)
    Interview.objects.filter(pk=interview.pk).update(status="scored")
    client = as_user(alice)
    page = page_of(client, interview)
    assert "Evaluation is where the next hour pays most." in words(page)
    where = re.search(r'action="(/interviews/practise-area/[^"]+)"', page).group(1)
    key = re.search(r'name="request_key" value="([^"]+)"', page).group(1)
    replies = [client.post(where, {"request_key": key}) for _ in range(2)]
    assert replies[0].url == replies[1].url
    made = Interview.objects.get(status="scheduled")
    assert replies[0].url == reverse("interview:ready", args=[made.pk])
    assert (made.mode, made.recipe) == ("practice", {"areas": ["evaluation"]})


def test_the_way_on_needs_its_key(alice, as_user):
    TopicFactory(slug="evaluation")
    where = reverse("interview:practise_area", args=["evaluation"])
    assert as_user(alice).post(where).status_code == 409
    assert as_user(alice).get(where).status_code == 405


# --- who, how, at what price


def test_strangers_and_other_seats_find_nothing(bob, charlie, as_user, interview):
    Seat.objects.create(interview=interview, user=bob, role=Seat.Role.OBSERVER)
    for person in (bob, charlie):
        client = as_user(person)
        for name, more in [("review", ()), ("download", ()), ("replay", (1,))]:
            assert client.get(address(interview, name, *more)).status_code == 404
        assert client.post(address(interview, "score_again", 1)).status_code == 404
        assert correct(client, interview, "made").status_code == 404


def test_without_a_log_in_it_leads_to_the_log_in(client, interview):
    assert "/account/login/" in client.get(address(interview)).url


def test_other_methods_are_not_allowed(alice, as_user, interview):
    client = as_user(alice)
    assert client.post(address(interview)).status_code == 405
    assert client.post(address(interview, "download")).status_code == 405
    assert client.post(address(interview, "replay", 1)).status_code == 405
    assert client.get(address(interview, "score_again", 1)).status_code == 405
    assert client.get(address(interview, "correct", 1)).status_code == 405


def test_an_interview_that_runs_is_shown_in_its_room(alice, as_user):
    running = InterviewFactory(running=True, candidate=alice)
    reply = as_user(alice).get(address(running))
    assert reply.url == reverse("interview:room", args=[running.pk])


@pytest.mark.parametrize("count", [2, 15])
def test_the_page_costs_the_same_however_many_questions(
    alice, as_user, count, django_assert_max_num_queries
):
    many = QuestionSetFactory(questions=QuestionFactory.create_batch(count))
    interview = finished(alice, question_set=many, texts=[TEXT] * count)
    client = as_user(alice)
    with django_assert_max_num_queries(14):
        reply = client.get(address(interview))
    assert reply.status_code == 200
