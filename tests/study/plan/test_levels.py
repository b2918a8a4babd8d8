"""What a level changes: what counts for more, what goes first, which question opens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank.study.plans import LEVELS
from questions.loading import load_library
from questions.management.commands.load_bank import SHIPPED
from questions.models import Question
from study.cards.actions import desk_of
from study.content import content
from study.models import Plan
from study.plan import actions, previews, rules
from study.plan.openings import Openings
from study.plan.outlines import Outline
from study.plan.rules import Piece, Room
from tests.bank.shipped import LIBRARY
from tests.study.plan.planned import chosen, planned
from tests.study.plan.test_rules import caps, plans

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
relaxed = settings(deadline=None, max_examples=40)


def test_the_levels_of_the_files_are_those_of_plans():
    assert list(LEVELS) == Plan.Level.values


@pytest.mark.parametrize("template", content().study.plan, ids=lambda one: one.slug)
def test_each_level_has_all_tasks_of_the_plan_with_their_minutes_in_their_order(template):
    plain = Outline(content().study, template)
    for level in LEVELS:
        pieces = Outline(content().study, template, level=level).pieces
        facts = [(one.key, one.minutes, one.day) for one in pieces]
        assert facts == [(one.key, one.minutes, one.day) for one in plain.pieces]
        assert {one.priority for one in pieces} <= {1, 2, 3}


@relaxed
@given(plans(), st.integers(1, 10), caps, st.data())
def test_with_tasks_of_one_length_what_is_asked_more_stays(pieces, days, cap, data):
    """Of one priority as written, nothing that leans towards the level goes before what leans
    away from it; and nothing is lost."""
    leans = st.sampled_from([-1, 0, 1])
    pieces = [
        rules.weighed(Piece(one.key, 30, one.priority, one.day, one.earliest), data.draw(leans))
        for one in pieces
    ]
    laid = rules.fit(pieces, Room(days, cap), deep=60)
    assert sorted([*laid.on, *laid.left_out]) == sorted(one.key for one in pieces)
    rank = {one.key: (one.priority, -one.lean) for one in pieces}
    if laid.left_out and laid.on:
        assert max(rank[key] for key in laid.on) <= min(rank[key] for key in laid.left_out)


@pytest.mark.parametrize(("lean", "priorities"), [(1, [1, 1, 2]), (0, [1, 2, 3]), (-1, [2, 3, 3])])
def test_a_priority_up_or_down_and_never_off_the_scale(lean, priorities):
    got = [rules.weighed(Piece("a", 10, priority, 1), lean).priority for priority in (1, 2, 3)]
    assert got == priorities


def left_out(user, level):
    plan = planned(user, at=NOON, interview_on=NOON.date() + 12 * DAY, hours="2.5", level=level)
    gone = set(plan.tasks.filter(on=None).values_list("slug", flat=True))
    actions.delete(user)
    return gone


def test_with_too_little_room_a_staff_plan_keeps_the_loop_and_a_junior_one_does_not(alice):
    junior, staff = left_out(alice, "junior"), left_out(alice, "staff")
    assert junior - staff >= {"rehearse-loop", "design-coupon"}
    assert staff - junior >= {"build-dropout"}


def test_another_level_later_moves_only_what_is_to_come_and_can_be_taken_back(alice):
    plan = planned(alice, at=NOON, interview_on=NOON.date() + 12 * DAY, hours="2.5", level="junior")
    later = NOON + 2 * DAY
    facts = ("slug", "concept", "on")
    past = list(plan.tasks.filter(on__lt=later.date()).values_list(*facts))
    before = set(plan.tasks.values_list(*facts))
    other = chosen(
        alice,
        at=later,
        plan=plan,
        length="fourteen-days",
        interview_on=plan.interview_on,
        hours="2.5",
        level="staff",
    )
    change = actions.change(other, revision=0, at=later)
    assert list(plan.tasks.filter(on__lt=later.date()).values_list(*facts)) == past
    assert set(plan.tasks.values_list(*facts)) != before
    actions.undo(change, at=later)
    assert set(plan.tasks.values_list(*facts)) == before


def test_the_preview_says_what_the_level_changes(as_user, alice):
    def shown(**typed):
        table = actions.table_of(chosen(alice, at=NOON, **typed), desk_of(alice), at=NOON)
        return previews.of_new(table).weighed

    assert shown(length="fourteen-days") is None
    weighed = shown(length="fourteen-days", level="staff")
    assert "Two hours as on the day" in weighed.more
    assert not set(weighed.more) & set(weighed.less)
    page = as_user(alice).post("/study/plan/new/", {"length": "fourteen-days", "level": "staff"})
    said = page.content.decode()
    assert "What the level changes: staff" in said
    assert "<strong>Less:</strong>" in said


def test_the_question_of_a_study_is_the_one_nearest_to_the_level(alice):
    load_library(LIBRARY, origin=SHIPPED)
    study = content().study
    [losses] = [one for one in study.concepts if one.slug == "losses"]
    [resnet] = [one for one in study.concepts if one.slug == "resnet"]

    def offered(concept, level):
        outline = Outline(study, study.plan[0], level=level)
        more = Openings(content(), alice, outline).of(f"study|{concept.slug}").more
        return Question.objects.get(slug=more[0].address.rstrip("/").rpartition("/")[2])

    assert offered(resnet, "").slug == resnet.questions[0]
    assert offered(resnet, "senior").tier == 3
    assert offered(resnet, "middle").slug == resnet.questions[0]
    assert offered(losses, "junior").tier == 1
