"""The first page of someone who is logged in: go on, get ready, start, look back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import GUESTS_ARE_KEPT
from interview import actions, next_steps, results, rules
from interview.models import Interview
from questions import sets
from questions.models import QuestionSet
from web import clock

LAST = 3
# Cards on the page; with “Compose your own” they fill its rows of three.
OFFERED = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    mine = Interview.objects.visible_to(request.user).of_candidate(request.user)
    running = [actions.close_if_over(interview, at=at) for interview in mine.running()]
    last = results.of(mine.finished()[:LAST])
    offered = list(QuestionSet.objects.visible_to(request.user))
    shelves = sets.shelves(offered)
    first = shelves[0].sets if shelves else []
    context = {
        "running": [_with_time(i, at) for i in running if not i.is_finished],
        "upcoming": mine.upcoming(),
        "last": last,
        "sets": first[:OFFERED],
        "shelves": shelves if len(offered) > OFFERED else [],
        "all_sets": len(offered),
        "first": first[0] if first and not last else None,
        "next": next_steps.after(results.weakest_topics(last), request.user, at=at),
        "guest_days": GUESTS_ARE_KEPT.days,
    }
    return render(request, "interview/home.html", context)


def _with_time(interview: Interview, at) -> dict:
    left = rules.time_left(interview, at=at)
    return {"interview": interview, "seconds": int(left.total_seconds())}
