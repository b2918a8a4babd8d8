"""Processor time of the processes that serve, read from /proc: the client's own does not count."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Processor seconds, in the web processes and in the database's."""

    web: float
    database: float

    def __sub__(self, before: "Spent") -> "Spent":
        return Spent(self.web - before.web, self.database - before.database)

    @property
    def both(self) -> float:
        return self.web + self.database


def spent(web: int, database: str) -> Spent:
    """By the process `web` and all it has started, and by the backends of one database.

    Backends are found where PostgreSQL runs on this machine; elsewhere their share reads zero.
    """
    return Spent(
        sum(_seconds(pid) for pid in [web, *_below(web)]),
        sum(_seconds(pid) for pid in _backends(database)),
    )


def _fields(pid: int) -> list[str]:
    """/proc/PID/stat from the state on; empty when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _seconds(pid: int) -> float:
    """User and system time of all its threads."""
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _below(root: int) -> list[int]:
    parents = {pid: int(fields[1]) for pid in _processes() if (fields := _fields(pid))}
    found, looked = [root], 0
    while looked < len(found):
        found += [pid for pid, parent in parents.items() if parent == found[looked]]
        looked += 1
    return found[1:]


def _backends(database: str) -> list[int]:
    found = []
    for pid in _processes():
        try:
            title = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if title.startswith("postgres:") and f" {database} " in title:
            found.append(pid)
    return found
