"""Shape of the filters of the list, and of a change of many questions."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from questions.models import Kind, Priority, Question, QuestionSet, Tier, Topic, Visibility
from workbench import bulk, shelf
from workbench.models import SavedFilter


class FilterForm(forms.Form):
    """As they stand in the address. All of them may be left out."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "Words of title or prompt",
                "autocomplete": "off",
            }
        ),
    )
    set = forms.ModelChoiceField(
        QuestionSet.objects.none(), to_field_name="slug", required=False, empty_label="Any set"
    )
    area = forms.ModelChoiceField(
        Topic.objects.none(), to_field_name="slug", required=False, empty_label="Any area"
    )
    kind = forms.ChoiceField(choices=[("", "Any kind"), *Kind.choices], required=False)
    tier = forms.TypedChoiceField(
        label="Level",
        choices=[("", "Any level"), *Tier.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    status = forms.ChoiceField(
        label="State", choices=[("", "Any state"), *Question.Status.choices], required=False
    )
    visibility = forms.ChoiceField(
        label="Who sees it",
        choices=[
            ("", "Shared or not"),
            (Visibility.PRIVATE, "Private"),
            (Visibility.LINK, "Shared by link"),
            (Visibility.GROUP, "Shared with a group"),
            (Visibility.LIBRARY, "In the library"),
        ],
        required=False,
    )
    key = forms.ChoiceField(
        choices=[("", "With or without key"), ("yes", "Has a key"), ("no", "Has no key")],
        required=False,
    )
    problem = forms.ChoiceField(
        label="Problems",
        choices=[
            ("", "Problems or none"),
            (shelf.ANY, "Any problem"),
            *((name, label) for name, (label, _) in shelf.PROBLEMS.items()),
        ],
        required=False,
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    PICKS = ("set", "area", "kind", "tier", "status", "visibility", "key", "problem")

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        sets = QuestionSet.objects.editable_by(user).order_by("title")
        self.fields["set"].queryset = sets
        self.fields["area"].queryset = shelf.areas()
        if user.plain_keys:
            keys = {"data-behaviour": "slash-focus", "aria-keyshortcuts": "/"}
            self.fields["q"].widget.attrs |= keys

    @property
    def picks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.PICKS]

    def query(self) -> str:
        """The filters alone, as an address has them: what a saved filter keeps."""
        kept = QueryDict(mutable=True)
        for name in ("q", *self.PICKS):
            if value := self.data.get(name, "").strip():
                kept[name] = value
        return kept.urlencode()


class BulkForm(forms.Form):
    """Which questions, and the one thing to change; `change` names the field that counts."""

    question = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everything = forms.BooleanField(required=False)
    change = forms.ChoiceField(
        choices=[(name, name) for name in bulk.NAMES],
        error_messages={
            "required": "Choose what to change.",
            "invalid_choice": "That cannot be changed here.",
        },
    )
    area = forms.ModelChoiceField(
        Topic.objects.none(), to_field_name="slug", required=False, empty_label="Choose an area"
    )
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    tier = forms.TypedChoiceField(
        label="Level", choices=Tier.choices, coerce=int, empty_value=None, required=False
    )
    minutes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"placeholder": "10"}),
    )
    priority = forms.ChoiceField(choices=Priority.choices, required=False)
    licence = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "CC-BY-4.0", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(
        label="State",
        choices=Question.Status.choices,
        required=False,
    )
    reason = forms.CharField(
        label="Why ready, where warnings are left",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    set = forms.ModelChoiceField(
        QuestionSet.objects.none(), to_field_name="slug", required=False, empty_label="Choose a set"
    )

    VALUES = ("area", "kind", "tier", "minutes", "priority", "licence", "status", "set")

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, auto_id="bulk_%s")
        self.fields["area"].queryset = shelf.areas()
        self.fields["set"].queryset = QuestionSet.objects.editable_by(user).order_by("title")
        if data:
            # Whose they are is asked when they are changed; here only that they are numbers.
            asked = [pk for pk in data.getlist("question") if pk.isdecimal() and len(pk) < 19]
            self.fields["question"].choices = [(pk, pk) for pk in asked]

    @property
    def values(self) -> list[forms.BoundField]:
        """Each with a button of its own on the page."""
        return [self[name] for name in self.VALUES]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not facts.get("question") and not facts.get("everything"):
            self.add_error(None, "Select the questions to change first.")
        name = facts.get("change")
        if name in self.VALUES and name not in self.errors and facts.get(name) in (None, ""):
            self.add_error(name, "Say what it should become.")
        return facts

    def wanted(self) -> bulk.Change:
        name = self.cleaned_data["change"]
        return bulk.Change(name, self.cleaned_data.get(name), self.cleaned_data["reason"])


class SaveFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}
        error_messages = {"name": {"required": "Give these filters a name."}}
