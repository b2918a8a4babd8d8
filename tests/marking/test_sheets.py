"""The score sheet: saved by field, claimed, handed in, sealed, opened; and who is blind."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import marks
from interview.dimensions import WHOLE
from interview.models import Scorecard, Seat
from marking import sheets
from marking.models import ScoreSheet
from reminders.models import Reminder
from tests.factories import InterviewFactory, group_of
from tests.interview.marked import finished
from tests.marking.shared import (
    fill,
    hand_in,
    layout,
    marked_by,
    page_of,
    post_json,
    shared_with,
    sheet_of,
)
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def sheet(interview, bob):
    return sheet_of(bob, interview)


def points(interview, position=1):
    return list(interview.questions.get(position=position).version.key_points.all())


def save(sheet, base, **changes):
    changes = {name.replace("_", "-"): value for name, value in changes.items()}
    return sheets.save(sheet, changes, base=base, layout=layout(sheet), at=timezone.now())


# Saving


def test_two_windows_that_write_different_fields_end_up_the_same(sheet):
    assert save(sheet, 0, fix="Slower").revision == 1
    second = save(sheet, 0, strengths="Clear")
    assert (second.conflicts, second.others) == ({}, {"fix": "Slower"})
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"fix": "Slower", "strengths": "Clear"}


def test_two_windows_that_write_the_same_field_keep_both_texts(sheet):
    save(sheet, 0, fix="One")
    saved = save(sheet, 0, fix="Two", strengths="Clear")
    assert saved.conflicts == {"fix": "One"}
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"fix": "One", "strengths": "Clear"}
    assert save(sheet, saved.revision, fix="Two").conflicts == {}
    sheet.refresh_from_db()
    assert sheets.content(sheet)["fix"] == "Two"


def test_a_save_whose_reply_was_lost_may_come_again(sheet):
    save(sheet, 0, fix="One")
    again = save(sheet, 0, fix="One")
    assert (again.revision, again.conflicts) == (1, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("p-0", "made"),
        ("note-3", "Blank questions have no note"),
        ("signal", "yes"),
        ("fix", "x" * 4001),
        ("fix", 7),
        ("none-1", "2"),
    ],
)
def test_what_the_sheet_does_not_hold_is_refused_and_the_rest_is_kept(sheet, name, value):
    saved = sheets.save(
        sheet, {name: value, "strengths": "Clear"}, base=0, layout=layout(sheet), at=timezone.now()
    )
    assert list(saved.refused) == [name]
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"strengths": "Clear"}


# Handing in


def test_handing_in_writes_the_raters_own_card_and_no_other(interview, bob):
    question = interview.questions.get(position=1)
    machine = question.scorecards.get(rater_kind="auto")
    marked_by(bob, interview, ("made", "partly"))
    card = question.scorecards.get(rater=bob)
    assert (card.rater_kind, card.score, card.low, card.high) == ("peer", 0.75, 0.75, 0.75)
    machine.refresh_from_db()
    assert [mark.verdict for mark in machine.marks.order_by("pk")] == ["made", "missed"]
    assert marks.shown(list(question.scorecards.all())) == card
    assert not interview.questions.get(position=2).scorecards.filter(rater=bob).exists()


def test_the_candidate_is_told_once(interview, alice, bob):
    sheet = marked_by(bob, interview)
    hand_in(sheet)
    told = Reminder.objects.get(user=alice, channel="in-app", kind="marks-ready")
    assert told.facts["title"] == f"Bob has marked {interview}"
    assert sheet.editions.count() == 1


def test_later_changes_are_a_new_edition_and_the_earlier_one_stays(interview, alice, bob):
    sheet = marked_by(bob, interview, ("missed", "missed"))
    fill(sheet, verdicts=("made", "made"))
    assert Scorecard.objects.get(rater=bob).score == 0, "a draft changes no mark"
    hand_in(sheet)
    assert Scorecard.objects.get(rater=bob).score == 1
    contents = [edition.content for edition in sheet.editions.all()]
    assert [set(content.values()) for content in contents] == [{"missed"}, {"made"}]
    assert Reminder.objects.filter(user=alice, channel="in-app", kind="marks-ready").count() == 2


@pytest.mark.parametrize(
    ("verdicts", "more", "words"),
    [
        (("made", ""), {}, "1 point not marked yet"),
        (("", ""), {}, "Mark at least one question"),
        (("made", "missed"), {"none_1": "1"}, "nothing was shown, and that a point was made"),
    ],
)
def test_a_question_is_marked_whole_or_left_out(sheet, verdicts, more, words):
    fill(sheet, verdicts=verdicts, **more)
    with pytest.raises(Refused, match=words):
        hand_in(sheet)


def test_nothing_shown_is_a_mark_of_its_own(sheet, bob):
    fill(sheet, verdicts=("", ""), none_1="1")
    hand_in(sheet)
    card = Scorecard.objects.get(rater=bob)
    assert (card.score, card.marks.count()) == (0, 2)


def test_a_mark_once_given_is_not_dropped_silently(interview, bob):
    sheet = marked_by(bob, interview)
    fill(sheet, position=2)
    fill(sheet, position=1, verdicts=("", ""))
    with pytest.raises(Refused, match="had a mark of yours"):
        hand_in(sheet)


@pytest.fixture
def seated(interview, bob):
    Seat.objects.create(interview=interview, user=bob, role="interviewer")
    role = ScoreSheet.Role.INTERVIEWER
    return sheets.begin(interview, by=bob, role=role, at=timezone.now())


def test_an_interviewer_says_how_it_was_as_a_whole_and_why(seated, bob):
    whole = {f"dim_{one.name.replace('-', '_')}": "3" for one in WHOLE.dimensions}
    fill(seated, **whole, signal="lean-yes")
    with pytest.raises(Refused, match="speaks for your yes or no"):
        hand_in(seated)
    fill(seated, evidence="Explained the valley unasked.", private="Nervous.")
    hand_in(seated)
    assert Scorecard.objects.get(rater=bob).rater_kind == "interviewer"


def test_a_sheet_waits_for_the_end_of_the_interview(alice, bob):
    running = InterviewFactory(candidate=alice, running=True, answers=["So.", "", ""])
    sheet = sheets.begin(running, by=bob, role="interviewer", at=timezone.now())
    with pytest.raises(Refused, match="once the interview is over"):
        sheets.submit(sheet, layout=sheets.layout_of(sheet, positions=None), at=timezone.now())


def test_nobody_marks_themselves_on_a_sheet(interview, alice):
    with pytest.raises(Refused):
        sheets.begin(interview, by=alice, role="peer", at=timezone.now())


# The page


def test_the_page_saves_by_script(sheet, interview, bob, as_user):
    name = f"p-{points(interview)[0].pk}"
    reply = post_json(as_user(bob), page_of(interview), base=0, changes={name: "made"})
    assert reply.json() == {
        "state": "saved", "revision": 1, "conflicts": {}, "others": {}, "refused": {},
    }  # fmt: skip
    assert post_json(as_user(bob), page_of(interview), base="x").status_code == 422


def test_the_page_works_without_a_script(sheet, interview, bob, as_user):
    client = as_user(bob)
    said = {f"p-{point.pk}": "made" for point in points(interview)}
    saved = client.post(page_of(interview), {"base": 0, "fix": "Slower\r\nplease", **said})
    assert saved.status_code == 302
    sheet.refresh_from_db()
    assert sheets.content(sheet)["fix"] == "Slower\nplease"
    done = client.post(page_of(interview), {"base": 1, "hand_in": "1", "fix": "", **said})
    assert done.status_code == 302
    assert ScoreSheet.objects.get().is_submitted


def test_without_a_script_two_windows_lose_nothing_either(sheet, interview, bob, as_user):
    save(sheet, 0, fix="Theirs")
    reply = as_user(bob).post(page_of(interview), {"base": 0, "fix": "Mine"})
    assert reply.status_code == 422
    assert "Mine" in reply.content.decode()
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"fix": "Theirs"}


def test_handing_in_too_early_says_what_is_missing(sheet, interview, bob, as_user):
    form = {"base": 0, "hand_in": "1", f"p-{points(interview)[0].pk}": "made"}
    reply = as_user(bob).post(page_of(interview), form)
    assert reply.status_code == 422
    page, left = reply.content.decode(), points(interview)[1].pk
    assert f'<a href="#id-p-{left}">Question 1: 1 point not marked yet.</a>' in page
    assert f'id="id-p-{left}"' in page
    assert f'aria-describedby="trouble-p-{left}"' in page
    assert page.count(f'id="trouble-p-{left}"') == 1
    assert page.count("autofocus") == 1


def test_a_text_that_is_refused_is_named_at_its_field(sheet, interview, bob, as_user):
    reply = as_user(bob).post(page_of(interview), {"base": 0, "fix": "x" * 4001, "hand_in": "1"})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert '<a href="#id-fix">Up to 4,000 characters' in page
    assert 'aria-invalid="true" aria-describedby="trouble-fix"' in page
    assert "x" * 4001 in page


def test_the_second_to_come_is_told_who_is_at_it(interview, sheet, alice, charlie, as_user):
    group = group_of(alice, charlie, name="Second group")
    shared_with(group, interview, asks=True)
    client, begin = as_user(charlie), reverse("marking:begin", args=[interview.pk])
    assert "Bob is marking it now" in client.get(page_of(interview)).content.decode()
    assert client.post(begin).status_code == 409
    assert not ScoreSheet.objects.filter(rater=charlie).exists()
    assert client.post(begin, {"knowing": "1"}).status_code == 302
    assert ScoreSheet.objects.filter(rater=charlie).exists()


def test_without_names_it_is_somebody(interview, alice, bob, charlie, as_user):
    sheet_of(bob, interview, names=False)
    shared_with(group_of(alice, charlie, name="Second"), interview, asks=True, names=False)
    page = as_user(charlie).get(page_of(interview)).content.decode()
    assert "Somebody is marking it now" in page
    assert "Alice" not in page


def test_a_claim_runs_out(interview, sheet, alice, charlie, as_user):
    shared_with(group_of(alice, charlie, name="Second group"), interview, asks=True)
    ScoreSheet.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert as_user(charlie).post(reverse("marking:begin", args=[interview.pk])).status_code == 302


def test_a_page_left_open_after_handing_in_keeps_nobody_away(interview, sheet, alice, bob, as_user):
    fill(sheet)
    hand_in(sheet)
    post_json(as_user(bob), page_of(interview), base=0, changes={})
    assert not ScoreSheet.objects.being_marked(at=timezone.now()).exists()


def test_a_rater_who_lost_access_cannot_save(interview, sheet, bob, as_user):
    interview.shares.update(revoked_at=timezone.now())
    assert post_json(as_user(bob), page_of(interview), base=0, changes={}).status_code == 404


def test_the_sheet_costs_a_few_queries(
    interview, sheet, bob, as_user, django_assert_max_num_queries
):
    client = as_user(bob)
    with django_assert_max_num_queries(45):
        client.get(page_of(interview))


@pytest.mark.parametrize(
    "body",
    [
        '{"base": 1e999, "changes": {}}',
        '{"base": NaN, "changes": {}}',
        '{"base": ' + "9" * 5000 + ', "changes": {}}',
        "[" * 100_000,
        '{"base": 0, "changes": 3}',
    ],
)
def test_what_is_no_save_is_said_to_be_none(sheet, interview, bob, as_user, body):
    sent = as_user(bob).post(page_of(interview), body, content_type="application/json")
    assert sent.status_code == 422


def test_half_a_character_is_refused_and_the_rest_is_kept(sheet, interview, bob, as_user):
    body = '{"base": 0, "changes": {"strengths": "a \\ud800", "fix": "Slower."}}'
    sent = as_user(bob).post(page_of(interview), body, content_type="application/json")
    assert sent.status_code == 200
    assert "half of a character" in sent.json()["refused"]["strengths"]
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"fix": "Slower."}


def test_a_form_without_a_sound_revision_is_kept_all_the_same(sheet, interview, bob, as_user):
    as_user(bob).post(page_of(interview), {"base": "9" * 5000, "fix": "Slower."})
    sheet.refresh_from_db()
    assert sheets.content(sheet) == {"fix": "Slower."}
