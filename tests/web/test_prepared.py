"""A prepared queryset finds what the queryset itself would find."""

import pytest
from django.db.models import Count

from accounts.models import User
from interview.models import Interview
from tests.factories import InterviewFactory, UserFactory
from web.prepared import LARGEST_ID, Prepared


def _interviews(candidate: int, question_set: int):
    return (
        Interview.objects.filter(candidate=candidate, question_set=question_set)
        .select_related("question_set", "candidate")
        .annotate(asked=Count("questions"))
        .order_by("pk")
    )


def facts(interview: Interview) -> list:
    return [
        interview.__dict__ | {"_state": None},
        interview.question_set.title,
        interview.candidate.email,
        interview.asked,
    ]


def test_rows_joins_and_annotations_are_those_of_the_queryset(db, django_assert_num_queries):
    prepared = Prepared(_interviews)
    for interview in (InterviewFactory(running=True), InterviewFactory(), InterviewFactory()):
        ids = interview.candidate_id, interview.question_set_id
        plain = [facts(one) for one in _interviews(*ids)]
        with django_assert_num_queries(1):
            assert [facts(one) for one in prepared(*ids)] == plain
        assert len(plain) == 1


def test_the_sql_is_written_once(db):
    built = []
    prepared = Prepared(lambda pk: built.append(pk) or User.objects.filter(pk=pk))
    people = UserFactory.create_batch(3)
    assert [prepared(person.pk) for person in people] == [[person] for person in people]
    assert len(built) == 1


@pytest.mark.parametrize("pk", [0, -1, LARGEST_ID, LARGEST_ID + 1, 10**40])
def test_an_id_nobody_has_finds_nothing(db, pk):
    assert Prepared(lambda pk: User.objects.filter(pk=pk))(pk) == []


def test_an_id_that_is_not_used_is_a_mistake(db):
    with pytest.raises(ValueError, match="each of its ids"):
        Prepared(lambda pk, other: User.objects.filter(pk=pk))(1, 2)
