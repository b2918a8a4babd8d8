"""Which spots a person's results flag, what is said of them, and which come first."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from interview.models import Interview, PointMark, Scorecard
from study import today
from study.cards import actions as cards
from study.cards import sources
from study.cards.memory import Rating
from study.content import content
from study.models import Card, Desk, Review
from study.ways import Ways
from study.weak import actions, due
from study.weak.evidence import LOOKED_AT, Evidence
from study.weak.rules import State
from study.weak.spots import Board
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.interview.marked import add_card, finished

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WRITER = uuid.UUID(int=1)


def board(user, at=NOON) -> Board:
    found = content()
    return Board(found.study, Ways(found, user), Evidence(user, at=at))


def spot(user, slug, at=NOON):
    return board(user, at).find(slug)


def tried(user, slug, outcome, *, at):
    actions.keep(user, slug, "Mine.", base=0, writer=WRITER, at=at)
    actions.judge(user, slug, outcome, at=at)


def answered(user, question, *, score, verdicts=("made", "made"), at=NOON):
    """An interview of one question, its marks seen, that ended then."""
    chosen = QuestionSetFactory(questions=[question])
    interview = finished(user, question_set=chosen, texts=("Words.",), scored=False)
    add_card(interview.questions.get(), score=score, verdicts=verdicts)
    hour = timedelta(hours=1)
    Interview.objects.filter(pk=interview.pk).update(
        started_at=at - hour, ends_at=at + hour, finished_at=at, closed_at=at
    )
    return interview


def forgotten(user, concept, *, times, at):
    """A card of that concept, due and forgotten on so many days."""
    first = next(one for one in content().study.cards if one.concept == concept)
    sources.add(user, [first], at=at)
    card = Card.objects.get(owner=user, slug=first.slug)
    for n in range(times):
        Review.objects.create(
            card=card,
            owner=user,
            rating=Rating.AGAIN,
            at=at + n * DAY,
            on=(at + n * DAY).date(),
            was_new=False,
            was_due=True,
            before=cards.snapshot(card),
            algorithm="test",
        )
    return card


def test_all_nine_of_the_guide_are_there_and_nothing_is_flagged(alice):
    found = board(alice)
    assert len(found.guide) == 9
    assert {one.standing.state for one in found.guide} == {State.QUIET}
    assert found.measured == found.worst(2) == []


def test_the_last_three_answers_on_it_under_half_flag_a_spot(alice):
    question = QuestionFactory(slug="kernel-trick")
    for n in range(2):
        answered(alice, question, score=0.4, at=NOON + n * DAY)
    assert spot(alice, "kernels").standing.state is State.QUIET
    answered(alice, question, score=0.3, at=NOON + 2 * DAY)
    found = spot(alice, "kernels").standing
    assert found.state is State.OPEN
    assert "last 3 answers" in found.why
    assert found.since_on == (NOON + 2 * DAY).date()


def test_interviews_probes_and_cards_all_count_towards_fixed(alice):
    tried(alice, "kernels", "none", at=NOON)
    assert spot(alice, "kernels").standing.state is State.OPEN
    answered(alice, QuestionFactory(slug="kernel-trick"), score=0.8, at=NOON + DAY)
    assert spot(alice, "kernels").standing.state is State.IN_WORK
    tried(alice, "kernels", "whole", at=NOON + 2 * DAY)
    assert spot(alice, "kernels").standing.state is State.FIXED
    forgotten(alice, "svm", times=1, at=NOON + 3 * DAY)
    assert spot(alice, "kernels", NOON + 4 * DAY).standing.state is State.OPEN


def test_two_lapses_flag_the_concept_and_one_does_not(alice):
    covered = {slug for one in content().study.weak_spots for slug in one.concepts}
    concept = next(one.slug for one in content().study.concepts if one.slug not in covered)
    forgotten(alice, concept, times=1, at=NOON)
    assert board(alice, NOON + DAY).measured == []
    forgotten(alice, concept, times=1, at=NOON + DAY)
    [found] = board(alice, NOON + 3 * DAY).measured
    assert found.slug == f"concept-{concept}"
    assert found.prompt
    assert found.fix.address


def test_a_card_answer_that_was_taken_back_counts_no_more(alice):
    card = forgotten(alice, "svm", times=2, at=NOON)
    assert spot(alice, "kernels", NOON + 2 * DAY).standing.state is State.OPEN
    Review.objects.filter(card=card).update(undone_at=NOON)
    assert spot(alice, "kernels", NOON + 2 * DAY).standing.state is State.QUIET


def test_a_point_missed_in_two_of_the_last_three_is_a_spot_of_its_own(alice):
    question = QuestionFactory()
    for n, verdict in enumerate(("missed", "made", "missed")):
        answered(alice, question, score=0.6, verdicts=("made", verdict), at=NOON + n * DAY)
    [found] = board(alice).measured
    assert found.group == "point"
    assert found.standing.why == "Wanting 2 of the last 3 times it was asked."
    assert found.answer == question.current.key_points.last().text
    assert found.fix.address == question.get_absolute_url()


def test_an_area_under_its_band_is_a_spot_with_a_practice(alice):
    for n in range(3):
        answered(alice, QuestionFactory(), score=0.3, at=NOON + n * DAY)
    [found] = board(alice).measured
    assert found.slug == "topic-optimisation"
    assert found.fix.address.endswith("area=optimisation")


def test_marks_one_has_not_seen_say_nothing(alice):
    for n in range(3):
        interview = answered(alice, QuestionFactory(), score=0.1, at=NOON + n * DAY)
        Interview.objects.filter(pk=interview.pk).update(estimated_at=None)
    assert board(alice).measured == []


def test_a_persons_mark_counts_before_the_machines(alice):
    question = QuestionFactory()
    for n in range(3):
        of = answered(alice, question, score=0.2, at=NOON + n * DAY).questions.get()
        card = Scorecard.objects.create(
            question=of, rater_kind="peer", score=0.9, low=0.9, high=0.9, made_at=timezone.now()
        )
        for point in question.current.key_points.all():
            PointMark.objects.create(scorecard=card, key_point=point, verdict="made", p=1)
    assert board(alice).measured == []


def test_nothing_of_others_counts(alice, bob):
    for n in range(3):
        answered(bob, QuestionFactory(), score=0.2, at=NOON + n * DAY)
    tried(bob, "kernels", "none", at=NOON)
    assert board(alice).worst(5) == []
    assert spot(alice, "kernels").last_try is None


def test_the_worst_come_first_and_what_went_well_today_waits(alice):
    tried(alice, "kernels", "none", at=NOON)
    for n in range(2):
        tried(alice, "penalties", "part", at=NOON + n * DAY)
    tried(alice, "tree-splits", "none", at=NOON)
    tried(alice, "tree-splits", "whole", at=NOON + 2 * DAY)
    at = NOON + 2 * DAY
    assert [one.slug for one in board(alice, at).worst(3)] == ["penalties", "kernels"]
    later = [one.slug for one in board(alice, at + DAY).worst(3)]
    assert later == ["penalties", "kernels", "tree-splits"]


def test_today_shows_two_at_most_and_says_why(alice):
    for slug in ("kernels", "penalties", "tree-splits"):
        tried(alice, slug, "none", at=NOON)
    found = list(due.items(Evidence(alice, at=NOON, desk=Desk(user=alice))))
    assert len(found) == 2
    assert found[0].why == "The probe: “I would not have known”."
    titles = [one.title for one in today.of(alice, at=NOON).items]
    assert sum(title.startswith("Weak spot: ") for title in titles) == 2


def test_a_rating_of_shaky_flags_and_one_of_sure_fixes_nothing(alice):
    actions.rate(alice, "kernels", 2, at=NOON)
    found = spot(alice, "kernels")
    assert (found.standing.state, found.confidence) == (State.OPEN, 2)
    for n in range(1, 4):
        actions.rate(alice, "kernels", 4, at=NOON + n * DAY)
    assert spot(alice, "kernels").standing.state is State.OPEN


@pytest.mark.parametrize("number", [2, LOOKED_AT + 5])
def test_the_board_costs_the_same_however_much_there_is(
    alice, number, django_assert_max_num_queries
):
    question = QuestionFactory()
    for n in range(number):
        answered(alice, question, score=0.3, at=NOON - n * DAY)
    board(alice).worst(2)
    with django_assert_max_num_queries(11):
        board(alice).worst(2)
