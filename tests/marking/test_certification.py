"""Practice, shadowing, certified, lapsed: all of it said by rows."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interview.models import PointMark, Scorecard
from marking import certification, rules
from marking.certification import Record, State, standing, standing_of
from marking.models import ScoreSheet, Share
from marking.shared import Opened
from questions.models import CalibrationAnswer
from tests.factories import InterviewFactory, UserFactory, group_of
from tests.interview.marked import finished as finished_interview
from tests.marking.shared import shared_with
from tests.marking.stored import finished

NOW = timezone.now()


def ago(days: float):
    return NOW - timedelta(days=days)


def learned(**more) -> Record:
    """Everything done, the last part of it ten days ago."""
    done = {
        "passed": [ago(30)],
        "holding": [ago(30)],
        "shadows": [ago(20), ago(15)],
        "reverses": [ago(10)],
    }
    return Record(**{**done, **more})


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (Record(), State.NEW),
        (Record(shadows=[ago(3), ago(2)], reverses=[ago(1)]), State.NEW),
        (Record(passed=[ago(9)], holding=[ago(9)]), State.SHADOWING),
        (learned(shadows=[ago(5)]), State.SHADOWING),
        (learned(reverses=[]), State.REVERSE),
        (learned(), State.CERTIFIED),
        (learned(holding=[]), State.LAPSED),
    ],
)
def test_the_way_to_a_certificate(record, state):
    found = standing(record, at=NOW)
    assert found.state is state
    assert found.label == ("" if state is State.CERTIFIED else "practice marks")


def test_a_certificate_lasts_ninety_days_from_the_last_part():
    record = learned()
    assert standing(record, at=NOW).until == ago(10) + timedelta(days=90)
    assert standing(record, at=ago(10) + timedelta(days=89, hours=23)).is_certified
    assert standing(record, at=ago(10) + timedelta(days=90)).state is State.LAPSED


def test_a_certificate_ends_with_the_twentieth_interview_if_that_is_sooner():
    nineteen = [ago(5)] * 19
    assert standing(learned(sessions=[ago(15), *nineteen]), at=NOW).sessions_left == 1
    assert standing(learned(sessions=[*nineteen, ago(1)]), at=NOW).state is State.LAPSED


def test_a_pack_passed_again_starts_a_new_period():
    again = learned(
        passed=[ago(200), ago(2)],
        holding=[ago(200), ago(2)],
        shadows=[ago(190), ago(180)],
        reverses=[ago(170)],
        sessions=[ago(100)] * 30,
    )
    found = standing(again, at=NOW)
    assert found.is_certified
    assert found.until == ago(2) + timedelta(days=90)
    assert found.sessions_left == 20


# From rows


def sheet(interview, rater, role, *, submitted=True) -> ScoreSheet:
    facts = {"state": "submitted", "submitted_at": NOW, "opens_at": NOW} if submitted else {}
    return ScoreSheet.objects.create(
        interview=interview, rater=rater, role=role, started_at=NOW, **facts
    )


@pytest.mark.django_db
def test_sheets_beside_an_interviewers_are_shadows_and_drafts_are_nothing(alice, bob, charlie):
    first, second, third, fourth = InterviewFactory.create_batch(4, submitted=True)
    for interview in (first, second):
        sheet(interview, alice, "peer")
        sheet(interview, bob, "interviewer")
    sheet(third, alice, "peer")  # nobody interviewed
    sheet(fourth, alice, "interviewer")
    sheet(fourth, charlie, "peer", submitted=False)
    finished(alice)
    at = timezone.now()
    found = standing_of([alice.pk, bob.pk, charlie.pk], at=at)
    assert (found[alice.pk].shadows, found[alice.pk].reverses) == (2, 0)
    assert found[alice.pk].state is State.REVERSE
    assert found[bob.pk].reverses == 2
    assert found[bob.pk].state is State.NEW
    ScoreSheet.objects.filter(rater=charlie).update(
        state="submitted", submitted_at=NOW, opens_at=NOW
    )
    assert standing_of([alice.pk], at=at)[alice.pk].is_certified


@pytest.mark.django_db
def test_an_edited_key_takes_the_certificate_back(alice, bob):
    for interview in InterviewFactory.create_batch(2, submitted=True):
        sheet(interview, alice, "peer")
        sheet(interview, bob, "interviewer")
    last = InterviewFactory(submitted=True)
    sheet(last, alice, "interviewer")
    sheet(last, bob, "peer")
    run = finished(alice)
    at = timezone.now()
    assert standing_of([alice.pk], at=at)[alice.pk].is_certified
    one = run.answers.first().answer
    question = one.version.question
    version = question.current
    version.pk, version.number = None, 2
    version.save()
    CalibrationAnswer.objects.create(version=version, label=one.label, text="Other words.", made=[])
    type(question).objects.filter(pk=question.pk).update(current=version)
    assert standing_of([alice.pk], at=at)[alice.pk].state is State.LAPSED


@pytest.mark.django_db
def test_standings_of_many_cost_as_much_as_of_one(alice, bob, charlie):
    finished(alice)
    finished(bob, questions=0)
    counts = []
    for people in ([alice.pk], [alice.pk, bob.pk, charlie.pk]):
        with CaptureQueriesContext(connection) as queries:
            standing_of(people, at=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_page_says_where_one_stands(as_user, alice):
    page = as_user(alice).get("/marking/calibration/").content.decode()
    assert "practice marks" in page
    assert "pass a pack first" in page
    finished(alice)
    page = as_user(alice).get("/marking/calibration/").content.decode()
    assert "Pass a pack of stored answers: done" in page
    assert "0 of 2" in page


# The second rater


def test_about_one_interview_in_five_is_proposed_for_a_second_rater():
    proposed = [pk for pk in range(1, 5001) if rules.wants_second_rater(pk)]
    assert 900 < len(proposed) < 1100
    assert proposed == [pk for pk in range(1, 5001) if rules.wants_second_rater(pk)]
    gaps = {b - a for a, b in pairwise(proposed)}
    assert len(gaps) > 10, "neighbours do not go together, nor every fifth"


def test_two_raters_are_asked_for_only_where_marks_are():
    pk = next(pk for pk in range(1, 99) if rules.wants_second_rater(pk))
    other = next(pk for pk in range(1, 99) if not rules.wants_second_rater(pk))

    def is_for_two(interview_id, asks):
        share = Share(interview_id=interview_id, asks_for_marks=asks)
        return Opened(share, "", None).is_for_two

    assert is_for_two(pk, asks=True)
    assert not is_for_two(pk, asks=False)
    assert not is_for_two(other, asks=True)


def test_what_a_certificate_takes_is_as_the_documents_say():
    assert (certification.SHADOWS, certification.REVERSE_SHADOWS) == (2, 1)
    assert (timedelta(days=90), 20) == (certification.LASTS, certification.SESSIONS)


# Where marks are shown


@pytest.mark.django_db
def test_marks_of_people_who_are_not_certified_are_called_practice_marks(
    as_user, alice, bob, monkeypatch
):
    interview = marked_by(bob)
    group = group_of(interview.candidate, bob, alice)
    share = shared_with(group, interview, marks=True)
    page = as_user(alice).get(share.get_absolute_url()).content.decode()
    assert page.count(">practice marks</span>") == 1
    certified = certification.RaterStanding(State.CERTIFIED)
    monkeypatch.setattr("marking.readings.standing_of", lambda ids, at: {bob.pk: certified})
    page = as_user(alice).get(share.get_absolute_url()).content.decode()
    assert "practice marks" not in page


def marked_by(rater):
    """A finished interview with one question answered, marked by the machine and this person."""
    interview = finished_interview(UserFactory())
    question = interview.questions.first()
    card = Scorecard.objects.create(
        question=question, rater=rater, rater_kind="peer", score=1, low=1, high=1, made_at=NOW
    )
    for point in question.version.key_points.all():
        PointMark.objects.create(scorecard=card, key_point=point, p=1, verdict="made")
    return interview
