"""Whatever happens, counting on is counting from scratch."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from interview import actions
from interview.models import Interview, Scorecard
from tests.interview.marked import add_card
from tests.workbench.measured import (
    AT,
    BLANK,
    count,
    figures,
    from_scratch,
    people,
    sit,
)
from workbench.models import Change

pytestmark = pytest.mark.django_db


STEPS = st.lists(
    st.tuples(st.sampled_from(["sit", "mark", "correct", "take back", "leave", "count"]),
              st.integers(0, 5), st.integers(0, 4)),
    min_size=4, max_size=10,
)  # fmt: skip


def take(step: str, who, question_set, number: int) -> None:
    """One thing that may happen to marks."""
    if step == "sit":
        sit(question_set, who, [number / 4, BLANK if number == 3 else 0.5], day=number)
        return
    interview = Interview.objects.filter(candidate=who).order_by("pk").last()
    if interview is None:
        return
    asked = interview.questions.get(position=1)
    point = asked.version.key_points.all()[number % 2]
    if step == "mark":
        version = f"test-{2 + Scorecard.objects.filter(question=asked).count()}"
        add_card(asked, score=number / 4, scorer_version=version)
    elif step == "correct":
        actions.correct_point(asked, point, verdict="made", by=who, at=AT)
    elif step == "take back":
        actions.correct_point(asked, point, verdict=None, by=who, at=AT)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_counting_on_is_counting_from_scratch(pair, low_floors, steps):
    with transaction.atomic():
        crowd = people(6)
        for number, person in enumerate(crowd):
            sit(pair, person, [number / 5, 0.75])
        for step, whom, number in steps:
            if step == "count":
                count()
            elif step == "leave":
                crowd[whom].delete()
                crowd[whom] = people(1)[0]
            else:
                take(step, crowd[whom], pair, number)
        count()
        counted = figures()
        assert not Change.objects.exists()
        assert from_scratch() == counted
        transaction.set_rollback(True)
