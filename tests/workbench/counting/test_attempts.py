"""What makes an attempt, and whose is counted."""

import pytest

from interview.models import Interview
from tests.factories import QuestionFactory
from tests.workbench.counting.summaries import of, summary
from tests.workbench.measured import (
    BLANK,
    UNMARKED,
    UNREACHED,
    count,
    people,
    sit,
)
from workbench.models import Attempt, SetSummary
from workbench.question_summaries import poolable

pytestmark = pytest.mark.django_db


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
