"""Passages and what is said about them; two people far apart; second looks."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account
from interview.models import Scorecard
from marking import apart, discussions, second_looks, sheets
from marking.discussions import Anchor
from marking.models import Comment, Passage, SecondLook
from marking.second_looks import Decision
from reminders.models import Reminder
from tests.factories import group_of
from tests.interview.marked import TEXT, finished
from tests.marking.shared import (
    fill,
    hand_in,
    linked,
    looked_at,
    marked_by,
    said_about,
    shared_to,
    shared_with,
    sheet_of,
)
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def share(interview, alice, bob):
    return shared_with(group_of(alice, bob), interview)


def say(client, interview, **typed):
    address = reverse("marking:say", args=[interview.pk, 1])
    return client.post(address, {"text": "Why so?", **typed})


# Passages


@pytest.mark.parametrize(
    ("quote", "near", "found"),
    [
        ("", 0, (0, 0)),
        ("gradients", 0, (23, 32)),
        ("a", 33, (9, 10)),
        ("damps", 37, (37, 42)),
        ("nowhere", 0, None),
    ],
)
def test_words_are_found_where_they_were_seen_or_else_first(quote, near, found):
    where = discussions.anchor(TEXT, quote, near=near)
    assert found == (where and (where.start, where.end))


def test_a_word_that_comes_twice_is_the_one_that_was_selected():
    assert discussions.anchor("so and so", "so", near=7) == Anchor(7, 9, "so")


def test_a_reader_speaks_and_the_candidate_answers_and_both_are_told(
    share, interview, alice, bob, as_user
):
    reply = say(as_user(bob), interview, quote="gradients", near=23)
    assert reply.url == f"{share.get_absolute_url()}#question-1"
    passage = Passage.objects.get()
    assert (passage.start, passage.end, passage.quote) == (23, 32, "gradients")
    told = Reminder.objects.get(user=alice, channel="in-app", kind="shared-with-you")
    assert told.facts["title"] == "Bob said something about an answer"
    as_user(alice).post(reverse("marking:reply", args=[passage.pk]), {"text": "Because."})
    discussions.reply(passage, "Because.", by=alice, at=timezone.now())
    assert Comment.objects.count() == 2, "a double click says it once"
    answer = Reminder.objects.filter(user=bob, channel="in-app", key__startswith="passage")
    assert answer.get().facts["path"] == f"{share.get_absolute_url()}#question-1"
    page = as_user(bob).get(share.get_absolute_url()).content.decode()
    assert "“gradients”" in page
    assert "Because." in page


def test_words_that_are_not_there_come_back_as_typed(share, interview, bob, as_user):
    reply = say(as_user(bob), interview, quote="never written")
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "do not stand in the answer" in page
    assert "never written" in page


def test_a_passage_is_resolved_by_the_candidate_or_whoever_began_it(share, alice, bob, charlie):
    passage = said_about(share, by=bob)
    with pytest.raises(Refused):
        discussions.resolve(passage, resolved=True, by=charlie, at=timezone.now())
    for person in (alice, bob):
        discussions.resolve(passage, resolved=True, by=person, at=timezone.now())
        passage.refresh_from_db()
        assert passage.resolved_at
        discussions.resolve(passage, resolved=False, by=person, at=timezone.now())
        passage.refresh_from_db()
        assert passage.resolved_by is None


def test_without_names_the_candidate_speaks_as_the_candidate(interview, alice, bob, as_user):
    share = shared_to(bob.email, interview, names=False)
    said_about(share, "Alice thinks so.")
    page = as_user(bob).get(share.get_absolute_url()).content.decode().partition("<main")[2]
    assert "█████ thinks so." in page
    assert "Alice" not in page
    discussions.reply(Passage.objects.get(), "So?", by=bob, at=timezone.now())
    discussions.reply(Passage.objects.get(), "So!", by=alice, at=timezone.now())
    told = Reminder.objects.filter(user=bob, key__startswith="passage", channel="in-app")
    assert "Alice" not in str([one.facts for one in told])


def test_who_is_still_to_mark_neither_reads_nor_writes(interview, alice, bob, as_user):
    share = shared_with(group_of(alice, bob), interview, asks=True)
    said_about(share, "You are all wrong.")
    assert "all wrong" not in as_user(bob).get(share.get_absolute_url()).content.decode()
    assert say(as_user(bob), interview).status_code == 409


def test_nobody_speaks_of_questions_that_were_not_opened_to_them(interview, bob, as_user):
    shared_to(bob.email, interview, positions=[2])
    assert say(as_user(bob), interview).status_code == 404


def test_what_was_said_is_not_behind_a_link(share, interview, client):
    said_about(share, "Between us.")
    assert "Between us." not in client.get(linked(interview).get_absolute_url()).content.decode()


def test_what_somebody_said_stays_when_they_leave(share, alice, bob, as_user):
    said_about(share, "Well put.", by=bob)
    delete_account(bob)
    page = as_user(alice).get(reverse("marking:side_by_side", args=[share.interview_id]))
    assert "Well put." in page.content.decode()
    assert "Somebody who left" in page.content.decode()


# Far apart


@pytest.fixture
def divided(interview, bob, charlie):
    """Bob says that the first point was made, Charlie that it was missed."""
    marked_by(bob, interview, ("made", "missed"))
    marked_by(charlie, interview, ("missed", "partly"))
    return interview


def test_two_people_more_than_a_level_apart_are_both_asked_why(divided, bob, charlie):
    (found,) = apart.points_of(divided)
    assert found.verdicts == ("made", "missed")
    asked = Reminder.objects.filter(key__startswith="apart:", channel="in-app")
    assert set(asked.values_list("user", flat=True)) == {bob.pk, charlie.pk}


def test_each_says_why_and_the_candidate_reads_it(divided, alice, bob, charlie, as_user):
    address = reverse("marking:why", args=[divided.pk])
    (found,) = apart.points_of(divided)
    client = as_user(bob)
    assert client.post(address, {"place": found.place, "text": ""}).status_code == 422
    assert client.post(address, {"place": found.place, "text": "It is implied."}).status_code == 302
    assert "It is implied." in as_user(charlie).get(address).content.decode()
    page = as_user(alice).get(reverse("marking:side_by_side", args=[divided.pk]))
    assert "It is implied." in page.content.decode()


def test_only_those_who_marked_it_say_why(divided, alice):
    (found,) = apart.points_of(divided)
    with pytest.raises(Refused):
        discussions.explain(found.question, found.point, "So.", by=alice, at=timezone.now())


def test_a_level_apart_is_no_difference_to_speak_of(interview, bob, charlie):
    marked_by(bob, interview, ("made", "missed"))
    marked_by(charlie, interview, ("partly", "partly"))
    assert apart.points_of(interview) == []


def test_a_sealed_form_is_apart_from_nothing_yet(interview, bob, charlie):
    marked_by(bob, interview, ("made", "missed"))
    sheet = sheet_of(charlie, interview)
    sheets.begin(interview, by=charlie, role="peer", at=timezone.now(), pair=uuid.uuid4())
    fill(sheet, verdicts=("missed", "missed"))
    hand_in(sheet)
    assert apart.points_of(interview) == []


# Second looks


def settle(look, outcome, *, by, why="Because.", verdict=""):
    return second_looks.settle(look, Decision(outcome, why, verdict), by=by, at=timezone.now())


def test_it_goes_to_somebody_else_who_marked_it(interview, bob, charlie):
    sheet = marked_by(bob, interview)
    marked_by(charlie, interview)
    look = looked_at(sheet)
    assert look.to == charlie
    assert Reminder.objects.filter(user=charlie, kind="second-look", channel="in-app").exists()
    with pytest.raises(Refused, match="they look at your mark, not you"):
        settle(look, "upheld", by=bob)
    settle(look, "explained", by=charlie, why="It says so only of noise.")
    look.refresh_from_db()
    assert (look.outcome, look.settled_by) == ("explained", charlie)


def test_alone_the_one_who_gave_it_looks_again(interview, alice, bob, as_user):
    look = looked_at(marked_by(bob, interview, ("made", "missed")))
    assert look.to == bob
    form = {"outcome": "changed", "why": "It is there.", "verdict": "made"}
    address = reverse("marking:second_look", args=[look.pk])
    assert as_user(bob).post(address, form).status_code == 302
    card = Scorecard.objects.get(rater=bob)
    assert [mark.verdict for mark in card.marks.order_by("key_point__position")] == ["made", "made"]
    assert bob.score_sheets.get().editions.count() == 2
    page = as_user(alice).get(address).content.decode()
    assert "It is there." in page
    assert Reminder.objects.filter(user=alice, kind="second-look", channel="in-app").exists()


def test_changing_a_point_leaves_what_is_being_written_alone(interview, bob):
    sheet = marked_by(bob, interview, ("made", "missed"))
    fill(sheet, verdicts=("partly", "missed"))
    settle(looked_at(sheet), "changed", by=bob, verdict="made")
    changed = f"p-{SecondLook.objects.get().key_point_id}"
    assert [one.content[changed] for one in sheet.editions.all()] == ["missed", "made"]
    sheet.refresh_from_db()
    first = interview.questions.get(position=1).version.key_points.first()
    assert sheets.content(sheet)[f"p-{first.pk}"] == "partly"
    assert "partly" not in sheet.editions.last().content.values()


def test_the_machines_mark_is_looked_at_by_a_person(interview, alice, bob):
    question = interview.questions.get(position=1)
    machine = question.scorecards.get(rater_kind="auto")
    point = question.version.key_points.first()
    ask = {"by": alice, "at": timezone.now()}
    with pytest.raises(Refused, match="Share it and ask for marks"):
        second_looks.ask(question, machine, point, "No.", **ask)
    marked_by(bob, interview)
    assert second_looks.ask(question, machine, point, "No.", **ask).to == bob


def test_it_is_asked_within_a_week_and_once_at_a_time(interview, bob):
    sheet = marked_by(bob, interview)
    look = looked_at(sheet)
    assert looked_at(sheet) == look
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondLook.objects.create(
            question=look.question, key_point=look.key_point, card=look.card,
            said="made", reason="Again", asked_at=timezone.now(),
        )  # fmt: skip
    settle(look, "upheld", by=bob)
    assert looked_at(sheet) != look
    SecondLook.objects.all().delete()
    Scorecard.objects.update(made_at=timezone.now() - timedelta(days=7, seconds=1))
    with pytest.raises(Refused, match="within 7 days"):
        looked_at(sheet)


def test_only_the_candidate_asks_and_the_reason_is_needed(interview, alice, bob, as_user):
    sheet = marked_by(bob, interview)
    question = interview.questions.get(position=1)
    card, point = question.scorecards.get(rater=bob), question.version.key_points.first()
    address = reverse("marking:ask_second_look", args=[interview.pk, 1])
    form = {"mark": f"{card.pk}:{point.pk}", "reason": "It is there."}
    assert as_user(bob).post(address, form).status_code == 404
    assert as_user(alice).post(address, {**form, "reason": ""}).status_code == 422
    assert as_user(alice).post(address, form).status_code == 302
    assert SecondLook.objects.get().said == "made"
    assert sheet.rater == bob


@pytest.mark.parametrize("form", [{"outcome": "changed", "why": "So."}, {"outcome": "upheld"}])
def test_an_outcome_says_why_and_to_what(interview, bob, as_user, form):
    look = looked_at(marked_by(bob, interview))
    reply = as_user(bob).post(reverse("marking:second_look", args=[look.pk]), form)
    assert reply.status_code == 422


def test_whoever_may_not_read_it_any_more_does_not_look(interview, bob, as_user):
    look = looked_at(marked_by(bob, interview))
    interview.shares.update(revoked_at=timezone.now())
    address = reverse("marking:second_look", args=[look.pk])
    assert as_user(bob).get(address).status_code == 404
