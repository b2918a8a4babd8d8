"""When a day of repetition is due, what may be marked, what moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.grid import rules
from study.grid.rules import STEPS, Mark, State, Task

MARCH = date(2026, 3, 1)
DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
gaps = st.integers(0, 20)
relaxed = settings(deadline=None, max_examples=60)


def started(on=MARCH):
    return rules.marked({}, 1, Mark(done_on=on))


def dues(row):
    return [row[step].due_on for step in STEPS if step in row and row[step].done_on is None]


@st.composite
def rows(draw):
    """Rows as people make them: a first study, some later boxes done, perhaps shifted."""
    row = started(draw(days))
    for step in draw(st.lists(st.sampled_from(STEPS[1:]), unique=True)):
        on = row[1].done_on + draw(gaps) * DAY
        row = rules.marked(row, step, Mark(done_on=on))
    return (rules.shifted(row) or row) if draw(st.booleans()) else row


@relaxed
@given(days)
def test_a_first_study_gives_the_others_their_days(first):
    row = started(first)
    assert {step: (row[step].due_on - first).days for step in STEPS[1:]} == {
        2: 1,
        4: 3,
        7: 6,
        14: 13,
    }
    assert row[1].due_on is None


@relaxed
@given(rows(), days)
def test_redating_the_first_study_moves_what_is_not_done_and_nothing_else(row, first):
    moved = rules.marked(row, 1, Mark(done_on=first))
    for step in STEPS[1:]:
        if row[step].done_on:
            assert moved[step] == row[step]
        elif first != row[1].done_on:
            assert moved[step].due_on == rules.due_on(first, step)


@relaxed
@given(rows(), st.sampled_from(STEPS[1:]), gaps)
def test_a_later_box_moves_no_other(row, step, gap):
    made = rules.marked(row, step, Mark(done_on=row[1].done_on + gap * DAY))
    assert {s: m for s, m in made.items() if s != step} == {
        s: m for s, m in row.items() if s != step
    }


def test_a_late_second_day_keeps_the_fourth_and_offers_to_shift_the_rest():
    row = rules.marked(started(), 2, Mark(done_on=MARCH + 3 * DAY))
    assert row[4].due_on == MARCH + 3 * DAY
    made = rules.shifted(row)
    assert [(due - MARCH).days for due in dues(made)] == [5, 8, 15]
    assert rules.shifted(made) is None, "once is enough"
    on_time = rules.marked(started(), 2, Mark(done_on=MARCH + DAY))
    assert rules.shifted(on_time) is None
    assert rules.shifted({}) is None


@relaxed
@given(rows())
def test_shifting_never_brings_anything_forward_and_touches_nothing_done(row):
    made = rules.shifted(row) or row
    for step in STEPS:
        if row[step].done_on:
            assert made[step] == row[step]
        else:
            assert made[step].due_on >= row[step].due_on


@relaxed
@given(rows(), st.sampled_from(STEPS[1:]))
def test_unmarking_takes_back_what_marking_did(row, step):
    back = rules.unmarked(rules.marked(row, step, Mark(done_on=row[1].done_on)), step)
    assert back[step] == Mark(due_on=row[step].due_on)
    assert rules.unmarked(started(), 1) == {}


def test_what_cannot_be_marked_says_why():
    today = MARCH + 5 * DAY
    assert "Day 1 comes first" in rules.why_not_mark({}, 4, today, today=today)
    early = rules.why_not_mark(started(), 2, MARCH - DAY, today=today)
    assert early == "Day 2 cannot be done before day 1, 1 March 2026."
    assert "to come" in rules.why_not_mark({}, 1, today + DAY, today=today)
    row = rules.marked(started(), 4, Mark(done_on=MARCH + 3 * DAY))
    assert "Day 4 was done before" in rules.why_not_mark(row, 1, MARCH + 4 * DAY, today=today)
    assert rules.why_not_mark(row, 1, MARCH + 2 * DAY, today=today) is None
    assert rules.why_not_unmark(row, 1)
    assert rules.why_not_unmark(row, 4) is None
    assert rules.why_not_unmark(started(), 1) is None


@pytest.mark.parametrize(
    ("step", "today", "expected"),
    [
        (1, MARCH, State.DONE),
        (2, MARCH, State.LATER),
        (2, MARCH + DAY, State.TODAY),
        (2, MARCH + 2 * DAY, State.OVERDUE),
    ],
)
def test_how_a_box_stands(step, today, expected):
    assert rules.state(started(), step, today=today) is expected
    assert rules.state({}, step, today=today) is (State.OPEN if step == 1 else State.WAITS)


@relaxed
@given(rows(), days, st.integers(0, 30))
def test_what_is_brought_before_the_interview_keeps_its_order(row, today, left):
    interview = today + left * DAY
    made = rules.compressed(row, interview_on=interview, today=today)
    late = any(due >= interview for due in dues(row))
    if made is None:
        assert left == 0 or not late
        return
    assert late
    assert all(due < interview for due in dues(made))
    assert all(made[s] == row[s] for s in STEPS if row[s].done_on)
    was = [row[s].due_on for s in STEPS if row[s].done_on is None]
    assert all(new <= old for new, old in zip(dues(made), was, strict=True))
    if was == sorted(was):
        assert dues(made) == sorted(dues(made))
    assert all(new >= today for new, old in zip(dues(made), was, strict=True) if old >= today)


def test_with_room_the_last_is_the_day_before_and_the_others_a_day_apart():
    made = rules.compressed(started(), interview_on=MARCH + 4 * DAY, today=MARCH)
    assert [(due - MARCH).days for due in dues(made)] == [0, 1, 2, 3]


tasks = st.lists(
    st.builds(
        Task,
        concept=st.sampled_from(["a", "b", "c", "d"]),
        step=st.sampled_from(STEPS),
        due_on=st.dates(date(2026, 2, 20), date(2026, 3, 9)),
        minutes=st.integers(5, 120),
        rank=st.integers(1, 3),
    ),
    unique_by=lambda task: (task.concept, task.step),
)


@relaxed
@given(tasks, st.integers(10, 200))
def test_catching_up_leaves_nothing_overdue_and_fills_no_day_beyond_the_cap(found, cap):
    moved = rules.spread(found, today=MARCH, cap=cap)
    overdue = {(t.concept, t.step) for t in found if t.due_on < MARCH}
    assert overdue <= moved.keys()
    assert all(day >= MARCH for day in moved.values())
    for day in set(moved.values()):
        new = [
            t for t in found if (t.concept, t.step) in overdue and moved[t.concept, t.step] == day
        ]
        there = sum(t.minutes for t in found if t.due_on == day)
        total = there + sum(t.minutes for t in new)
        assert total <= cap or (there == 0 and len(new) == 1) or not new


def test_catching_up_begins_with_what_matters_most_and_keeps_the_order_of_a_concept():
    late = MARCH - DAY
    found = [
        Task("b", 2, late, 15, 2),
        Task("a", 2, late, 15, 1),
        Task("a", 4, MARCH, 10, 1),
        Task("c", 1, MARCH, 20, 1),
    ]
    moved = rules.spread(found, today=MARCH, cap=30)
    assert moved["a", 2] == MARCH + DAY, "today has 30 minutes already"
    assert moved["b", 2] == MARCH + DAY
    assert moved["a", 4] == MARCH + DAY, "not before the second day"
    assert ("c", 1) not in moved
