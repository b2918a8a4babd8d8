"""What is typed and pressed about the progress grid."""

from django import forms

from study.grid.rules import STEPS, State
from study.grid.table import Line
from study.models import Box

LONGEST_NOTE = 5000
PRIORITIES = ("P1", "P2", "P3")
# Minutes a day for catching up, where nothing else is said.
A_DAY = 60


class TapForm(forms.Form):
    """`box`: a concept's slug, a step, and whether it is to be done: “mlp:4:done”."""

    box = forms.RegexField(r"^[a-z0-9-]{1,60}:(1|2|4|7|14):(done|open)$", max_length=80)

    @property
    def asked(self) -> tuple[str, int, bool]:
        slug, step, wanted = self.cleaned_data["box"].split(":")
        return slug, int(step), wanted == "done"


class BoxForm(forms.Form):
    """When one box was done, how long it took, how sure one is."""

    step = forms.TypedChoiceField(
        choices=[(step, step) for step in STEPS], coerce=int, widget=forms.HiddenInput
    )
    on = forms.DateField(
        label="Done on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=999, required=False)
    confidence = forms.TypedChoiceField(
        label="How sure",
        choices=[("", "not said"), *Box.Confidence.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


class NoteForm(forms.Form):
    text = forms.CharField(max_length=LONGEST_NOTE, required=False, strip=False)


class ManyForm(forms.Form):
    """What to do with ticked rows; catching up takes all rows where none is ticked."""

    do = forms.ChoiceField(choices=[("start", "start"), ("catch_up", "catch_up")])
    pick = forms.MultipleChoiceField(required=False)
    cap = forms.IntegerField(
        label="Minutes a day", min_value=10, max_value=900, required=False, initial=A_DAY
    )

    def __init__(self, *args, slugs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = [(slug, slug) for slug in slugs]

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("do") == "start" and not facts.get("pick") and not self.errors:
            raise forms.ValidationError("Tick the concepts first.")
        return facts


class FilterForm(forms.Form):
    """Which rows the page shows."""

    SHOW = (
        ("", "All"),
        ("due", "Due today or overdue"),
        ("overdue", "Overdue"),
        ("untouched", "Untouched"),
    )
    priority = forms.ChoiceField(
        choices=[("", "All"), *((one, one) for one in PRIORITIES)], required=False
    )
    block = forms.ChoiceField(required=False)
    show = forms.ChoiceField(choices=SHOW, required=False)

    def __init__(self, *args, blocks, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block"].choices = [("", "All"), *((one.slug, one.title) for one in blocks)]

    def keep(self, line: Line) -> bool:
        facts = self.cleaned_data if self.is_valid() else {}
        states = {
            "due": line.has(State.TODAY, State.OVERDUE),
            "overdue": line.has(State.OVERDUE),
            "untouched": line.is_untouched,
        }
        return (
            facts.get("priority", "") in ("", line.concept.priority)
            and facts.get("block", "") in ("", line.concept.block)
            and states.get(facts.get("show", ""), True)
        )
