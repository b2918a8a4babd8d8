"""What is typed about a group and the ways into it."""

from typing import Any

from django import forms

from groups import rules
from groups.models import Membership


class GroupForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name of the group")
    about = forms.CharField(
        required=False,
        max_length=2000,
        label="What it is for",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InvitationForm(forms.Form):
    lasts = forms.ChoiceField(
        label="It opens for",
        choices=[(word, label) for word, (_, label) in rules.LASTS.items()],
        initial="week",
    )
    needs_approval = forms.BooleanField(
        required=False, label="Ask me before somebody who has it comes in"
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("yes", "Let in"), ("no", "Do not let in")])


class HeirForm(forms.Form):
    """Who is to own the group: one of those who are in it."""

    person = forms.TypedChoiceField(label="To whom", coerce=int, choices=())

    def __init__(self, data: Any = None, *, others: list[Membership]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [
            ("", "Choose somebody"),
            *((one.place.user_id, str(one.place.user)) for one in others),
        ]
