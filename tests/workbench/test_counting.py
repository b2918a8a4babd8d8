"""From marks to figures: what is counted, and that no change of a mark is ever missed."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts import actions as accounts
from interview import actions
from interview.models import Interview, PointMark, Scorecard
from questions.models import QuestionSet
from tests.at_once import all_at_once
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory
from tests.interview.marked import add_card
from tests.workbench.measured import (
    AT,
    BLANK,
    UNMARKED,
    UNREACHED,
    count,
    figures,
    from_scratch,
    people,
    sit,
)
from workbench import counting, question_summaries, set_summaries
from workbench.models import Attempt, Change, QuestionSummary, SetSummary
from workbench.question_summaries import poolable

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A set of two questions."""
    return QuestionSetFactory(questions=QuestionFactory.create_batch(2))


def of(question_set, number=1):
    return question_set.items.get(position=number).question


def summary(question, version="current"):
    chosen = question.current if version == "current" else version
    return QuestionSummary.objects.get(question=question, version=chosen)


# One attempt


def test_an_attempt_is_the_mark_that_is_shown(alice, pair):
    interview = sit(pair, alice, [0.5, 1.0], seconds=250)
    count()

    first, second = Attempt.objects.order_by("position")
    assert (first.score, first.rest, first.candidate) == (0.5, 1.0, alice)
    assert (second.score, second.rest) == (1.0, 0.5)
    assert (first.seconds, first.budget, first.set_id) == (250, 400, pair.pk)
    assert first.points == {"averages": {"auto": "made"}, "damps": {"auto": "missed"}}
    assert first.version == interview.questions.get(position=1).version


def test_a_blank_answer_counts_as_nothing_only_where_it_was_seen(alice, bob, pair):
    sit(pair, alice, [BLANK, 1.0])
    sit(pair, bob, [UNREACHED, 1.0])
    count()

    seen, unseen = Attempt.objects.filter(position=1).order_by("pk")
    assert (seen.score, seen.is_blank, seen.is_reached) == (0, True, True)
    assert (unseen.score, unseen.is_blank, unseen.is_reached) == (None, True, False)
    rests = Attempt.objects.filter(position=2).order_by("pk").values_list("rest", flat=True)
    assert list(rests) == [0, None]


def test_what_nobody_can_mark_has_no_mark(alice, pair):
    sit(pair, alice, [UNMARKED, 0.4])
    count()
    assert Attempt.objects.get(position=1).score is None
    assert Attempt.objects.get(position=2).rest is None


def test_a_running_interview_is_not_counted(alice, pair):
    interview = sit(pair, alice, [1, 1])
    Interview.objects.filter(pk=interview.pk).update(
        status="running", finished_at=None, closed_at=None
    )
    count()
    assert not Attempt.objects.exists()


# Who is counted


def test_the_first_attempt_of_each_person_counts(pair):
    crowd = people(10)
    for person in crowd:
        sit(pair, person, [0.0, 0.5], day=1)
        sit(pair, person, [1.0, 0.5], day=2)
    count()
    assert (summary(of(pair)).n, summary(of(pair)).facility) == (10, 0)


def test_an_attempt_with_hints_and_one_of_the_owner_do_not_count(alice, pair):
    question = of(pair)
    question.owner = alice
    question.save()
    for person in people(10):
        sit(pair, person, [1.0, 0.5])
    sit(pair, alice, [0.0, 0.0])
    for person in people(6):
        sit(pair, person, [0.0, 0.0], mode="practice", hints=1)
    count()

    found = summary(question)
    assert (found.n, found.facility) == (10, 100)
    assert found.facts["hints"] == [6, 6]
    assert summary(of(pair, 2)).n == 11  # she owns only the first


def test_time_that_ran_out_before_a_question_makes_no_attempt(pair):
    crowd = people(10)
    for person in crowd:
        sit(pair, person, [1.0, UNREACHED], day=1)
    for person in crowd[:9]:
        sit(pair, person, [0.0, 1.0], day=2)
    count()

    second = summary(of(pair, 2))
    assert second.n == 9
    assert second.facts["unreached"] == 1
    assert second.facility is None  # nine are too few to tell


def test_nothing_is_kept_of_four_people(pair):
    for person in people(4):
        sit(pair, person, [1.0, 0.5])
    count()
    assert summary(of(pair)).facts == {"n": 4, "people": 4}
    assert SetSummary.objects.get().facts == {"n": 4, "people": 4}


def test_versions_are_told_apart_and_pooled(pair):
    question, old = of(pair), of(pair).current
    for person in people(10):
        sit(pair, person, [0.0, 0.5])
    renewed = QuestionFactory(slug="renewed").current
    renewed.question, renewed.number = question, 2
    renewed.save()
    question.current = renewed
    type(question).objects.filter(slug="renewed").update(status="draft", current=None)
    question.save()
    for person in people(12):
        sit(pair, person, [1.0, 0.5])
    count()

    assert (summary(question, old).n, summary(question, old).facility) == (10, 0)
    assert (summary(question).n, summary(question).facility) == (12, 100)
    pooled = summary(question, None)
    assert (pooled.n, round(pooled.facility)) == (22, 55)
    assert [point["n"] for point in pooled.facts["points"]] == [22, 22]


def test_a_version_that_few_tried_is_not_read_off_the_pool():
    def rows(n):
        return [Attempt(candidate_id=one) for one in range(n)]

    assert len(poolable([rows(12), rows(3)])) == 12
    assert len(poolable([rows(12), rows(3), rows(2)])) == 17
    assert len(poolable([rows(12), rows(5)])) == 17


# The figures


def test_the_eight_sessions_of_the_fixture_give_its_indices(low_floors):
    four = QuestionSetFactory(questions=QuestionFactory.create_batch(4))
    rows = ["1101", "1001", "1111", "0001", "0011", "1111", "0101", "1111"]
    for person, row in zip(people(8), rows, strict=True):
        sit(four, person, [float(mark) for mark in row])
    count()

    found = [summary(of(four, number)) for number in (1, 2, 3, 4)]
    assert [one.facility for one in found] == [62.5, 62.5, 50, 100]
    near = pytest.approx
    assert [one.discrimination for one in found] == [near(45.5, abs=0.05)] * 2 + [
        near(30.2, abs=0.05), None,
    ]  # fmt: skip
    assert [one.efficiency for one in found] == [near(57.9, abs=0.05)] * 2 + [
        near(33.3, abs=0.05), None,
    ]  # fmt: skip
    whole = SetSummary.objects.get(set=four).facts
    assert whole["consistency"] == near(52.63, abs=0.01)
    assert whole["error_ratio"] == near(68.82, abs=0.01)
    assert [place["discrimination"] for place in whole["places"]] == [
        near(45.5, abs=0.05), near(45.5, abs=0.05), near(30.2, abs=0.05), None,
    ]  # fmt: skip
    assert [place["intended"] for place in whole["places"]] == [near(25)] * 4


def test_people_agree_or_not_with_the_machine(pair):
    crowd = people(6)
    for number, person in enumerate(crowd):
        interview = sit(pair, person, [0.5, 0.5])
        question = interview.questions.get(position=1)
        say = "made" if number < 4 else "missed"
        for point in question.version.key_points.all():
            actions.correct_point(question, point, verdict=say, by=person, at=AT)
    count()

    found = summary(of(pair)).facts["agreement"]
    # The machine says made and missed: who says the same of both agrees once.
    assert found["all"] == [6, 12]
    assert found["by_rater"] == {"self": [6, 12]}
    assert found["points"] == {"averages": [4, 6], "damps": [2, 6]}


def test_a_set_counts_only_interviews_that_asked_what_it_asks_today(pair):
    for person in people(10):
        sit(pair, person, [0.5, 1.0])
    count()
    assert SetSummary.objects.get().n == 10

    pair.items.filter(position=2).update(question=QuestionFactory())
    count()
    found = SetSummary.objects.get()
    assert (found.n, found.facts["other_questions"]) == (0, 10)


# Right after a change


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


# Whatever happens


@pytest.fixture
def low_floors(monkeypatch):
    """Few people are enough for every figure."""
    for module in (question_summaries, set_summaries):
        for name, number in {"NAMELESS": 2, "FLOOR": 3, "STEADY": 4}.items():
            monkeypatch.setattr(module, name, number)


STEPS = st.lists(
    st.tuples(st.sampled_from(["sit", "mark", "correct", "take back", "leave", "count"]),
              st.integers(0, 5), st.integers(0, 4)),
    min_size=4, max_size=10,
)  # fmt: skip


def take(step: str, who, question_set, number: int) -> None:
    """One thing that may happen to marks."""
    if step == "sit":
        sit(question_set, who, [number / 4, BLANK if number == 3 else 0.5], day=number)
        return
    interview = Interview.objects.filter(candidate=who).order_by("pk").last()
    if interview is None:
        return
    asked = interview.questions.get(position=1)
    point = asked.version.key_points.all()[number % 2]
    if step == "mark":
        version = f"test-{2 + Scorecard.objects.filter(question=asked).count()}"
        add_card(asked, score=number / 4, scorer_version=version)
    elif step == "correct":
        actions.correct_point(asked, point, verdict="made", by=who, at=AT)
    elif step == "take back":
        actions.correct_point(asked, point, verdict=None, by=who, at=AT)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_counting_on_is_counting_from_scratch(pair, low_floors, steps):
    with transaction.atomic():
        crowd = people(6)
        for number, person in enumerate(crowd):
            sit(pair, person, [number / 5, 0.75])
        for step, whom, number in steps:
            if step == "count":
                count()
            elif step == "leave":
                crowd[whom].delete()
                crowd[whom] = people(1)[0]
            else:
                take(step, crowd[whom], pair, number)
        count()
        counted = figures()
        assert not Change.objects.exists()
        assert from_scratch() == counted
        transaction.set_rollback(True)


# Two beats, and workers that die


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
