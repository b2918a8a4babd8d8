"""What is typed about who may read an interview."""

from collections.abc import Mapping
from typing import Any

from django import forms

from interview.models import InterviewQuestion
from marking import rules
from marking.actions import Terms
from marking.models import Share

DAYS = [("", "until I take it back"), (1, "1 day"), (7, "7 days"), (30, "30 days"), (90, "90 days")]


class CapsuleForm(forms.Form):
    """What goes into the file one keeps."""

    positions = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.CheckboxSelectMultiple, label="Which questions"
    )
    marks = forms.BooleanField(
        required=False, label="Everybody’s marks, and what they wrote and said"
    )
    key = forms.BooleanField(required=False, label="The key: rubric and model answers")
    names = forms.BooleanField(required=False, label="Names")

    def __init__(self, data: Mapping[str, Any] | None, *, positions: list[int]) -> None:
        start = {"positions": positions, "marks": True, "key": True, "names": True}
        super().__init__(data, initial=start)
        self.fields["positions"].choices = [(one, f"Question {one}") for one in positions]


class ShareForm(forms.Form):
    """Whom it is opened to, what of it, for how long."""

    to = forms.ChoiceField(
        choices=[("group", "A group of mine"), ("person", "One person"), ("link", "By a link")],
        widget=forms.RadioSelect,
        label="Who may read it",
    )
    group = forms.TypedChoiceField(coerce=int, required=False, label="Which group")
    address = forms.EmailField(
        required=False,
        max_length=Share._meta.get_field("address").max_length,
        label="Their address here",
        help_text="The exact address of their account. Nobody is told whether there is one; "
        "should there be one later, it opens then.",
    )
    days = forms.TypedChoiceField(
        coerce=int, empty_value=None, choices=DAYS, required=False, label="For how long"
    )
    positions = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.CheckboxSelectMultiple, label="Which questions"
    )
    marks = forms.BooleanField(required=False, label="The marks, everybody’s, and the machine’s")
    key = forms.BooleanField(required=False, label="The key: rubric and model answers")
    asks = forms.BooleanField(required=False, label="Ask them to mark it, blind to other marks")
    names = forms.BooleanField(
        required=False,
        label="Names",
        help_text="Without them you are “the candidate”, and your name is blacked out in the "
        "answers.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Mapping[int, str],
        questions: list[InterviewQuestion],
    ) -> None:
        answered = [(one.position, f"{one.position}. {one.version.title}") for one in questions]
        start = {
            "to": "group" if groups else "person",
            "positions": [position for position, _ in answered],
            "names": True,
        }
        super().__init__(data, initial=start)
        self._all = len(answered)
        self.fields["group"].choices = list(groups.items())
        self.fields["positions"].choices = answered
        if not groups:
            self.fields["to"].choices = self.fields["to"].choices[1:]
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        to = given.get("to")
        if to == "group" and not given.get("group"):
            self.add_error("group", "Choose a group.")
        if to == "person" and not given.get("address") and "address" not in self.errors:
            self.add_error("address", "Whom? Type the address of their account.")
        if to == "link" and not given.get("days"):
            self.add_error("days", f"A link holds for up to {rules.LONGEST_LINK} days: choose.")
        if to == "link" and given.get("asks"):
            self.add_error("asks", "Marks are asked of people with an account, not of a link.")
        return given

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        chosen = given["positions"]
        return Terms(
            positions=None if len(chosen) == self._all else chosen,
            marks=given["marks"],
            key=given["key"],
            names=given["names"],
            asks=given["asks"],
            days=given["days"],
        )
