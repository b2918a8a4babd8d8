"""What the wizard and its quiz are asked."""

import re

from django import forms

from questions.bank.study.choosing import DATA, NEEDS, TASKS
from study.choosing.quiz import LARGEST_SEED, OPTIONS
from study.choosing.ranking import MOST_ROWS, Asked, said

# 4300, 4,300, 4 300, 4.3k, 2M.
_ROWS = re.compile(r"(\d{1,3}(?:[ ,_]\d{3})+|\d+(?:\.\d+)?)\s*([kKmM]?)")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
LONGEST_JUSTIFICATION = 2000


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, said(word).capitalize()) for word in words]


class AskForm(forms.Form):
    """A situation. All of it may be left out; it stands in the address."""

    task = forms.ChoiceField(
        label="The task is", choices=[("", "not said"), *_choices(TASKS)], required=False
    )
    data = forms.ChoiceField(
        label="The data are", choices=[("", "not said"), *_choices(DATA)], required=False
    )
    rows = forms.CharField(
        label="Rows",
        max_length=20,
        required=False,
        help_text="Labelled rows, where there are labels: 4300, 4.3k, 2M.",
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    needs = forms.MultipleChoiceField(
        label="What matters",
        choices=_choices(NEEDS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_rows(self) -> int | None:
        text = self.cleaned_data["rows"].strip()
        if not text:
            return None
        match = _ROWS.fullmatch(text)
        if match is None:
            raise forms.ValidationError("Write how many rows in figures, such as 4300 or 4.3k.")
        number = float(re.sub(r"[ ,_]", "", match[1])) * _TIMES[match[2].lower()]
        if number > MOST_ROWS:
            raise forms.ValidationError("A thousand million rows are the most this table knows.")
        return int(number)

    @property
    def asked(self) -> Asked:
        facts = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Asked(
            facts.get("data", ""),
            facts.get("task", ""),
            facts.get("rows"),
            tuple(facts.get("needs", ())),
        )


class SeedForm(forms.Form):
    """Which situation; without a seed the first."""

    seed = forms.IntegerField(min_value=1, max_value=LARGEST_SEED, required=False)


class AnswerForm(SeedForm):
    """A method and a reason, each by its number among those shown, from 0."""

    seed = forms.IntegerField(min_value=1, max_value=LARGEST_SEED, widget=forms.HiddenInput)
    method = forms.IntegerField(
        min_value=0,
        max_value=OPTIONS - 1,
        error_messages={"required": "Choose a method first."},
    )
    reason = forms.IntegerField(
        min_value=0,
        max_value=OPTIONS - 1,
        error_messages={"required": "Choose a reason as well: it is worth as much."},
    )
    # How many results of this exercise the page knew of; sent twice, one is stored.
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class WhyForm(forms.Form):
    """Why this technique, in one's own words."""

    turns = forms.CharField(max_length=200, required=False)
    text = forms.CharField(
        max_length=LONGEST_JUSTIFICATION,
        error_messages={"required": "Write your reason first; then a good one is shown."},
    )


class DraftForm(WhyForm):
    """The same while it is being written: nothing may be missing yet."""

    text = forms.CharField(max_length=LONGEST_JUSTIFICATION, required=False, strip=False)
