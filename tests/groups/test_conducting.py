"""What an interviewer wrote down and ticked while they listened, beside their score sheet."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import conducting, meeting_exports, notes, part_actions
from groups.models import InterviewerNotes, Meeting, Part
from interview import actions as interviews
from interview.models import Interview
from marking.models import ScoreSheet
from questions.models import KeyPoint
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from tests.groups.meetings import meeting_of
from tests.interview.marked import TEXT
from web.refusals import Refused

pytestmark = pytest.mark.django_db
SECRET = "Hesitates at the sign"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def meeting(alice, bob) -> Meeting:
    """Alice asks first; it begins now."""
    made = meeting_of(group_of(alice, bob), kind="mock", partner=bob, by=alice, minutes=90)
    Meeting.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    made.refresh_from_db()
    return made


def half(meeting, asker, at) -> Part:
    """Prepared by whoever asks, and begun."""
    part = meeting.parts.get(asker=asker)
    chosen = QuestionSetFactory(questions=[QuestionFactory(), QuestionFactory()])
    interviews.start(part_actions.choose_set(part, chosen, by=asker, at=at), at=at)
    part.refresh_from_db()
    return part


@pytest.fixture
def part(meeting, alice, at) -> Part:
    return half(meeting, alice, at)


def points_of(part) -> list[KeyPoint]:
    first = part.interview.questions.get(position=1)
    return list(first.version.key_points.all())


def answer_and_finish(part) -> None:
    interview = part.interview
    for question in interview.questions.select_related("answer"):
        question.answer.text, question.answer.revision = TEXT, 1
        question.answer.writer, question.answer.saved_at = uuid.uuid4(), timezone.now()
        question.answer.save()
    interviews.finish(interview, at=timezone.now())
    part.interview = Interview.objects.get(pk=interview.pk)


def write(part, text) -> None:
    notes.save(
        part.interview, part.asker, text=text, base=0, writer=uuid.UUID(int=1), count=1,
        at=timezone.now(),
    )  # fmt: skip


def live(name, part) -> str:
    return reverse(f"groups:{name}", args=[part.meeting.group_id, part.interview_id])


def ticks() -> dict:
    return InterviewerNotes.objects.get().ticks


# At the live view


def test_a_point_is_ticked_and_taken_back(as_user, alice, part, hx):
    client, (point, _) = as_user(alice), points_of(part)
    client.post(live("tick", part), {"point": point.pk, "verdict": "partly"})
    assert ticks() == {str(point.pk): "partly"}
    page = client.get(live("live", part)).content.decode()
    assert page.count('aria-pressed="true"') == 1
    again = client.post(live("tick", part), {"point": point.pk, "verdict": ""}, headers=hx("live"))
    assert again.content.decode().strip().startswith('<div id="live"')
    assert ticks() == {}


def test_ticks_leave_the_notes_and_their_revision_alone(alice, part):
    write(part, SECRET)
    notes.tick(part.interview, alice, point=points_of(part)[0].pk, verdict="made")
    kept = InterviewerNotes.objects.get()
    assert (kept.text, kept.revision) == (SECRET, 1)


def test_what_is_no_point_of_it_or_no_verdict_is_refused(as_user, alice, part):
    elsewhere = QuestionFactory().current.key_points.first()
    with pytest.raises(Refused, match="does not ask"):
        notes.tick(part.interview, alice, point=elsewhere.pk, verdict="made")
    with pytest.raises(Refused, match="made, partly"):
        notes.tick(part.interview, alice, point=points_of(part)[0].pk, verdict="so-so")
    for form in ({}, {"point": "x"}, {"point": 2**40}):
        assert as_user(alice).post(live("tick", part), form).status_code == 409


def test_the_candidate_ticks_nothing_and_hears_nothing_of_it(as_user, alice, bob, part):
    point = points_of(part)[0]
    form = {"point": point.pk, "verdict": "made"}
    assert as_user(bob).post(live("tick", part), form).status_code == 404
    notes.tick(part.interview, alice, point=point.pk, verdict="made")
    answer_and_finish(part)
    interviews_page = as_user(bob).get(part.interview.get_absolute_url(), follow=True)
    assert "you ticked" not in interviews_page.content.decode()


def test_ticks_leave_with_whoever_made_them(alice, part):
    notes.tick(part.interview, alice, point=points_of(part)[0].pk, verdict="partly")
    (file,) = [one for one in meeting_exports.files(alice) if one.path.startswith("notes-")]
    assert "* Partly made: Momentum averages past gradients" in file.text


# On the sheet


@pytest.fixture
def sheet_page(alice, part) -> str:
    """The first point is ticked, notes are written, the part is over."""
    write(part, SECRET)
    notes.tick(part.interview, alice, point=points_of(part)[0].pk, verdict="partly")
    answer_and_finish(part)
    return reverse("marking:sheet", args=[part.interview_id])


def put_in(client, part, what):
    return client.post(reverse("marking:put_in", args=[part.interview_id]), {"what": what})


def begin(client, part) -> ScoreSheet:
    client.post(reverse("marking:begin", args=[part.interview_id]))
    return ScoreSheet.objects.get(interview=part.interview)


def test_they_lie_beside_the_sheet_and_are_no_part_of_it(as_user, alice, part, sheet_page):
    client = as_user(alice)
    meeting = client.get(part.meeting.get_absolute_url()).content.decode()
    assert sheet_page in meeting
    sheet = begin(client, part)
    page = client.get(sheet_page).content.decode()
    assert SECRET in page
    assert "you ticked: partly" in page
    assert sheet.draft == {}, "nothing counts before it is put in"


def test_ticks_go_in_where_no_mark_stands_and_once(as_user, alice, part, sheet_page):
    client, (first, second) = as_user(alice), points_of(part)
    notes.tick(part.interview, alice, point=second.pk, verdict="made")
    begin(client, part)
    changes = {"base": 0, "changes": {f"p-{second.pk}": "missed"}}
    client.post(sheet_page, json.dumps(changes), content_type="application/json")
    for _ in range(2):
        assert put_in(client, part, "ticks").status_code == 302
    sheet = ScoreSheet.objects.get()
    said = {name: value for name, (value, _) in sheet.draft.items()}
    assert said == {f"p-{first.pk}": "partly", f"p-{second.pk}": "missed"}
    assert sheet.revision == 2, "the second press changed nothing"


def test_a_question_of_which_nothing_was_shown_takes_no_tick(as_user, alice, part, sheet_page):
    client = as_user(alice)
    begin(client, part)
    changes = {"base": 0, "changes": {"none-1": "1"}}
    client.post(sheet_page, json.dumps(changes), content_type="application/json")
    put_in(client, part, "ticks")
    assert set(ScoreSheet.objects.get().draft) == {"none-1"}


def test_notes_go_under_the_private_ones_and_once(as_user, alice, part, sheet_page):
    client = as_user(alice)
    begin(client, part)
    changes = {"base": 0, "changes": {"private": "Before"}}
    client.post(sheet_page, json.dumps(changes), content_type="application/json")
    for _ in range(2):
        put_in(client, part, "notes")
    assert ScoreSheet.objects.get().draft["private"][0] == f"Before\n\n{SECRET}"


def test_notes_too_long_for_the_sheet_stay_beside_it_with_the_reason(
    as_user, alice, part, sheet_page
):
    InterviewerNotes.objects.update(text="x" * 30_000)
    client = as_user(alice)
    begin(client, part)
    page = client.post(
        reverse("marking:put_in", args=[part.interview_id]), {"what": "notes"}, follow=True
    ).content.decode()
    assert "private" not in ScoreSheet.objects.get().draft
    assert "x" * 30_000 in page


def test_nobody_else_puts_them_in(as_user, alice, bob, charlie, part, sheet_page):
    begin(as_user(alice), part)
    for user in (bob, charlie):
        assert put_in(as_user(user), part, "ticks").status_code == 404


def test_without_a_sheet_there_is_nothing_to_put_them_into(as_user, alice, part, sheet_page):
    assert put_in(as_user(alice), part, "ticks").status_code == 404


def test_the_candidate_never_reads_notes_or_ticks(as_user, alice, bob, part, sheet_page):
    begin(as_user(alice), part)
    put_in(as_user(alice), part, "notes")
    client = as_user(bob)
    for address in (sheet_page, reverse("marking:side_by_side", args=[part.interview_id])):
        assert SECRET not in client.get(address, follow=True).content.decode()


# Sealed with each other


def test_both_halves_of_two_people_are_sealed_with_each_other(meeting, alice, bob, at):
    one, other = half(meeting, alice, at), half(meeting, bob, at)
    first = conducting.told_to_sheets(alice, one.interview)
    second = conducting.told_to_sheets(bob, other.interview)
    assert first.pair == second.pair is not None
    assert conducting.told_to_sheets(bob, one.interview) is None


def test_a_sheet_begun_of_a_half_carries_the_seal(as_user, meeting, alice, bob, at):
    part = half(meeting, alice, at)
    half(meeting, bob, at)
    answer_and_finish(part)
    assert begin(as_user(alice), part).pair is not None


def test_a_half_sat_alone_seals_nothing(meeting, alice, bob, at):
    part = half(meeting, alice, at)
    assert conducting.told_to_sheets(alice, part.interview).pair is None, "no other half yet"
    half(meeting, bob, at)
    Part.objects.filter(asker=bob).update(solo=True)
    assert conducting.told_to_sheets(alice, part.interview).pair is None
