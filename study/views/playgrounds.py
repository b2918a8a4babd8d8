"""Three worlds to try: bandits, an uplift campaign, a gridworld. All of it is in the address."""

from collections.abc import Callable
from typing import Any

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

    def rows(setting: arms.Setting) -> list[tables.Row]:
        return tables.of_bandits(arms.play(setting), range(setting.steps + 1))

    return _file("regret.csv", BanditForm(request.GET), rows)


@require_safe
@login_not_required
@cache_control(max_age=AN_HOUR)
def uplift_csv(request: HttpRequest) -> HttpResponse:
    """Additional sales for each number of people treated."""

    def rows(setting: campaign.Setting) -> list[tables.Row]:
        return tables.of_campaign(campaign.run(setting), range(setting.people + 1))

    return _file("qini.csv", CampaignForm(request.GET), rows)


@require_safe
@login_not_required
@cache_control(max_age=AN_HOUR)
def gridworld_csv(request: HttpRequest) -> HttpResponse:
    """Each cell with what is best there and what was learned."""
    form = GridworldForm(request.GET)
    return _file("gridworld.csv", form, lambda setting: tables.of_cells(gridworld.learn(setting)))


def _file(name: str, form: PlayForm, rows: Callable[[Any], list[tables.Row]]) -> HttpResponse:
    """The rows of a setting; 422 with the reasons where it is out of bounds."""
    if not form.is_valid():
        words, kind = form.errors.as_text(), "text/plain; charset=utf-8"
        return HttpResponse(words, status=422, content_type=kind)
    text = tables.as_csv(rows(form.setting))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
