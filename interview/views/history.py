"""Every interview that is over, newest first, and how the marks moved."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from interview import results
from interview.models import Interview
from questions.models import QuestionSet
from web.htmx import render_page

A_PAGE = 20
# As many as a line chart can tell apart at the width of a telephone.
IN_THE_TREND = 30


class HistoryFilter(forms.Form):
    """Which interviews to list; nothing chosen means all."""

    set = forms.ModelChoiceField(
        QuestionSet.objects.none(), to_field_name="slug", required=False, empty_label="All sets"
    )
    mode = forms.ChoiceField(
        choices=[("", "Exam and practice"), *Interview.Mode.choices], required=False
    )

    def __init__(self, data, *, user: User) -> None:
        super().__init__(data)
        sat = Interview.objects.of_candidate(user).finished().order_by()
        self.fields["set"].queryset = QuestionSet.objects.filter(pk__in=sat.values("question_set"))

    def narrow(self, interviews):
        facts = self.cleaned_data if self.is_valid() else {}
        if facts.get("set"):
            interviews = interviews.filter(question_set=facts["set"])
        if facts.get("mode"):
            interviews = interviews.filter(mode=facts["mode"])
        return interviews


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    mine = Interview.objects.visible_to(request.user).of_candidate(request.user).finished()
    form = HistoryFilter(request.GET, user=request.user)
    chosen = form.narrow(mine.select_related("question_set"))
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    latest = results.of(chosen[:IN_THE_TREND])
    marked = [result for result in reversed(latest) if result.mark and not result.waiting]
    context = {
        "filter": form,
        "page": page,
        "results": results.of(page.object_list),
        "trend": [result.moment() for result in marked] if len(marked) > 1 else [],
    }
    status = 200 if form.is_valid() else 422
    return render_page(request, "interview/history.html", context, partial="history", status=status)
