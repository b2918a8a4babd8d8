"""What is typed and pressed about checklists."""

from django import forms


class TickForm(forms.Form):
    """An item's slug, and whether it is to be ticked: “stop:done”, “stop:open”."""

    item = forms.RegexField(r"^[a-z0-9-]{1,60}:(done|open)$", max_length=80)

    @property
    def asked(self) -> tuple[str, bool]:
        slug, _, wanted = self.cleaned_data["item"].partition(":")
        return slug, wanted == "done"


class QuestionForm(forms.Form):
    text = forms.CharField(
        max_length=300,
        label="A question for the team",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NumberForm(forms.Form):
    concepts = forms.IntegerField(min_value=1, max_value=20, label="Pick the weakest")
