"""What an interview allows: no database, no clock."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview import rules
from interview.models import Interview

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
Status, Mode = Interview.Status, Interview.Mode


def running(*, ends_in=timedelta(minutes=10), paused_ago=None, mode=Mode.EXAM) -> Interview:
    return Interview(
        status=Status.RUNNING,
        mode=mode,
        started_at=NOW - timedelta(minutes=5),
        ends_at=NOW + ends_in,
        paused_at=None if paused_ago is None else NOW - paused_ago,
    )


def test_time_left_counts_down_to_zero_and_no_further():
    assert rules.time_left(running(), at=NOW) == timedelta(minutes=10)
    assert rules.time_left(running(ends_in=-timedelta(hours=1)), at=NOW) == timedelta(0)


def test_a_paused_clock_shows_what_was_left():
    paused = running(paused_ago=timedelta(minutes=3), mode=Mode.PRACTICE)
    assert rules.time_left(paused, at=NOW) == timedelta(minutes=13)
    assert not rules.is_over(paused, at=NOW + timedelta(days=1))


def test_extra_time_multiplies_the_minutes():
    assert rules.length(15, Decimal("1.5")) == timedelta(minutes=22, seconds=30)


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (timedelta(seconds=-1), None),
        (timedelta(0), None),
        (rules.GRACE - timedelta(milliseconds=1), None),
        (rules.GRACE, "Time is up."),
    ],
)
def test_a_draft_counts_until_the_grace_is_over(after, why):
    interview = running(ends_in=timedelta(0))
    assert rules.why_not_save(interview, at=NOW + after) == why
    assert rules.must_close(interview, at=NOW + after) == (why is not None)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.RUNNING])
def test_only_a_running_interview_takes_answers(status):
    interview = running()
    interview.status = status
    assert rules.why_not_save(interview, at=NOW)


def test_a_pause_takes_what_was_typed_before_it_and_nothing_later():
    just = running(paused_ago=timedelta(seconds=5), mode=Mode.PRACTICE)
    long = running(paused_ago=timedelta(minutes=5), mode=Mode.PRACTICE)
    assert rules.why_not_save(just, at=NOW) is None
    assert rules.why_not_save(long, at=NOW) == "The interview is paused."


def test_an_exam_has_neither_pause_nor_hints():
    assert rules.why_not_pause(running(), at=NOW) == "An exam has no pause."
    assert rules.why_no_hint(running(), at=NOW) == "An exam has no hints."
    assert rules.why_not_pause(running(mode=Mode.PRACTICE), at=NOW) is None
    assert rules.why_no_hint(running(mode=Mode.PRACTICE), at=NOW) is None


def test_no_hint_while_the_clock_stands_still():
    paused = running(mode=Mode.PRACTICE, paused_ago=timedelta(seconds=1))
    assert rules.why_no_hint(paused, at=NOW) == "The interview is paused."


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("x" * rules.LONGEST_ANSWER, True),
        ("x" * (rules.LONGEST_ANSWER + 1), False),
        ("a\x00b", False),
        ("half \ud800 a character", False),
        ("‏עברית, 🦉 and\r\nlines", True),
        ("", True),
    ],
)
def test_a_text_is_stored_whole_or_refused_with_words(text, fine):
    assert (rules.why_not_text(text) is None) is fine


@given(seconds=st.integers(-3600, 3600))
def test_nothing_may_be_saved_once_it_must_close(seconds):
    interview = running(ends_in=timedelta(seconds=seconds))
    assert rules.must_close(interview, at=NOW) == bool(rules.why_not_save(interview, at=NOW))
    if rules.must_close(interview, at=NOW):
        assert rules.is_over(interview, at=NOW)
