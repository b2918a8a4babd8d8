"""Marking, moving, many at once, notes and undoing, in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from study import history
from study.content import content
from study.grid import actions, table
from study.models import Box, Desk, GridChange, GridNote
from web.refusals import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def concepts():
    return content().study.concepts


def tap(alice, concept, step=1, *, done=True, at=NOON):
    return actions.tap(alice, concept, step, done=done, at=at)


def kept(alice):
    return list(Box.objects.filter(owner=alice).values_list("concept", "step", "due_on", "done_on"))


def test_a_tap_marks_today_and_gives_the_others_their_days(alice, bob, concepts):
    tap(alice, concepts[0])
    slug = concepts[0].slug
    assert kept(alice) == [
        (slug, 1, None, TODAY),
        (slug, 2, TODAY + DAY, None),
        (slug, 4, TODAY + 3 * DAY, None),
        (slug, 7, TODAY + 6 * DAY, None),
        (slug, 14, TODAY + 13 * DAY, None),
    ]
    assert kept(bob) == []


def test_a_second_tap_that_asks_for_the_same_changes_nothing(alice, concepts):
    assert tap(alice, concepts[0])
    assert tap(alice, concepts[0]) is None
    assert GridChange.objects.count() == 1


def test_the_study_day_is_the_persons_own(alice, concepts):
    late = datetime(2026, 3, 3, 2, tzinfo=UTC)
    tap(alice, concepts[0], at=late)
    assert Box.objects.get(step=1).done_on == TODAY


def test_what_the_rules_refuse_changes_nothing(alice, concepts):
    with pytest.raises(Refused, match="Day 1 comes first"):
        tap(alice, concepts[0], 4)
    tap(alice, concepts[0])
    tap(alice, concepts[0], 2, at=NOON + DAY)
    with pytest.raises(Refused, match="Later days are done"):
        tap(alice, concepts[0], done=False)
    with pytest.raises(Refused, match="before day 1"):
        actions.record(
            alice, concepts[0], 4, on=TODAY - DAY, minutes=None, confidence=None, at=NOON
        )
    assert GridChange.objects.count() == 2


def test_minutes_and_how_sure_are_kept_and_gone_with_the_mark(alice, concepts):
    tap(alice, concepts[0])
    actions.record(alice, concepts[0], 1, on=TODAY - DAY, minutes=40, confidence=3, at=NOON)
    box = Box.objects.get(step=1)
    assert (box.done_on, box.minutes, box.confidence) == (TODAY - DAY, 40, 3)
    assert Box.objects.get(step=2).due_on == TODAY, "re-dating moves what is not done"
    tap(alice, concepts[0], done=False)
    assert kept(alice) == []


def test_undoing_puts_everything_back_in_any_order_that_makes_sense(alice, concepts):
    one, two = concepts[:2]
    actions.record(alice, one, 1, on=TODAY, minutes=40, confidence=3, at=NOON)
    before = Box.objects.filter(concept=one.slug).values()
    before = list(before.values_list("step", "due_on", "done_on", "minutes", "marked_at"))
    first = GridChange.objects.get()
    again = tap(alice, one, done=False)
    other = tap(alice, two)
    with pytest.raises(Refused, match="later changed the same"):
        actions.undo(first, at=NOON)
    actions.undo(again, at=NOON)
    now = Box.objects.filter(concept=one.slug)
    assert list(now.values_list("step", "due_on", "done_on", "minutes", "marked_at")) == before
    actions.undo(first, at=NOON)
    actions.undo(first, at=NOON)
    assert not Box.objects.filter(concept=one.slug).exists()
    assert Box.objects.filter(concept=two.slug).count() == 5
    assert history.last(GridChange.objects.filter(owner=alice)) == other


def test_only_the_last_twenty_changes_are_kept(alice, bob, concepts):
    tap(bob, concepts[0])
    for n in range(22):
        tap(alice, concepts[0], done=n % 2 == 0)
    assert GridChange.objects.filter(owner=alice).count() == history.HISTORY
    assert GridChange.objects.filter(owner=bob).count() == 1


def test_day_one_of_many_leaves_those_alone_that_have_it(alice, concepts):
    tap(alice, concepts[0], at=NOON - 3 * DAY)
    change = actions.start(alice, concepts[:3], at=NOON)
    assert set(change.before) == {concept.slug for concept in concepts[1:3]}
    assert Box.objects.get(concept=concepts[0].slug, step=1).done_on == TODAY - 3 * DAY
    assert actions.start(alice, concepts[:3], at=NOON) is None


def test_catching_up_moves_what_is_overdue_and_can_be_taken_back(alice, concepts):
    actions.start(alice, concepts[:6], at=NOON - 2 * DAY)
    before = kept(alice)
    change = actions.catch_up(alice, concepts, moving=None, cap=30, at=NOON)
    days = sorted(box.due_on for box in Box.objects.filter(step=2))
    assert days[0] == TODAY
    assert not Box.objects.filter(done_on=None, due_on__lt=TODAY).exists()
    by_day = [days.count(day) for day in set(days)]
    assert max(by_day) <= 2, "15 minutes each, 30 a day"
    actions.undo(change, at=NOON)
    assert kept(alice) == before


def test_catching_up_moves_only_what_was_asked_for(alice, concepts):
    actions.start(alice, concepts[:2], at=NOON - 2 * DAY)
    actions.catch_up(alice, concepts, moving={concepts[0].slug}, cap=60, at=NOON)
    assert Box.objects.get(concept=concepts[0].slug, step=2).due_on == TODAY
    assert Box.objects.get(concept=concepts[1].slug, step=2).due_on == TODAY - DAY


def test_open_boxes_are_brought_before_the_interview_on_request(alice, concepts):
    with pytest.raises(Refused, match="when your interview is"):
        actions.compress(alice, at=NOON)
    desk = Desk.objects.create(user=alice, interview_on=TODAY + 5 * DAY)
    tap(alice, concepts[0])
    assert table.waiting(alice, desk=desk, at=NOON).late == 2
    actions.compress(alice, at=NOON)
    due = list(Box.objects.filter(done_on=None).values_list("due_on", flat=True))
    assert due == sorted(due)
    assert due[-1] == TODAY + 4 * DAY
    assert actions.compress(alice, at=NOON) is None
    with pytest.raises(Refused, match="No day is left"):
        actions.compress(alice, at=NOON + 5 * DAY)


def test_a_note_is_kept_changed_and_cleared(alice, concepts):
    for text in ("One.", "Two."):
        actions.note(alice, concepts[0].slug, text)
    assert GridNote.objects.get(owner=alice).text == "Two."
    actions.note(alice, concepts[0].slug, "  ")
    assert not GridNote.objects.exists()


def test_counts_say_boxes_and_minutes(alice, concepts):
    tap(alice, concepts[0], at=NOON - DAY)
    tap(alice, concepts[1], at=NOON - 2 * DAY)
    counts = table.waiting(alice, desk=actions.desk_of(alice), at=NOON)
    assert (counts.today, counts.today_minutes) == (1, 15)
    assert (counts.overdue, counts.overdue_minutes, counts.minutes) == (1, 15, 30)


@pytest.mark.parametrize(
    "facts",
    [
        {"step": 3, "due_on": TODAY},
        {"step": 2},
        {"step": 2, "due_on": TODAY, "minutes": 5},
        {"step": 2, "done_on": TODAY},
        {"step": 2, "done_on": TODAY, "marked_at": NOON, "confidence": 5},
        {"step": 2, "done_on": TODAY, "marked_at": NOON, "minutes": 0},
    ],
)
def test_the_database_keeps_no_box_that_makes_no_sense(alice, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Box.objects.create(owner=alice, concept="mlp", **facts)
