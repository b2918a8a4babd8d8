"""A rater's own hand: what the figures say, from how many marks on, and who sees them."""

import pytest
from django.utils import timezone

from interview.models import PointMark, Scorecard
from marking import severity
from marking.agreement import mean_correlation, spread
from marking.models import ScoreSheet
from tests.factories import InterviewFactory
from tests.marking.stored import finished
from web import charts

pytestmark = pytest.mark.django_db
PAGE = "/marking/calibration/severity/"


def say(interview, rater, verdict, kind="peer") -> None:
    """One person's card on each question of an interview, the same verdict on every point."""
    for question in interview.questions.all():
        card = Scorecard.objects.create(
            question=question, rater=rater, rater_kind=kind, score=0.5, low=0.5, high=0.5,
            made_at=timezone.now(), scorer_version="" if rater else "v1",
        )  # fmt: skip
        for point in question.version.key_points.all():
            PointMark.objects.create(scorecard=card, key_point=point, p=1, verdict=verdict)


def test_a_strict_hand_is_below_nothing_beside_the_known_marks(alice):
    finished(alice, verdict_of=lambda answer, point: "missed")
    found = severity.beside_known(alice)
    assert found.n == 12
    assert found.severity.value == pytest.approx(-1)
    assert found.severity.low < -1 < found.severity.high
    assert found.own_spread.value == 0
    assert found.other_spread.value > 0
    [moment] = found.moments
    assert (moment.n, moment.difference) == (12, pytest.approx(-1))


def test_beside_people_the_other_is_the_mean_of_what_they_said(alice, bob, charlie):
    interviews = InterviewFactory.create_batch(2, submitted=True)
    for interview in interviews:
        say(interview, alice, "made")
        say(interview, bob, "missed")
        say(interview, charlie, "partly", kind="interviewer")
        say(interview, None, "missed", kind="auto")
        say(interview, interview.candidate, "missed", kind="self")
    found = severity.beside_people(alice)
    assert found.n == 12
    assert found.severity.value == pytest.approx(1.5)
    assert len(found.moments) == 2


def test_what_nobody_else_marked_says_nothing(alice):
    say(InterviewFactory(submitted=True), alice, "made")
    assert severity.beside_people(alice).n == 0


def test_few_marks_show_no_figure_but_say_why(alice, bob):
    interview = InterviewFactory(submitted=True)
    say(interview, alice, "made")
    say(interview, bob, "missed")
    found = severity.beside_people(alice)
    assert found.n == 6
    assert found.severity.value is None
    assert "10 marks" in found.severity.why


def handed_in(rater, *levels) -> None:
    sheet = ScoreSheet.objects.create(
        interview=InterviewFactory(submitted=True), rater=rater, role="interviewer",
        state="submitted", started_at=timezone.now(), submitted_at=timezone.now(),
        opens_at=timezone.now(),
    )  # fmt: skip
    names = ("correctness", "intuition", "practice", "trade-offs")
    content = {f"dim-{name}": str(level) for name, level in zip(names, levels, strict=True)}
    sheet.editions.create(number=1, content={"fix": "4"}, submitted_at=timezone.now())
    sheet.editions.create(
        number=2, content={**content, "dim-empty": ""}, submitted_at=timezone.now()
    )


def test_one_impression_marked_four_times_is_a_halo_of_one(alice):
    for n in range(9):
        handed_in(alice, *[n % 4 + 1] * 4)
    assert "10 score sheets" in severity.halo(alice).why
    handed_in(alice, 2, 2, 2, 2)
    assert severity.halo(alice).value == pytest.approx(1)


def test_dimensions_that_do_not_vary_have_no_likeness():
    assert mean_correlation([[3, 3, 1], [3, 3, 2]]).value is None
    assert mean_correlation([[1, 4], [2, 3], [3, 2], [4, 1]]).value == pytest.approx(-1)
    assert spread([2]).value is None


def test_the_page_shows_ones_own_hand_and_nobody_elses(as_user, alice, bob):
    finished(alice, verdict_of=lambda answer, point: "missed")
    finished(alice, questions=0, title="Again")
    own = as_user(alice).get(PAGE).content.decode()
    assert "−1.00" in own
    assert "<svg" in own
    assert own.count("<td>pack</td>") == 2
    assert "Nothing yet." in as_user(bob).get(PAGE).content.decode()


def test_a_drift_is_drawn_around_nothing_and_said_in_words():
    moments = [charts.Deviation("1 May", "pack", -0.5), charts.Deviation("2 May", "pack", 3)]
    drawn = charts.drift(moments, reach=1)
    assert "-0.50 first, +3.00 last" in drawn
    assert 'cx="10.0%" cy="68.0%"' in drawn
    assert 'cx="96.0%" cy="8.0%"' in drawn
