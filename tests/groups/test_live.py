"""A mock meeting in two halves: the interviewer sees all of it, the candidate's browser no key."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import live, meeting_actions, notes, part_actions, turns
from groups.models import InterviewerNotes, Meeting, Part
from interview import actions as interviews
from interview import autosave, room_actions
from interview.framework import STEPS
from interview.models import Interview
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, group_of
from tests.groups.meetings import meeting_of
from tests.interview.faults import CONTENT, KEY, fault
from web.refusals import Refused

pytestmark = pytest.mark.django_db

# Words of the key that no page of the candidate may hold while they sit.
SECRETS = (
    "Momentum averages past gradients",
    "It damps oscillation across a narrow valley",
    "keep changing sign",
    "Draw the valley",
    "a running mean of gradients",
    "Hesitates at the sign",
)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def meeting(alice, bob):
    """Alice asks first; it begins now."""
    made = meeting_of(group_of(alice, bob), kind="mock", partner=bob, by=alice, minutes=90)
    Meeting.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def part(meeting, alice) -> Part:
    return meeting.parts.get(asker=alice)


@pytest.fixture
def chosen():
    return QuestionSetFactory(questions=[QuestionFactory(hints=[]), QuestionFactory(hints=[])])


@pytest.fixture
def interview(part, chosen, alice, at) -> Interview:
    """Prepared by Alice, and begun by Bob."""
    made = part_actions.choose_set(part, chosen, by=alice, at=at)
    return interviews.start(made, at=at)


def page_of(name: str, group, interview) -> str:
    return reverse(f"groups:{name}", args=[group.pk, interview.pk])


def type_into(interview, text: str, *, base: int = 0) -> None:
    autosave.save(
        interview.pk, 1, candidate_id=interview.candidate_id, text=text, base=base,
        writer=uuid.UUID(int=5), count=base + 1,
    )  # fmt: skip


# Preparing


def test_choosing_makes_the_candidates_interview_and_the_interviewers_seat(
    part, chosen, alice, bob, at
):
    made = part_actions.choose_set(part, chosen, by=alice, at=at)
    assert (made.candidate, made.minutes, made.mode) == (bob, 45, "exam")
    assert sorted(made.seats.values_list("user__display_name", "role")) == [
        ("Alice", "interviewer"),
        ("Bob", "candidate"),
    ]
    assert part_actions.choose_set(part, chosen, by=alice, at=at) == made, "twice is once"


def test_another_choice_replaces_the_first(part, chosen, alice, at):
    first = part_actions.choose_set(part, chosen, by=alice, at=at)
    second = part_actions.choose_set(part, QuestionSetFactory(), by=alice, at=at)
    first.refresh_from_db()
    assert (first.status, second.status) == ("cancelled", "scheduled")


def test_what_has_begun_keeps_its_questions(interview, part, alice, at):
    with pytest.raises(Refused, match="has begun"):
        part_actions.choose_set(part, QuestionSetFactory(), by=alice, at=at)


def test_only_sets_that_both_may_take_are_offered(part, chosen, alice, bob):
    own = QuestionSetFactory(owner=alice, visibility="private")
    assert chosen in part_actions.sets_for(part)
    assert own not in part_actions.sets_for(part)


def test_only_whoever_asks_chooses(part, chosen, bob, at):
    with pytest.raises(Refused, match="Whoever asks"):
        part_actions.choose_set(part, chosen, by=bob, at=at)


@pytest.mark.django_db(transaction=True)
def test_choosing_in_two_tabs_at_once_makes_one_interview(part, chosen, alice, at):
    def choose() -> int:
        return part_actions.choose_set(part, chosen, by=alice, at=at).pk

    assert len(set(all_at_once([choose, choose]))) == 1
    assert Interview.objects.count() == 1


# Following


@pytest.fixture
def fault_in(meeting, alice, bob, at):
    """Bob sits a question about a fault, and Alice follows."""
    chosen = QuestionSetFactory(questions=[fault()])
    part = meeting.parts.get(asker=alice)
    return interviews.start(part_actions.choose_set(part, chosen, by=alice, at=at), at=at)


def test_who_asks_sees_what_was_asked_for_and_tried_as_it_comes(
    as_user, alice, meeting, fault_in, hx
):
    client, address = as_user(alice), page_of("live", meeting.group, fault_in)

    def changed() -> str:
        answer = client.get(address, {"seen": seen[-1]}, headers=hx("live"))
        assert answer.status_code == 200, "the page looks again"
        page = answer.content.decode()
        seen.append(re.search(r'name="seen" value="([^"]+)"', page)[1])
        again = client.get(address, {"seen": seen[-1]}, headers=hx("live"))
        assert again.status_code == 204, "and then hears nothing"
        return page

    seen = ["x"]
    page = changed()
    assert "Asked for, 0 of 4" in page
    assert all(word in page for word in (*CONTENT, *KEY)), "the key is theirs to see"
    assert all(step.ask in page for step in STEPS)
    room_actions.ask_for(fault_in.questions.get(), number=3, at=timezone.now())
    page = changed()
    asked = page.partition("Asked for, 1 of 4")[2].partition("</ol>")[0]
    assert "tapir" in asked
    assert "quokka" not in asked
    autosave.save(
        fault_in.pk, 1, candidate_id=fault_in.candidate_id, text="the <rate>\ta log\tit grows\t",
        base=0, writer=uuid.UUID(int=5), count=1, paper=autosave.TRIED,
    )  # fmt: skip
    page = changed()
    assert "What they tried" in page
    assert "the &lt;rate&gt;" in page


def test_the_page_of_many_faults_asks_as_often_as_that_of_one(
    meeting, alice, at, django_assert_num_queries
):
    chosen = QuestionSetFactory(questions=[fault(), fault(), fault()])
    part = meeting.parts.get(asker=alice)
    sat = interviews.start(part_actions.choose_set(part, chosen, by=alice, at=at), at=at)
    live.view_of(sat, at=at)
    with django_assert_num_queries(5):
        live.view_of(sat, at=at)
    with django_assert_num_queries(1):
        live.mark_of(sat, at=at)


def test_the_interviewer_sees_the_words_as_they_come_with_the_key(as_user, alice, interview, part):
    group = part.meeting.group
    client, address = as_user(alice), page_of("live", group, interview)
    page = client.get(address).content.decode()
    assert "Nothing yet." in page
    assert all(words in page for words in SECRETS[:4])
    type_into(interview, "It <averages> & damps")
    assert "It &lt;averages&gt; &amp; damps" in client.get(address).content.decode()


def test_the_page_hears_nothing_while_nothing_changes(as_user, alice, interview, part, hx):
    client, address = as_user(alice), page_of("live", part.meeting.group, interview)
    first = client.get(address, headers=hx("live")).content.decode()
    assert first.strip().startswith('<div id="live"')
    seen = re.search(r'name="seen" value="([^"]+)"', first)[1]
    assert client.get(address, {"seen": seen}, headers=hx("live")).status_code == 204
    type_into(interview, "Now")
    again = client.get(address, {"seen": seen}, headers=hx("live"))
    assert again.status_code == 200
    assert "Now" in again.content.decode()
    assert client.get(address, {"seen": seen}).status_code == 200, "the page itself is always there"


def test_asking_whether_anything_is_new_is_cheap(
    as_user, alice, interview, part, hx, django_assert_max_num_queries
):
    client, address = as_user(alice), page_of("live", part.meeting.group, interview)
    page = client.get(address, headers=hx("live")).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    with django_assert_max_num_queries(7):
        client.get(address, {"seen": seen}, headers=hx("live"))


def test_the_candidates_browser_never_receives_the_key_or_the_notes(
    as_user, alice, bob, interview, part
):
    """Every address that Bob's browser asks while he sits, and those he might try."""
    group, meeting = part.meeting.group, part.meeting
    save_notes(interview, alice, SECRETS[-1])
    type_into(interview, "Something else")
    client, of = as_user(bob), interview.pk
    addresses = [
        reverse("interview:room", args=[of]),
        reverse("interview:clock", args=[of]),
        reverse("interview:text", args=[of, 1]),
        reverse("interview:ready", args=[of]),
        reverse("interview:home"),
        reverse("groups:group", args=[group.pk]),
        reverse("groups:meetings", args=[group.pk]),
        meeting.get_absolute_url(),
        reverse("groups:meeting_calendar", args=[group.pk, meeting.pk]),
        page_of("live", group, interview),
        reverse("reminders:inbox"),
    ]
    for address in addresses:
        wire = client.get(address, follow=True).content.decode()
        assert [words for words in SECRETS if words in wire] == [], address
    room = client.get(addresses[0]).content.decode()
    assert "What does Question" in room, "it is the page with the questions"
    for name in ("live", "notes"):
        method = client.get if name == "live" else client.post
        assert method(page_of(name, group, interview)).status_code == 404


def test_others_in_the_group_are_told_of_it_and_no_more(as_user, alice, interview, part, at):
    group, dave = part.meeting.group, UserFactory()
    group.circle.memberships.create(user=dave, since=at)
    assert as_user(dave).get(page_of("live", group, interview)).status_code == 404
    page = as_user(dave).get(part.meeting.get_absolute_url())
    assert "Follow live" not in page.content.decode()


def test_whoever_leaves_the_group_follows_no_more(as_user, alice, bob, interview, part):
    group = part.meeting.group
    group.circle.memberships.get(user=alice).delete()
    assert as_user(alice).get(page_of("live", group, interview)).status_code == 404


# Notes


def save_notes(interview, user, text, *, base=0, writer=1, count=1):
    return notes.save(
        interview, user, text=text, base=base, writer=uuid.UUID(int=writer), count=count,
        at=timezone.now(),
    )  # fmt: skip


def test_notes_of_two_tabs_are_both_kept_until_one_is_chosen(interview, alice):
    assert save_notes(interview, alice, "One").state == "saved"
    rival = save_notes(interview, alice, "Two", writer=2)
    assert (rival.state, rival.text, rival.revision) == ("conflict", "One", 1)
    assert save_notes(interview, alice, "Two", base=1, writer=2).revision == 2


def test_a_page_whose_acknowledgement_was_lost_is_believed(interview, alice):
    save_notes(interview, alice, "One")
    assert save_notes(interview, alice, "One, two", count=2).state == "saved"
    assert save_notes(interview, alice, "One", count=1).state == "saved", "a late retry"
    assert InterviewerNotes.objects.get().text == "One, two"


def test_notes_are_kept_by_script_and_by_form(as_user, alice, interview, part):
    client, address = as_user(alice), page_of("notes", part.meeting.group, interview)
    body = {"text": "Calm", "base": 0, "writer": str(uuid.UUID(int=1)), "count": 1}
    reply = client.post(address, json.dumps(body), content_type="application/json")
    assert (reply.status_code, reply.json()["state"]) == (200, "saved")
    reply = client.post(address, {"text": "Calm, then fast", "base": 1, "writer": uuid.uuid4()})
    assert reply.status_code == 302
    behind = client.post(address, {"text": "Mine", "base": 0, "writer": uuid.uuid4()})
    assert behind.status_code == 409
    page = behind.content.decode()
    assert "Calm, then fast" in page
    assert ">Mine</textarea>" in page
    assert 'name="base" value="2"' in page, "saving again keeps it"
    bad = client.post(address, "[]", content_type="application/json")
    assert (bad.status_code, bad.json()["state"]) == (422, "refused")


# An absent partner


def test_after_ten_minutes_the_candidate_goes_on_alone(part, chosen, alice, bob, at):
    made = part_actions.choose_set(part, chosen, by=alice, at=at)
    due = part.meeting.starts_at + timedelta(minutes=10)
    with pytest.raises(Refused, match="Wait ten minutes"):
        part_actions.go_on_alone(part, by=bob, at=due - timedelta(seconds=1))
    for _ in range(2):
        assert part_actions.go_on_alone(part, by=bob, at=due) == made, "the same questions"
    part.refresh_from_db()
    assert part.solo
    assert made.seats.filter(user=alice, role="interviewer").exists(), "she may mark it"
    told = Reminder.objects.filter(user=alice, kind="turn-proposed", channel="in-app")
    assert [one.facts["title"] for one in told] == ["Bob went on alone with your questions"]


def test_nobody_goes_on_alone_while_the_interviewer_is_here(part, chosen, alice, bob, at):
    part_actions.choose_set(part, chosen, by=alice, at=at)
    meeting_actions.note_there(part.meeting, alice, at=at)
    with pytest.raises(Refused, match="is here"):
        part_actions.go_on_alone(part, by=bob, at=at + timedelta(minutes=20))


def test_the_second_half_has_its_own_ten_minutes(meeting, chosen, alice, bob, at):
    second = meeting.parts.get(asker=bob)
    part_actions.choose_set(second, chosen, by=bob, at=at)
    with pytest.raises(Refused, match="Wait"):
        part_actions.go_on_alone(second, by=alice, at=at + timedelta(minutes=50))
    part_actions.go_on_alone(second, by=alice, at=at + timedelta(minutes=56))


def test_a_half_that_somebody_sat_alone_is_no_turn(part, meeting, interview, bob, at):
    assert turns.table(meeting.group, at=at).counts[0][1].asked == 1
    Part.objects.filter(pk=part.pk).update(solo=True)
    assert turns.table(meeting.group, at=at).counts[0][1].asked == 0


# Pairs of a larger meeting


def test_pairs_are_made_of_those_who_come_by_the_rota(alice, bob, at):
    people = [alice, bob, UserFactory(), UserFactory()]
    group = group_of(*people)
    mock = meeting_of(group, kind="mock", by=alice)
    for user in people[1:]:
        meeting_actions.answer(mock, user, "yes", at=at)
    part_actions.make_pairs(mock, by=alice, at=at)
    assert mock.parts.count() == 4
    assert set(mock.parts.values_list("asker", flat=True)) == {one.pk for one in people}
    meeting_actions.answer(mock, bob, "no", at=at)
    part_actions.make_pairs(mock, by=alice, at=at)
    assert not mock.parts.filter(asker=bob).exists(), "made anew"


def test_pairs_stay_once_a_part_is_prepared(part, chosen, alice, at):
    part_actions.choose_set(part, chosen, by=alice, at=at)
    with pytest.raises(Refused, match="prepared"):
        part_actions.make_pairs(part.meeting, by=alice, at=at)


# The pages' buttons


def test_the_meetings_page_leads_each_to_their_side(as_user, alice, bob, part, chosen):
    group, meeting = part.meeting.group, part.meeting
    address = reverse("groups:choose", args=[group.pk, meeting.pk, part.pk])
    page = as_user(alice).post(address, {"question_set": chosen.slug}, follow=True)
    assert "Follow live" in page.content.decode()
    bobs = as_user(bob).get(meeting.get_absolute_url()).content.decode()
    assert ">Sit it</a>" in bobs
    assert chosen.title not in bobs.partition("Who asks whom")[0]
    assert as_user(alice).post(address, {"question_set": "nothing"}).status_code == 409
