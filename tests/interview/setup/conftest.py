"""Alice's browser, and a set to sit."""

import pytest

from tests.factories import (
    QuestionSetFactory,
)


@pytest.fixture
def client(as_user, alice):
    return as_user(alice)


@pytest.fixture
def sitting(db):
    return QuestionSetFactory(slug="sitting", title="A sitting", minutes=24)
