"""Cards from where one reads and reviews, and as a deck of another program, out and in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions import keys
from questions.attempts import has_attempted
from questions.importing import Unreadable
from questions.models import KeyPoint, Question
from study.card_forms import DeckFileForm
from study.cards import anki, bringing, packages, sources
from study.cards.actions import desk_of
from study.models import DeckFile
from web import clock
from web.htmx import render_page


@require_POST
def of_question(request: HttpRequest, slug: str) -> HttpResponse:
    """A card of a whole question; a 404 while its key is shut to this person."""
    known = Question.objects.visible_to(request.user).select_related("current")
    question = get_object_or_404(known, slug=slug)
    _open(request, question)
    is_new = sources.of_question(request.user, question, at=clock.now())
    return _made(request, is_new, question)


@require_POST
def of_point(request: HttpRequest, pk: int) -> HttpResponse:
    """A card of one rubric point, of whatever version one answered; a 404 while its key is shut."""
    point = get_object_or_404(KeyPoint.objects.select_related("version__question"), pk=pk)
    question = point.version.question
    known = Question.objects.visible_to(request.user).filter(pk=question.pk)
    if not (known.exists() or has_attempted(request.user, question)):
        raise Http404
    _open(request, question)
    is_new = sources.of_point(request.user, point, at=clock.now())
    return _made(request, is_new, point.version.question)


def _open(request: HttpRequest, question: Question) -> None:
    if not keys.open_to(request.user, [question]):
        raise Http404


def _made(request: HttpRequest, is_new: bool, question: Question) -> HttpResponse:
    if request.htmx:
        return render(request, "study/_card_made.html", {"is_new": is_new})
    messages.success(request, "A card is made of it." if is_new else "You have that card.")
    back = request.POST.get("back", "")
    fine = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if fine and back.startswith("/") else question.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def deck(request: HttpRequest) -> HttpResponse:
    """One's cards as a deck, and decks as one's cards."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DeckFileForm(*sent)
    if not form.is_valid():
        return _deck(request, form, status=422 if form.errors else 200)
    at, file = clock.now(), form.cleaned_data["file"]
    data, answers = file.read(), form.cleaned_data["with_answers"]
    try:
        if not bringing.is_small(data, file.name):
            bringing.bring(request.user, data, file.name, with_answers=answers, at=at)
            return redirect(f"{reverse('study:deck')}#brought")
        told = bringing.at_once(request.user, data, file.name, with_answers=answers, at=at)
    except Unreadable as error:
        form.add_error("file", str(error))
        return _deck(request, form, status=422)
    messages.success(request, told[0])
    for sentence in told[1:]:
        messages.info(request, sentence)
    return redirect("study:deck")


def _deck(request: HttpRequest, form: DeckFileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "brought": DeckFile.objects.filter(owner=request.user).defer("data").first(),
        "cards": request.user.cards.count(),
        "most": {
            "notes": f"{packages.MOST_NOTES:,}",
            "answers": f"{packages.MOST_ANSWERS:,}",
        },
    }
    return render_page(request, "study/deck.html", context, partial="brought", status=status)


@require_safe
def deck_file(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    content = anki.as_apkg(request.user, at=at, retention=desk_of(request.user).retention)
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = 'attachment; filename="greenroom-cards.apkg"'
    return response
