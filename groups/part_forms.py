"""What is sent about a half of a mock meeting."""

import uuid

from django import forms

from groups import part_actions
from groups.models import Part
from questions.models import QuestionSet

LARGEST = 2**31 - 1


class SetForm(forms.Form):
    question_set = forms.ModelChoiceField(
        QuestionSet.objects.none(),
        label="What you ask",
        to_field_name="slug",
        help_text="Sets that both of you may take. The candidate does not see which.",
    )

    def __init__(self, *args, part: Part, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if part.asker and part.answerer:
            self.fields["question_set"].queryset = part_actions.sets_for(part).order_by("title")


class TickForm(forms.Form):
    """A point, and what one leans to; an empty verdict takes it back."""

    point = forms.IntegerField(min_value=1, max_value=LARGEST)
    verdict = forms.CharField(required=False, max_length=6)


class NotesForm(forms.Form):
    """`{text, base, writer, count, heir_of?}` as the saver sends it; a form without script leaves
    out the counter."""

    text = forms.CharField(required=False, strip=False)
    base = forms.IntegerField(min_value=0, max_value=LARGEST)
    writer = forms.UUIDField()
    count = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)

    def save_of(self) -> dict:
        facts = self.cleaned_data
        text = facts["text"].replace("\r\n", "\n")
        return facts | {"text": text, "count": facts["count"] or 1, "heir_of": self._heirs()}

    def _heirs(self) -> tuple[uuid.UUID, ...]:
        """Pages of this browser whose last words were taken over; what cannot be read is none."""
        named = self.data.get("heir_of")
        heirs = []
        for one in named if isinstance(named, list) else []:
            try:
                heirs.append(uuid.UUID(one))
            except (ValueError, TypeError, AttributeError):
                continue
        return tuple(heirs[-20:])
