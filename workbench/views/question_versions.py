"""The versions of a question: what each changed, and the way back to an older one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from questions.models import QuestionVersion
from questions.versions import words_of
from workbench import editing
from workbench.differences import differences
from workbench.views.questions import editable


@require_safe
def question_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, newest first, and what two of them have apart: unasked, the last two."""
    kept = editable(request, slug)
    versions = list(kept.versions.select_related("edited_by").order_by("-number"))
    newer = _chosen(versions, request.GET.get("to")) or versions[0]
    before = next((one for one in versions if one.number < newer.number), None)
    older = _chosen(versions, request.GET.get("from")) or before
    context = {"question": kept, "versions": versions, "older": older, "newer": newer}
    if older:
        context["differences"] = differences(words_of(older), words_of(newer))
    return render(request, "workbench/question_versions.html", context)


@require_POST
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An older version again, as the next one."""
    kept = editable(request, slug)
    version = get_object_or_404(kept.versions, number=number)
    editing.restore(kept, version, by=request.user)
    return redirect("workbench:question_versions", slug)


def _chosen(versions: list[QuestionVersion], number: str | None) -> QuestionVersion | None:
    return next((one for one in versions if str(one.number) == number), None)
