"""What is typed about a plan: shape alone, and what cannot be on any calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date

from accounts.models import User
from questions.bank.study import Study
from study.models import Plan
from study.models.plan import LEAST_MINUTES, MOST_MINUTES
from study.plan import rules
from study.plan.outlines import fitting, template_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIT = "fit"
MOST_DATES_OFF = 200
FURTHEST_INTERVIEW = 366


class DaysField(forms.CharField):
    """Days and stretches of days: “2026-12-24, 2026-12-30 to 2027-01-02”."""

    def to_python(self, value: Any) -> list[date]:
        found: set[date] = set()
        for part in re.split(r"[,;\n]+", super().to_python(value)):
            if part.strip():
                found.update(self._stretch(part.strip()))
        if len(found) > MOST_DATES_OFF:
            raise ValidationError(f"That is more than {MOST_DATES_OFF} days.")
        return sorted(found)

    def prepare_value(self, value: Any) -> Any:
        """Days that follow each other as one stretch."""
        if not isinstance(value, list):
            return value
        stretches: list[list[date]] = []
        for day in sorted(value):
            if stretches and day - stretches[-1][-1] == rules.DAY:
                stretches[-1].append(day)
            else:
                stretches.append([day])
        return ", ".join(
            one[0].isoformat() if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in stretches
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _stretch(self, part: str) -> list[date]:
        ends = [self._day(word) for word in re.split(r"\s+to\s+", part)]
        if len(ends) > 2 or ends[-1] < ends[0]:
            raise ValidationError(f"“{part[:40]}” is no stretch of days.")
        count = (ends[-1] - ends[0]).days + 1
        if count > MOST_DATES_OFF:
            raise ValidationError(f"That is more than {MOST_DATES_OFF} days.")
        return [ends[0] + n * rules.DAY for n in range(count)]

    def _day(self, word: str) -> date:
        try:
            found = parse_date(word)
        except ValueError:
            found = None
        if found is None:
            raise ValidationError(f"“{word[:40]}” is no day such as 2026-12-24.")
        return found


class PlanForm(forms.Form):
    """Everything that makes a plan. Only “fit” needs the day of the interview."""

    goal = forms.CharField(
        label="What for",
        max_length=200,
        required=False,
        help_text="In your own words, such as “staff interview, ranking team”. Stands on top.",
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("", "Not said"), *Plan.Level.choices],
        required=False,
        help_text="Where not everything has room, what is asked more at it stays.",
    )
    interview_on = forms.DateField(
        label="Day of the interview",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Nothing is planned on it or after it.",
    )
    length = forms.ChoiceField(label="Length", required=False)
    hours = forms.DecimalField(
        label="Hours a day, at most",
        required=False,
        min_value=LEAST_MINUTES / 60,
        max_value=MOST_MINUTES / 60,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
        help_text="Left empty: what the plan asks for.",
    )
    starts_on = forms.DateField(
        label="Begin on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Left empty: today.",
    )
    weekdays_off = forms.TypedMultipleChoiceField(
        label="Never on",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    dates_off = DaysField(
        label="Other days off",
        required=False,
        max_length=2000,
        help_text="Such as 2026-12-24, 2026-12-30 to 2027-01-02.",
    )
    order = forms.ChoiceField(label="Order", choices=Plan.Order.choices, required=False)
    deep = forms.IntegerField(label="Deep learning, %", min_value=0, max_value=100, required=False)
    classical = forms.IntegerField(
        label="Classical methods, %", min_value=0, max_value=100, required=False
    )
    takes_more = forms.BooleanField(
        label="Leave nothing out: my days may be longer than that", required=False
    )

    def __init__(
        self, *args, study: Study, today: date, plan: Plan | None = None, **kwargs
    ) -> None:
        self.study, self.today, self.plan = study, today, plan
        super().__init__(*args, **kwargs)
        self.fields["length"].choices = [
            (FIT, "Fit it to the days I have"),
            *(
                (one.slug, f"{one.title}, at most {_hours(one.minutes_a_day)} h a day")
                for one in study.plan
            ),
        ]

    def clean_interview_on(self) -> date | None:
        day = self.cleaned_data["interview_on"]
        if day is None:
            return None
        if day <= self.today:
            raise ValidationError("Choose a day to come: there is none left before this one.")
        if day > self.today + timedelta(days=FURTHEST_INTERVIEW):
            raise ValidationError("Choose a day within a year.")
        return day

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if self.plan and day in (None, self.plan.starts_on):
            return self.plan.starts_on
        day = day or self.today
        if day < self.today:
            raise ValidationError("That day is over.")
        if day > self.today + timedelta(days=FURTHEST_INTERVIEW):
            raise ValidationError("Choose a day within a year.")
        return day

    def clean_weekdays_off(self) -> list[int]:
        days = sorted(self.cleaned_data["weekdays_off"])
        if len(days) == len(WEEKDAYS):
            raise ValidationError("Leave one day of the week to study.")
        return days

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        facts["length"] = facts.get("length") or (FIT if facts.get("interview_on") else "")
        if facts["length"] == FIT and not facts.get("interview_on") and not self.errors:
            self.add_error("interview_on", "To fit a plan to it, say which day it is.")
        facts["length"] = facts["length"] or self.study.plan[-1].slug
        deep, classical = facts.get("deep"), facts.get("classical")
        if deep is None and classical is None:
            deep = Plan._meta.get_field("deep").default
        elif deep is None and classical is not None:
            deep = 100 - classical
        elif classical is not None and deep + classical != 100:
            self.add_error(
                "classical", f"The two sum to {deep + classical}; they have to sum to 100."
            )
        facts["deep"] = deep
        if not self.errors and not self._days(facts):
            self.add_error("interview_on", "All days before it are off. Free one of them.")
        return facts

    def chosen(self, owner: User) -> Plan:
        """A plan with these choices, not saved: a new one, or the one there is with its rows."""
        facts = self.cleaned_data
        fits = facts["length"] == FIT
        days = self._days(facts)
        template = (
            fitting(self.study, len(days)) if fits else template_of(self.study, facts["length"])
        )
        names = ("goal", "level", "interview_on", "starts_on", "weekdays_off", "dates_off", "deep")
        plan = Plan(owner=owner) if self.plan is None else Plan.objects.get(pk=self.plan.pk)
        plan.owner = owner
        for name in names:
            setattr(plan, name, facts[name])
        hours = facts["hours"]
        plan.template, plan.fits = template.slug, fits
        plan.minutes_a_day = template.minutes_a_day if hours is None else round(hours * 60)
        plan.order = facts["order"] or Plan.Order.DEEP
        plan.takes_more = facts["takes_more"]
        return plan

    def _days(self, facts: dict[str, Any]) -> list[date]:
        """The days there are to study, from the first of the plan."""
        last = facts.get("interview_on") and facts["interview_on"] - rules.DAY
        return rules.study_days(
            facts["starts_on"],
            last,
            weekdays_off=facts["weekdays_off"],
            dates_off=set(facts["dates_off"]),
        )


def first_words(plan: Plan | None, interview_on: date | None) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if plan is None:
        return {
            "interview_on": interview_on,
            "length": FIT,
            "order": Plan.Order.DEEP,
            "deep": Plan._meta.get_field("deep").default,
            "classical": 100 - Plan._meta.get_field("deep").default,
        }
    names = ("goal", "level", "starts_on", "weekdays_off", "dates_off", "order", "deep")
    return {name: getattr(plan, name) for name in (*names, "classical", "takes_more")} | {
        "interview_on": interview_on or plan.interview_on,
        "length": FIT if plan.fits else plan.template,
        "hours": round(plan.minutes_a_day / 60, 2),
    }


class MoveForm(forms.Form):
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    anyway = forms.BooleanField(required=False)
    revision = forms.IntegerField(min_value=0)


class RevisionForm(forms.Form):
    """Which plan the page showed."""

    revision = forms.IntegerField(min_value=0)


class CatchUpForm(RevisionForm):
    way = forms.ChoiceField(choices=[(way, way) for way in ("on", "merge", "skip")])


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".rstrip("0").rstrip(".")
