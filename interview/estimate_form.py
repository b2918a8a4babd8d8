"""How did it go? Shape of the answers to that, one per question that was answered."""

from collections.abc import Iterable

from django import forms

from interview.actions import Estimate
from interview.models import InterviewQuestion

DECLINED = "declined"
LONGEST_NOTE = 4000


class EstimateForm(forms.Form):
    """`estimate-<position>` and `missed-<position>`; `whole` asks for every one of them."""

    def __init__(
        self, data=None, *, questions: Iterable[InterviewQuestion], whole: bool = False
    ) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"estimate-{question.position}"] = forms.ChoiceField(
                choices=[
                    *((str(value), label) for value, label in InterviewQuestion.Estimate.choices),
                    (DECLINED, "I'd rather not say"),
                ],
                required=whole,
                initial=_initial(question),
                error_messages={"required": "Choose one, or say that you would rather not."},
            )
            self.fields[f"missed-{question.position}"] = forms.CharField(
                required=False, max_length=LONGEST_NOTE, initial=question.missed_note
            )

    def rows(self) -> list[dict]:
        """For the page: each question with its two fields."""
        return [
            {
                "question": question,
                "estimate": self[f"estimate-{question.position}"],
                "missed": self[f"missed-{question.position}"],
            }
            for question in self.questions
        ]

    def said(self) -> dict[int, Estimate]:
        """What was filled in rightly, by position; the rest keeps what it was."""
        found = {}
        for question in self.questions:
            chosen = self.cleaned_data.get(f"estimate-{question.position}")
            note = self.cleaned_data.get(f"missed-{question.position}")
            if chosen is None or note is None:
                continue
            value = int(chosen) if chosen.isdecimal() else None
            found[question.position] = Estimate(value, chosen == DECLINED, note)
        return found


def _initial(question: InterviewQuestion) -> str | None:
    if question.estimate_declined:
        return DECLINED
    return None if question.estimate is None else str(question.estimate)
