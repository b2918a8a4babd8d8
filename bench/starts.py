"""How long `make run` takes from an empty data directory, and how long the next time."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from up.places import ROOT

PATIENCE = 300  # seconds
UNWANTED = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Starts:
    """Seconds until the first page answers."""

    cold: float
    warm: float


def measure() -> Starts:
    """Cold: everything is installed, and the database is made and filled. Warm: nothing changed."""
    with tempfile.TemporaryDirectory(prefix="greenroom-bench-") as name:
        Path(name).chmod(0o755)  # PostgreSQL, which is not root, passes through it to its data
        var = Path(name).resolve() / "var"
        return Starts(cold=_start(var), warm=_start(var))


def _start(var: Path) -> float:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "up"],
        cwd=ROOT,
        env=kept | {"GREENROOM_VAR": str(var), "PORT": port},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Greenroom is ready" in line:
                return time.monotonic() - began
            if time.monotonic() - began > PATIENCE:
                break
        raise RuntimeError("".join(said))
    finally:
        process.terminate()
        process.communicate(timeout=60)
