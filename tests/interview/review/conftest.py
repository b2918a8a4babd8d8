"""A marked interview."""

import pytest

from tests.interview.marked import finished


@pytest.fixture
def interview(alice):
    return finished(alice)
