import pytest
from django.utils import timezone

from study.cards.actions import desk_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def on(alice, now):
    return desk_of(alice).day(now)
