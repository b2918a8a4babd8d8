"""The curator's queue: questions that need work, reason by reason, and putting one off."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from questions.models import Question
from web import clock
from workbench import keeping, queue_actions
from workbench.models import Snooze
from workbench.queue_forms import SnoozeForm
from workbench.reasons import BY_KEY, REASONS, Reason

# Of each reason, before “show all”.
SHOWN = 5
PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Every reason with its first questions; `?reason=` lists one of them whole."""
    return _page(request, BY_KEY.get(request.GET.get("reason", "")))


@require_POST
def snooze(request: HttpRequest, slug: str, reason: str) -> HttpResponse:
    question, known = _of(request, slug, reason)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return _page(request, known, refused=(question, form), status=422)
    queue_actions.snooze(
        question, known.key, **form.cleaned_data, by=request.user, at=clock.now()
    )  # fmt: skip
    return redirect(_back(request, known))


@require_POST
def wake(request: HttpRequest, slug: str, reason: str) -> HttpResponse:
    question, known = _of(request, slug, reason)
    queue_actions.wake(question, known.key)
    return redirect(f"{reverse('workbench:queue')}#snoozed")


def _of(request: HttpRequest, slug: str, reason: str) -> tuple[Question, Reason]:
    question = get_object_or_404(keeping.questions_of(request.user), slug=slug)
    known = BY_KEY.get(reason)
    return question, known or get_object_or_404(Snooze.objects.none())


def _back(request: HttpRequest, reason: Reason) -> str:
    whole = request.POST.get("whole") == "1"
    return reverse("workbench:queue") + (f"?reason={reason.key}" if whole else f"#{reason.key}")


def _page(
    request: HttpRequest,
    only: Reason | None,
    *,
    refused: tuple[Question, SnoozeForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    kept = keeping.questions_of(request.user).exclude(status=Question.Status.RETIRED)
    groups = []
    for reason in [only] if only else REASONS:
        waiting = reason.waiting(kept.select_related("topic"), at=at)
        pages = Paginator(waiting, PAGE if only else SHOWN)
        shown = pages.get_page(request.GET.get("page") if only else 1)
        if pages.count or only:
            groups.append({"reason": reason, "page": shown, "rows": _rows(reason, shown, refused)})
    snoozed = Snooze.objects.holding(at=at).filter(question__in=kept, reason__in=BY_KEY)
    context = {
        "groups": groups,
        "only": only,
        "snoozed": [
            {"snooze": one, "title": BY_KEY[one.reason].title}
            for one in snoozed.select_related("question", "by").order_by("-snoozed_at")
        ],
    }
    return render(request, "workbench/queue.html", context, status=status)


def _rows(reason: Reason, shown, refused: tuple[Question, SnoozeForm] | None) -> list[dict]:
    return [
        {
            "question": question,
            "words": reason.say(question.figure),
            "place": reason.place(question),
            "form": refused[1] if refused and refused[0] == question else
            SnoozeForm(auto_id=f"{reason.key}-{question.pk}-%s"),
        }
        for question in shown
    ]  # fmt: skip
