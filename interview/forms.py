"""Shape of what comes in. Whether it is allowed now is a rule."""

from uuid import uuid4

from django import forms
from django.http import QueryDict

from interview.models import Interview
from questions.models import Kind, Tier, Topic

# The shortest that is an interview at all, and a long afternoon.
SHORTEST, LONGEST = 5, 240


class SetUpForm(forms.Form):
    """How to sit a set. `request_key` makes a double click one interview."""

    mode = forms.ChoiceField(
        choices=Interview.Mode.choices, initial=Interview.Mode.EXAM, widget=forms.RadioSelect
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ComposeForm(SetUpForm):
    """An interview put together from minutes, kinds, tiers and areas; empty means any."""

    minutes = forms.IntegerField(
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=30,
        error_messages={"required": "Say how many minutes you have."},
    )
    kinds = forms.MultipleChoiceField(
        choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    tiers = forms.TypedMultipleChoiceField(
        choices=Tier.choices, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    PICKS = ("kinds", "tiers", "areas")

    def __init__(self, *args, ticked: QueryDict | None = None, **kwargs) -> None:
        """`ticked`: boxes that are ticked at first; what is no box is passed over."""
        super().__init__(*args, **kwargs)
        areas = Topic.objects.filter(parent=None).exclude(questions=None).distinct()
        self.fields["areas"].choices = [(area.slug, area.title) for area in areas]
        for name in self.PICKS if ticked else ():
            asked = set(ticked.getlist(name))
            known = [value for value, _ in self.fields[name].choices if str(value) in asked]
            self.initial[name] = known

    def recipe(self) -> dict:
        """What `draws.from_recipe` reads: of what was sent, or of what is ticked at first."""
        facts = self.cleaned_data if self.is_bound else self.initial
        return {name: facts[name] for name in self.PICKS if facts.get(name)}


class SecondsForm(forms.Form):
    seconds_used = forms.IntegerField(min_value=0, max_value=2**31 - 1)
