"""What the tests of the interview share."""

import pytest

from interview import tasks


@pytest.fixture
def queue(monkeypatch):
    """The interviews whose marks were asked for; no worker gets to know."""
    sent = []
    monkeypatch.setattr(tasks.score_interview, "delay", sent.append)
    return sent
