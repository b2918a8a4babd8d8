"""Attempts at exercises: drafts that are kept, results that are counted, two tabs at once."""

import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import exports
from study import attempts
from study.attempts import Results
from study.models import Attempt, Desk
from tests.at_once import all_at_once

KIND = Attempt.Kind.ESTIMATE


@pytest.fixture
def at():
    return timezone.now()


def test_a_result_is_stored_on_the_study_day(alice, at):
    Desk.objects.create(user=alice, turn=12)
    night = at.replace(hour=2)
    made = attempts.record(alice, KIND, "a", score=0.5, given={"text": "5"}, at=night)
    assert made.on == Desk.objects.get().day(night)
    assert (made.score, made.given, made.finished_at) == (0.5, {"text": "5"}, night)


def test_sent_twice_it_is_stored_once(alice, at):
    first = attempts.record(alice, KIND, "a", score=1, given={}, seen=0, at=at)
    again = attempts.record(alice, KIND, "a", score=0, given={}, seen=0, at=at)
    assert again.pk == first.pk
    assert attempts.count_of(alice, KIND, "a") == 1
    attempts.record(alice, KIND, "a", score=0, given={}, seen=1, at=at)
    assert attempts.count_of(alice, KIND, "a") == 2


def test_what_results_say(alice, bob, at):
    for score in (0.2, 1.0, 0.6):
        last = attempts.record(alice, KIND, "a", score=score, given={}, at=at)
    attempts.record(bob, KIND, "b", score=1, given={}, at=at)
    attempts.keep(alice, KIND, "c", lambda given: {"text": "…"}, at=at)
    assert attempts.results(alice, KIND) == {"a": Results(3, 1.0, 0.6, last.on, last.pk)}


def test_the_weakest_come_first_and_those_never_tried_before_them():
    def one(score, day):
        return Results(1, score, score, date(2027, 1, day), 1)

    known = {"old": one(0.5, 1), "new": one(0.5, 9), "good": one(1.0, 1), "bad": one(0.0, 9)}
    slugs = ["good", "new", "untried", "old", "bad", "fresh"]
    assert attempts.weakest_first(slugs, known) == [
        *("untried", "fresh", "bad", "old", "new", "good")
    ]


def test_a_draft_is_kept_finished_once_and_then_begun_anew(alice, at):
    draft = attempts.keep(alice, "case", "a", lambda given: given | {"x": 1}, at=at)
    same = attempts.keep(alice, "case", "a", lambda given: given | {"y": 2}, at=at)
    assert (same.pk, same.given) == (draft.pk, {"x": 1, "y": 2})
    done = attempts.finish(alice, "case", "a", lambda given: (given["x"] / 2, {"m": 1}), at=at)
    assert (done.pk, done.score, done.marks) == (draft.pk, 0.5, {"m": 1})
    assert attempts.finish(alice, "case", "a", lambda given: (1, {}), at=at) is None
    assert attempts.keep(alice, "case", "a", lambda given: given, at=at).pk != draft.pk


def test_a_draft_that_is_thrown_away_leaves_results(alice, at):
    attempts.record(alice, "case", "a", score=1, given={}, at=at)
    attempts.keep(alice, "case", "a", lambda given: {"x": 1}, at=at)
    attempts.throw_away(alice, "case", "a")
    assert attempts.draft_of(alice, "case", "a") is None
    assert attempts.count_of(alice, "case", "a") == 1


def test_another_mark_is_judged_from_the_marks_there_are(alice, at):
    made = attempts.record(alice, KIND, "a", score=0, given={}, marks={"n": 1}, at=at)
    again = attempts.mark_again(made, lambda marks: (1.0, {"n": marks["n"] + 1}))
    assert (again.score, again.marks) == (1.0, {"n": 2})


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_keep_one_draft_with_the_words_of_both(alice, at):
    def add(name):
        return attempts.keep(alice, "case", "a", lambda given: given | {name: 1}, at=at)

    all_at_once([lambda: add("x"), lambda: add("y")])
    assert Attempt.objects.get().given == {"x": 1, "y": 1}


@pytest.mark.parametrize(
    "facts",
    [
        {"score": 0.5},
        {"finished_at": timezone.now(), "on": date(2027, 1, 1)},
        {"finished_at": timezone.now(), "score": 0.5},
        {"finished_at": timezone.now(), "on": date(2027, 1, 1), "score": 1.01},
        {"finished_at": timezone.now(), "on": date(2027, 1, 1), "score": -0.01},
        {"slug": ""},
    ],
)
def test_the_table_refuses_half_a_result(alice, at, facts):
    whole = {"owner": alice, "kind": KIND, "slug": "a", "begun_at": at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(**(whole | facts))


def test_the_table_refuses_a_second_draft(alice, at):
    attempts.keep(alice, "case", "a", lambda given: given, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(owner=alice, kind="case", slug="a", begun_at=at)


def test_exercises_are_taken_along_and_go_with_their_owner(alice, at):
    attempts.record(alice, KIND, "a", score=1, given={"text": "110M"}, at=at - timedelta(days=1))
    attempts.keep(alice, "case", "b", lambda given: {"reason": "Because."}, at=at)
    with zipfile.ZipFile(exports.write_zip(alice, at=at)) as archive:
        first, second = json.loads(archive.read("study/exercises.json"))
    assert (first["slug"], first["score"], first["given"]) == ("a", 1.0, {"text": "110M"})
    assert second["given"] == {"reason": "Because."}
    alice.delete()
    assert not Attempt.objects.exists()
