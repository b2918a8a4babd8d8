"""What is kept summed up is right after every change, and goes with its subject."""

import uuid
from datetime import timedelta
from itertools import combinations
from statistics import mean, median

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions import delete_account
from interview import autosave
from interview.marks import PRECEDENCE
from interview.models import Interview, InterviewQuestion, PointMark, Scorecard
from questions.models import Question
from study.models import Card, MarkedAnswer, Review, ReviewDay
from study.progress import marks
from tests.at_once import all_at_once
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, UserFactory
from tests.interview.marked import add_card, finished

NOW = timezone.now()
EVER = NOW - timedelta(days=3650)
pytestmark = pytest.mark.django_db


def sat(person, number=1, **facts) -> Interview:
    questions = [QuestionFactory() for _ in range(number)]
    return finished(
        person,
        question_set=QuestionSetFactory(questions=questions),
        texts=["Yes."] * number,
        **facts,
    )


def marked(question, kind, score, **facts) -> Scorecard:
    is_machine = kind in ("llm", "auto")
    return Scorecard.objects.create(
        question=question, rater_kind=kind, rater=None if is_machine else UserFactory(),
        scorer_version=kind if is_machine else "", score=score, low=0, high=1,
        made_at=timezone.now(), **facts,
    )  # fmt: skip


def scores(person) -> list[float | None]:
    kept = MarkedAnswer.objects.filter(owner=person, finished_at__isnull=False)
    return list(kept.order_by("question").values_list("score", flat=True))


@pytest.mark.parametrize(("first", "second"), combinations(PRECEDENCE, 2))
def test_the_rater_who_counts_first_is_the_one_of_the_reviews(alice, first, second):
    question = sat(alice, scored=False).questions.get()
    marked(question, second, 0.9)
    marked(question, first, 0.2)
    assert scores(alice) == [0.2]


def test_a_mark_that_is_changed_or_taken_back_changes_the_sum(alice):
    question = sat(alice).questions.get()
    by_hand = marked(question, "self", 0.9)
    assert scores(alice) == [0.9]
    Scorecard.objects.filter(pk=by_hand.pk).update(score=0.3)
    assert scores(alice) == [0.3]
    by_hand.delete()
    assert scores(alice) == [0.6]
    Scorecard.objects.update(abstained=True, reason="short", score=0, low=0, high=1)
    assert scores(alice) == [None]


def test_a_verdict_that_is_changed_changes_its_level(alice):
    sat(alice)
    assert marks.of(alice, since=EVER).levels[0].mean == 0.5
    PointMark.objects.filter(verdict="missed").update(verdict="unsure")
    assert marks.of(alice, since=EVER).levels[0].mean == 0.75
    PointMark.objects.filter(verdict="unsure").delete()
    assert (
        marks.of(alice, since=EVER).levels[0].n,
        marks.of(alice, since=EVER).levels[0].mean,
    ) == (1, 1)


def test_the_spread_of_points_is_that_of_their_credits(alice):
    sat(alice, 3)
    PointMark.objects.filter(pk=PointMark.objects.first().pk).update(verdict="partly")
    found = marks.of(alice, since=EVER).levels[0]
    # Half, missed; made, missed; made, missed.
    assert (found.n, found.mean) == (6, pytest.approx(2.5 / 6))
    assert found.spread == pytest.approx(0.4916, abs=1e-4)


def test_an_estimate_that_is_taken_back_hides_the_mark(alice):
    interview = sat(alice)
    Interview.objects.filter(pk=interview.pk).update(estimated_at=None)
    assert scores(alice) == []
    assert marks.of(alice, since=EVER).n == 0


def test_an_interview_and_a_person_that_go_take_their_sums_along(alice, bob):
    interview = sat(alice)
    sat(alice)
    sat(bob)
    interview.delete()
    assert MarkedAnswer.objects.filter(owner=alice).count() == 1
    answered(alice, days_ago=1)
    delete_account(alice)
    assert MarkedAnswer.objects.get().owner == bob
    assert not ReviewDay.objects.exists()


def test_who_owns_the_question_and_leaves_takes_both_along(alice):
    interview = sat(alice)
    Question.objects.filter(versions__interview_questions__interview=interview).update(owner=alice)
    delete_account(alice)
    assert not MarkedAnswer.objects.exists()


def test_saving_an_answer_touches_no_sum(alice):
    interview = InterviewFactory(candidate=alice, running=True)
    before = _written()
    kept = autosave.save(
        interview.pk, 1, candidate_id=alice.pk, text="Typed.", base=0, writer=uuid.uuid4(), count=1,
        seconds_used=7,
    )  # fmt: skip
    assert kept.revision == 1
    InterviewQuestion.objects.filter(interview=interview).update(flagged=True)
    assert _written() == before


def _written() -> list[tuple[int, str]]:
    """Which transaction wrote each row, and where it lies: an update moves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT question_id, ctid::text FROM study_markedanswer ORDER BY 1")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_two_who_mark_at_once_are_both_summed_up(alice):
    question = sat(alice, scored=False).questions.get()
    raters = [UserFactory(), UserFactory()]

    def mark(rater, score):
        return lambda: add_card(
            question, rater_kind="peer", rater=rater, scorer_version="", score=score, low=0, high=1
        )

    all_at_once([mark(raters[0], 0.2), mark(raters[1], 0.6)])
    assert scores(alice) == [pytest.approx(median([0.2, 0.6]))]
    assert marks.of(alice, since=EVER).whole.mean == pytest.approx(mean([0.2, 0.6]))


def answered(person, *, days_ago=0, rating=3, waited=5, **facts) -> Review:
    on = (NOW - timedelta(days=days_ago)).date()
    card = facts.pop("card", None) or Card.objects.create(
        owner=person, source="own", front="?", back="!", created_at=NOW
    )
    before = {"due_on": str(on), "reviewed_on": str(on - timedelta(days=waited))}
    return Review.objects.create(
        card=card, owner=person, rating=rating, at=NOW, on=on, was_new=False, was_due=True,
        before=before, algorithm="t", **{"seconds": 10, **facts},
    )  # fmt: skip


def day(person, days_ago=0) -> tuple[int, ...]:
    on = (NOW - timedelta(days=days_ago)).date()
    names = ("answers", "seconds", "timed", "young_asked", "young_known", "mature_asked")
    return ReviewDay.objects.values_list(*names).get(owner=person, on=on)


def test_a_day_of_cards_counts_what_was_not_undone(alice):
    first = answered(alice, rating=1)
    answered(alice, card=first.card)
    answered(alice, waited=21, seconds=None)
    assert day(alice) == (3, 20, 2, 1, 0, 1)
    Review.objects.filter(pk=first.pk).update(undone_at=NOW)
    assert day(alice) == (2, 10, 1, 1, 1, 1)
    first.card.delete()
    assert day(alice) == (1, 0, 0, 0, 0, 1)


def test_many_at_once_enter_each_its_own_day(alice, bob):
    reviews = [answered(person, days_ago=ago) for person in (alice, bob) for ago in (0, 3)]
    for one in reviews:
        one.pk = None
    Review.objects.bulk_create(reviews)
    assert [day(person, ago)[0] for person in (alice, bob) for ago in (0, 3)] == [2, 2, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_both_in_their_day(alice):
    cards = [answered(alice).card, answered(alice).card]
    all_at_once([lambda card=card: answered(alice, card=card) for card in cards])
    assert day(alice)[0] == 4
