"""Shape of what comes in. Whether it is allowed now is a rule."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from marking.calibration import draws, rules
from marking.models import Pack, RunMark
from marking.models.calibration import LEAST_EXACT_OF_ALL, LONGEST_REASON
from questions.models import KeyPoint


class PackForm(forms.Form):
    """What to draw from, how much of it, and what passes."""

    title = forms.CharField(
        max_length=120,
        required=False,
        label="Name of the pack",
        help_text="Left empty, it is named after what it holds.",
    )
    area = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False, label="Kind of question")
    answered_only = forms.BooleanField(
        required=False,
        label="Only questions I have answered",
        help_text="Marking shows rubric and model answer. The keys of the others then stay shut.",
    )
    size = forms.TypedChoiceField(
        label="Answers",
        coerce=int,
        choices=[(n, str(n)) for n in range(draws.FEWEST, draws.MOST + 1)],
        initial=draws.FEWEST,
    )
    least_exact = forms.IntegerField(
        label="Passed with so many marks in a hundred the same",
        min_value=LEAST_EXACT_OF_ALL,
        max_value=100,
        initial=80,
    )
    most_apart = forms.TypedChoiceField(
        label="and none further apart than",
        coerce=int,
        initial=1,
        choices=[(0, "no level: all the same"), (1, "one level"), (2, "any number of levels")],
    )

    def __init__(self, data=None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        self.areas, self.kinds = draws.areas(user), draws.kinds(user)
        self.fields["area"].choices = _choices("All areas", self.areas)
        self.fields["kind"].choices = _choices("All kinds", self.kinds)

    def clean(self) -> None:
        """Say here, beside the fields, what the action would refuse."""
        facts = self.cleaned_data
        chosen = {name: facts.get(name, "") for name in ("area", "kind")}
        there = draws.stored(self.user, **chosen, answered_only=facts.get("answered_only", False))
        packs = Pack.objects.filter(owner=self.user).count()
        reason = rules.why_not_make(packs=packs, answers=len(there), fewest=draws.FEWEST)
        if reason:
            raise forms.ValidationError(reason)

    def facts(self) -> dict[str, Any]:
        """What `actions.make_pack` takes."""
        facts = dict(self.cleaned_data)
        names = {one.value: one.name for one in (*self.areas, *self.kinds)}
        held = [names[facts[field]] for field in ("area", "kind") if facts[field]]
        facts["title"] = facts["title"] or ", ".join(held) or "All areas"
        return facts


class VerdictsForm(forms.Form):
    """`point-<key point>` for each point of a rubric, and `why-<key point>`, one's own reason;
    `whole` asks for every mark, and never for a reason."""

    def __init__(
        self,
        data=None,
        *,
        points: Iterable[KeyPoint],
        said: dict[int, RunMark] | None = None,
        whole: bool = False,
    ) -> None:
        super().__init__(data)
        self.points = list(points)
        for point in self.points:
            self.fields[f"point-{point.pk}"] = forms.ChoiceField(
                choices=RunMark.Verdict.choices,
                required=whole,
                initial=getattr((said or {}).get(point.pk), "verdict", None),
                error_messages={"required": "Mark this point, too."},
            )
            self.fields[f"why-{point.pk}"] = forms.CharField(
                max_length=LONGEST_REASON,
                required=False,
                initial=getattr((said or {}).get(point.pk), "reason", ""),
            )

    def rows(self) -> list[dict]:
        """For the page: each point with its field."""
        return [
            {"point": point, "field": self[f"point-{point.pk}"], "why": self[f"why-{point.pk}"]}
            for point in self.points
        ]

    def clean(self) -> None:
        """A reason is kept with its mark, so it asks for one."""
        for point in self.points:
            name = f"point-{point.pk}"
            has_reason = bool(self.cleaned_data.get(f"why-{point.pk}"))
            if has_reason and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Mark this point, too: its reason is kept with the mark.")

    def said(self) -> dict[int, str]:
        """What was rightly chosen, by key point."""
        chosen = {point.pk: self.cleaned_data.get(f"point-{point.pk}", "") for point in self.points}
        return {pk: verdict for pk, verdict in chosen.items() if verdict}

    def reasons(self) -> dict[int, str]:
        """What was typed as a reason and may be kept, by key point; an empty one takes it back."""
        typed = {point.pk: f"why-{point.pk}" for point in self.points}
        return {
            pk: self.cleaned_data[name]
            for pk, name in typed.items()
            if name in self.data and name in self.cleaned_data
        }


def _choices(everything: str, found: Iterable[draws.Choice]) -> list[tuple[str, str]]:
    return [("", everything), *((one.value, f"{one.name} ({one.answers})") for one in found)]
