"""Alice's own tree: alone, and opened to the group that Bob is in."""

import pytest

from study.branches import actions
from tests.factories import group_of
from tests.study.branches.trees import NOW, SHIPPED


@pytest.fixture
def row(alice):
    return actions.copy(alice, SHIPPED, at=NOW)


@pytest.fixture
def hers(as_user, alice):
    return as_user(alice)


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def opened(row, group):
    return actions.open_to(row, group.circle_id, revision=0, at=NOW)
