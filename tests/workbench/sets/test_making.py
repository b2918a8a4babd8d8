"""A set is made, described, copied and deleted."""

import pytest
from django.utils import timezone

from interview import actions as interviews
from questions.models import Question, QuestionSet, SetItem
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
)
from tests.workbench.sets.addresses import address
from web.refusals import Refused
from workbench import set_actions

NOW = timezone.now()


def test_a_new_set_is_private_and_empty(as_user, alice):
    data = {"title": "Sets", "minutes": 30, "level": "senior", "instructions": "Bring paper."}
    reply = as_user(alice).post(address("new_set"), data)
    made = QuestionSet.objects.get()
    assert reply.url == address("set", made.slug)
    assert (made.owner, made.visibility, made.instructions) == (alice, "private", "Bring paper.")
    assert b"Nothing in it yet" in as_user(alice).get(reply.url).content


def test_two_sets_of_one_title_have_addresses_of_their_own(alice):
    facts = {"title": "Link", "minutes": 30}
    made = [set_actions.create(alice, dict(facts)) for _ in range(2)]
    assert len({one.slug for one in made} | {"link"}) == 3


@pytest.mark.parametrize("wrong", [{"title": ""}, {"minutes": 0}, {"minutes": 481}, {"level": "x"}])
def test_bad_facts_come_back_with_what_was_typed(as_user, alice, own, wrong):
    data = {"title": "New title", "minutes": 30, "description": "Kept?", **wrong}
    reply = as_user(alice).post(address("set_facts", own.slug), data)
    assert reply.status_code == 422
    assert b"Kept?" in reply.content
    own.refresh_from_db()
    assert own.title == "Thursday"


def test_two_tabs_change_the_title_and_neither_is_lost(as_user, alice, own):
    url = address("set_facts", own.slug)
    base = set_actions.fingerprint(own)
    data = {"title": "From the first tab", "minutes": 30, "level": "mid", "base": base}
    assert as_user(alice).post(url, data).status_code == 302
    second = as_user(alice).post(url, {**data, "title": "From the second tab"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "From the first tab" in page
    assert "From the second tab" in page
    again = {**data, "title": "From the second tab", "base": second.context["form"]["base"].value()}
    assert as_user(alice).post(url, again).status_code == 302
    own.refresh_from_db()
    assert own.title == "From the second tab"


def test_a_copy_of_a_shipped_set_is_ones_own_and_the_original_stays(as_user, alice):
    shipped = QuestionSetFactory(title="Taster", origin="greenroom", level="senior")
    SetItem.objects.create(set=shipped, position=9, section="Last", draw={"count": 2}, minutes=4)
    reply = as_user(alice).post(address("duplicate", shipped.slug))
    copy = QuestionSet.objects.get(owner=alice)
    assert reply.url == address("set", copy.slug)
    assert (copy.title, copy.origin, copy.visibility) == ("Copy of Taster", "", "private")
    facts = ("position", "section", "question", "minutes", "draw")
    assert list(copy.items.values(*facts)) == list(shipped.items.values(*facts))
    assert as_user(alice).get(address("set", shipped.slug)).status_code == 404


def test_a_copy_leaves_out_what_one_may_not_read(as_user, alice, bob):
    secret = QuestionFactory(owner=bob, visibility="private")
    theirs = QuestionSetFactory(owner=bob, questions=[secret, QuestionFactory()])
    page = as_user(alice).post(address("duplicate", theirs.slug), follow=True).content.decode()
    assert "1 question is not yours to read" in page
    assert secret.title not in page


def test_a_deleted_set_leaves_its_questions_and_its_planned_interview_does_not_start(
    as_user, alice, own
):
    planned = InterviewFactory(candidate=alice, question_set=own)
    assert as_user(alice).post(address("delete_set", own.slug)).status_code == 302
    assert Question.objects.count() == 3
    planned.refresh_from_db()
    with pytest.raises(Refused, match="not shared with you any more"):
        interviews.start(planned, at=NOW)
