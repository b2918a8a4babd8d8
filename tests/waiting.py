"""Waiting for what must come true, on a machine that may be ten times slower than yours.

A test says what it waits for and never how long that takes: a pause that is long enough here is
too short elsewhere, and too long here every time. The bound is only there so that a broken
product ends the wait.
"""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60  # seconds; for one step of a page
LONG_PATIENCE = 240  # seconds; for processes that start, and sweeps that come round


def wait_for(
    condition: Callable[[], Any], what: str, *, seconds: float = PATIENCE, every: float = 0.1
) -> Any:
    """What the condition returns once that is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(every)
    return found
