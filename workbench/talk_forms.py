"""Shape of what people say about a question."""

from django import forms

from questions.bank.words import Words
from workbench.models import Thread
from workbench.talk_actions import Matter
from workbench.talk_rules import LONGEST_REMARK, parts_of

LONGEST_PROPOSAL = 20_000


class MatterForm(forms.Form):
    """A new thread. `answer` is offered only when the form was opened from a review."""

    kind = forms.ChoiceField(label="What it is", choices=Thread.Kind.choices)
    part = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="What you want to say",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what it is about; a sentence is enough."},
    )
    proposal = forms.CharField(
        label="Your wording (for a suggestion)",
        required=False,
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    show_answer = forms.BooleanField(label="Let the keepers read my answer", required=False)

    def __init__(self, *args, words: Words, answer: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer
        self.fields["part"].choices = [("", "The whole question"), *parts_of(words)]
        if not answer:
            del self.fields["show_answer"]

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("kind") == Thread.Kind.SUGGESTION:
            if not facts.get("proposal"):
                self.add_error("proposal", "Write the wording you suggest.")
            if not facts.get("part") and "part" not in self.errors:
                self.add_error("part", "Choose what your wording replaces.")
        return facts

    def matter(self) -> Matter:
        facts = self.cleaned_data
        suggested = facts["kind"] == Thread.Kind.SUGGESTION
        return Matter(
            kind=facts["kind"],
            text=facts["text"],
            part=facts["part"],
            proposal=facts["proposal"] if suggested else "",
            answer=self.answer if facts.get("show_answer") else "",
        )


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="Reply",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write something before you send it."},
    )


class SettleForm(forms.Form):
    """Which way, and why: whoever disputed a mark is owed a sentence."""

    state = forms.ChoiceField(
        choices=[
            (Thread.State.ACCEPTED, "Accept"),
            (Thread.State.DECLINED, "Decline"),
            (Thread.State.WITHDRAWN, "Withdraw"),
        ]
    )
    text = forms.CharField(
        label="Why", required=False, max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    take_over = forms.BooleanField(label="Put this wording into the question", required=False)

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("state") == Thread.State.DECLINED and not facts.get("text"):
            self.add_error("text", "Say why: the other person took the trouble to write.")
        return facts
