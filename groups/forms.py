"""What is typed about a group and the ways into it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from groups import challenge_rules, rules
from groups.models import Membership
from interview.models import Interview
from questions.models import QuestionSet


class GroupForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name of the group")
    about = forms.CharField(
        required=False,
        max_length=2000,
        label="What it is for",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_name(self) -> str:
        """One line: it goes into subjects of mails."""
        return " ".join(self.cleaned_data["name"].split())


class FoundForm(GroupForm):
    request_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


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


class ChallengeForm(forms.Form):
    """Which set, from when, for how long."""

    chosen = forms.ChoiceField(
        label="The set",
        help_text="Its questions are drawn once, and everybody gets the same.",
    )
    begins = forms.ChoiceField(
        label="It begins",
        choices=[(word, label) for word, (_, label) in challenge_rules.BEGINS.items()],
        initial="now",
    )
    lasts = forms.ChoiceField(
        label="It lasts",
        choices=[(word, label) for word, (_, label) in challenge_rules.LASTS.items()],
        initial="week",
        help_text="Results open when all who entered have sat it, and at the end in any case.",
    )
    mode = forms.ChoiceField(label="Mode", choices=Interview.Mode.choices, initial="exam")

    def __init__(self, data: Any = None, *, sets: Iterable[QuestionSet]) -> None:
        super().__init__(data)
        self.sets = {one.slug: one for one in sets}
        own = [(slug, one.title) for slug, one in self.sets.items() if one.circle_id]
        library = [(slug, one.title) for slug, one in self.sets.items() if not one.circle_id]
        shelves = [("Of this group", own), ("The library", library)]
        self.fields["chosen"].choices = [
            ("", "Choose a set"),
            *((name, rows) for name, rows in shelves if rows),
        ]

    def facts(self) -> dict[str, Any]:
        """What `challenges.make` takes beside the set."""
        return {name: self.cleaned_data[name] for name in ("begins", "lasts", "mode")}

    @property
    def question_set(self) -> QuestionSet:
        return self.sets[self.cleaned_data["chosen"]]


class EntryForm(forms.Form):
    shows_marks = forms.BooleanField(
        required=False,
        label="Show my name and marks to the others who sit it, once the results are open",
    )


class PointsForm(forms.Form):
    shows_points = forms.BooleanField(
        required=False, label="Let the people of this group see my marks by area"
    )
