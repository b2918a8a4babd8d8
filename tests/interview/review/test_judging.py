"""Judging a whole interview: by what, by whom, what is missing, and who may see it."""

import json
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interview import aims, judging
from interview.dimensions import DIMENSIONS, FAMILIES, RESEARCH, STAFF, WHOLE, families
from interview.models import Interview, OwnLevel
from interview.setups import plain
from questions.models import QuestionSet
from study.models import Plan
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished
from tests.interview.review.reading import address, page_of, words
from tests.marking.shared import conducted_by
from tests.study.plan.planned import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(alice):
    """An interview at the level of staff."""
    return finished(alice, level="staff")


@pytest.fixture
def research(alice):
    """Research questions, none of them in a set for staff."""
    asked = QuestionFactory.create_batch(2, tier=4)
    return finished(alice, question_set=QuestionSetFactory(questions=asked), texts=["So.", "So."])


def judge(client, interview, **levels):
    said = {f"dim-{name.replace('_', '-')}": level for name, level in levels.items()}
    return client.post(address(interview, "judge"), said)


# By what


@pytest.mark.parametrize(
    ("level", "tiers", "found"),
    [
        ("", set(), [WHOLE]),
        ("senior", {1, 2, 3}, [WHOLE]),
        ("staff", {1}, [WHOLE, STAFF]),
        ("research", {3}, [WHOLE, STAFF]),
        ("", {1, 4}, [WHOLE, RESEARCH]),
        ("research", {4}, [WHOLE, STAFF, RESEARCH]),
    ],
)
def test_what_is_judged_follows_from_level_and_tiers(level, tiers, found):
    assert list(families(level=level, tiers=tiers)) == found


def test_every_dimension_has_a_name_of_its_own_and_four_anchors():
    every = [one for family in FAMILIES for one in family.dimensions]
    assert len(every) == len(DIMENSIONS) == 12
    assert all(len(set(one.anchors)) == 4 for one in every)
    assert all(len(one.name) <= OwnLevel._meta.get_field("dimension").max_length for one in every)


def test_a_research_question_left_blank_asks_for_nothing(alice):
    asked = [QuestionFactory(tier=1), QuestionFactory(tier=4)]
    done = finished(alice, question_set=QuestionSetFactory(questions=asked), texts=["So.", ""])
    assert judging.families_of(done) == (WHOLE,)


@pytest.mark.parametrize(
    ("of_set", "of_plan", "level"),
    [
        ("mid", None, "mid"),
        ("mid", "", "mid"),
        ("mid", Plan.Level.PRINCIPAL, "staff"),
        ("research", Plan.Level.STAFF, "research"),
        ("senior", Plan.Level.MIDDLE, "senior"),
    ],
)
def test_an_interview_takes_the_higher_of_its_sets_level_and_its_candidates_aim(
    alice, of_set, of_plan, level
):
    if of_plan is not None:
        planned(alice)
        Plan.objects.filter(owner=alice).update(level=of_plan)
    chosen = QuestionSetFactory(questions=[QuestionFactory()], level=of_set)
    made = plain(alice, chosen)
    assert made.level == level
    QuestionSet.objects.filter(pk=chosen.pk).update(level="junior")
    Plan.objects.filter(owner=alice).delete()
    made.refresh_from_db()
    assert made.level == level, "what is judged does not change afterwards"


def test_somebody_who_said_nothing_aims_at_nothing(alice):
    assert aims.level_for(alice, None) == ""


def test_the_database_knows_no_other_level(staff):
    for broken in ({"level": 0}, {"level": 5}, {"dimension": ""}):
        facts = {"dimension": "debug", "level": 2, "at": timezone.now(), **broken}
        with pytest.raises(IntegrityError), transaction.atomic():
            staff.own_levels.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=staff.pk).update(level="king")


# By oneself


def test_the_page_offers_what_the_interview_is_judged_by(as_user, alice, staff, research):
    at_staff = words(as_user(alice).get(address(staff, "judge")).content.decode())
    at_research = words(as_user(alice).get(address(research, "judge")).content.decode())
    assert STAFF.dimensions[2].anchors[3] in at_staff
    assert RESEARCH.dimensions[3].anchors[0] in at_research
    assert RESEARCH.dimensions[3].anchors[0] not in at_staff
    assert STAFF.dimensions[2].label not in at_research


def test_what_was_said_is_kept_shown_and_taken_back(as_user, alice, staff):
    client = as_user(alice)
    assert judge(client, staff, debug=3, quantify=1).url == address(staff) + "#judged"
    assert judging.own_levels(staff) == {"debug": 3, "quantify": 1}
    page = client.get(address(staff, "judge")).content.decode()
    ticked = re.findall(r'name="dim-([a-z-]+)" value="\d?" checked', page)
    assert len(ticked) == len(set(ticked)) == 8
    assert 'name="dim-debug" value="3" checked' in page
    judge(client, staff, debug=4)
    assert judging.own_levels(staff) == {"debug": 4}
    judge(client, staff)
    assert not staff.own_levels.exists()


@pytest.mark.parametrize("level", ["5", "0", "-1", "x" * 5000, "\x00", "²"])
def test_another_level_is_refused_and_the_rest_is_still_chosen(as_user, alice, staff, level):
    reply = judge(as_user(alice), staff, debug=level, quantify=2)
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Choose 1 to 4" in page
    assert 'name="dim-quantify" value="2" checked' in page
    assert not staff.own_levels.exists()


def test_a_dimension_of_another_family_is_passed_over(as_user, alice, staff):
    judge(as_user(alice), staff, novelty=4, debug=2)
    assert judging.own_levels(staff) == {"debug": 2}


def test_a_stranger_and_an_interviewer_find_no_such_page(as_user, bob, staff):
    conducted_by(bob, staff)
    for method in ("get", "post"):
        assert getattr(as_user(bob), method)(address(staff, "judge")).status_code == 404


def test_it_comes_after_ones_own_estimate_and_only_where_something_was_answered(as_user, alice):
    early, blank = finished(alice, estimated=False), finished(alice, texts=("", "", ""))
    for one in (early, blank):
        assert judge(as_user(alice), one, intuition=2).url == address(one)
    assert not OwnLevel.objects.exists()


# What the review and the report say


def test_the_report_says_which_is_missing(as_user, alice, research):
    client = as_user(alice)
    assert "nobody has judged this interview by deriving, connecting" in words(
        page_of(client, research)
    )
    judge(client, research, derive=3, connect=1, critique=1)
    page = words(page_of(client, research))
    assert "Missing: connecting, critique ." in page.replace("critique.", "critique .")
    assert "Not judged: novelty" in page
    assert RESEARCH.dimensions[0].anchors[2] in page
    file = client.get(address(research, "download")).content.decode()
    assert "## As a researcher" in file
    assert "**Missing:** connecting, critique." in file
    assert "Not judged: novelty." in file
    assert "| Deriving | 3 | – | Derives it" in file


def test_what_an_interviewer_saw_counts_and_ones_own_stands_beside_it(as_user, alice, bob, staff):
    judge(as_user(alice), staff, debug=4, quantify=4)
    conducted_by(bob, staff, dim_debug="1")
    found = {
        level.dimension.name: level
        for one in judging.judged(staff, [STAFF])
        for level in one.levels
    }
    assert (found["debug"].own, found["debug"].seen, found["debug"].value) == (4, (1,), 1)
    assert (found["quantify"].seen, found["quantify"].value) == ((), 4)
    page = words(page_of(as_user(alice), staff))
    assert "Missing: finding faults" in page


def test_an_ordinary_interview_says_nothing_of_families_it_does_not_have(as_user, alice):
    page = words(page_of(as_user(alice), finished(alice)))
    assert "Judge yourself" in page
    assert STAFF.title not in page
    assert "nobody has judged" not in page


def test_ones_levels_are_taken_along(as_user, alice, staff):
    from interview.exports import files

    judge(as_user(alice), staff, debug=3)
    kept = {one.path.rpartition(".")[2]: one.text for one in files(alice)}
    assert json.loads(kept["json"])["how_i_judged_it"] == {"debug": 3}
    assert "Finding faults, as you judged it: 3 of 4" in kept["md"]
