"""Artefacts of a fault: nothing of one is sent before it is asked for, each ask is noted with its
time and order, and the review says what it told."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from interview import actions, artefacts, exports, report, reviews, room_actions, rules
from interview.models import ArtefactAsked, Interview, Pause
from tests.at_once import all_at_once
from tests.factories import InterviewFactory, QuestionSetFactory
from tests.interview.faults import ARTEFACTS, CONTENT, KEY, fault, sat, searched_by
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return sat(alice)


@pytest.fixture
def question(interview):
    return interview.questions.select_related("interview", "version").get()


def ask(client, interview, number, **more):
    address = reverse("interview:ask", args=[interview.pk, 1])
    return client.post(address, {"number": number}, **more)


def room_of(client, interview) -> str:
    return client.get(reverse("interview:room", args=[interview.pk])).content.decode()


def seen(text: str) -> list[str]:
    return [word for word in (*CONTENT, *KEY) if word in text]


# The rule


@pytest.mark.parametrize(
    ("asked", "told", "telling", "worth"),
    [
        (2, 2, 2, 1),
        (4, 2, 2, 2 / 3),
        (1, 1, 2, 2 / 3),
        (2, 0, 2, 0),
        (0, 0, 2, None),
        (3, 0, 0, None),
    ],
)
def test_few_and_well_chosen_is_worth_most(asked, told, telling, worth):
    assert artefacts.score(asked=asked, told=told, telling=telling) == worth


def test_asking_for_one_more_that_tells_never_costs_and_one_that_does_not_always_does():
    draw = random.Random(5)
    for _ in range(200):
        telling = draw.randint(1, 8)
        told = draw.randint(1, telling)
        asked = told + draw.randint(0, 8)
        now = artefacts.score(asked=asked, told=told, telling=telling)
        assert 0 < now <= 1
        assert (now == 1) == (asked == told == telling)
        assert artefacts.score(asked=asked + 1, told=told, telling=telling) < now
        if told < telling:
            assert artefacts.score(asked=asked + 1, told=told + 1, telling=telling) > now


def test_the_clock_of_an_ask_stands_still_in_a_pause():
    start = timezone.now()

    def after(**span):
        return start + timedelta(**span)

    pauses = [
        Pause(started_at=after(minutes=2), ended_at=after(minutes=5)),
        Pause(started_at=after(minutes=9), ended_at=None),
    ]
    for minutes, wanted in ((1, 60), (3, 120), (7, 240), (20, 360)):
        moment = after(minutes=minutes)
        assert artefacts.on_clock(moment, started_at=start, pauses=pauses) == wanted


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "submitted"}, "not running"),
        ({"ends_at": timezone.now() - timedelta(seconds=1)}, "Time is up"),
        ({"mode": "practice", "paused_at": timezone.now()}, "paused"),
    ],
)
def test_when_nothing_can_be_asked_for(fields, reason):
    facts = {"status": "running", "ends_at": timezone.now() + timedelta(hours=1), **fields}
    assert reason in rules.why_not_ask(Interview(**facts), at=timezone.now())


def test_an_exam_has_artefacts_too(question):
    assert rules.why_not_ask(question.interview, at=timezone.now()) is None
    assert question.interview.mode == "exam"


# On the wire


def test_the_room_holds_names_and_nothing_else_before_somebody_asks(as_user, alice, interview):
    client = as_user(alice)
    page = room_of(client, interview)
    assert all(f">{one['name']}</button>" in page for one in ARTEFACTS)
    assert seen(page) == []
    for name in ("clock", "text"):
        place = [interview.pk] + ([1] if name == "text" else [])
        assert seen(client.get(reverse(f"interview:{name}", args=place)).content.decode()) == []
    assert seen("".join(file.text for file in exports.files(alice))) == []
    slug = interview.questions.get().version.question.slug
    page_of_the_bank = client.get(reverse("questions:question", args=[slug]))
    assert seen(page_of_the_bank.content.decode()) == []


def test_one_at_a_time_and_never_what_it_tells(as_user, alice, interview, hx):
    client = as_user(alice)
    answer = ask(client, interview, 3, headers=hx("artefacts-1"))
    assert answer.status_code == 200
    assert seen(answer.content.decode()) == ["tapir"]
    again = ask(client, interview, 1, headers=hx("artefacts-1")).content.decode()
    assert seen(again) == ["4711.25", "tapir"]
    assert again.index("tapir") < again.index("4711.25"), (
        "in the order in which they were asked for"
    )
    assert "&lt;zebra&gt;" in again
    assert seen(room_of(client, interview)) == ["4711.25", "tapir"], "and after a reload"
    kept = "".join(file.text for file in exports.files(alice))
    assert seen(kept) == ["4711.25", "tapir"]
    assert kept.index('"name": "Rows of the batch"') < kept.index('"name": "Training log"')
    assert "* Asked at" in kept


def test_a_curve_is_a_picture_with_its_table(as_user, alice, interview):
    ask(as_user(alice), interview, 2)
    page = room_of(as_user(alice), interview)
    assert "<polyline" in page
    assert "<td>8642.5</td>" in page


def test_without_javascript_it_is_a_form_and_the_page_comes_back(as_user, alice, interview):
    answer = ask(as_user(alice), interview, 4)
    assert (answer.status_code, answer.url) == (302, f"/interviews/{interview.pk}/#question-1")


def test_every_form_of_the_room_can_be_sent_without_a_script(as_user, alice):
    page = room_of(as_user(alice), sat(alice, mode="practice"))
    assert page.count('method="post"') == page.count('name="csrfmiddlewaretoken"') == 4


def test_twice_and_in_two_tabs_is_once(as_user, alice, interview, question):
    client = as_user(alice)
    for number in (2, 1, 2, 2):
        ask(client, interview, number)
    kept = ArtefactAsked.objects.order_by("place").values_list("number", "place")
    assert list(kept) == [(2, 1), (1, 2)]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_keep_their_order(question):
    at = timezone.now()

    def asks(number):
        return lambda: room_actions.ask_for(question, number=number, at=at)

    all_at_once([asks(1), asks(2), asks(1), asks(3)])
    places = ArtefactAsked.objects.order_by("place").values_list("place", flat=True)
    assert list(places) == [1, 2, 3]


@pytest.mark.parametrize("number", ["", "0", "5", "-1", "x", "1.5", "9" * 30])
def test_what_is_not_there_is_refused(as_user, alice, interview, number):
    assert ask(as_user(alice), interview, number).status_code == 409
    assert not ArtefactAsked.objects.exists()


def test_a_late_ask_is_refused_and_shows_nothing(as_user, alice, interview):
    now = timezone.now()
    Interview.objects.filter(pk=interview.pk).update(
        started_at=now - timedelta(minutes=30), ends_at=now - timedelta(seconds=2)
    )
    answer = ask(as_user(alice), interview, 1)
    assert answer.status_code == 409
    assert "Time is up." in answer.content.decode()
    assert seen(answer.content.decode()) == []
    assert not ArtefactAsked.objects.exists()


def test_in_a_pause_and_after_the_end_it_is_refused(alice):
    practice = sat(alice, mode="practice")
    question = practice.questions.get()
    now = timezone.now()
    actions.pause(practice, at=now)
    with pytest.raises(Refused, match="paused"):
        room_actions.ask_for(question, number=1, at=now)
    actions.finish(practice, at=now)
    with pytest.raises(Refused, match="not running"):
        room_actions.ask_for(question, number=1, at=now)


def test_a_partner_and_a_stranger_get_nothing(as_user, bob, interview):
    answer = ask(as_user(bob), interview, 1)
    assert answer.status_code == 404
    assert not ArtefactAsked.objects.exists()


def test_a_row_says_when_for_good_and_goes_with_its_interview(alice, question):
    room_actions.ask_for(question, number=2, at=timezone.now())
    row = ArtefactAsked.objects.get()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ArtefactAsked.objects.filter(pk=row.pk).update(asked_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        ArtefactAsked.objects.create(question=question, number=2, place=9, asked_at=timezone.now())
    alice.delete()
    assert not ArtefactAsked.objects.exists()


def test_a_question_without_artefacts_has_none_of_this(as_user, alice):
    plain = InterviewFactory(candidate=alice, running=True)
    assert 'class="artefacts"' not in room_of(as_user(alice), plain)
    assert ask(as_user(alice), plain, 1).status_code == 409


def test_the_page_asks_as_often_as_before(as_user, alice, interview, django_assert_num_queries):
    client = as_user(alice)
    room_of(client, interview)
    address = reverse("interview:room", args=[interview.pk])
    with connection.execute_wrapper(_counting(before := [])):
        client.get(address)
    ask(client, interview, 1)
    ask(client, interview, 2)
    with connection.execute_wrapper(_counting(after := [])):
        client.get(address)
    assert len(after) == len(before)


def _counting(into: list):
    def wrapper(execute, sql, params, many, context):
        into.append(sql)
        return execute(sql, params, many, context)

    return wrapper


# Afterwards


@pytest.fixture
def done(alice):
    return searched_by(alice)


def test_the_review_shows_order_minutes_and_what_each_told(as_user, alice, done):
    page = as_user(alice).get(reverse("interview:review", args=[done.pk])).content.decode()
    shown = page.partition("What you asked for")[2].partition("</section>")[0]
    asked, left = shown.split("Not asked for, 1")
    places = [asked.index(name) for name in ("Rows of the batch", "Loss curve", "Training log")]
    assert places == sorted(places)
    for words in ("1:05", "2:10", "5:00", "the next came 1:05 later", "the next came 2:50 later"):
        assert words in asked
    assert asked.count('tag good">telling') == 2
    assert asked.count("not in the key") == 1
    assert all(word in asked for word in KEY)
    assert "The step" in left
    assert "would have told" not in left
    assert '<b class="num">80</b> of 100 for the search' in asked
    assert "3 of 4 asked for; 2 of the 2 that tell among them." in asked
    assert "Twice 2, divided by 3 + 2: 80 of 100." in asked
    assert "changes none of them" in left


def test_the_search_changes_no_mark(done):
    page = reviews.read(done, at=timezone.now())
    with_search = page.mark
    ArtefactAsked.objects.all().delete()
    assert reviews.read(done, at=timezone.now()).mark == with_search


def test_who_asked_for_nothing_has_no_score_and_reads_what_there_was(as_user, alice, done):
    ArtefactAsked.objects.all().delete()
    page = as_user(alice).get(reverse("interview:review", args=[done.pk])).content.decode()
    assert "Of the 4 there were, none was asked for: there is nothing to count." in page
    assert page.count("would have told") == 2
    assert "of 100 for the search" not in page


def test_a_key_that_marks_none_gives_no_score(alice):
    plain = [{k: v for k, v in one.items() if k not in ("telling", "tells")} for one in ARTEFACTS]
    chosen = QuestionSetFactory(questions=[fault(parts={"artefacts": plain})])
    interview = InterviewFactory(candidate=alice, running=True, question_set=chosen)
    room_actions.ask_for(interview.questions.get(), number=1, at=timezone.now())
    actions.finish(interview, at=timezone.now())
    search = reviews.read(interview, at=timezone.now()).questions[0].search
    assert search.score is None
    assert "does not say" in search.words


def test_the_download_tells_the_same(as_user, alice, done):
    text = report.to_markdown(reviews.read(done, at=timezone.now()))
    assert "### What you asked for" in text
    assert "1. 1:05 **Rows of the batch** (telling): Row three is a lynx." in text
    assert "2. 2:10 **Loss curve**: A heron, and nothing new." in text
    assert "- **The step**" in text
    assert "This changes no point." in text


def test_the_review_of_many_faults_asks_as_often_as_that_of_one(alice):
    def queries(count: int) -> int:
        chosen = QuestionSetFactory(questions=[fault() for _ in range(count)])
        interview = InterviewFactory(candidate=alice, running=True, question_set=chosen)
        for question in interview.questions.all():
            room_actions.ask_for(question, number=1, at=timezone.now())
        actions.finish(interview, at=timezone.now())
        reviews.read(interview, at=timezone.now())
        with connection.execute_wrapper(_counting(said := [])):
            for one in reviews.read(interview, at=timezone.now()).questions:
                assert one.search.words
        return len(said)

    assert queries(3) == queries(1)
