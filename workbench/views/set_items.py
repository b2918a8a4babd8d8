"""What is in a set: adding, changing, moving and taking out its items."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from questions.models import QuestionSet, SetItem
from web import clock
from web.htmx import wants
from web.middleware import asks_for_json
from web.refusals import Refused
from workbench import finding, outlines, set_actions
from workbench.set_forms import DrawForm, ItemForm
from workbench.views.sets import again, own_set, page_of


@require_POST
def add_question(request: HttpRequest, slug: str) -> HttpResponse:
    """`question`: a slug, or the address of a question's page."""
    chosen = own_set(request, slug)
    question = finding.by_address(request.POST.get("question", ""), user=request.user)
    if question is None:
        raise Refused("No question you may see has this address. Search for its words instead.")
    added = set_actions.add_questions(
        chosen, [question.pk], by=request.user, section=request.POST.get("section", "")[:80]
    )
    what = f"“{question}” is in the set." if added.new else f"“{question}” stands there already."
    return _items(request, chosen, said=what)


@require_POST
def add_draw(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = own_set(request, slug)
    form = DrawForm(request.POST)
    if not form.is_valid():
        page = page_of(request, chosen, draw_form=form)
        return render(request, "workbench/set.html", page, status=422)
    set_actions.add_draw(chosen, form.facts(), by=request.user, at=clock.now())
    return _items(request, chosen, said="The draw stands at the end.")


@require_POST
def draw_reach(request: HttpRequest, slug: str) -> HttpResponse:
    """The live part of a draw's form: how many questions it finds."""
    chosen, form = own_set(request, slug), DrawForm(request.POST)
    context = {"form": form}
    if form.is_valid():
        draw, who = form.draw(), {"user": request.user}
        context["reach"] = outlines.reach_of(chosen, draw, at=clock.now(), **who)
        context["why_not"] = _why_not_draw(request, chosen, draw)
    return render(request, "workbench/_draw_reach.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Minutes and section of one item; of a draw, what it draws, too."""
    chosen = own_set(request, slug)
    shown = get_object_or_404(chosen.items.select_related("question"), pk=pk)
    make = DrawForm if shown.draw else ItemForm
    form = make(request.POST or None, initial=_item_facts(shown))
    context = {"set": chosen, "item": shown, "form": form}
    if form.is_valid():
        base = form.cleaned_data["base"]
        try:
            set_actions.change_item(chosen, pk, form.facts(), base=base, by=request.user)
        except set_actions.ChangedMeanwhile as changed:
            context |= {"changed": changed.reason, "form": again(form, _item_facts(shown))}
            return render(request, "workbench/set_item.html", context, status=409)
        return redirect(f"{reverse('workbench:set', args=[chosen.slug])}#item-{pk}")
    return render(request, "workbench/set_item.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Out of the set. A question may be put back with one click, at the end."""
    chosen = own_set(request, slug)
    gone = set_actions.remove_item(chosen, pk, by=request.user)
    said = f"“{gone.question or 'The draw'}” is out of the set." if gone else ""
    return _items(request, chosen, said=said, gone=gone)


@require_POST
def move_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One place up or down, for who has no script."""
    chosen = own_set(request, slug)
    places = -1 if request.POST.get("to") == "up" else 1
    set_actions.move(chosen, pk, by_places=places, by=request.user)
    return redirect(f"{reverse('workbench:set', args=[chosen.slug])}#item-{pk}")


@require_POST
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole order: `order` and `base` are ids with commas between them."""
    chosen = own_set(request, slug)
    wanted, base = (_ids(request.POST.get(name, "")) for name in ("order", "base"))
    try:
        now = set_actions.reorder(chosen, wanted, base=base, by=request.user)
    except set_actions.ChangedMeanwhile as changed:
        if asks_for_json(request):
            return JsonResponse({"state": "conflict", "reason": changed.reason}, status=409)
        return _two_orders(request, chosen, wanted, changed.reason)
    if asks_for_json(request):
        return JsonResponse({"state": "saved", "base": ",".join(map(str, now))})
    return redirect("workbench:set", chosen.slug)


def _two_orders(
    request: HttpRequest, chosen: QuestionSet, wanted: list[int], reason: str
) -> HttpResponse:
    """The order that stands there and the one that was sent, side by side, to choose from."""
    page = page_of(request, chosen)
    by_id = {line.item.pk: line for line in page["outline"].lines}
    mine = [by_id[pk] for pk in wanted if pk in by_id]
    context = page | {"reason": reason, "mine": mine, "wanted": ",".join(map(str, wanted))}
    return render(request, "workbench/set_order.html", context, status=409)


def _items(request: HttpRequest, chosen: QuestionSet, **more) -> HttpResponse:
    """The list anew for htmx; without it the page, with what happened as a notice."""
    if wants(request, "items"):
        page = page_of(request, chosen, **more)
        return render(request, "workbench/set.html#items", page)
    if more.get("said"):
        messages.success(request, more["said"])
    return redirect("workbench:set", chosen.slug)


def _why_not_draw(request: HttpRequest, chosen: QuestionSet, draw: dict) -> str | None:
    """The same refusal that saving would give. `item` is the draw that is being changed."""
    changed = request.POST.get("item", "")
    others = chosen.items.exclude(pk=int(changed) if changed.isdecimal() else 0)
    items = [*others, SetItem(set=chosen, draw=draw)]
    return outlines.why_not_filled(items, user=request.user)


def _item_facts(shown: SetItem) -> dict:
    facts = {"minutes": shown.minutes, "section": shown.section, **(shown.draw or {})}
    return facts | {"base": set_actions.fingerprint(shown)}


def _ids(text: str) -> list[int]:
    return [int(part) for part in text.split(",")[:1000] if part.isdecimal() and len(part) < 19]
