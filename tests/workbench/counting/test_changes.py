"""No change of a mark is ever missed, nor counted twice."""

import pytest
from django.db import transaction

from accounts import actions as accounts
from interview import actions
from interview.models import Interview, PointMark, Scorecard
from questions.models import QuestionSet
from tests.at_once import all_at_once
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory
from tests.workbench.counting.summaries import of, summary
from tests.workbench.measured import (
    AT,
    count,
    figures,
    from_scratch,
    people,
    sit,
)
from workbench import counting
from workbench.models import Attempt, Change, SetSummary

pytestmark = pytest.mark.django_db


def test_a_correction_and_taking_it_back_reach_the_figures(alice, pair):
    crowd = people(9)
    for person in crowd:
        sit(pair, person, [0.0, 0.5])
    interview = sit(pair, alice, [0.0, 0.5])
    count()
    question, asked = of(pair), interview.questions.get(position=1)
    assert summary(question).facility == 0

    for point in asked.version.key_points.all():
        actions.correct_point(asked, point, verdict="made", by=alice, at=AT)
    assert counting.catch_up_question(question, at=AT)
    assert summary(question).facility == 10

    for point in asked.version.key_points.all():
        actions.correct_point(asked, point, verdict=None, by=alice, at=AT)
    assert counting.catch_up_question(question, at=AT)
    assert summary(question).facility == 0


def test_marks_that_stay_the_same_sum_nothing_up(alice, pair):
    interview = sit(pair, alice, [0.5, 0.5])
    count()
    Change.objects.create(interview_id=interview.pk)
    counting._deal(counting.INTERVIEW, Change.objects.all(), 5, at=AT)
    assert not Change.objects.exists()


def test_who_leaves_takes_their_rows_along(alice, pair):
    for person in people(10):
        sit(pair, person, [1.0, 0.5])
    sit(pair, alice, [0.0, 0.5])
    count()
    assert summary(of(pair)).n == 11

    alice.delete()
    assert Attempt.objects.filter(question=of(pair)).count() == 10
    count()
    assert (summary(of(pair)).n, summary(of(pair)).facility) == (10, 100)
    assert SetSummary.objects.get().n == 10


def test_a_guest_who_signs_up_stays_one_person(alice, pair):
    guest = UserFactory(guest=True)
    sit(pair, guest, [1.0, 0.5], day=1)
    sit(pair, alice, [0.0, 0.5], day=2)
    count()
    accounts.merge_guest(guest, alice)
    count()
    assert set(Attempt.objects.values_list("candidate", flat=True)) == {alice.pk}
    assert summary(of(pair)).facts["people"] == 1


def test_a_deleted_set_leaves_the_questions_figures(pair):
    question = of(pair)
    for person in people(10):
        sit(pair, person, [1.0, 0.5])
    count()
    QuestionSet.objects.all().delete()
    count()
    assert summary(question).n == 10
    assert not SetSummary.objects.exists()


def test_the_database_notes_what_is_written_past_the_product(alice, pair):
    interview = sit(pair, alice, [0.5, 0.5])
    count()
    mark = PointMark.objects.filter(scorecard__question__interview=interview).first()
    for change in (
        lambda: PointMark.objects.filter(pk=mark.pk).update(verdict="missed"),
        lambda: PointMark.objects.filter(pk=mark.pk).delete(),
        lambda: Scorecard.objects.filter(question__interview=interview).delete(),
    ):
        assert not Change.objects.exists()
        change()
        assert set(Change.objects.values_list("interview_id", flat=True)) == {interview.pk}
        count()


def test_a_renamed_interview_is_not_noted(alice, pair):
    interview = sit(pair, alice, [0.5, 0.5])
    count()
    Interview.objects.filter(pk=interview.pk).update(title="Another", reviewed_at=AT)
    assert not Change.objects.exists()


def test_a_worker_that_dies_gives_its_notes_back(alice, pair, monkeypatch):
    sit(pair, alice, [0.5, 0.5])
    noted = Change.objects.count()

    def die(ids):
        raise KeyboardInterrupt

    monkeypatch.setattr(counting.attempts, "read_again", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        count()
    assert Change.objects.count() == noted

    monkeypatch.undo()
    count()
    assert Attempt.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_beats_count_once_and_never_wrong():
    pair = QuestionSetFactory(questions=QuestionFactory.create_batch(2))
    crowd = people(12)
    for person in crowd:
        sit(pair, person, [0.5, 1.0])
    all_at_once([count, count])
    count()

    assert not Change.objects.exists()
    assert summary(of(pair)).n == 12
    assert figures() == from_scratch()
