"""A set of Alice's, and the same behind a link."""

import pytest
from django.utils import timezone

from tests.factories import (
    QuestionFactory,
    QuestionSetFactory,
)
from workbench import set_actions


@pytest.fixture
def own(alice):
    return QuestionSetFactory(
        owner=alice, visibility="private", title="Thursday", minutes=24, slug="thursday"
    )


@pytest.fixture
def shared(own, alice):
    """A set of Alice's with a private question, opened by a link."""
    secret = QuestionFactory(owner=alice, visibility="private", title="SECRET", prompt="SECRET?")
    set_actions.add_questions(own, [secret.pk], by=alice)
    return set_actions.share(own, "link", by=alice, at=timezone.now())
