"""What is typed and pressed about weak spots."""

from django import forms

from study.models import Box, Probe
from study.saved_words import TypingForm

LONGEST_ANSWER = 4000


class DraftForm(TypingForm):
    """What is being typed; nothing is something, too."""

    text = forms.CharField(max_length=LONGEST_ANSWER, required=False, strip=False)


class ProbeForm(TypingForm):
    """The answer of one's own."""

    text = forms.CharField(
        max_length=LONGEST_ANSWER,
        error_messages={
            "required": "Write a line first, if only what you are not sure of. Then ours opens.",
        },
    )


class JudgeForm(forms.Form):
    outcome = forms.ChoiceField(choices=Probe.Outcome.choices)


class RatingForm(forms.Form):
    confidence = forms.TypedChoiceField(choices=Box.Confidence.choices, coerce=int)
