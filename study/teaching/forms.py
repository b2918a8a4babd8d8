"""What is typed and pressed about explanations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from study.models import Explanation, Heard, Recording
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
    """Which of one's groups may read it, and whether it hears one of one's recordings."""

    group = forms.TypedChoiceField(coerce=int, label="Which group")
    recording = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label="Which recording they hear"
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Mapping[int, str],
        recordings: Iterable[Recording],
        now: Explanation | None = None,
    ) -> None:
        opened = {"group": now.circle_id, "recording": now.recording_id} if now else None
        super().__init__(data, initial=opened)
        self.fields["group"].choices = list(groups.items())
        heard = [(one.pk, _said(one)) for one in recordings]
        self.fields["recording"].choices = [("", "None: they read it"), *heard]


def _said(recording: Recording) -> str:
    """When it was said, and how long it is."""
    seconds = recording.take.seconds or 0
    begun = timezone.localtime(recording.take.begun_at)
    return f"{date_format(begun, 'j F, H:i')} ({seconds // 60}:{seconds % 60:02})"


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
