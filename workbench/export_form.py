"""Shape of a wish to export: what, and in which format."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet

from questions.exporting import FORMATS
from questions.models import QuestionSet, Topic
from workbench.outgoing import What, Wish


class ExportForm(forms.Form):
    """May stand in an address: nothing is changed by exporting."""

    what = forms.ChoiceField(label="What", choices=What.choices, initial=What.MINE)
    set = forms.ModelChoiceField(
        QuestionSet.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Choose a set",
    )
    area = forms.ModelChoiceField(
        Topic.objects.filter(parent=None),
        to_field_name="slug",
        required=False,
        empty_label="Every area",
    )
    format = forms.ChoiceField(
        choices=[(one.key, one.label) for one in FORMATS.values()], initial="markdown"
    )
    key = forms.BooleanField(label="With model answers and key points", required=False)

    def __init__(self, data, *, sets: QuerySet[QuestionSet], chosen: Sequence[str]) -> None:
        """`sets` may be chosen from; `chosen` are the slugs of questions picked one by one."""
        super().__init__(data, initial={"what": What.CHOSEN} if chosen else {})
        self.chosen = chosen
        self.fields["set"].queryset = sets
        if not chosen:
            known = self.fields["what"].choices
            self.fields["what"].choices = [one for one in known if one[0] != What.CHOSEN]

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("what") == What.SET and not facts.get("set") and "set" not in self.errors:
            self.add_error("set", "Choose the set.")
        return facts

    def wish(self) -> Wish:
        """What a valid form asks for."""
        facts = {name: self.cleaned_data[name] for name in ("set", "area")}
        return Wish(What(self.cleaned_data["what"]), chosen=tuple(self.chosen), **facts)
