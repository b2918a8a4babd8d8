"""A candidate in a room: an exam, and a practice."""

import pytest

from interview.models import Interview
from tests.factories import InterviewFactory

Mode = Interview.Mode


@pytest.fixture
def exam(alice):
    return InterviewFactory(candidate=alice, running=True)


@pytest.fixture
def practice(alice):
    return InterviewFactory(candidate=alice, running=True, mode=Mode.PRACTICE)


@pytest.fixture
def client(as_user, alice):
    return as_user(alice)
