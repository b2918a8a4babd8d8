"""What is chosen and typed about answers aloud."""

from django import forms

from study.models import TakeMark
from study.saved_words import TypingForm
from study.speaking import prompts
from study.speaking.rules import LIMITS, LONGEST_NOTES, PREPARE


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


class BeginForm(forms.Form):
    """What to speak about, and for how long."""

    concept = forms.ChoiceField(
        required=False,
        label="Explain",
        help_text="Drawn: the P1 concept you spoke of longest ago.",
    )
    limit = forms.TypedChoiceField(
        choices=[(seconds, f"{_minutes(seconds)} minutes") for seconds in LIMITS],
        coerce=int,
        initial=LIMITS[0],
        label="Time to answer",
    )
    prepare = forms.TypedChoiceField(
        choices=[(seconds, f"{seconds} seconds" if seconds else "none") for seconds in PREPARE],
        coerce=int,
        initial=PREPARE[0],
        label="Time to prepare",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concept"].choices = [("", "A concept, drawn for me"), *prompts.by_block()]


class NotesForm(TypingForm):
    """Notes, as they save themselves while they are typed."""

    notes = forms.CharField(
        required=False,
        max_length=LONGEST_NOTES,
        strip=False,
        label="Notes",
        widget=forms.Textarea(attrs={"rows": 9}),
    )


class KeepForm(NotesForm):
    was_aloud = forms.BooleanField(required=False, label="I said it aloud")


class PointsForm(forms.Form):
    """A verdict for each point, by its key; an empty one takes it back."""

    def __init__(self, *args, points, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not judged"), *TakeMark.Verdict.choices]
        for point in points:
            self.fields[point.key] = forms.ChoiceField(choices=choices, required=False)


class SoundForm(forms.Form):
    sound = forms.FileField(allow_empty_file=True)
