"""A marked interview, and the queue it asks."""

import pytest

from interview import tasks
from tests.interview.marked import finished


@pytest.fixture
def interview(alice):
    return finished(alice)


@pytest.fixture
def queue(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.score_interview, "delay", sent.append)
    return sent
