"""Pages of a group's meetings."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions as group_actions
from groups import agenda
from groups import meeting_actions as actions
from groups.models import Attendance, Meeting, Membership
from groups.recurrence import Every, Rule
from tests.factories import UserFactory, group_of
from tests.groups.meetings import meeting_of, plan_of, row_of

pytestmark = pytest.mark.django_db
DAY = (timezone.now() + timedelta(days=3)).date()


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def meeting(group):
    return meeting_of(group)


def form(**more) -> dict:
    usual = {"kind": "whiteboard", "title": "", "date": DAY, "time": "18:30", "minutes": 60}
    return usual | {"repeats": "", "times": "", "agenda": "", "partner": ""} | more


def to(name: str, *args) -> str:
    return reverse(f"groups:{name}", args=args)


def test_a_meeting_is_planned_and_shown(as_user, alice, bob, group):
    done = as_user(bob).post(to("plan", group.pk), form(agenda="Bring <chalk>."))
    one = Meeting.objects.get()
    assert done.url == one.get_absolute_url()
    assert (one.title, one.made_by) == ("Whiteboard", bob)
    page = as_user(alice).get(one.get_absolute_url()).content.decode()
    assert "Bring &lt;chalk&gt;." in page
    assert "planned by Bob" in page


def test_a_row_is_planned_by_its_form(as_user, alice, group):
    as_user(alice).post(to("plan", group.pk), form(repeats="fortnight", times=3))
    assert [one.starts_at.date() for one in row_of(Meeting.objects.first())] == [
        DAY + timedelta(weeks=2 * number) for number in range(3)
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"date": ""}, "Give a date."),
        ({"date": "2020-01-01"}, "That time is over already."),
        ({"times": 3}, "Say how often it repeats"),
        ({"kind": "chat"}, "Select a valid choice"),
        ({"minutes": 500}, "240"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(as_user, alice, group, more, sentence):
    answer = as_user(alice).post(to("plan", group.pk), form(title="Kept words", **more))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_only_a_mock_interview_is_for_two(as_user, alice, bob, group):
    answer = as_user(alice).post(to("plan", group.pk), form(partner=bob.pk))
    assert "Only a mock interview is for two." in answer.content.decode()


def test_a_mock_interview_for_two_has_two_parts_with_roles_swapped(as_user, alice, bob, group):
    as_user(alice).post(to("plan", group.pk), form(kind="mock", partner=bob.pk))
    parts = Meeting.objects.get().parts.all()
    assert [(one.asker, one.answerer) for one in parts] == [(alice, bob), (bob, alice)]


def test_a_stranger_is_nobodys_partner(as_user, alice, charlie, group):
    answer = as_user(alice).post(to("plan", group.pk), form(kind="mock", partner=charlie.pk))
    assert answer.status_code == 422


def test_one_says_whether_one_comes_and_changes_it(as_user, bob, meeting):
    for said in ("yes", "no", "maybe"):
        as_user(bob).post(to("answer_meeting", meeting.group_id, meeting.pk), {"answer": said})
    assert meeting.attendances.get(user=bob).answer == "maybe"
    again = as_user(bob).post(to("answer_meeting", meeting.group_id, meeting.pk), {"answer": "?"})
    assert again.status_code == 422


def test_the_time_is_shown_on_both_clocks(as_user, alice, bob, group):
    bob.time_zone = "America/New_York"
    bob.save()
    london = timezone.now().date() + timedelta(days=2)
    one = meeting_of(group, by=alice)
    shown = as_user(bob).get(one.get_absolute_url()).content.decode()
    local = one.starts_at.astimezone(bob.zone)
    assert f"{london.day} {london:%B %Y}, 20:00</time> London · {local:%H:%M} for you" in shown


def test_changing_keeps_to_the_clock_it_was_planned_by(as_user, alice, group):
    """Alice plans in London and changes the words from elsewhere: the time stays."""
    one = meeting_of(group, by=alice)
    alice.time_zone = "Asia/Kathmandu"
    alice.save()
    client = as_user(alice)
    address = to("edit_meeting", group.pk, one.pk)
    page = client.get(address).context["form"]
    client.post(
        address,
        {"title": "Chalk", "minutes": 60, "agenda": ""} | {
            "date": page.initial["date"], "time": page.initial["time"].strftime("%H:%M")
        },
    )  # fmt: skip
    changed = Meeting.objects.get()
    assert (changed.title, changed.starts_at, changed.zone) == (
        "Chalk", one.starts_at, "Europe/London",
    )  # fmt: skip


def test_a_row_is_changed_from_one_on_by_its_form(as_user, alice, group):
    second = row_of(meeting_of(group, rule=Rule(Every.WEEK, times=4)))[1]
    facts = {"title": "Later", "minutes": 60, "agenda": "", "repeats": "week", "times": "4"}
    when = {"date": second.series_day, "time": "21:00", "scope": "following"}
    as_user(alice).post(to("edit_meeting", group.pk, second.pk), facts | when)
    assert [one.title for one in Meeting.objects.order_by("starts_at")] == [
        "Boards",
        *["Later"] * 3,
    ]


def test_calling_off_from_one_on(as_user, alice, group):
    second = row_of(meeting_of(group, rule=Rule(Every.WEEK, times=4)))[1]
    as_user(alice).post(to("cancel_meeting", group.pk, second.pk), {"scope": "following"})
    assert Meeting.objects.planned().count() == 1


def test_the_paper_of_the_week_is_shown_with_its_presenter(as_user, alice, bob, group):
    one = meeting_of(group, kind="paper")
    page = as_user(bob).get(one.get_absolute_url()).content.decode()
    assert "Attention Is All You Need" in page
    assert "<strong>Alice</strong> presents" in page
    as_user(alice).post(to("present", group.pk, one.pk), {"presenter": bob.pk, "paper": ""})
    assert (
        "<strong>Bob</strong> presents" in as_user(bob).get(one.get_absolute_url()).content.decode()
    )


def test_i_am_here(as_user, bob, meeting):
    Meeting.objects.update(starts_at=timezone.now() - timedelta(minutes=3))
    as_user(bob).post(to("there", meeting.group_id, meeting.pk))
    assert Attendance.objects.get(user=bob).there_at


def test_a_meeting_is_not_found_under_another_group(as_user, alice, meeting):
    other = group_of(alice)
    assert as_user(alice).get(to("meeting", other.pk, meeting.pk)).status_code == 404


def test_the_file_for_a_calendar_has_the_entry(as_user, bob, meeting):
    answer = as_user(bob).get(to("meeting_calendar", meeting.group_id, meeting.pk))
    assert str(meeting.calendar_uid).encode() in answer.content
    assert b"ATTENDEE" not in answer.content, "a published file names nobody"


def test_the_agenda_says_what_is_next(alice, bob, group, meeting):
    found = agenda.next_for(group, bob, at=timezone.now())
    assert [(one.pk, one.coming, one.my_answer) for one in found.meetings] == [
        (meeting.pk, 1, None)
    ]
    assert (found.turn.partner, found.turn.asks_first) == (alice, False)
    meeting_of(group, kind="mock", partner=bob, by=alice)
    assert agenda.next_for(group, bob, at=timezone.now()).turn is None, "it is planned"


def test_however_many_meet_the_pages_ask_the_same(
    as_user, alice, group, django_assert_max_num_queries, django_assert_num_queries
):
    for number in range(6):
        user = UserFactory()
        place = group.circle.memberships.create(user=user, since=timezone.now())
        Membership.objects.create(place=place, group=group)
        one = meeting_of(group, kind="paper", wall=plan_of().wall + timedelta(days=number))
        actions.answer(one, user, "yes", at=timezone.now())
    client = as_user(alice)
    with django_assert_max_num_queries(12):
        client.get(to("meetings", group.pk))
    with django_assert_max_num_queries(12):
        client.get(one.get_absolute_url())
    with django_assert_num_queries(5):
        agenda.next_for(group, alice, at=timezone.now())


def test_nobody_is_noted_in_an_archived_group(as_user, alice, bob, group, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    group_actions.archive(group, by=alice, at=timezone.now())
    page = as_user(bob).get(meeting.get_absolute_url()).content.decode()
    assert "I am here" not in page
    assert as_user(bob).post(to("there", group.pk, meeting.pk)).status_code == 409


def test_a_title_is_one_line(as_user, alice, group):
    as_user(alice).post(to("plan", group.pk), form(title="Boards\r\nBcc: x@example.org"))
    assert Meeting.objects.get().title == "Boards Bcc: x@example.org"
