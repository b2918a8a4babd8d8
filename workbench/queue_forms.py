"""Shape of a snooze: why, and how long."""

from django import forms

LONGEST_NOTE = 300
DAYS = [("", "until it is written anew"), ("30", "for 30 days"), ("90", "for 90 days")]


class SnoozeForm(forms.Form):
    note = forms.CharField(
        label="Why it can wait",
        max_length=LONGEST_NOTE,
        widget=forms.TextInput,
        error_messages={"required": "Say why it can wait: whoever looks next will want to know."},
    )
    days = forms.TypedChoiceField(
        label="How long", choices=DAYS, required=False, coerce=int, empty_value=None
    )
