"""Shape of what comes in."""

from dataclasses import dataclass

from django import forms

from questions.browse import Wish
from questions.models import Audience, Kind, Priority, Question, Tier, Topic


@dataclass(frozen=True)
class Pick:
    """One group of boxes: (value, label, ticked)."""

    name: str
    label: str
    boxes: list[tuple[str | int, str, bool]]


class BrowseForm(forms.Form):
    """The filters of the library, as they stand in the address. All of them may be left out."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "attention memory, “false positives”, -boosting",
                "autocomplete": "off",
            }
        ),
    )
    area = forms.SlugField(required=False, widget=forms.HiddenInput)
    kind = forms.MultipleChoiceField(choices=Kind.choices, required=False)
    tier = forms.TypedMultipleChoiceField(
        label="Level",
        choices=Tier.choices,
        coerce=int,
        required=False,
    )
    priority = forms.MultipleChoiceField(choices=Priority.choices, required=False)
    minutes = forms.IntegerField(
        label="Minutes, at most",
        required=False,
        min_value=1,
        max_value=120,
        error_messages={"invalid": "Give whole minutes, such as 20."},
    )
    audience = forms.ChoiceField(
        label="Speaking to", choices=[("", "Anyone"), *Audience.choices], required=False
    )
    new = forms.BooleanField(label="Only what I have not attempted", required=False)
    status = forms.ChoiceField(required=False, label="State")
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(
        self, *args, statuses: list[str], areas: list[Topic], slash: bool = True, **kwargs
    ) -> None:
        """`slash`: the key “/” puts the cursor into the search field."""
        super().__init__(*args, **kwargs)
        if slash:
            attributes = {"data-behaviour": "slash-focus", "aria-keyshortcuts": "/"}
            self.fields["q"].widget.attrs |= attributes
        self.statuses = statuses
        self.areas = {area.slug: area for area in areas}
        self.fields["status"].choices = [
            (value, Question.Status(value).label) for value in statuses
        ]

    def picks(self) -> list[Pick]:
        """The boxes to tick, for the template to write: a widget for each costs far more."""
        found = []
        for name in ("kind", "tier", "priority"):
            field, ticked = self.fields[name], set(self.data.getlist(name))
            boxes = [(value, label, str(value) in ticked) for value, label in field.choices]
            found.append(Pick(name, self[name].label, boxes))
        return found

    def clean_area(self) -> str:
        slug = self.cleaned_data["area"]
        if slug and slug not in self.areas:
            raise forms.ValidationError("There is no such area.")
        return slug

    def wish(self, *, without: frozenset[int]) -> Wish:
        facts = self.cleaned_data
        return Wish(
            text=facts["q"],
            area=facts["area"],
            kinds=tuple(facts["kind"]),
            tiers=tuple(facts["tier"]),
            priorities=tuple(facts["priority"]),
            audience=facts["audience"],
            minutes=facts["minutes"],
            status=facts["status"] or self.statuses[0],
            without=without,
            page=facts["page"] or 1,
        )
