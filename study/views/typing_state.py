"""What a form that saves itself is told: kept, not kept and why, or that another window differs."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from study.models.saved_words import Typed


def kept(request: HttpRequest, of: str, row: Typed, *, base: int, disagree: bool) -> HttpResponse:
    """A window whose words differ goes on from the revision it knew, so that it loses nothing."""
    context = {"of": of, "base": base if disagree else row.revision, "disagree": disagree}
    return render(request, "study/_typing_state.html", {**context, "kept": True})


def not_kept(request: HttpRequest, of: str, form: Form) -> HttpResponse:
    """The words stay where they were typed."""
    why = " ".join(error for errors in form.errors.values() for error in errors)
    context = {"of": of, "base": form.data.get("base", 0), "why": why}
    return render(request, "study/_typing_state.html", context, status=422)
