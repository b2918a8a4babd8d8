"""What is measured of a question and of a set. Right at the moment the page is asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questions.models import Question, QuestionVersion
from web import clock
from web.htmx import render_page
from workbench import counting, keeping
from workbench.models import QuestionSummary, SetSummary, Thread
from workbench.readings import QuestionFigures, SetFigures

POOLED = "all"


@require_safe
def question_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures of the version asked today; `?version=` takes another, or `all` of them."""
    kept = keeping.questions_of(request.user).with_current()
    question = get_object_or_404(kept, slug=slug)
    is_counted = counting.catch_up_question(question, at=clock.now())
    versions = list(question.versions.prefetch_related("key_points").order_by("-number"))
    version, pooled = _chosen(question, versions, request.GET.get("version"))
    summaries = QuestionSummary.objects.filter(question=question)
    summary = summaries.filter(version=None if pooled else version).first()
    context = {
        "question": question,
        "versions": versions,
        "version": version,
        "pooled": pooled,
        "figures": QuestionFigures(summary, version),
        "is_counted": is_counted,
        "disputes": Thread.objects.open_disputes().filter(question=question).count(),
        "may_edit": Question.objects.editable_by(request.user).filter(pk=question.pk).exists(),
    }
    return render_page(request, "workbench/question_statistics.html", context, partial="figures")


@require_safe
def set_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the total of a set can be trusted, and what each of its places adds."""
    chosen = get_object_or_404(keeping.sets_of(request.user), slug=slug)
    is_counted = counting.catch_up_set(chosen, at=clock.now())
    summary = SetSummary.objects.filter(set=chosen).first()
    # Only what this person may see statistics of is a link; a title that is not theirs is none.
    known = keeping.questions_of(request.user).filter(set_items__set=chosen)
    readable = Question.objects.visible_to(request.user).filter(set_items__set=chosen)
    linked = set(known.values_list("pk", flat=True))
    names = {one.pk: (str(one), one.slug if one.pk in linked else "") for one in readable}
    context = {
        "set": chosen,
        "figures": SetFigures(summary, names),
        "is_counted": is_counted,
    }
    return render(request, "workbench/set_statistics.html", context)


def _chosen(
    question: Question, versions: list[QuestionVersion], asked: str | None
) -> tuple[QuestionVersion, bool]:
    """The version whose words stand beside the figures, and whether all are pooled."""
    found = next((one for one in versions if str(one.number) == asked), None)
    today = next(one for one in versions if one.pk == question.current_id)
    return found or today, asked == POOLED
