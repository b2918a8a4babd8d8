"""The six habits: scored by oneself, seen by interviewers, over the last ten interviews."""

import html
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from interview import habits
from interview.habits import HABITS
from interview.models import Interview
from marking import habits as marked
from marking.models import ScoreSheet, SheetEdition
from study.content import content
from study.habits import scores
from study.models import HabitScore
from tests.interview.marked import finished


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return html.unescape(response.content.decode())


def seen_by(rater, interview, *kept, opened=True, number=1, role="interviewer"):
    """A sheet handed in with these habits ticked."""
    now = timezone.now()
    sheet, _ = ScoreSheet.objects.get_or_create(
        interview=interview,
        rater=rater,
        defaults={
            "role": role,
            "state": "submitted",
            "started_at": now,
            "submitted_at": now,
            "opens_at": now,
            "opened_at": now if opened else None,
        },
    )
    said = {f"habit-{name}": "1" for name in kept}
    SheetEdition.objects.create(sheet=sheet, number=number, content=said, submitted_at=now)
    return sheet


def test_there_are_six_and_each_has_its_mistake():
    about = [one for one in content().study.mistakes if one.group == "habit"]
    assert len(HABITS) == len(about) == 6


def test_one_scores_oneself_and_may_think_again(as_user, alice):
    interview = finished(alice)
    browser = as_user(alice)
    assert "not scored yet" in shown(browser.get(at("habits")))
    for kept in (["clarify", "aloud"], ["simple"]):
        response = browser.post(at("score_habits", interview.pk), {"habit": kept})
        assert response.url == f"{at('habits')}#interview-{interview.pk}"
    assert HabitScore.objects.get().habits == ["simple"]
    assert "1 of 6 by you" in shown(browser.get(at("habits")))


def test_none_of_them_is_an_answer_too(as_user, alice):
    interview = finished(alice)
    as_user(alice).post(at("score_habits", interview.pk), {})
    assert "0 of 6 by you" in shown(as_user(alice).get(at("habits")))


def test_a_habit_that_is_none_is_refused(as_user, alice):
    interview = finished(alice)
    response = as_user(alice).post(at("score_habits", interview.pk), {"habit": "luck"})
    assert response.status_code == 422
    assert not HabitScore.objects.exists()


def test_only_ones_own_interviews_and_only_when_they_are_over(as_user, alice, bob):
    interview = finished(alice)
    assert as_user(bob).post(at("score_habits", interview.pk)).status_code == 404
    early = finished(alice, estimated=False)
    assert as_user(alice).post(at("score_habits", early.pk)).status_code == 404


def test_what_interviewers_saw_stands_beside_it_in_their_last_word(as_user, alice, bob):
    interview = finished(alice)
    seen_by(bob, interview, "clarify")
    seen_by(bob, interview, "clarify", "aloud", number=2)
    [session] = scores.trend(alice).sessions
    assert session.seen == (frozenset({"clarify", "aloud"}),)
    assert "✓ seen by 1 of 1" in shown(as_user(alice).get(at("habits")))


def test_a_sealed_sheet_and_one_of_a_peer_say_nothing(alice, bob, charlie):
    interview = finished(alice)
    seen_by(bob, interview, "clarify", opened=False)
    seen_by(charlie, interview, "clarify", role="peer")
    assert scores.trend(alice).sessions[0].seen == ()


def test_the_trend_is_over_ten_and_says_of_how_many(alice, bob):
    first = finished(alice)
    earlier = timezone.now() - timedelta(days=2)
    Interview.objects.filter(pk=first.pk).update(
        started_at=earlier - timedelta(hours=1),
        finished_at=earlier,
        ends_at=earlier + timedelta(hours=1),
        closed_at=earlier,
    )
    scores.score(alice, first, ["simple"], at=earlier)
    for n in range(10):
        interview = finished(alice)
        if n < 4:
            kept = ["clarify", "aloud"] if n else ["clarify"]
            scores.score(alice, interview, kept, at=timezone.now())
        if n == 0:
            seen_by(bob, interview, "clarify", "assumptions")
    found = scores.trend(alice)
    assert len(found.sessions) == 10
    assert first.pk not in [one.interview.pk for one in found.sessions]
    by_words = {one.words: one for one in found.habits}
    clarify = by_words[HABITS["clarify"]]
    assert (clarify.own, clarify.own_of, clarify.seen, clarify.seen_of) == (4, 4, 1, 1)
    assert by_words[HABITS["aloud"]].own == 3
    assert found.weakest.words == HABITS["trade-offs"]
    assert [column.words for column in found.columns] == ["1", "2", "2", "2"]


def test_the_figures_stand_in_a_table_too(as_user, alice):
    for _ in range(2):
        scores.score(alice, finished(alice), ["aloud"], at=timezone.now())
    page = shown(as_user(alice).get(at("habits")))
    assert '<td class="num">2 of 2</td>' in page
    assert "chart-columns" in page
    assert "Kept least" in page


def test_without_interviews_the_page_says_what_to_do(as_user, alice):
    assert "Choose one." in shown(as_user(alice).get(at("habits")))


@pytest.mark.parametrize("number", [1, 8])
def test_the_page_costs_the_same_however_many(
    as_user, alice, bob, number, django_assert_max_num_queries
):
    for _ in range(number):
        seen_by(bob, finished(alice), "aloud")
    browser = as_user(alice)
    browser.get(at("habits"))
    with django_assert_max_num_queries(10):
        browser.get(at("habits"))


def test_a_room_is_asked_once():
    before = list(habits._sources)
    habits.register(marked.seen)
    assert habits._sources == before


def test_scores_leave_with_their_owner(alice):
    scores.score(alice, finished(alice), ["aloud"], at=timezone.now())
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        [kept] = json.loads(archive.read("study/habits.json"))
    assert kept["habits"] == ["aloud"]
    alice.delete()
    assert not HabitScore.objects.exists()
