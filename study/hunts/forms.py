"""What is typed and pressed on the page of failure modes."""

from django import forms

from study.hunts.finding import LONGEST_SEARCH
from study.models import HuntLine
from study.shelves import GROUPS

FAULTS = ("training", "generalisation", "architecture")
LONGEST = HuntLine._meta.get_field("hypothesis").max_length


class FindForm(forms.Form):
    q = forms.CharField(
        label="What do you see?",
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "loss nan, stuck, overfit"}),
    )
    group = forms.ChoiceField(
        label="When",
        choices=[("", "Whenever"), *((one, GROUPS[one]) for one in FAULTS)],
        required=False,
    )


class TickForm(forms.Form):
    """`check`: a failure mode, the place of a cause from 1, and whether it is done."""

    check = forms.RegexField(r"^[a-z0-9-]{1,60}:[1-4]:(done|open)$", max_length=80)

    @property
    def asked(self) -> tuple[str, int, bool]:
        slug, cause, wanted = self.cleaned_data["check"].split(":")
        return slug, int(cause), wanted == "done"


class LineForm(forms.Form):
    """One line of what was tried."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    writer = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)
    hypothesis = forms.CharField(label="It may be", max_length=LONGEST, required=False)
    check_done = forms.CharField(label="So I look at", max_length=LONGEST, required=False)
    result = forms.CharField(label="I see", max_length=LONGEST, required=False)
    verdict = forms.ChoiceField(label="So it is", choices=HuntLine.Verdict, required=False)

    def clean_verdict(self) -> str:
        return self.cleaned_data["verdict"] or HuntLine.Verdict.OPEN
