"""Which of one's packs a group marks."""

from django import forms

from accounts.models import User
from marking.models import Pack


class ChoosePackForm(forms.Form):
    pack = forms.ModelChoiceField(
        queryset=Pack.objects.none(),
        label="One of your packs",
        empty_label="Choose",
        help_text="Everybody gets its answers as they are now. That you have marked it yourself "
        "is said beside your marks.",
        error_messages={
            "required": "Choose a pack.",
            "invalid_choice": "This is none of your packs. Choose one of the list.",
        },
    )

    def __init__(self, data=None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        # A part in a group's pack is no pack to hand on.
        self.fields["pack"].queryset = Pack.objects.visible_to(user).filter(of=None)
