"""What is typed and pressed about explanations."""

from collections.abc import Mapping
from typing import Any

from django import forms

from study.models import Heard
from study.saved_words import TypingForm

LONGEST = 20_000


class LinesField(forms.CharField):
    """Several lines. An end of line counts once towards the length, however a browser sends it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class DraftForm(TypingForm):
    """What is being typed; nothing is something, too."""

    text = LinesField(max_length=LONGEST, required=False, strip=False)


class ShareForm(forms.Form):
    """Which of one's groups may read it."""

    group = forms.TypedChoiceField(coerce=int, label="Which group")

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Mapping[int, str],
        now: int | None = None,
    ) -> None:
        super().__init__(data, initial={"group": now})
        self.fields["group"].choices = list(groups.items())


class HeardForm(forms.Form):
    """Whether it was understood, and where not."""

    understood = forms.TypedChoiceField(
        choices=[("yes", "Understood"), ("no", "Not yet")], coerce=lambda value: value == "yes"
    )
    words = LinesField(
        max_length=Heard._meta.get_field("words").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Where did it lose you, or what made it clear?",
    )
