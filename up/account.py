"""PostgreSQL refuses to run as root; started by root, it runs as the machine's `nobody`."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from up.trouble import Trouble


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def spawn_options(self) -> dict:
        """For subprocess: become this account, with no other groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_use(self, path: Path) -> bool:
        """May this account read `path` and pass through every directory above it? The kernel is
        asked, because modes alone do not tell (access lists, mounts)."""
        test = ["/bin/sh", "-c", 'test -r "$1" && test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", **self.spawn_options()).returncode == 0


def for_postgres(data: Path) -> Account | None:
    """None for an ordinary user, who runs PostgreSQL herself. For root: whoever owns the data
    already (an ordinary user may have made it), else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        owner = data.stat()
        return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble(
            "PostgreSQL does not run as root and this machine has no user `nobody`. Run make as an "
            "ordinary user, or set DATABASE_URL to a database of yours."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)
