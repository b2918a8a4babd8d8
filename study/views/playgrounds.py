"""Three worlds to try: bandits, an uplift campaign, a gridworld. All of it is in the address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from study.content import Content
from study.playgrounds import bandits as arms
from study.playgrounds import campaign, gridworld, tables
from study.playgrounds.forms import BanditForm, CampaignForm, GridworldForm, PlayForm
from study.views.opened import frame, open_to_all

# A file is made of its address alone, so whoever has it may keep it.
AN_HOUR = 3600


@require_safe
@open_to_all
def bandits(request: HttpRequest, found: Content) -> HttpResponse:
    form = BanditForm(request.GET)
    facts = {}
    if form.is_valid():
        setting = form.setting
        courses = arms.play(setting)
        rows = tables.of_bandits(courses, arms.shown(setting.steps))
        facts = {
            "courses": sorted(courses, key=lambda one: one.total),
            "setting": setting,
            "plot": tables.as_csv(rows),
        }
    return _page(request, found, "study/bandits.html", form, facts)


@require_safe
@open_to_all
def uplift(request: HttpRequest, found: Content) -> HttpResponse:
    form = CampaignForm(request.GET)
    facts = {}
    if form.is_valid():
        outcome = campaign.run(form.setting)
        rows = tables.of_campaign(outcome, campaign.shown(outcome.setting.people))
        facts = {"outcome": outcome, "plot": tables.as_csv(rows)}
    return _page(request, found, "study/uplift.html", form, facts)


@require_safe
@open_to_all
def gridworlds(request: HttpRequest, found: Content) -> HttpResponse:
    form = GridworldForm(request.GET)
    facts = {}
    if form.is_valid():
        learned = gridworld.learn(form.setting)
        facts = {
            "learned": learned,
            "plot": tables.as_csv(tables.of_learning(learned)),
            "cells": tables.of_cells(learned),
            "maps": [tables.as_map(learned, of_known=known) for known in (False, True)],
        }
    return _page(request, found, "study/gridworld.html", form, facts)


def _page(
    request: HttpRequest, found: Content, template: str, form: PlayForm, facts: dict
) -> HttpResponse:
    context = frame(request, found) | {"form": form, "query": request.GET.urlencode()} | facts
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@login_not_required
@cache_control(max_age=AN_HOUR)
def bandits_csv(request: HttpRequest) -> HttpResponse:
    """Mean regret after every step."""
    form = BanditForm(request.GET)
    if not form.is_valid():
        return _no_file(form)
    courses = arms.play(form.setting)
    return _file("regret.csv", tables.of_bandits(courses, range(form.setting.steps + 1)))


@require_safe
@login_not_required
@cache_control(max_age=AN_HOUR)
def uplift_csv(request: HttpRequest) -> HttpResponse:
    """Additional sales for each number of people treated."""
    form = CampaignForm(request.GET)
    if not form.is_valid():
        return _no_file(form)
    outcome = campaign.run(form.setting)
    return _file("qini.csv", tables.of_campaign(outcome, range(outcome.setting.people + 1)))


@require_safe
@login_not_required
@cache_control(max_age=AN_HOUR)
def gridworld_csv(request: HttpRequest) -> HttpResponse:
    """Each cell with what is best there and what was learned."""
    form = GridworldForm(request.GET)
    if not form.is_valid():
        return _no_file(form)
    return _file("gridworld.csv", tables.of_cells(gridworld.learn(form.setting)))


def _file(name: str, rows: list[tables.Row]) -> HttpResponse:
    response = HttpResponse(tables.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _no_file(form: PlayForm) -> HttpResponse:
    return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
