"""From attempts to figures."""

import pytest

from interview import actions
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.workbench.counting.summaries import of, summary
from tests.workbench.measured import (
    AT,
    count,
    people,
    sit,
)
from workbench.models import SetSummary

pytestmark = pytest.mark.django_db


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
