"""Everything about a person in one zip. Each room registers what it keeps, from its AppConfig."""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from accounts.models import User

# Up to here the zip is built in memory, beyond it in a temporary file.
IN_MEMORY = 8 * 1024 * 1024
NAME = 60
# Names that some systems keep for their devices.
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")

README = """# Your data from Greenroom

Made on {day} for {person}.

Every folder is one part of Greenroom. What is in it stands there twice: as Markdown for reading
and as JSON for other programs. Times in the JSON are in UTC.

{folders}
"""


@dataclass(frozen=True)
class File:
    """One file of an export; `path` is relative to its room's folder, such as `a-title.md`. Bytes
    where another program reads it and nobody else."""

    path: str
    text: str | bytes


Exporter = Callable[[User], Iterable[File]]
_exporters: dict[str, Exporter] = {}


def register(room: str, exporter: Exporter) -> None:
    """Let a room add its folder. An exporter yields files one by one, so that none piles up."""
    _exporters[room] = exporter


def registered() -> list[str]:
    return sorted(_exporters)


def safe_name(text: str, otherwise: str = "untitled") -> str:
    """A file name without its ending: small letters, digits and dashes, at most 60 of them."""
    name = slugify(text)[:NAME].strip("-_") or otherwise
    return f"{name}-1" if RESERVED.match(name) else name


def as_json(facts: object) -> str:
    return json.dumps(facts, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"


def write_zip(person: User, *, at: datetime) -> IO[bytes]:
    """The whole export, open for reading from its start. The caller closes it."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        taken: set[str] = set()
        for path, text in _files(person, at):
            archive.writestr(_free(path, taken), text)
    target.seek(0)
    return target


def _files(person: User, at: datetime) -> Iterator[tuple[str, str | bytes]]:
    folders = "\n".join(f"* `{room}/`" for room in registered())
    yield "README.md", README.format(day=f"{at:%-d %B %Y}", person=person, folders=folders)
    for room in registered():
        for file in _exporters[room](person):
            yield f"{room}/{_checked(file.path)}", file.text


def _checked(path: str) -> str:
    """Rooms give plain relative paths; anything that would leave the folder is our own mistake."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ".." in parts:
        raise ValueError(f"{path!r} is not a path inside an export")
    return path


def _free(path: str, taken: set[str]) -> str:
    """Two of one name are told apart by a number; names differ by more than case."""
    stem, dot, ending = path.rpartition(".")
    candidate, number = path, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem}-{number}{dot}{ending}"
    taken.add(candidate.lower())
    return candidate


def account(person: User) -> Iterator[File]:
    """What this room keeps: the person, their addresses, and how they log in (never the keys)."""
    facts = _account_facts(person)
    yield File("account.json", as_json(facts))
    yield File("account.md", "\n".join(["# Your account", "", *_lines(facts)]) + "\n")


def _account_facts(person: User) -> dict:
    fields = [
        "email", "display_name", "is_guest", "is_curator", "joined_at", "last_seen_at",
        "last_login", "time_zone", "time_zone_chosen", "extra_time", "theme", "keymap",
        "plain_keys",
        "remind_a_day_before", "remind_15_minutes_before",
    ]  # fmt: skip
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    keys = Authenticator.objects.filter(user=person).order_by("pk")
    return {name: getattr(person, name) for name in fields} | {
        "addresses": list(addresses.values("email", "verified", "primary")),
        "ways_to_log_in": [
            {"kind": key.get_type_display(), "created_at": key.created_at, "name": str(key)}
            for key in keys
        ],
    }


def _lines(facts: dict) -> Iterator[str]:
    for name, value in facts.items():
        label = name.replace("_", " ").capitalize()
        if isinstance(value, list):
            yield f"* {label}: {'none' if not value else ''}".rstrip()
            yield from (f"  * {', '.join(str(part) for part in row.values())}" for row in value)
        else:
            yield f"* {label}: {value}"
