"""Meetings: planned, moved, called off, and what the people who come are told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from groups import actions as group_actions
from groups import meeting_actions as actions
from groups import meeting_sweep
from groups.models import Attendance, Meeting
from groups.recurrence import Every, Rule
from reminders import actions as outbox
from reminders import feeds
from reminders.models import Reminder
from tests.factories import UserFactory, group_of
from tests.groups.meetings import meeting_of, plan_of, row_of
from web.refusals import Refused

pytestmark = pytest.mark.django_db
WEEKLY = Rule(Every.WEEK)


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def at():
    return timezone.now()


def told(user, kind: str | None = None) -> list[str]:
    """What waits for this person's inbox or was shown there, by kind."""
    rows = Reminder.objects.filter(user=user, channel="in-app").order_by("pk")
    rows = rows.filter(state__in=["waiting", "sent"])
    return [one.kind for one in rows if kind in (None, one.kind)]


def calendar(user) -> list[tuple[str, int]]:
    """What this person's calendar is told: kind and sequence, in order."""
    rows = Reminder.objects.filter(user=user, channel="email", key__contains=":calendar:")
    return [(one.kind, one.facts["sequence"]) for one in rows.order_by("pk")]


def test_who_plans_it_comes_and_the_others_are_asked(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    assert [(one.user, one.answer) for one in meeting.attendances.all()] == [(alice, "yes")]
    assert told(alice) == ["meeting-planned", "meeting-soon", "meeting-soon"]
    assert told(bob) == ["meeting-asked"]


def test_only_whoever_comes_has_it_in_the_calendar(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    actions.answer(meeting, bob, "maybe", at=at)
    assert calendar(bob) == []
    actions.answer(meeting, bob, "yes", at=at)
    assert calendar(bob) == [("meeting-planned", 0)]
    due = Reminder.objects.filter(user=bob, kind="meeting-soon", channel="in-app")
    assert sorted(meeting.starts_at - one.due_at for one in due)[0] == timedelta(minutes=30)
    assert due.count() == 2


def test_a_new_time_is_the_same_entry_with_the_next_sequence(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    uid = meeting.calendar_uid
    later = plan_of(wall=plan_of().wall + timedelta(hours=1))
    moved = actions.edit(meeting, later, following=False, by=alice, at=at)
    assert moved.calendar_uid == uid
    assert calendar(alice) == [("meeting-planned", 0), ("meeting-moved", 1)]
    assert calendar(bob) == [], "he has not said that he comes"
    waiting = Reminder.objects.filter(user=alice, kind="meeting-soon", state="waiting")
    assert {one.facts["starts_at"] for one in waiting} == {moved.starts_at.isoformat()}
    assert waiting.count() == 4, "two times, two ways; those of the old time are withdrawn"


def test_other_words_alone_tell_no_calendar(group, alice, at):
    meeting = meeting_of(group, by=alice)
    actions.edit(meeting, plan_of(title="Chalk"), following=False, by=alice, at=at)
    assert calendar(alice) == [("meeting-planned", 0)]


def test_calling_off_takes_it_out_of_calendars_once(group, alice, at):
    meeting = meeting_of(group, by=alice)
    outbox.send_due(at=at + timedelta(minutes=1))
    for _ in range(2):
        actions.cancel(meeting, following=False, by=alice, at=at)
    assert calendar(alice) == [("meeting-planned", 0), ("meeting-cancelled", 1)]
    assert not Reminder.objects.filter(kind="meeting-soon", state="waiting").exists()


def test_a_calendar_that_was_never_told_is_not_told_of_the_end(group, alice, at):
    meeting = meeting_of(group, by=alice)
    actions.cancel(meeting, following=False, by=alice, at=at)
    assert told(alice) == []


def test_coming_not_coming_and_coming_again_are_steps_in_order(group, alice, at):
    meeting = meeting_of(group, by=alice)
    outbox.send_due(at=at + timedelta(minutes=1))
    actions.answer(meeting, alice, "no", at=at)
    actions.answer(meeting, alice, "yes", at=at)
    actions.answer(meeting, alice, "yes", at=at)
    kinds = ["meeting-planned", "meeting-cancelled", "meeting-planned"]
    assert calendar(alice) == [(kind, number) for number, kind in enumerate(kinds)]


def test_the_mail_carries_what_calendars_need(group, alice, at, mailoutbox, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    meeting = meeting_of(group, by=alice)
    outbox.send_due(at=at + timedelta(minutes=1))
    actions.cancel(meeting, following=False, by=alice, at=at)
    outbox.send_due(at=at + timedelta(minutes=2))
    asked, off = (str(mail.message()) for mail in mailoutbox if alice.email in mail.to[0])
    assert "method=REQUEST" in asked.replace('"', "")
    assert "method=CANCEL" in off.replace('"', "")


# A row of meetings


def test_a_calendar_link_shows_what_one_has_not_said_no_to(
    group, alice, bob, charlie, at, django_assert_max_num_queries
):
    first, second = meeting_of(group, by=alice), meeting_of(group, by=alice, title="Papers")
    off = meeting_of(group, by=alice, title="Off")
    actions.cancel(off, following=False, by=alice, at=at)
    actions.answer(second, bob, "no", at=at)
    with django_assert_max_num_queries(2):
        shown = feeds.entries(bob, "meetings", at=at)
    assert [(one.uid, one.status) for one in shown] == [(first.calendar_uid, "tentative")]
    actions.answer(first, bob, "yes", at=at)
    assert [one.status for one in feeds.entries(bob, "meetings", at=at)] == ["confirmed"]
    assert feeds.entries(charlie, "everything", at=at) == []


def test_a_row_is_made_eight_weeks_ahead_and_no_day_twice(group, alice, at):
    first = meeting_of(group, by=alice, rule=WEEKLY)
    days = [one.series_day for one in row_of(first)]
    assert len(days) == 8
    assert meeting_sweep.sweep(at=at) == 0
    assert meeting_sweep.sweep(at=at + timedelta(weeks=1)) == 1
    assert [one.series_day for one in row_of(first)][:8] == days


def test_what_is_called_off_is_not_made_again(group, alice, at):
    second = row_of(meeting_of(group, by=alice, rule=WEEKLY))[1]
    actions.cancel(second, following=False, by=alice, at=at)
    meeting_sweep.sweep(at=at)
    assert Meeting.objects.planned().count() == 7


def test_a_row_far_ahead_has_its_first_meeting_at_once(group, alice):
    far = plan_of().wall + timedelta(weeks=20)
    assert row_of(meeting_of(group, by=alice, rule=WEEKLY, wall=far))


def test_a_row_keeps_its_time_on_the_wall_when_clocks_change(group, alice):
    at = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
    first = meeting_of(group, by=alice, at=at, rule=WEEKLY, wall=datetime(2027, 3, 21, 20, 0))
    assert [one.starts_at.hour for one in row_of(first)][:3] == [20, 19, 19]


def test_yes_to_all_that_follow_goes_for_those_made_later(group, alice, bob, at):
    first = meeting_of(group, by=alice, rule=WEEKLY)
    actions.answer(first, bob, "yes", carries=True, at=at)
    assert Attendance.objects.filter(user=bob, answer="yes").count() == 8
    meeting_sweep.sweep(at=at + timedelta(weeks=1))
    assert Attendance.objects.filter(user=bob, answer="yes").count() == 9
    assert len(set(Meeting.objects.values_list("calendar_uid"))) == 9


def test_one_of_a_row_is_moved_alone_and_stays_so(group, alice, at):
    first = meeting_of(group, by=alice, rule=WEEKLY)
    later = plan_of(wall=plan_of().wall + timedelta(days=1))
    moved = actions.edit(first, later, following=False, by=alice, at=at)
    meeting_sweep.sweep(at=at)
    moved.refresh_from_db()
    assert moved.moved
    assert moved.starts_at == later.starts_at
    assert row_of(first)[1].starts_at == plan_of().starts_at + timedelta(weeks=1)


def test_a_time_that_another_rule_of_the_zone_gives_is_taken_up(group, alice, at):
    """As after an update of the zones: the row stands, the instant is another."""
    first = meeting_of(group, by=alice, rule=WEEKLY)
    meant = first.starts_at
    Meeting.objects.filter(pk=first.pk).update(starts_at=meant + timedelta(hours=1))
    meeting_sweep.sweep(at=at)
    first.refresh_from_db()
    assert first.starts_at == meant
    assert calendar(alice)[-1][0] == "meeting-moved"


def test_this_and_all_that_follow_move_and_keep_who_comes(group, alice, bob, at):
    first = meeting_of(group, by=alice, rule=Rule(Every.WEEK, times=6))
    actions.answer(first, bob, "yes", carries=True, at=at)
    third = row_of(first)[2]
    wall = datetime.combine(third.series_day, plan_of().wall.time()) + timedelta(hours=1)
    chosen = plan_of(wall=wall, title="Later", rule=Rule(Every.WEEK, times=6))
    moved = actions.edit(third, chosen, following=True, by=alice, at=at)
    assert moved.pk == third.pk
    assert moved.calendar_uid == third.calendar_uid
    assert len(row_of(first)) == 2
    assert [one.title for one in row_of(moved)] == ["Later"] * 4, "six in all"
    assert moved.attendances.filter(user=bob, answer="yes").exists()
    meeting_sweep.sweep(at=at)
    assert Meeting.objects.count() == 6


def test_a_row_moves_far_ahead_and_stays(group, alice, bob, at):
    first = meeting_of(group, rule=Rule(Every.WEEK), at=at)
    actions.answer(first, bob, "yes", carries=True, at=at)
    kept = [one.pk for one in row_of(first)]
    far = plan_of().wall + timedelta(weeks=20)
    moved = plan_of(wall=far, rule=Rule(Every.WEEK))
    actions.edit(first, moved, following=True, by=alice, at=at)
    first.refresh_from_db()
    assert [one.pk for one in row_of(first)] == kept
    assert first.starts_at == moved.starts_at
    assert first.attendances.filter(user=bob, answer="yes").exists()


def test_a_whole_row_moves_with_its_first(group, alice, at):
    first = meeting_of(group, by=alice, rule=Rule(Every.WEEK, times=4))
    chosen = plan_of(rule=Rule(Every.FORTNIGHT, times=4))
    moved = actions.edit(first, chosen, following=True, by=alice, at=at)
    steps = {b.series_day - a.series_day for a, b in pairwise(row_of(moved))}
    assert steps == {timedelta(weeks=2)}
    meeting_sweep.sweep(at=at)
    assert Meeting.objects.count() == 4


def test_calling_off_this_and_all_that_follow_ends_the_row(group, alice, at):
    first = meeting_of(group, by=alice, rule=WEEKLY)
    actions.cancel(row_of(first)[3], following=True, by=alice, at=at)
    meeting_sweep.sweep(at=at + timedelta(weeks=4))
    assert len(row_of(first)) == 3


# Papers


@pytest.fixture
def papers(group, alice):
    first = meeting_of(group, by=alice, rule=WEEKLY, kind="paper")
    return row_of(first)


def programme(first: Meeting) -> list[tuple]:
    return [(one.presenter, one.paper) for one in row_of(first)]


def test_papers_go_by_the_reading_list_and_presenters_by_turns(papers, alice, bob):
    assert [one.presenter for one in papers][:4] == [alice, bob, alice, bob]
    slugs = [one.paper for one in papers]
    assert slugs[:2] == ["attention-is-all-you-need", "bert-pretraining"]
    assert len(set(slugs)) == 8


def test_a_week_that_is_skipped_shifts_the_rest(papers, alice, at):
    before = programme(papers[0])
    actions.cancel(papers[1], following=False, by=alice, at=at)
    assert programme(papers[0]) == before[:-1]
    papers[1].refresh_from_db()
    assert (papers[1].presenter, papers[1].paper) == (None, "")


def test_what_was_held_is_not_read_again(papers, alice, at):
    later = papers[0].starts_at + timedelta(hours=2)
    actions.tidy(papers[0].group, at=later)
    slugs = [paper for _, paper in programme(papers[0])]
    assert len(set(slugs)) == len(slugs)


def test_a_choice_by_hand_stays_and_the_rota_goes_round_it(papers, alice, bob, at):
    actions.choose_presenter(papers[0], bob, "adam-method", by=alice, at=at)
    found = programme(papers[0])
    assert found[0] == (bob, "adam-method")
    assert found[1] == (alice, "attention-is-all-you-need")
    assert [paper for _, paper in found].count("adam-method") == 1


def test_whoever_joins_or_leaves_changes_the_rota(papers, group, bob, at):
    carol = UserFactory()
    group.circle.memberships.get(user=bob).delete()
    group.circle.memberships.create(user=carol, since=at)
    meeting_sweep.sweep(at=at)
    assert {one.presenter for one in row_of(papers[0])} == {papers[0].presenter, carol}


# Rules


def test_only_its_maker_or_an_organiser_changes_it(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    with pytest.raises(Refused, match="organiser"):
        actions.cancel(meeting, following=False, by=bob, at=at)
    group.memberships.filter(place__user=bob).update(role="organiser")
    actions.cancel(meeting, following=False, by=bob, at=at)


def test_what_has_begun_is_not_changed(group, alice):
    meeting = meeting_of(group, by=alice)
    for work in (
        lambda late: actions.cancel(meeting, following=False, by=alice, at=late),
        lambda late: actions.edit(meeting, plan_of(), following=False, by=alice, at=late),
    ):
        with pytest.raises(Refused, match="has begun"):
            work(meeting.starts_at)
    with pytest.raises(Refused, match="is over"):
        actions.answer(meeting, alice, "no", at=meeting.ends_at)


def test_planned_twice_it_is_one_meeting(group, alice, bob, at):
    meeting = meeting_of(group, at=at)
    assert meeting_of(group, at=at) == meeting
    assert meeting_of(group, title="Another", at=at) != meeting
    assert meeting_of(group, by=bob, at=at) != meeting
    actions.cancel(meeting, following=False, by=alice, at=at)
    assert meeting_of(group, at=at) != meeting


def test_nothing_is_planned_in_the_past_or_in_an_archived_group(group, alice, at):
    with pytest.raises(Refused, match="over already"):
        meeting_of(group, by=alice, wall=datetime(2020, 1, 1, 12, 0))
    group_actions.archive(group, by=alice, at=at)
    with pytest.raises(Refused, match="archived"):
        meeting_of(group, by=alice)


def test_one_is_there_when_it_begins_and_the_first_time_counts(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    with pytest.raises(Refused, match="quarter of an hour"):
        actions.note_there(meeting, bob, at=at)
    for minutes in (-5, 5):
        actions.note_there(meeting, bob, at=meeting.starts_at + timedelta(minutes=minutes))
    assert meeting.attendances.get(user=bob).there_at == meeting.starts_at - timedelta(minutes=5)


def test_whoever_leaves_the_group_loses_its_meetings(group, alice, bob, at):
    meeting = meeting_of(group, by=alice)
    actions.answer(meeting, bob, "yes", at=at)
    outbox.send_due(at=at + timedelta(minutes=1))
    group.circle.memberships.get(user=bob).delete()
    assert meeting not in Meeting.objects.visible_to(bob)
    meeting_sweep.sweep(at=at)
    assert calendar(bob)[-1][0] == "meeting-cancelled"
    assert not meeting.attendances.filter(user=bob).exists()


def test_an_account_can_go(group, alice, bob, at):
    meeting = meeting_of(group, by=bob, kind="paper", rule=Rule(Every.WEEK, times=3))
    bob.delete()
    meeting.refresh_from_db()
    assert meeting.made_by is None
    meeting_sweep.sweep(at=at)
    assert {one.presenter for one in row_of(meeting)} == {alice}
