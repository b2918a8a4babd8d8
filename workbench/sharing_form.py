"""Shape of “who may see this”: one of the ways, and for a group which."""

from typing import Any

from django import forms

from accounts.models import Circle, User


class SharingForm(forms.Form):
    """The groups one may share with, by name. Whether one may share at all is a rule's to say."""

    how = forms.CharField(required=False, widget=forms.HiddenInput)
    circle = forms.ModelChoiceField(
        Circle.objects.none(), required=False, label="Group", empty_label="Choose a group"
    )

    def __init__(self, data: Any = None, *, user: User, now: Circle | None = None) -> None:
        super().__init__(data, initial={"circle": now}, auto_id="share_%s")
        self.fields["circle"].queryset = Circle.objects.open_to(user)

    @property
    def groups(self) -> list[Circle]:
        return list(self.fields["circle"].queryset)

    def wanted(self) -> tuple[str, Circle | None]:
        """(how, the group). Of a group that is not theirs, none: the rule refuses it."""
        self.is_valid()
        facts = self.cleaned_data
        return facts.get("how", ""), facts.get("circle")
