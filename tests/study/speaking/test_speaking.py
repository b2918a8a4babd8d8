"""Answering aloud: the clock, the key that waits, notes of two windows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from study.content import content
from study.models import Take, TakeMark
from study.saved_words import new_writer
from study.speaking import actions, prompts, reading, rules
from tests.factories import QuestionFactory
from tests.study.speaking.spoken import WEBM, at, begun, kept, recorded, rival_of, typed
from web.refusals import Refused

pytestmark = pytest.mark.django_db


# Rules


@pytest.mark.parametrize(("after", "seconds"), [(0, 0), (30, 0), (31, 1), (150, 120), (9999, 120)])
def test_time_counts_from_the_end_of_the_preparation_to_the_limit(alice, after, seconds):
    take = begun(alice)
    assert rules.spoken_seconds(take, at=take.begun_at + timedelta(seconds=after)) == seconds


@pytest.mark.parametrize(
    ("sound", "kind"),
    [
        (WEBM, "audio/webm"),
        (b"OggS\0", "audio/ogg"),
        (b"\0\0\0 ftypM4A ", "audio/mp4"),
        (b"<html><script>", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_how_it_begins(sound, kind):
    assert rules.kind_of(sound) == kind


def test_pace_is_words_a_minute_and_nothing_without_words_or_time():
    assert rules.words_a_minute("one two three", 90) == 2
    assert rules.words_a_minute(" ", 90) is None
    assert rules.words_a_minute("one", 0) is None


# The clock and the key


def test_extra_time_lengthens_both(alice):
    alice.extra_time = "1.50"
    take = begun(alice)
    assert (take.prepare_seconds, take.limit_seconds, take.limit) == (45, 180, 120)
    assert take.ends_at - take.begun_at == timedelta(seconds=225)


def test_preparation_is_cut_short_once_and_never_made_longer(alice):
    take = begun(alice, ago=timedelta(0))
    early = actions.start(take, at=take.begun_at + timedelta(seconds=10))
    assert early.starts_at == take.begun_at + timedelta(seconds=10)
    late = actions.start(take, at=take.begun_at + timedelta(seconds=50))
    assert late.starts_at == early.starts_at


def test_a_program_is_not_spoken(alice):
    with pytest.raises(Refused, match="written"):
        begun(alice, QuestionFactory(kind="implementation"))


def test_the_points_leave_the_server_once_an_answer_is_kept(as_user, alice):
    take, browser = begun(alice), as_user(alice)
    before = browser.get(at("take", take.pk)).content.decode()
    assert "decaying weights" not in before
    assert "damps oscillation" not in before
    assert browser.post(at("judge_take", take.pk), {}).status_code == 409
    browser.post(at("keep_take", take.pk), typed("It is an average."))
    after = browser.get(at("take", take.pk)).content.decode()
    assert "decaying weights" in after
    assert "Model answer" in after


def test_keeping_nothing_opens_nothing_and_says_why(as_user, alice):
    take = begun(alice)
    reply = as_user(alice).post(at("keep_take", take.pk), typed("  "))
    assert reply.status_code == 422
    assert "tick that you said it aloud" in reply.content.decode()
    take.refresh_from_db()
    assert take.kept_at is None


def test_said_aloud_counts_like_typed(as_user, alice):
    take = begun(alice)
    as_user(alice).post(at("keep_take", take.pk), typed("", was_aloud="on"))
    take.refresh_from_db()
    assert take.kept_at
    assert take.was_aloud
    assert 30 <= take.seconds <= take.limit_seconds


def test_notes_save_themselves_and_those_of_another_window_stay_beside(as_user, alice):
    take, browser = begun(alice), as_user(alice)
    assert browser.post(at("draft_take", take.pk), typed("First")).status_code == 200
    other = browser.post(at("draft_take", take.pk), typed("Sec")).content.decode()
    assert 'name="base" value="0"' in other, "it has not seen the first, and must not say it has"
    assert "Another window has other words" in other
    browser.post(at("settle_take", take.pk), rival_of(take, "drop"))
    browser.post(at("keep_take", take.pk), typed("Second"))
    take.refresh_from_db()
    assert take.notes == "First"
    assert take.kept_at, "there are words, so it is kept"
    page = browser.get(at("take", take.pk)).content.decode()
    assert "Another window typed this" in page
    browser.post(at("settle_take", take.pk), rival_of(take, "add"))
    take.refresh_from_db()
    assert (take.notes, take.rivals) == ("First\n\nSecond", {})


def test_notes_too_long_are_refused_and_come_back(as_user, alice):
    take = begun(alice)
    reply = as_user(alice).post(at("keep_take", take.pk), typed("x" * 20_001))
    assert reply.status_code == 422
    assert "x" * 20_001 in reply.content.decode()


def test_keeping_twice_keeps_the_first_time(alice):
    take = kept(alice)
    again = actions.keep(
        take, "Momentum averages.", base=1, writer=new_writer(), was_aloud=False, at=timezone.now()
    )
    assert (again.kept_at, again.seconds) == (take.kept_at, take.seconds)


def test_notes_beside_speech_have_no_pace_and_a_typed_answer_has(as_user, alice):
    assert reading.of(kept(alice)).pace is None
    silent = begun(alice)
    as_user(alice).post(at("keep_take", silent.pk), typed("one two three"))
    silent.refresh_from_db()
    assert reading.of(silent).pace == round(3 * 60 / silent.seconds)


# Choosing


def test_a_concept_is_drawn_that_was_spoken_of_longest_ago(alice):
    urgent = [one.slug for one in content().study.concepts if one.priority == "P1"]
    for slug in urgent:
        assert prompts.drawn(alice).slug == slug
        begun(alice, prompts.concept_of(slug), ago=timedelta(days=1))
    begun(alice, prompts.concept_of(urgent[0]))
    assert prompts.drawn(alice).slug == urgent[1]


def test_begin_with_a_question_or_a_concept_or_nothing(as_user, alice):
    browser, question = as_user(alice), QuestionFactory()
    times = {"limit": 90, "prepare": 0}
    browser.post(at("speak") + f"?question={question.slug}", times)
    browser.post(at("speak"), {"concept": content().study.concepts[3].slug, **times})
    browser.post(at("speak"), times)
    drawn, chosen, asked = Take.objects.filter(owner=alice)
    assert asked.version == question.current
    assert chosen.concept == content().study.concepts[3].slug
    assert drawn.concept
    assert (asked.limit_seconds, asked.starts_at) == (90, asked.begun_at)
    assert browser.post(at("speak"), {"limit": 7, "prepare": 0}).status_code == 422


def test_somebody_elses_question_cannot_be_spoken_on(as_user, alice, bob):
    hidden = QuestionFactory(owner=bob, visibility="private")
    page = as_user(alice).get(at("speak") + f"?question={hidden.slug}").content.decode()
    assert "no such question" in page
    assert hidden.title not in page


# Judging


def test_verdicts_are_kept_changed_and_taken_back(as_user, alice):
    take, browser = kept(alice), as_user(alice)
    first, second = (point.key for point in prompts.points_of(take))
    browser.post(at("judge_take", take.pk), {first: "made", second: "partly"})
    assert reading.of(take).share == 0.75
    browser.post(at("judge_take", take.pk), {first: "missed"})
    assert [mark.verdict for mark in TakeMark.objects.filter(take=take)] == ["missed"]
    assert reading.of(take).share is None, "not all are judged"
    assert browser.post(at("judge_take", take.pk), {first: "perfect"}).status_code == 422


def test_the_cards_of_a_concept_are_its_points(alice):
    card = content().study.cards[0]
    take = kept(alice, what=prompts.concept_of(card.concept))
    actions.judge(take, {f"c-{card.slug}": "made", "p-1": "made", "c-nowhere": "made"})
    assert [mark.card for mark in take.marks.all()] == [card.slug]


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_cost_the_same_however_many_answers(
    as_user, alice, number, django_assert_max_num_queries
):
    for _ in range(number):
        take = recorded(alice)
    browser = as_user(alice)
    browser.get(at("speak"))
    with django_assert_max_num_queries(8):
        browser.get(at("speak"))
    with django_assert_max_num_queries(12):
        browser.get(at("take", take.pk))
