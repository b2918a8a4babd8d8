"""Shape only: the page of choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from django import forms

from reminders.choices import Choices, Way
from reminders.kinds import CATEGORIES, KINDS, SECURITY, Category

TIMES = ("remind_a_day_before", "remind_15_minutes_before")


@dataclass(frozen=True)
class Row:
    """One category of the table, with its two fields."""

    category: Category
    in_app: forms.BoundField
    email: forms.BoundField


class HourField(forms.TimeField):
    def __init__(self, **more) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(
            widget=widget, error_messages={"invalid": "Write a time such as 22:30."}, **more
        )


class ChoicesForm(forms.Form):
    """A table of categories by ways, and the hours at which mail may come."""

    digest_at = HourField(label="The daily mail comes at")
    quiet_from = HourField(label="No mail from", required=False)
    quiet_to = HourField(label="No mail until", required=False)
    urgent_passes = forms.BooleanField(
        label="All the same, tell me of what begins within the hour", required=False
    )
    remind_a_day_before = forms.BooleanField(label="A day before", required=False)
    remind_15_minutes_before = forms.BooleanField(label="15 minutes before", required=False)

    def __init__(self, data=None, *, choices: Choices) -> None:
        super().__init__(data, initial=_initial(choices))
        for category in _chosen_by_hand():
            name = category.name
            self.fields[f"{name}_in_app"] = forms.BooleanField(
                label=f"{category.label}: in the app", required=False
            )
            ways = [(way, Way(way).label) for way in category.ways]
            self.fields[f"{name}_email"] = forms.ChoiceField(
                label=f"{category.label}: by mail", choices=ways
            )

    def rows(self) -> Iterator[Row]:
        for category in _chosen_by_hand():
            name = category.name
            yield Row(category, self[f"{name}_in_app"], self[f"{name}_email"])

    def clean(self) -> dict:
        facts = super().clean()
        begins, ends = facts.get("quiet_from"), facts.get("quiet_to")
        broken = {"quiet_from", "quiet_to"} & self.errors.keys()
        if not broken and (begins is None) != (ends is None):
            empty = "quiet_from" if begins is None else "quiet_to"
            self.add_error(empty, "Quiet hours need both times, or neither.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_to", "From and until are the same time.")
        return facts

    def ways(self) -> dict[str, tuple[bool, str]]:
        facts = self.cleaned_data
        return {
            category.name: (facts[f"{category.name}_in_app"], facts[f"{category.name}_email"])
            for category in _chosen_by_hand()
        }

    def hours(self) -> dict[str, time | bool | None]:
        names = ("digest_at", "quiet_from", "quiet_to", "urgent_passes")
        return {name: self.cleaned_data[name] for name in names}

    def times(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in TIMES}


def _chosen_by_hand() -> list[Category]:
    """A category of which nothing is told yet is no choice."""
    told = {kind.category.name for kind in KINDS.values()}
    return [
        category
        for category in CATEGORIES.values()
        if category is not SECURITY and category.name in told
    ]


def _initial(choices: Choices) -> dict:
    hours, user = choices.hours, choices.user
    found = {name: getattr(user, name) for name in TIMES}
    for name in ("digest_at", "quiet_from", "quiet_to", "urgent_passes"):
        found[name] = getattr(hours, name)
    for name, chosen in choices.by_category.items():
        found |= {f"{name}_in_app": chosen.in_app, f"{name}_email": chosen.email}
    return found
