"""Where things lie: data and logs under var/, sockets where their path is short enough."""

import hashlib
import os
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from up.trouble import PERMISSION, Trouble

ROOT = Path(__file__).resolve().parent.parent
# A socket's whole path must stay below 108 bytes (104 on macOS).
LONGEST_SOCKET = 100
LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Places:
    """`var` holds everything that is kept; `sockets` is empty when nothing runs."""

    var: Path
    sockets: Path

    @property
    def postgres_data(self) -> Path:
        return self.var / "postgres"

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / "pg"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def lock(self) -> Path:
        return self.var / "running.lock"

    @property
    def children(self) -> Path:
        """Name, process id and birth of each process we started, for who cleans up after us."""
        return self.var / "children.json"


def at(var: Path) -> Places:
    """Makes `var` and the directory for sockets; Trouble when that cannot be."""
    var.mkdir(parents=True, exist_ok=True)
    if not os.access(var, os.W_OK):
        raise Trouble(f"{var} cannot be written. {PERMISSION}")
    free = shutil.disk_usage(var).free
    if free < LEAST_FREE_BYTES:
        raise Trouble(
            f"Only {free // 1024**2} MB are free on the disk that holds {var}. Free at least "
            f"{LEAST_FREE_BYTES // 1024**2} MB, then run it again."
        )
    return Places(var, _socket_directory(var))


def _socket_directory(var: Path) -> Path:
    """var/run when its sockets' paths are short enough and root's PostgreSQL can get there, else
    a directory of ours in /tmp."""
    here = var / "run"
    short = len(os.fsencode(here / "pg" / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    if short and (os.geteuid() != 0 or passable(var)):
        return _private(here)
    return _private(Path("/tmp") / f"greenroom-{os.geteuid()}-{digest(var)}")


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def passable(path: Path) -> bool:
    """May anyone walk through `path` and all directories above it?"""
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])


def _private(directory: Path) -> Path:
    """A directory only we may list. Root lets others pass through it, to a directory of their own.

    In /tmp anyone might have made it first, so it must be a real directory and ours.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    directory.mkdir(mode=mode, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Trouble(f"{directory} belongs to someone else. Remove it, then run it again.")
    directory.chmod(mode)
    return directory


def secret_key(var: Path) -> str:
    """The key that signs sessions: made once, readable by its owner only."""
    file = var / "secret-key"
    try:
        found = file.read_text().strip()
    except FileNotFoundError:
        found = ""
    if len(found) >= 50:
        return found
    made = secrets.token_urlsafe(50)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(made + "\n")
    part.replace(file)
    return made
