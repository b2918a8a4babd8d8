"""A full collection of garbage stops everybody who is just being answered; it is kept short."""

import subprocess
import sys

from up.places import ROOT

# As a web server does it; a worker calls the same at its start.
LOADED = """
import gc, config.wsgi
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_what_a_web_server_has_loaded_is_not_collected_again():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kept, looked_at = map(int, done.stdout.split())
    assert kept > 100_000
    assert looked_at < kept / 100
