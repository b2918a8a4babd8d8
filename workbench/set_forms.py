"""Shape of what an author of a set sends. Whether it is allowed now is a rule."""

from typing import Any

from django import forms

from questions.models import Audience, Kind, Priority, QuestionSet, Tier, Topic

LONGEST_TEXT = 4000
# A set of this many minutes is a working day, with breaks.
LONGEST_SET, LONGEST_ITEM = 480, 120
# As the bank's format has it.
MOST_DRAWN = 60


class SetForm(forms.Form):
    """What a set is called, whom it is for, how long it takes. `base`: what was there before."""

    title = forms.CharField(
        max_length=120, error_messages={"required": "Give the set a title people will know it by."}
    )
    minutes = forms.IntegerField(
        label="Minutes on the clock", min_value=1, max_value=LONGEST_SET, initial=45
    )
    level = forms.ChoiceField(
        choices=QuestionSet.Level.choices, initial=QuestionSet.Level.MID, required=False
    )
    description = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        help_text="What it practises. Shown to whoever may take it. Markdown.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_whom = forms.CharField(
        label="Who it is for",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    instructions = forms.CharField(
        label="Instructions",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Read before the clock starts: what to have at hand, what counts. Markdown.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """The fields of the set, and nothing else."""
        facts = {name: self.cleaned_data[name] for name in self.cleaned_data if name != "base"}
        return facts | {"level": facts["level"] or QuestionSet.Level.MID}


class ItemForm(forms.Form):
    """How long one item may take, and the heading it stands under."""

    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=LONGEST_ITEM,
        help_text="Empty: as long as its author planned.",
    )
    section = forms.CharField(
        label="Section",
        required=False,
        max_length=80,
        help_text="A heading. Items in a row with the same one stand under it together.",
    )
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("minutes", "section")}


class DrawForm(ItemForm):
    """So many questions that answer to a filter; what is left empty means any."""

    count = forms.IntegerField(
        label="How many", min_value=1, max_value=MOST_DRAWN, initial=2, required=True
    )
    kinds = forms.MultipleChoiceField(
        choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    tiers = forms.TypedMultipleChoiceField(
        label="Levels",
        choices=Tier.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities = forms.MultipleChoiceField(
        choices=Priority.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label="Speaking to",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    field_order = ("count", "kinds", "tiers", "areas", "priorities", "audiences")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].label = "Minutes for each"
        areas = Topic.objects.filter(parent=None).order_by("position", "slug")
        self.fields["areas"].choices = [(area.slug, area.title) for area in areas]

    def draw(self) -> dict[str, Any]:
        """As `SetItem.draw` keeps it: the count, and only what narrows it."""
        facts = self.cleaned_data
        names = ("kinds", "tiers", "areas", "priorities", "audiences")
        return {"count": facts["count"]} | {name: facts[name] for name in names if facts[name]}

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"draw": self.draw()}

    @property
    def groups(self) -> list[forms.BoundField]:
        """The boxes to tick, each group in its own fieldset."""
        return [self[name] for name in ("kinds", "tiers", "areas", "priorities", "audiences")]
