"""Code read together: the list, putting some up, its lines, its versions and what they change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import circles
from accounts.models import Circle
from marking.codereview import actions, forms, lines
from marking.codereview.page import ReviewPage
from marking.models import CodeReview, LineThread
from web import clock

# Nobody looks further back on one page.
LISTED = 100


@require_safe
def code_reviews(request: HttpRequest) -> HttpResponse:
    """What this person and the people of their groups have put up, newest first."""
    known = CodeReview.objects.visible_to(request.user).select_related("author", "circle")
    context = {"reviews": known.order_by("-pk")[:LISTED], "groups": circles.of(request.user)}
    return render(request, "marking/code_reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def put_up_code(request: HttpRequest) -> HttpResponse:
    """`?group=` and `?answer=` choose beforehand."""
    groups = circles.of(request.user)
    typed = request.POST if request.method == "POST" else None
    start = {"group": request.GET.get("group"), "answer": request.GET.get("answer")}
    form = forms.PutUpForm(typed, user=request.user, groups=groups, initial=start)
    if form.is_valid():
        given = form.cleaned_data
        made = actions.put_up(
            get_object_or_404(Circle, pk=given["group"]),
            title=given["title"],
            about=given["about"],
            text=given["code"],
            answered=given["answered"],
            request_key=given["request_key"],
            by=request.user,
            at=clock.now(),
        )
        return redirect(made)
    context = {"form": form, "groups": groups}
    return render(
        request, "marking/put_up_code.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def code_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, the latest unless `?version=` says otherwise; `?first=` picks a line."""
    review = open_review(request, pk)
    page = ReviewPage(review, request.user, number=_number(request, "version"))
    line = _number(request, "first")
    start = {"version": page.version.number, "first": line, "last": line}
    return _page(request, page, forms.SayForm(None, initial=start))


@require_POST
def say_about_code(request: HttpRequest, pk: int) -> HttpResponse:
    review, form = open_review(request, pk), forms.SayForm(request.POST)
    if not form.is_valid():
        number = form.cleaned_data.get("version")
        return _page(request, ReviewPage(review, request.user, number=number), form, status=422)
    given = form.cleaned_data
    who = {"by": request.user, "at": clock.now()}
    thread = actions.say(review, given["version"], given["span"], given["text"], **who)
    return redirect(f"{review.get_absolute_url()}?version={given['version']}#thread-{thread.pk}")


@require_POST
def reply_about_code(request: HttpRequest, pk: int) -> HttpResponse:
    thread, form = _thread(request, pk), forms.ReplyForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": "Answer", "back": thread.review.get_absolute_url()}
        return render(request, "marking/again.html", context, status=422)
    actions.reply(thread, form.cleaned_data["text"], by=request.user, at=clock.now())
    return redirect(f"{thread.review.get_absolute_url()}#thread-{thread.pk}")


@require_POST
def resolve_about_code(request: HttpRequest, pk: int) -> HttpResponse:
    thread, form = _thread(request, pk), forms.ResolveForm(request.POST)
    if not form.is_valid():
        page = ReviewPage(thread.review, request.user, number=None)
        start = {"version": page.version.number}
        return _page(request, page, forms.SayForm(None, initial=start), status=422)
    resolved = form.cleaned_data["resolved"]
    actions.resolve(thread, resolved=resolved, by=request.user, at=clock.now())
    return redirect(f"{thread.review.get_absolute_url()}#thread-{thread.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def next_code_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's next version; what was typed on from an older one is kept on the page."""
    review = get_object_or_404(_reviews(request), pk=pk, author=request.user)
    latest = review.versions.order_by("number").last()
    typed = request.POST if request.method == "POST" else None
    start = {"text": latest.text, "base": latest.number}
    form, status, behind = forms.VersionForm(typed, user=request.user, initial=start), 200, None
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.next_version(
                review,
                given["code"],
                base=given["base"],
                note=given["note"],
                answered=given["answered"],
                by=request.user,
                at=clock.now(),
            )
            return redirect(review)
        except actions.Behind as trouble:
            behind, status = trouble.latest, 409
            form.data = form.data.copy()
            form.data["base"] = behind.number
    elif form.is_bound:
        status = 422
    context = {"review": review, "form": form, "latest": latest, "behind": behind}
    return render(request, "marking/next_code_version.html", context, status=status)


@require_safe
def code_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What two versions have apart: the last two, or `?from=` and `?to=`."""
    review = open_review(request, pk)
    versions = list(review.versions.order_by("number"))
    known = {one.number: one for one in versions}
    new = known.get(_number(request, "to"), versions[-1])
    old = known.get(_number(request, "from"), known.get(new.number - 1, versions[0]))
    context = {
        "review": review,
        "versions": versions,
        "old": old,
        "new": new,
        "pieces": lines.changes(lines.lines_of(old.text), lines.lines_of(new.text)),
    }
    return render(request, "marking/code_changes.html", context)


@require_POST
def take_back_code(request: HttpRequest, pk: int) -> HttpResponse:
    review = open_review(request, pk)
    actions.take_back(review, by=request.user, at=clock.now())
    messages.success(request, f"“{review}” is taken back: only you read it now.")
    return redirect("marking:code_reviews")


def open_review(request: HttpRequest, pk: int) -> CodeReview:
    return get_object_or_404(_reviews(request), pk=pk)


def _reviews(request: HttpRequest):
    return CodeReview.objects.visible_to(request.user).select_related("author", "circle")


def _thread(request: HttpRequest, pk: int) -> LineThread:
    rows = LineThread.objects.select_related("review__circle", "version")
    return get_object_or_404(rows.filter(review__in=_reviews(request)), pk=pk)


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else None


def _page(
    request: HttpRequest, page: ReviewPage, form: forms.SayForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "review": page.review, "form": form}
    return render(request, "marking/code_review.html", context, status=status)
