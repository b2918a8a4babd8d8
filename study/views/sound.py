"""A kept recording as a browser plays it: whole, or the part it asks for."""

import re

from django.http import HttpRequest, HttpResponse

from study.models import Recording

# One range; of several at once none is served, the whole is (RFC 9110, section 14.2).
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


def played(request: HttpRequest, recording: Recording) -> HttpResponse:
    """The sound: 200 and all of it, 206 and the part that `Range` asks for (Safari plays nothing
    without), 416 where it ends before that."""
    sound = bytes(recording.sound)
    reply = HttpResponse(content_type=recording.kind, headers=_HEADERS)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.group() == "bytes=-":
        reply.content = sound
        return reply
    first, end = _part(*asked.groups(), size=len(sound))
    if first >= end:
        reply.status_code, reply["Content-Range"] = 416, f"bytes */{len(sound)}"
        return reply
    reply.status_code, reply.content = 206, sound[first:end]
    reply["Content-Range"] = f"bytes {first}-{end - 1}/{len(sound)}"
    return reply


def _part(first: str, last: str, *, size: int) -> tuple[int, int]:
    """Half-open: of `2-5` the bytes 2 to 5, of `2-` all from there, of `-5` the last five."""
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size
