"""The database's sums are those of the reviews, whoever marked and however often."""

import random
from datetime import timedelta
from statistics import mean, stdev

import pytest
from django.utils import timezone

from interview import marks as precedence
from interview.models import HintShown, Interview, InterviewQuestion, PointMark, Scorecard
from questions.models import Kind
from study.progress import marks
from tests.factories import QuestionFactory, QuestionSetFactory, TopicFactory, UserFactory
from tests.interview.marked import add_card, finished

EVER = timezone.now() - timedelta(days=3650)
pytestmark = pytest.mark.django_db


def sat(alice, questions, *, days=1, **facts) -> Interview:
    """An interview of these questions, all answered, finished so many days ago."""
    interview = finished(
        alice,
        question_set=QuestionSetFactory(questions=questions),
        texts=["An answer."] * len(questions),
        **facts,
    )
    end = timezone.now() - timedelta(days=days)
    start = end - timedelta(minutes=20)
    times = {"started_at": start, "finished_at": end, "closed_at": end}
    Interview.objects.filter(pk=interview.pk).update(**times, ends_at=end + timedelta(minutes=4))
    return interview


def expected(alice) -> list[tuple[InterviewQuestion, float]]:
    """Each question with the mark that its review shows."""
    asked = InterviewQuestion.objects.filter(interview__candidate=alice)
    found = []
    for question in asked.select_related("version__question__topic").order_by("pk"):
        mark = precedence.mark_of(precedence.shown(list(question.scorecards.all())))
        if mark and question.interview.estimated_at:
            found.append((question, mark.score))
    return found


@pytest.fixture
def history(alice):
    """Three areas, two kinds, cards of every rater in every mixture."""
    dice = random.Random(11)
    area = TopicFactory(slug="area")
    topics = [area, TopicFactory(slug="inside", parent=area), TopicFactory(slug="other")]
    kinds = (Kind.CONCEPTUAL, Kind.DEBUGGING)
    for number in range(6):
        asked = [
            QuestionFactory(topic=topics[n % 3], kind=kinds[n % 2], tier=n % 4 + 1)
            for n in range(4)
        ]
        interview = sat(alice, asked, days=number * 40 + 1, mode=("exam", "practice")[number % 2])
        for question in interview.questions.all():
            # The machine gives no mark now and then; people who mark always do.
            question.scorecards.update(abstained=dice.random() < 0.4)
            raters = ["self", "peer", "peer", "interviewer", "interviewer"]
            for kind in dice.sample(raters, dice.randrange(3)):
                add_card(
                    question,
                    rater_kind=kind,
                    rater=alice if kind == "self" else UserFactory(),
                    scorer_version="",
                    score=round(dice.random(), 2),
                    low=0,
                    high=1,
                )
    return alice


def test_every_mean_is_that_of_the_marks_that_reviews_show(history):
    found, told = marks.of(history, since=EVER), expected(history)
    assert found.n == len(told) < 24
    assert found.whole.mean == pytest.approx(mean(score for _, score in told))
    assert found.whole.spread == pytest.approx(stdev(score for _, score in told))
    for figure in found.kinds:
        alone = [score for question, score in told if question.version.kind == figure.slug]
        assert figure.n == len(alone)
        assert figure.mean == (pytest.approx(mean(alone)) if alone else None)
    for figure in found.tiers:
        alone = [score for question, score in told if question.version.tier == int(figure.slug)]
        assert (figure.n, figure.mean) == (len(alone), pytest.approx(mean(alone)))
    assert sum(figure.n for _, figure in found.months) == len(told)


def test_a_topic_counts_for_its_area(history):
    found = {figure.slug: figure for figure in marks.of(history, since=EVER).areas}
    assert set(found) == {"area", "other"}
    told = [
        score
        for question, score in expected(history)
        if question.version.question.topic.slug in ("area", "inside")
    ]
    assert found["area"].mean == pytest.approx(mean(told))


def test_a_cell_of_the_map_is_the_mean_of_the_latest_five(alice):
    question = [QuestionFactory() for _ in range(7)]
    for number, one in enumerate(question):
        interview = sat(alice, [one], days=number + 1)
        Scorecard.objects.filter(question__interview=interview).update(
            score=number / 10, low=0, high=1
        )
    (row,) = marks.of(alice, since=EVER).map
    by_kind = dict(zip(Kind, row.cells, strict=True))
    assert (by_kind[Kind.CONCEPTUAL].n, by_kind[Kind.CONCEPTUAL].mean) == (5, pytest.approx(0.2))
    assert by_kind[Kind.DEBUGGING].mean is None


def test_nothing_counts_before_its_estimate_nor_from_before_the_time_asked_for(alice):
    sat(alice, [QuestionFactory()], estimated=False)
    sat(alice, [QuestionFactory()], days=400)
    year = timezone.now() - timedelta(days=365)
    assert marks.of(alice, since=year).n == 0
    assert marks.of(alice, since=EVER).n == 1


def test_somebody_elses_interviews_do_not_count(alice, bob):
    sat(bob, [QuestionFactory()])
    assert marks.of(alice, since=EVER).n == 0
    assert marks.of(alice, since=EVER).levels[0].n == 0


def test_calibration_is_the_estimate_less_the_mark(alice):
    interview = sat(alice, [QuestionFactory() for _ in range(3)])
    for number, question in enumerate(interview.questions.all()):
        question.estimate = (4, 2, None)[number]
        question.estimate_declined = number == 2
        question.save()
    Scorecard.objects.filter(question__interview=interview).update(score=0.5, low=0, high=1)
    found = marks.of(alice, since=EVER).calibration
    assert (found.n, found.off) == (2, pytest.approx(0.25))
    assert [one.figure.mean for one in found.said] == [None, None, 0.5, None, 0.5]


def test_time_is_that_on_screen_against_its_share_and_blanks_are_told_apart(alice):
    interview = sat(alice, [QuestionFactory() for _ in range(3)])
    first, second, third = interview.questions.all()
    for question, seconds in ((first, 480), (second, 960), (third, 480)):
        question.answer.seconds_used = seconds
        question.answer.save()
    Interview.objects.filter(pk=interview.pk).update(estimated_at=timezone.now())
    InterviewQuestion.objects.update(budget_seconds=480)
    Scorecard.objects.filter(question=third).delete()
    InterviewQuestion.objects.filter(pk=third.pk).update(scoring="not-answered")
    found = marks.of(alice, since=EVER)
    last = found.timing[-1]
    assert (last.name, last.n, last.pace, last.over) == ("All kinds", 2, 1.5, 1)
    assert (found.blank, found.asked, found.n) == (1, 3, 2)


def test_hints_are_counted_once_an_answer_and_in_practice_alone(alice):
    practice = sat(alice, [QuestionFactory(), QuestionFactory()], mode="practice")
    exam = sat(alice, [QuestionFactory()])
    for question in (practice.questions.first(), exam.questions.first()):
        for number in (1, 2):
            HintShown.objects.create(question=question, number=number, shown_at=timezone.now())
    found = marks.of(alice, since=EVER)
    assert (found.practised, found.hinted) == (2, 1)


def test_a_point_counts_as_the_first_rater_said(alice):
    interview = sat(alice, [QuestionFactory()])
    question = interview.questions.get()
    # The machine: made, missed. The interviewer judges the second point alone.
    by_hand = Scorecard.objects.create(
        question=question, rater_kind="interviewer", rater=UserFactory(),
        score=0.5, low=0, high=1, made_at=timezone.now(),
    )  # fmt: skip
    second = question.version.key_points.all()[1]
    PointMark.objects.create(scorecard=by_hand, key_point=second, verdict="partly", p=0.5)
    must, should, bonus = marks.of(alice, since=EVER).levels
    assert (must.name, must.n, must.mean) == ("Must", 2, pytest.approx(0.75))
    assert (should.n, should.mean, bonus.mean) == (0, None, None)
