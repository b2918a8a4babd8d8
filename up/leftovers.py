"""What an earlier run may have left: a lock that tells whether it still runs, and its processes."""

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from up.trouble import Trouble

PATIENCE = 15.0  # seconds a process of an earlier run gets to end by itself


@contextmanager
def only_run(lock: Path, url: str) -> Iterator[None]:
    """Holds the lock of this data directory; the kernel frees it however we end.

    Trouble, with the address of the one that runs, when another process holds it.
    """
    with open(lock, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(_already_running(lock)) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "url": url}))
        file.flush()
        yield
        file.truncate(0)


def _already_running(lock: Path) -> str:
    try:
        other = json.loads(lock.read_text())
    except ValueError:
        return "Greenroom is just being started from this checkout; see the other terminal."
    where = f" at {other['url']}" if other["url"] else ""
    return (
        f"Greenroom already runs from this checkout{where}. To stop it, press Ctrl-C in its "
        f"terminal or type: kill {other['pid']}"
    )


def birth(pid: int) -> str | None:
    """What tells a process from a later one with the same number; None when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return None
        asked = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True)
        return asked.stdout.decode().strip() or None
    return None if fields[0] == "Z" else fields[19]


def command_line(pid: int) -> str:
    """The words a process was started with; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
        asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True)
        return asked.stdout.decode(errors="replace")


def record(children: Path, running: dict[str, int]) -> None:
    """Writes down who runs, as {name: [pid, birth]}."""
    part = children.with_suffix(".part")
    part.write_text(json.dumps({name: [pid, birth(pid)] for name, pid in running.items()}))
    part.replace(children)


def stop(children: Path) -> list[str]:
    """Ends processes of an earlier run that was killed; their names.

    On Linux they end by themselves within a moment, because they are told when their parent
    dies; elsewhere they are found here.
    """
    try:
        recorded = json.loads(children.read_text())
    except (FileNotFoundError, ValueError):
        return []
    alive = {name: pid for name, (pid, born) in recorded.items() if born and birth(pid) == born}
    for name in sorted(alive, key=lambda name: name == "postgres"):
        gently = signal.SIGINT if name == "postgres" else signal.SIGTERM
        end(*recorded[name], gently)
    children.unlink(missing_ok=True)
    return sorted(alive)


def end(pid: int, born: str, gently: signal.Signals) -> None:
    """Ends the process born then, if it still lives: gently, after PATIENCE by force."""
    for number in (gently, signal.SIGKILL):
        if birth(pid) != born:
            return
        _send(pid, number)
        until = time.monotonic() + PATIENCE
        while birth(pid) == born and time.monotonic() < until:
            time.sleep(0.05)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
    except PermissionError:
        raise Trouble(
            f"Process {pid} of an earlier run still runs and belongs to another user. Stop it "
            f"first: sudo kill {pid}"
        ) from None
