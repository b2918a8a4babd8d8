"""The servers that are measured, on a free port, each in its own process group."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket

GTHREAD = "gunicorn, two processes"
UVICORN = "uvicorn, one process"
SECONDS_TO_START = 60
# WhiteNoise's: static files are served from where they lie, as `make run` does it.
NEEDLESS_WARNING = "ignore:No directory at"
COMMANDS = {
    GTHREAD: "gunicorn {package}.wsgi:application -k gthread -w 2 --threads 8"
    " -b 127.0.0.1:{port} --log-level warning",
    UVICORN: "uvicorn {package}.asgi:application --port {port} --no-access-log"
    " --log-level warning --no-server-header --lifespan off",
}


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the process whose time is counted."""

    name: str
    port: int
    pid: int


@contextmanager
def serving(kind: str, package: str = "config") -> Iterator[Server]:
    """The product, or `bench.bare`, behind one kind of server."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = COMMANDS[kind].format(package=package, port=port)
    process = subprocess.Popen(
        [sys.executable, "-m", *words.split()],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": f"{package}.settings", "PYTHONWARNINGS": NEEDLESS_WARNING},
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/health/")
        yield Server(kind, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen, url: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{url} does not answer") from None
        time.sleep(0.1)
