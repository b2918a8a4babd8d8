"""The door of the autosave: JSON in, JSON out, nothing rendered."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from interview import actions, autosave
from interview.models import Interview
from web import clock

# A draft that passed through more pages than this without one acknowledgement is a conflict.
MOST_FORERUNNERS = 20

# The reply to each outcome. A client must treat every other status as "not saved".
_STATUS = {
    autosave.State.SAVED: 200,
    autosave.State.CONFLICT: 409,
    autosave.State.CLOSED: 409,
    autosave.State.REFUSED: 422,
}


@require_POST
def save(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """Keep one answer. The body is `{text, base, writer, count, seconds_used, heir_of?}`.

    What they mean and what is answered: interview/autosave.py.
    """
    return _save(request, pk, position, autosave.ANSWER)


@require_POST
def save_tried(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """The same for the list of what was tried at a question about a fault."""
    return _save(request, pk, position, autosave.TRIED)


def _save(request: HttpRequest, pk: int, position: int, paper: autosave.Paper) -> JsonResponse:
    try:
        fields = _fields(json.loads(request.body))
    except (ValueError, KeyError, TypeError) as error:
        return JsonResponse({"state": "refused", "reason": f"Not a save: {error}."}, status=422)
    outcome = autosave.save(pk, position, candidate_id=request.user.pk, paper=paper, **fields)
    if outcome is None:
        raise Http404
    if outcome.state is autosave.State.CLOSED:
        _close(pk, outcome)
    return JsonResponse(_reply(outcome), status=_STATUS[outcome.state])


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    """Shape only. ValueError, KeyError or TypeError say what is wrong."""
    if not isinstance(body["text"], str):
        raise TypeError("text is not a string")
    base, count, seconds = (int(body[name]) for name in ("base", "count", "seconds_used"))
    if min(base, count, seconds) < 0 or max(base, count, seconds) >= 2**31:
        raise ValueError("a number is out of range")
    return {
        "text": body["text"],
        "base": base,
        "writer": UUID(body["writer"]),
        "count": count,
        "seconds_used": seconds,
        "heir_of": [UUID(writer) for writer in body.get("heir_of") or ()][-MOST_FORERUNNERS:],
    }


def _close(pk: int, outcome: autosave.Outcome) -> None:
    interview = Interview.objects.filter(pk=pk, status=Interview.Status.RUNNING).first()
    if interview:
        actions.close_if_over(interview, at=outcome.at or clock.now())


def _reply(outcome: autosave.Outcome) -> dict[str, Any]:
    reply: dict[str, Any] = {"state": outcome.state, "revision": outcome.revision}
    reply |= clock_facts(at=outcome.at, ends_at=outcome.ends_at, paused=outcome.paused)
    if outcome.text is not None:
        reply["text"] = outcome.text
    if outcome.reason:
        reply["reason"] = outcome.reason
    if outcome.late:
        reply["late"] = True
    return reply


def clock_facts(
    *, at: datetime | None, ends_at: datetime | None, paused: bool
) -> dict[str, int | bool | None]:
    """The server's clock for the page, in milliseconds since 1970 UTC."""
    return {
        "now": _milliseconds(at),
        "ends_at": _milliseconds(ends_at),
        "paused": paused,
    }


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
