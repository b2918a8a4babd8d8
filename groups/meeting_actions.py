"""Everything that changes a meeting. Each locks the group's row: meetings of one group change one
after the other, and the presenters of its papers with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from groups import meeting_invitations as invitations
from groups import meeting_rules as rules
from groups import papers
from groups.actions import locked, role_of
from groups.models import Attendance, Group, Meeting, MeetingKind, Part, Series
from groups.recurrence import Occurrence, Rule
from reminders import local_time
from web.refusals import Refused


@dataclass(frozen=True)
class Plan:
    """What is typed about a meeting. `wall` is naive, on a clock in `zone`."""

    kind: str
    title: str
    minutes: int
    wall: datetime
    zone: str
    agenda: str = ""
    rule: Rule | None = None
    partner: User | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("kind", "title", "agenda", "minutes", "zone")
        }

    @property
    def starts_at(self) -> datetime:
        return local_time.instant_of(self.wall, ZoneInfo(self.zone)).at


@transaction.atomic
def plan(
    group: Group,
    chosen: Plan,
    *,
    by: User,
    at: datetime,
    exactly: datetime | None = None,
    accepted: bool = False,
) -> Meeting:
    """A new meeting, or the first of a row. Who plans it comes; everybody else is asked, unless
    the partner has `accepted` already. `exactly` is the instant where it is known better than by
    the wall, which shows some times twice.

    Planned twice by the same person, word for word at the same time, it is one meeting.
    """
    group = locked(group.pk)
    starts_at = exactly or chosen.starts_at
    if reason := rules.why_not_plan(group, starts_at, at=at):
        raise Refused(reason)
    same = group.meetings.planned().filter(made_by=by, starts_at=starts_at, **chosen.facts)
    if chosen.partner:
        same = same.filter(parts__asker=by, parts__answerer=chosen.partner)
    if there := same.first():
        return there
    if chosen.rule is None:
        first = group.meetings.create(starts_at=starts_at, made_by=by, **chosen.facts)
    else:
        series = _new_series(group, chosen, by=by)
        make_ahead(series, at=at)
        first = series.meetings.order_by("series_day").first()
    if chosen.kind == MeetingKind.MOCK and chosen.partner:
        pair(first, by, chosen.partner)
    papers.deal(group, at=at)
    _answer(first, by, Attendance.Answer.YES, carries=chosen.rule is not None, at=at)
    if accepted and chosen.partner:
        _answer(first, chosen.partner, Attendance.Answer.YES, carries=False, at=at)
    else:
        asked = [chosen.partner] if chosen.partner else _others(group, by)
        invitations.ask(first, asked, at=at)
    return first


def make_ahead(series: Series, *, at: datetime) -> int:
    """The meetings of a row for the next eight weeks; returns how many are new.

    Those that are there stay what they are, called off or not. Where the rules of a zone have
    changed since, a meeting that nobody moved keeps its time on the wall.
    """
    known = {one.series_day: one for one in series.meetings.all()}
    new = []
    # The first of a row is made at once, however far ahead it is.
    begins = local_time.instant_of(series.first, ZoneInfo(series.zone)).at + timedelta(minutes=1)
    for one in series.times_before(max(at + rules.AHEAD, begins)):
        if one.at <= at:
            continue
        there = known.get(one.day)
        if there is None:
            new.append(_occurrence(series, one))
        elif there.starts_at != one.at and not there.moved and not there.is_cancelled:
            _to(there, one.at, at=at)
    # Two sweeps at once: the second finds the rows of the first.
    Meeting.objects.bulk_create(new, ignore_conflicts=True)
    made = [one.series_day for one in new]
    for meeting in series.meetings.filter(series_day__in=made).order_by("series_day"):
        _carry_answers(meeting, at=at)
    return len(made)


@transaction.atomic
def edit(meeting: Meeting, chosen: Plan, *, following: bool, by: User, at: datetime) -> Meeting:
    """Other words or another time, for one meeting or for it and all that follow in its row."""
    group = locked(meeting.group_id)
    meeting = _changeable(meeting, by, at=at)
    if reason := rules.why_not_plan(group, chosen.starts_at, at=at):
        raise Refused(reason)
    if following and meeting.series:
        _edit_following(meeting, chosen, by=by, at=at)
    else:
        meeting.moved = meeting.moved or (
            meeting.series_id is not None and meeting.starts_at != chosen.starts_at
        )
        _change(meeting, chosen, chosen.starts_at, at=at)
    papers.deal(group, at=at)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, following: bool, by: User, at: datetime) -> None:
    """Call off one meeting, or it and all that follow. A paper that was due moves on by one week.
    Calling off twice changes nothing."""
    group = locked(meeting.group_id)
    if Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.CANCELLED).exists():
        return
    meeting = _changeable(meeting, by, at=at)
    gone = [meeting]
    if following and meeting.series:
        gone = list(_from(meeting).planned())
        _end_before(meeting.series, meeting.series_day)
    for one in gone:
        _call_off(one, at=at)
    papers.deal(group, at=at)


@transaction.atomic
def answer(meeting: Meeting, user: User, said: str, *, carries: bool = False, at: datetime) -> None:
    """Say whether one comes; `carries` says it for the meetings that follow in the row, too."""
    meeting = (
        Meeting.objects.select_related("group").select_for_update(of=("self",)).get(pk=meeting.pk)
    )
    if reason := rules.why_not_answer(meeting, at=at):
        raise Refused(reason)
    carries = carries and meeting.series_id is not None
    _answer(meeting, user, said, carries=carries, at=at)
    if carries:
        for later in _from(meeting).planned().exclude(pk=meeting.pk):
            _answer(later, user, said, carries=True, at=at)


@transaction.atomic
def note_there(meeting: Meeting, user: User, *, at: datetime) -> None:
    """Somebody is there. The first time counts."""
    if reason := rules.why_not_there(meeting, at=at):
        raise Refused(reason)
    coming, _ = Attendance.objects.get_or_create(
        meeting=meeting,
        user=user,
        defaults={"answer": Attendance.Answer.YES, "answered_at": at},
    )
    if coming.there_at is None:
        coming.there_at = at
        coming.save(update_fields=["there_at"])


@transaction.atomic
def choose_presenter(
    meeting: Meeting, presenter: User | None, paper: str, *, by: User, at: datetime
) -> None:
    """Who presents what, by hand; nobody and nothing gives the week back to the rota."""
    group = locked(meeting.group_id)
    meeting = _changeable(meeting, by, at=at)
    if meeting.kind != MeetingKind.PAPER:
        raise Refused("Only a paper week has a presenter.")
    meeting.by_hand = presenter is not None or bool(paper)
    meeting.presenter, meeting.paper = presenter, paper
    meeting.save(update_fields=["by_hand", "presenter", "paper"])
    papers.deal(group, at=at)


def pair(meeting: Meeting, first: User, second: User) -> None:
    """Two parts of 45 minutes: the first asks, then they swap."""
    Part.objects.create(meeting=meeting, number=1, asker=first, answerer=second)
    Part.objects.create(meeting=meeting, number=2, asker=second, answerer=first)


@transaction.atomic
def tidy(group: Group, *, at: datetime) -> None:
    """After people came or went: whoever is out comes to nothing any more, and the papers are
    dealt among those who are in."""
    group = locked(group.pk)
    inside = group.circle.memberships.values("user_id")
    gone = Attendance.objects.filter(meeting__group=group, meeting__starts_at__gt=at)
    for one in gone.exclude(user_id__in=inside).select_related("meeting__group__circle", "user"):
        invitations.off(one, because="You have left the group", at=at)
        one.delete()
    papers.deal(group, at=at)


def _changeable(meeting: Meeting, by: User, *, at: datetime) -> Meeting:
    """The row as it is now, or the reason why it stays so."""
    meeting = Meeting.objects.select_related("group", "series").get(pk=meeting.pk)
    role = role_of(meeting.group, by)
    if reason := rules.why_not_change(meeting, by, role, at=at):
        raise Refused(reason)
    return meeting


def _new_series(group: Group, chosen: Plan, *, by: User) -> Series:
    day = chosen.wall.date()
    return group.series.create(
        first_day=day,
        wall=chosen.wall.time(),
        rule=chosen.rule.as_text(day),
        made_by=by,
        **chosen.facts,
    )


def _occurrence(series: Series, one: Occurrence) -> Meeting:
    names = ("kind", "title", "agenda", "minutes", "zone", "group_id", "made_by_id")
    facts = {name: getattr(series, name) for name in names}
    return Meeting(series=series, series_day=one.day, starts_at=one.at, **facts)


def _change(meeting: Meeting, chosen: Plan, instant: datetime, *, at: datetime) -> None:
    """Its words and its time; its kind stays what it was planned as. Calendars are told of what
    they show: when it begins and ends."""
    is_another_time = (meeting.starts_at, meeting.minutes) != (instant, chosen.minutes)
    meeting.title, meeting.agenda = chosen.title, chosen.agenda
    meeting.zone, meeting.minutes = chosen.zone, chosen.minutes
    meeting.save(update_fields=["title", "agenda", "zone", "minutes"])
    if is_another_time and not meeting.is_cancelled:
        _to(meeting, instant, at=at)


def _to(meeting: Meeting, instant: datetime, *, at: datetime) -> None:
    """Another time; the calendars of those who come follow."""
    meeting.starts_at = instant
    meeting.save(update_fields=["starts_at", "moved"])
    for one in _coming(meeting):
        invitations.moved(one, at=at)


def _call_off(meeting: Meeting, *, at: datetime) -> None:
    meeting.state = Meeting.State.CANCELLED
    meeting.presenter, meeting.paper, meeting.by_hand = None, "", False
    meeting.save(update_fields=["state", "presenter", "paper", "by_hand"])
    for one in _coming(meeting):
        invitations.off(one, because="Cancelled since", at=at)


def _edit_following(meeting: Meeting, chosen: Plan, *, by: User, at: datetime) -> None:
    """The row ends before this meeting, and another begins with it. The meetings stay the same
    ones, in their order, so that answers and calendar entries go along; what the new row has no
    place for is called off."""
    old, later = meeting.series, list(_from(meeting))
    rule = Rule.from_text(old.rule)
    left = rule.left_from(old.first_day, meeting.series_day)
    asked = chosen.rule or rule
    # As many as are left, when nothing else was said about the number.
    if asked == rule and left is not None:
        asked = replace(asked, times=left)
    _end_before(old, meeting.series_day)
    series = _new_series(meeting.group, replace(chosen, rule=asked, kind=old.kind), by=by)
    horizon = max(at, chosen.starts_at) + rules.AHEAD + timedelta(weeks=8)
    times = iter(series.times_before(horizon))
    for one in later:
        slot = next(times, None)
        if slot is None:
            if not one.is_cancelled:
                _call_off(one, at=at)
            continue
        one.series, one.series_day, one.moved = series, slot.day, False
        one.save(update_fields=["series", "series_day", "moved"])
        _change(one, chosen, slot.at, at=at)
    if meeting.series_day <= old.first_day:
        old.delete()
    make_ahead(series, at=at)


def _from(meeting: Meeting):
    """This meeting and those after it in its row."""
    rest = Meeting.objects.filter(series=meeting.series_id, series_day__gte=meeting.series_day)
    return rest.select_related("group__circle").order_by("series_day")


def _end_before(series: Series, day: date) -> None:
    """A row ends with the day before, or with its first day; its meetings stay what they are."""
    if day <= series.first_day:
        series.rule = Rule(Rule.from_text(series.rule).every, times=1).as_text(series.first_day)
    else:
        rule = Rule(Rule.from_text(series.rule).every, last=day - timedelta(days=1))
        series.rule = rule.as_text(series.first_day)
    series.save(update_fields=["rule"])


def _coming(meeting: Meeting) -> Iterable[Attendance]:
    yes = meeting.attendances.filter(answer=Attendance.Answer.YES).select_related("user")
    for one in yes:
        one.meeting = meeting
        yield one


def _answer(meeting: Meeting, user: User, said: str, *, carries: bool, at: datetime) -> None:
    one, new = Attendance.objects.get_or_create(
        meeting=meeting, user=user, defaults={"answer": said, "answered_at": at, "carries": carries}
    )
    one.meeting = meeting
    before = None if new else one.answer
    one.answer, one.answered_at, one.carries = said, at, carries
    one.save(update_fields=["answer", "answered_at", "carries"])
    if said == Attendance.Answer.YES and before != said:
        invitations.came_to_it(one, at=at)
    elif before == Attendance.Answer.YES and said != before:
        invitations.off(one, because="You do not come", at=at)


def _carry_answers(meeting: Meeting, *, at: datetime) -> None:
    """Whoever answered for all that follow has answered for this one."""
    earlier = Meeting.objects.filter(
        series=meeting.series_id, series_day__lt=meeting.series_day
    ).order_by("-series_day")
    before = earlier.first()
    if before is None or meeting.attendances.exists():
        return
    inside = meeting.group.circle.memberships.values("user_id")
    for one in before.attendances.filter(carries=True, user__in=inside).select_related("user"):
        _answer(meeting, one.user, one.answer, carries=True, at=at)


def _others(group: Group, by: User) -> list[User]:
    inside = group.circle.memberships.exclude(user=by).select_related("user")
    return [place.user for place in inside]
