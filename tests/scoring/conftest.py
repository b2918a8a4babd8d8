"""Both ways the scorer can work: with the sentence encoder, and on words alone."""

import pytest

from scoring import scorer
from scoring.encoder import encoder

needs_encoder = pytest.mark.skipif(encoder() is None, reason="the sentence encoder is optional")


@pytest.fixture
def words_alone(monkeypatch):
    """The scorer as it is where the optional encoder was not installed."""
    monkeypatch.setattr(scorer, "encoder", lambda: None)


@pytest.fixture(params=[pytest.param("encoder", marks=needs_encoder), "words alone"])
def either_way(request, monkeypatch):
    if request.param == "words alone":
        monkeypatch.setattr(scorer, "encoder", lambda: None)
    return request.param
