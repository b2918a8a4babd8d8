"""A clock that stands, and an interview planned on it."""

import uuid
from datetime import datetime, timedelta

import pytest

from interview import actions
from interview.models import Interview
from tests.factories import QuestionSetFactory
from tests.interview.schedule.calendars import NOW
from web import clock


@pytest.fixture
def now(monkeypatch):
    """Set the product's clock."""

    def set_clock(at: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: at)
        return at

    set_clock(NOW)
    return set_clock


@pytest.fixture
def scheduled(now, alice):
    """Alice's interview in two days, its outbox rows planned as the set-up page does it."""

    def schedule(at=NOW + timedelta(days=2), user=alice) -> Interview:
        return actions.set_up(
            user,
            title="Optimisation",
            minutes=45,
            mode=Interview.Mode.EXAM,
            request_key=uuid.uuid4(),
            question_set=QuestionSetFactory(minutes=45),
            scheduled_for=at,
        )

    return schedule
