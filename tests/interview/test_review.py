"""The review: marks with evidence as they come, a click that corrects, nothing for strangers."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import marks, tasks
from interview.models import Interview, InterviewQuestion, PointMark, Scorecard, Seat
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, TopicFactory
from tests.interview.marked import TEXT, add_card, add_revision, finished

pytestmark = pytest.mark.django_db
Scoring = InterviewQuestion.Scoring


def address(interview, name="review", *more):
    return reverse(f"interview:{name}", args=[interview.pk, *more])


def page_of(client, interview):
    return client.get(address(interview)).content.decode()


def words(html):
    """What a reader sees: no tags, single spaces."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def queue(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.score_interview, "delay", sent.append)
    return sent


# --- works


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


# --- as the marks come


def test_a_waiting_page_asks_again_and_a_finished_one_does_not(alice, as_user, interview):
    client = as_user(alice)
    assert "every 2s" not in page_of(client, interview)
    interview.questions.filter(position=2).update(scoring=Scoring.WAITING)
    Interview.objects.filter(pk=interview.pk).update(status="submitted")
    page = page_of(client, interview)
    assert 'hx-trigger="every 2s"' in page
    assert "1 of 2 answers looked at." in words(page)
    interview.refresh_from_db()
    assert interview.status == "submitted"


def test_the_waiting_part_is_sent_only_when_something_changed(alice, as_user, hx):
    interview = finished(alice, scored=False)
    client = as_user(alice)
    ask = re.search(r'hx-get="([^"]+)"', page_of(client, interview)).group(1)
    assert client.get(ask, headers=hx("results")).status_code == 204
    add_card(interview.questions.get(position=1))
    part = client.get(ask, headers=hx("results"))
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert "You made 1 of 2 points." in words(part.content.decode())


def test_a_page_says_honestly_that_nobody_marks(alice, as_user):
    interview = finished(alice, scored=False)
    Interview.objects.filter(pk=interview.pk).update(closed_at=timezone.now())
    client = as_user(alice)
    assert "Waiting since" not in page_of(client, interview)
    long_ago = interview.started_at + timedelta(minutes=15)
    Interview.objects.filter(pk=interview.pk).update(closed_at=long_ago)
    assert "Waiting since" in page_of(client, interview)


def test_a_failure_shows_its_reason_and_no_score(alice, as_user):
    interview = finished(alice, texts=(TEXT,), scored=False)
    interview.questions.filter(position=1).update(
        scoring=Scoring.FAILED, why_failed="The machine met an error."
    )
    page = words(page_of(as_user(alice), interview))
    assert "could not be marked. The machine met an error. It is safe, and it has no score." in page
    assert "of 100" not in page


def test_trying_again_puts_it_back_in_the_queue(
    alice, as_user, hx, queue, django_capture_on_commit_callbacks
):
    interview = finished(alice, texts=(TEXT,), scored=False)
    interview.questions.filter(position=1).update(scoring=Scoring.FAILED, scoring_tries=3)
    with django_capture_on_commit_callbacks(execute=True):
        reply = as_user(alice).post(address(interview, "score_again", 1), headers=hx("results"))
    assert 'hx-trigger="every 2s"' in reply.content.decode()
    assert queue == [interview.pk]


@pytest.mark.parametrize(("reason", "sentence"), [("off_topic", "about this question")])
def test_an_abstention_gives_its_reason_and_neither_praise_nor_zero(
    alice, as_user, reason, sentence
):
    interview = finished(alice, texts=(TEXT,), scored=False)
    facts = {"abstained": True, "reason": reason, "score": 0, "low": 0, "high": 0.25}
    add_card(interview.questions.first(), **facts)
    page = words(page_of(as_user(alice), interview))
    assert sentence in page
    assert "You made" not in page
    assert "of 100" not in page


# --- one click corrects


def correct(client, interview, verdict, *, position=1, point=2, headers=None):
    question = interview.questions.get(position=position)
    key_point = question.version.key_points.get(position=point)
    where = address(interview, "correct", position)
    return client.post(where, {"call": f"{key_point.pk}:{verdict}"}, headers=headers or {})


def test_one_click_is_kept_beside_the_machine_and_counts(alice, as_user, hx, interview):
    question = interview.questions.get(position=1)
    before = question.scorecards.get()
    reply = correct(as_user(alice), interview, "made", headers=hx("results"))
    page = words(reply.content.decode())
    assert "You made 3 of 4 points." in page
    assert "you said made , the machine missed" in page
    assert "marked by you" in page
    assert "the machine said 60" in page
    own = question.scorecards.get(rater_kind="self")
    assert own.rater == alice
    assert [mark.verdict for mark in own.marks.all()] == ["made"]
    after = question.scorecards.get(rater_kind="auto")
    assert (after.score, after.made_at) == (before.score, before.made_at)
    assert own.score > before.score


def test_without_htmx_the_page_comes_back_at_the_question(alice, as_user, interview):
    reply = correct(as_user(alice), interview, "partly")
    assert reply.url == f"{address(interview)}#question-1"


def test_saying_it_twice_changes_nothing_and_taking_it_back_removes_it(alice, as_user, interview):
    client = as_user(alice)
    for _ in range(2):
        correct(client, interview, "partly")
    question = interview.questions.get(position=1)
    assert PointMark.objects.filter(scorecard__rater_kind="self").count() == 1
    for _ in range(2):
        correct(client, interview, "")
    assert not question.scorecards.filter(rater_kind="self").exists()
    assert question.scorecards.filter(rater_kind="auto").exists()


def test_the_pressed_button_is_the_one_that_takes_it_back(alice, as_user, interview):
    client = as_user(alice)
    correct(client, interview, "missed", point=1)
    page = page_of(client, interview)
    pressed = re.findall(
        r'<button id="say-(\S+)" form="calls-1" name="call" value="\d+:" aria-pressed="true"', page
    )
    assert pressed == ["1-1-missed"]


def test_ticking_every_point_of_a_program_gives_its_mark(alice, as_user):
    sets = QuestionSetFactory(questions=[QuestionFactory(kind="implementation")])
    interview = finished(alice, texts=("x = 1",), question_set=sets, scored=False)
    abstained = {"abstained": True, "reason": marks.PROGRAM, "score": 0, "low": 0, "high": 1}
    add_card(interview.questions.first(), **abstained)
    client = as_user(alice)
    correct(client, interview, "made", point=1)
    half_done = Scorecard.objects.get(rater_kind="self")
    assert (half_done.score, half_done.high) == (0.5, 1)
    correct(client, interview, "partly", point=2)
    done = Scorecard.objects.get(rater_kind="self")
    assert (done.score, done.low, done.high) == (0.75, 0.75, 0.75)
    assert "You made 1 of 2 points." in words(page_of(client, interview))


def test_a_verdict_nobody_can_give_is_bad_input(alice, as_user, hx, interview):
    for headers in ({}, hx("results")):
        reply = correct(as_user(alice), interview, "unsure", headers=headers)
        assert reply.status_code == 422
        assert "A point is made, partly made or missed." in reply.content.decode()
    assert not Scorecard.objects.filter(rater_kind="self").exists()


def test_a_point_of_another_question_is_not_found(alice, as_user, interview):
    foreign = interview.questions.get(position=2).version.key_points.first()
    said = {"call": f"{foreign.pk}:made"}
    assert as_user(alice).post(address(interview, "correct", 1), said).status_code == 404


@pytest.mark.parametrize(
    "call", ["", ":", "made", "x:made", "1:made:", "-1:made", f"{10**40}:made"]
)
def test_what_no_button_says_is_bad_input(alice, as_user, interview, call):
    reply = as_user(alice).post(address(interview, "correct", 1), {"call": call})
    assert reply.status_code == 422


def test_correcting_is_refused_before_the_estimate_and_before_the_mark(alice, as_user, hx):
    early = finished(alice, estimated=False)
    assert correct(as_user(alice), early, "made", headers=hx("results")).status_code == 409
    waiting = finished(alice, scored=False)
    assert correct(as_user(alice), waiting, "made", headers=hx("results")).status_code == 409
    blank = finished(alice)
    reply = correct(as_user(alice), blank, "made", position=3, headers=hx("results"))
    assert "There is no answer here to mark." in reply.content.decode()
    assert not Scorecard.objects.filter(rater_kind="self").exists()


def test_an_interviewers_mark_counts_before_the_candidates(alice, bob, as_user, interview):
    question = interview.questions.get(position=1)
    add_card(
        question, rater_kind="interviewer", rater=bob, scorer_version="", verdicts=("missed",) * 2
    )
    correct(as_user(alice), interview, "made", point=1)
    page = words(page_of(as_user(alice), interview))
    assert "marked by interviewer" in page
    assert "You made 1 of 4 points." in page


# --- replay and download


def test_the_replay_gives_every_save_in_order(alice, as_user, interview):
    question = interview.questions.get(position=1)
    add_revision(question, 1, added="Momentom")
    add_revision(question, 2, start=6, removed=1, added="u")
    reply = as_user(alice).get(address(interview, "replay", 1))
    changes = json.loads(reply.content)["changes"]
    assert [(c["start"], c["removed"], c["added"]) for c in changes] == [
        (0, 0, "Momentom"),
        (6, 1, "u"),
    ]
    assert changes[0]["at"] > 0


def test_the_replay_waits_for_the_end(alice, as_user):
    running = InterviewFactory(running=True, candidate=alice)
    assert as_user(alice).get(address(running, "replay", 1)).status_code == 409


def test_the_download_holds_what_the_page_shows(alice, as_user, interview):
    correct(as_user(alice), interview, "made")
    reply = as_user(alice).get(address(interview, "download"))
    assert reply["Content-Type"] == "text/markdown; charset=utf-8"
    day = f"{interview.finished_at:%Y-%m-%d}"
    slug = interview.title.lower().replace(" ", "-")
    assert reply["Content-Disposition"] == f'attachment; filename="{day}-{slug}.md"'
    text = reply.content.decode()
    version = interview.questions.first().version
    for part in ("You made 3 of 4 points.", TEXT, version.model_answer, version.tips[0]):
        assert part in text
    assert "The machine said: missed" in text
    assert "your estimate: Most of it" in text
    assert "Not answered." in text


def test_a_name_full_of_tricks_makes_a_plain_file_name(alice, as_user, interview):
    title = '../../"x"\r\nSet-Cookie: a=b; ünï'
    Interview.objects.filter(pk=interview.pk).update(title=title)
    header = as_user(alice).get(address(interview, "download"))["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[\w-]+\.md"', header, re.ASCII)


def test_a_fence_in_the_answer_does_not_end_its_block(alice, as_user):
    interview = finished(alice, texts=("```\n# not a heading\n````",))
    text = as_user(alice).get(address(interview, "download")).content.decode()
    assert "`````text\n```\n# not a heading\n````\n`````" in text


# --- next


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
