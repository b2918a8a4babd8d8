"""A set to sit, and figures that few people are enough for."""

import pytest

from tests.factories import QuestionFactory, QuestionSetFactory
from workbench import question_summaries, set_summaries


@pytest.fixture
def pair():
    """A set of two questions."""
    return QuestionSetFactory(questions=QuestionFactory.create_batch(2))


@pytest.fixture
def low_floors(monkeypatch):
    """Few people are enough for every figure."""
    for module in (question_summaries, set_summaries):
        for name, number in {"NAMELESS": 2, "FLOOR": 3, "STEADY": 4}.items():
            monkeypatch.setattr(module, name, number)
