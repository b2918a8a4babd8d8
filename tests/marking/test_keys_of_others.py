"""Whose key a share opens: the library's, the candidate's own; a group's, to that group alone."""

import pytest
from django.urls import reverse

from marking.models import ScoreSheet
from questions import sharing
from questions.models import Visibility
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, group_of
from tests.interview.marked import finished
from tests.marking.shared import layout, linked, shared_to, shared_with, sheet_of
from tests.marking.stored import question_with_answers

pytestmark = pytest.mark.django_db
KEY = "with decaying weights"


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def question(bob, group):
    """Bob's, shared with the group."""
    private = QuestionFactory(owner=bob, visibility="private")
    sharing.share(private, Visibility.GROUP, circle=group.circle)
    return private


@pytest.fixture
def interview(alice, question):
    """Alice answered it."""
    return finished(alice, question_set=QuestionSetFactory(questions=[question]), texts=("So.",))


def opened(client, share) -> str:
    return client.get(share.get_absolute_url()).content.decode()


def test_a_link_does_not_open_the_key_of_a_groups_question(client, interview, question):
    page = opened(client, linked(interview, key=True))
    assert question.title in page
    assert KEY not in page
    assert "Model answer" not in page


def test_nor_does_one_person_or_another_group_get_it(as_user, interview):
    somebody = UserFactory()
    assert KEY not in opened(as_user(somebody), shared_to(somebody.email, interview, key=True))
    other = group_of(interview.candidate, somebody)
    assert KEY not in opened(as_user(somebody), shared_with(other, interview, key=True))


def test_the_group_itself_does(as_user, bob, group, interview):
    assert KEY in opened(as_user(bob), shared_with(group, interview, key=True))


@pytest.mark.parametrize("whose", ["library", "own"])
def test_the_librarys_and_ones_own_are_open_by_a_link(client, alice, whose):
    question = QuestionFactory(**({} if whose == "library" else {"owner": alice}))
    if whose == "own":
        sharing.share(question, Visibility.PRIVATE)
    chosen = QuestionSetFactory(questions=[question])
    interview = finished(alice, question_set=chosen, texts=("So.",))
    assert KEY in opened(client, linked(interview, key=True))


def test_the_candidate_reads_it_on_their_own_page(as_user, alice, interview):
    page = as_user(alice).get(reverse("marking:side_by_side", args=[interview.pk]))
    assert KEY in page.content.decode()


def test_whoever_marks_it_has_the_points_all_the_same(as_user, bob, interview):
    sheet = sheet_of(bob, interview)
    assert isinstance(sheet, ScoreSheet)
    assert layout(sheet).questions[0].points


# Examples beside the sheet


def test_examples_are_led_to_for_whoever_may_see_them(as_user, alice, bob):
    asked = [question_with_answers() for _ in range(3)]
    interview = finished(alice, question_set=QuestionSetFactory(questions=asked))
    sheet = sheet_of(bob, interview)
    address = reverse("marking:sheet", args=[sheet.interview_id])
    assert "Examples of made" not in as_user(bob).get(address).content.decode()
    bob.is_curator = True
    bob.save()
    page = as_user(bob).get(address).content.decode()
    for question in interview.questions.select_related("version__question")[:2]:
        where = reverse("marking:calibration_examples", args=[question.version.question.slug])
        assert where in page
        assert as_user(bob).get(where).status_code == 200
