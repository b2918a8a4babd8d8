"""Having a recording written down, where the site has something that does it. By a worker.

`TRANSCRIBER` names it: the dotted path of a function `(sound: bytes, kind: str) -> str` in this
process, or the address of a service that is sent the sound by POST and answers
`{"text": "…"}`. Nothing is set by default, and nothing needs it.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from study.models import Recording
from study.models.speaking import TRANSCRIPT_TRIES
from study.speaking.rules import LONGEST_NOTES
from web.jobs import LET_GO

logger = logging.getLogger(__name__)

Engine = Callable[[bytes, str], str]
# Seconds a service may take for three minutes of speech.
PATIENCE = 120
LOST = "It stopped in the middle, every time it was tried."
# More than any transcript; bytes.
LARGEST_REPLY = 1_000_000


def engine() -> Engine | None:
    """What writes recordings down on this site; None where nothing does."""
    named = settings.TRANSCRIBER
    if not named:
        return None
    if named.startswith(("http://", "https://")):
        return lambda sound, kind: _ask(named, sound, kind)
    return import_string(named)


def is_there() -> bool:
    """Whether anything writes recordings down on this site."""
    return bool(settings.TRANSCRIBER)


def transcribe(pk: int, *, at: datetime) -> None:
    """Write one recording down, if nobody else is at it. Safe to call twice.

    What fails is tried again by the sweep, three times in all; then it has failed, says so, and
    waits for a person to ask again.
    """
    found = engine()
    token = Recording.objects.claim(pk, at=at) if found else None
    if token is None:
        return
    mine = Recording.objects.claimed(pk, token)
    recording = mine.first()
    if recording is None:
        return  # deleted meanwhile
    state = Recording.Transcribing
    try:
        text = str(found(bytes(recording.sound), recording.kind)).replace("\x00", "").strip()
    except Exception as trouble:
        logger.exception("A recording could not be written down.")
        failed = recording.tries >= TRANSCRIPT_TRIES
        mine.update(
            state=state.FAILED if failed else state.WAITING,
            why_failed=f"{type(trouble).__name__}: {trouble}"[:300],
            **LET_GO,
        )
        return
    mine.update(state=state.DONE, transcript=text[:LONGEST_NOTES], why_failed="", **LET_GO)


def sweep(*, at: datetime) -> None:
    """Recordings that a dead worker or a lost message left behind."""
    if engine() is None:
        return
    lost = Recording.objects.lost(at=at)
    lost.update(state=Recording.Transcribing.FAILED, why_failed=LOST, **LET_GO)
    for pk in list(Recording.objects.to_do(at=at).values_list("pk", flat=True)[:20]):
        transcribe(pk, at=at)


def _ask(address: str, sound: bytes, kind: str) -> str:
    """One request to the service the site has named; ValueError for a reply without a text."""
    request = urllib.request.Request(  # noqa: S310 - http(s), and the site's own setting
        address, data=sound, headers={"Content-Type": kind, "Accept": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310 - as above
        said = json.loads(reply.read(LARGEST_REPLY))
    if not isinstance(said, dict) or not isinstance(said.get("text"), str):
        raise ValueError("the service answered without a text")
    return said["text"]
