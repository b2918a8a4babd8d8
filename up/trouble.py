"""What can go wrong on someone's machine, each as one sentence and the way on."""

import errno
import re

DISK_FULL = (
    "The disk is full. Free some space (a first installation takes about 1 GB), then run it again."
)

PERMISSION = (
    "Check who owns this directory; mixing `sudo make` and `make` leaves files behind that only "
    "root may change."
)

# What programs print, and what it means for the person in front of the machine.
_ANYWHERE = [
    (r"No space left on device|ENOSPC|disk full|Disk quota exceeded", DISK_FULL),
    (
        r"Permission denied|EACCES|Operation not permitted|Read-only file system",
        f"A file could not be read or written. {PERMISSION}",
    ),
    (
        r"could not look up effective user ID",
        "PostgreSQL runs only as a user with a name, and this machine has none for yours (a "
        "container started with a bare number, perhaps). Give it one with useradd, or set "
        "DATABASE_URL to a database that runs elsewhere.",
    ),
]
_WHILE_DOWNLOADING = [
    (
        r"name resolution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|dns error|getaddrinfo"
        r"|Network is unreachable|Connection refused|NewConnectionError|ConnectTimeout"
        r"|from versions: none",
        "The package registry could not be reached. Check the network (and the proxy settings of "
        "pip and npm, if you have any), then run it again: it goes on where it stopped.",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES|Hash mismatch|EINTEGRITY",
        "A downloaded package is not the one the lock file names. Empty the cache "
        "(`pip cache purge`, `npm cache clean --force`) and run it again; if it happens again, "
        "the registry or a proxy hands out altered files.",
    ),
]


class Trouble(Exception):
    """Ends the launcher: `sentence` is shown to the person, without a traceback.

    `details` are the last lines of the program that failed, shown above the sentence.
    """

    def __init__(self, sentence: str, details: list[str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details or []


def meaning(output: str, *, downloading: bool = False) -> str | None:
    """The sentence for a failed program's output, or None when it says nothing we know."""
    for pattern, sentence in [*_ANYWHERE, *(_WHILE_DOWNLOADING if downloading else [])]:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    return None


def from_os_error(error: OSError) -> Trouble:
    """The trouble behind an operating-system error, with the file it is about."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(DISK_FULL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(f"A file could not be read or written{where}. {PERMISSION}")
    return Trouble(f"The operating system refused{where}: {error.strerror or error}.")
