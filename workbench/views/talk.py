"""Threads about questions: all of mine, those of one question, one thread."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interview.models import InterviewQuestion
from questions.attempts import attempted
from questions.models import Question
from questions.versions import words_of
from web import clock
from workbench import talk_actions, talk_rules
from workbench.models import Thread
from workbench.talk_forms import MatterForm, RemarkForm, SettleForm

# Of a page that lists everything said to somebody; older ones are behind their questions.
SHOWN = 100


@require_safe
def threads(request: HttpRequest) -> HttpResponse:
    """What waits for this person first, then what they opened, then what is settled."""
    mine = Thread.objects.visible_to(request.user).select_related("version", "opened_by")
    to_settle = Thread.objects.kept_by(request.user).filter(state=Thread.State.OPEN)
    waiting = mine.filter(pk__in=to_settle.values("pk"))
    context = {
        "waiting": waiting[:SHOWN],
        "opened": mine.filter(state=Thread.State.OPEN).exclude(pk__in=to_settle)[:SHOWN],
        "settled": mine.exclude(state=Thread.State.OPEN).order_by("-settled_at")[:SHOWN],
    }
    return render(request, "workbench/threads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """Speak about one question, as somebody who may see its key."""
    question = get_object_or_404(_speakable(request), slug=slug)
    asked = _asked(request, question)
    version = asked.version if asked else question.current
    answer = asked.answer.text if asked and hasattr(asked, "answer") else ""
    form = MatterForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": request.GET.get("kind"), "part": request.GET.get("part")},
        words=words_of(version),
        answer=answer,
    )
    if request.method == "POST" and form.is_valid():
        thread = talk_actions.open_thread(
            question, version, form.matter(), by=request.user, at=clock.now()
        )
        return redirect(thread)
    known = Thread.objects.visible_to(request.user).filter(question=question)
    context = {
        "question": question,
        "form": form,
        "asked": asked,
        "threads": known.select_related("version", "opened_by"),
        "why_not": talk_actions.why_not_open(question, by=request.user),
    }
    return render(request, "workbench/talk.html", context, status=422 if form.errors else 200)


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    return _thread_page(request, _thread(request, pk))


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _thread(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _thread_page(request, shown, remark=form, status=422)
    talk_actions.reply(shown, form.cleaned_data["text"], by=request.user, at=clock.now())
    return redirect(shown)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _thread(request, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _thread_page(request, shown, settling=form, status=422)
    facts = form.cleaned_data
    talk_actions.settle(
        shown,
        facts["state"],
        by=request.user,
        at=clock.now(),
        text=facts["text"],
        take_over=facts["take_over"],
    )
    return redirect(shown)


def _speakable(request: HttpRequest):
    """What one may read, and what one was asked, even if it is not shown to one any more."""
    visible = Question.objects.visible_to(request.user).values("pk")
    return Question.objects.with_current().filter(
        Q(pk__in=visible) | Q(pk__in=attempted(request.user)), current__isnull=False
    )


def _asked(request: HttpRequest, question: Question) -> InterviewQuestion | None:
    """The place in an interview of theirs from which somebody comes to dispute the key."""
    pk = request.GET.get("asked", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    own = InterviewQuestion.objects.select_related("version", "answer")
    return own.filter(
        pk=pk, interview__candidate=request.user, version__question=question,
        interview__finished_at__isnull=False,
    ).first()  # fmt: skip


def _thread(request: HttpRequest, pk: int) -> Thread:
    mine = Thread.objects.visible_to(request.user)
    return get_object_or_404(mine.select_related("question", "version", "opened_by"), pk=pk)


def _thread_page(
    request: HttpRequest,
    shown: Thread,
    *,
    remark: RemarkForm | None = None,
    settling: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    words = words_of(shown.version)
    keeps = Thread.objects.kept_by(request.user).filter(pk=shown.pk).exists()
    context = {
        "thread": shown,
        "remarks": shown.remarks.select_related("by"),
        "part": dict(talk_rules.parts_of(words)).get(shown.part, ""),
        "wording": talk_rules.text_of(words, shown.part) if shown.part else None,
        "keeps": keeps,
        "may_withdraw": shown.is_open and shown.opened_by_id == request.user.pk,
        "remark": remark or RemarkForm(),
        "settling": settling or SettleForm(),
    }
    return render(request, "workbench/thread.html", context, status=status)
