"""Whose mark is shown, and how marks add up. No database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview import marks
from interview.models import InterviewQuestion, Scorecard
from questions.models import KeyPoint

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
shares = st.floats(0, 1)


def card(kind="auto", *, score=0.5, low=0.4, high=0.6, abstained=False, made_at=NOON, p=None):
    said = [SimpleNamespace(key_point_id=pk, p=value) for pk, value in (p or {}).items()]
    return SimpleNamespace(
        rater_kind=kind,
        score=score,
        low=low,
        high=high,
        abstained=abstained,
        made_at=made_at,
        marks=SimpleNamespace(all=lambda: said),
    )


def points(*weights):
    return [KeyPoint(pk=pk, weight=weight) for pk, weight in enumerate(weights, start=1)]


def test_a_person_counts_before_a_machine_and_an_interviewer_before_all():
    kinds = ["auto", "self", "interviewer", "llm", "peer"]
    ordered = marks.by_precedence([card(kind) for kind in kinds])
    assert [one.rater_kind for one in ordered] == ["interviewer", "peer", "self", "llm", "auto"]


def test_precedence_names_every_kind_of_rater():
    assert set(marks.PRECEDENCE) == set(Scorecard.Rater.values)


def test_of_two_machine_marks_the_newer_counts():
    old = card(score=0.4)
    new = card(score=0.6, made_at=NOON + timedelta(hours=1))
    assert marks.shown([old, new]) is new


def test_a_card_without_a_mark_steps_aside_for_one_with():
    silent, speaking = card("llm", abstained=True), card("auto")
    assert marks.shown([silent, speaking]) is speaking
    assert marks.shown([silent]) is silent
    assert marks.mark_of(silent) is None
    assert marks.shown([]) is None


def test_a_person_is_no_machine():
    assert marks.machine([card("self"), card("peer")]) is None


def test_judging_every_point_gives_exactly_the_weighted_credit():
    said = {1: "made", 2: "partly", 3: "missed"}
    by_machine = card(score=0.9, low=0.7, high=1, p={1: 0.9, 2: 0.9, 3: 0.9})
    mark = marks.corrected(points(3, 2, 1), said, by_machine)
    assert mark.score == pytest.approx((3 + 1) / 6)
    assert mark.low == mark.high == mark.score


def test_judging_nothing_keeps_the_mark_of_the_machine():
    by_machine = card(score=0.62, low=0.5, high=0.7, p={1: 0.9, 2: 0.3})
    mark = marks.corrected(points(2, 1), {}, by_machine)
    assert (mark.score, mark.low, mark.high) == pytest.approx((0.62, 0.5, 0.7))


def test_without_a_machine_mark_open_points_stay_open():
    mark = marks.corrected(points(2, 2), {1: "made"}, card(abstained=True))
    assert (mark.score, mark.low, mark.high) == (0.5, 0.5, 1)


verdicts = st.sampled_from(["made", "partly", "missed"])


@given(
    st.lists(st.tuples(st.integers(1, 3), shares, st.none() | verdicts), min_size=1, max_size=7),
    st.tuples(shares, shares, shares).map(sorted),
)
def test_a_corrected_mark_lies_in_its_interval_and_rises_with_the_verdict(rows, interval):
    low, score, high = interval
    rubric = points(*(weight for weight, _, _ in rows))
    p = {pk: value for pk, (_, value, _) in enumerate(rows, start=1)}
    said = {pk: verdict for pk, (_, _, verdict) in enumerate(rows, start=1) if verdict}
    by_machine = card(score=score, low=low, high=high, p=p)
    worse, middle, better = (
        marks.corrected(rubric, {**said, 1: verdict}, by_machine).score
        for verdict in ("missed", "partly", "made")
    )
    assert worse <= middle + 1e-9 <= better + 2e-9
    mark = marks.corrected(rubric, said, by_machine)
    assert 0 <= mark.low <= mark.score <= mark.high <= 1


def part(score, low, high, seconds):
    return marks.Part(marks.Mark(score, low, high), seconds)


def test_questions_weigh_by_their_share_of_the_clock():
    total = marks.together([part(1, 1, 1, 300), part(0, 0, 0, 100)])
    assert total.score == pytest.approx(0.75)


def test_errors_of_many_questions_partly_cancel():
    one = part(0.5, 0.3, 0.7, 60)
    assert marks.together([one]).low == pytest.approx(0.3)
    four = marks.together([one] * 4)
    assert (four.low, four.high) == pytest.approx((0.4, 0.6))


def test_nothing_marked_gives_no_mark_and_not_zero():
    assert marks.together([]) is None


@given(st.lists(st.tuples(st.tuples(shares, shares, shares).map(sorted), st.integers(1, 9999))))
def test_a_total_lies_in_its_interval(rows):
    total = marks.together([part(s, low, high, seconds) for (low, s, high), seconds in rows])
    if total:
        assert 0 <= total.low <= total.score <= total.high <= 1


def test_what_was_expected_leaves_out_what_was_declined():
    questions = [
        InterviewQuestion(estimate=4, budget_seconds=100),
        InterviewQuestion(estimate=2, budget_seconds=100),
        InterviewQuestion(estimate=None, budget_seconds=800, estimate_declined=True),
    ]
    assert marks.expected(questions) == pytest.approx(0.75)
    assert marks.expected(questions[2:]) is None


def test_a_mark_outside_its_interval_cannot_be_made():
    with pytest.raises(ValueError, match="not a mark"):
        marks.Mark(0.9, 0.1, 0.8)


def test_every_reason_has_a_sentence_for_the_page():
    from scoring import REASONS

    for reason in [*marks.OUR_REASONS, *filter(None, REASONS)]:
        assert marks.why_no_mark(SimpleNamespace(reason=reason)).endswith(".")
