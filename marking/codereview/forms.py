"""What is typed about code that is read together. Whether it is allowed now is a rule."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms

from accounts.models import User
from interview.models import Interview, InterviewQuestion
from marking.codereview import rules
from marking.codereview.lines import Span
from questions.models import Kind

# Answers offered to choose from, the newest first.
OFFERED = 50
_CODE = forms.Textarea(
    attrs={"rows": 16, "class": "code-typed", "spellcheck": "false", "autocapitalize": "off"}
)


def own_answers(user: User) -> list[InterviewQuestion]:
    """Programs this person wrote in interviews that are over, newest first."""
    rows = InterviewQuestion.objects.filter(
        interview__candidate=user,
        interview__status__in=Interview.FINISHED,
        version__kind=Kind.IMPLEMENTATION,
    ).exclude(answer__text="")
    newest = rows.select_related("answer", "version", "interview")
    return list(newest.order_by("-interview__finished_at", "position")[:OFFERED])


class CodeForm(forms.Form):
    """Code typed or pasted, or one of one's own answers."""

    answer = forms.ChoiceField(required=False, label="One of your answers")
    text = forms.CharField(
        required=False, strip=False, max_length=2 * rules.LONGEST, widget=_CODE, label="The code"
    )

    def __init__(self, data: Mapping[str, Any] | None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._answers = {str(one.pk): one for one in own_answers(user)}
        named = [
            (pk, f"{one.version.title}, {one.interview.finished_at:%-d %B %Y}")
            for pk, one in self._answers.items()
        ]
        self.fields["answer"].choices = [("", "None of them: the code below"), *named]
        if not named:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        chosen = self._answers.get(given.get("answer") or "")
        typed = rules.tidy(given.get("text") or "")
        if chosen and typed.strip() and self._was_typed(typed):
            self.add_error("text", "Choose an answer, or type the code: one of them.")
        text = rules.tidy(chosen.answer.text) if chosen else typed
        if "text" not in self.errors and (reason := rules.why_not_code(text)):
            self.add_error("text", reason)
        return {**given, "code": text, "answered": chosen}

    def _was_typed(self, typed: str) -> bool:
        """Something else than what the form came with."""
        return typed != rules.tidy(self.initial.get("text", ""))


class PutUpForm(CodeForm):
    group = forms.TypedChoiceField(coerce=int, label="Who reads it")
    title = forms.CharField(max_length=120, label="What it is called")
    about = forms.CharField(
        required=False,
        max_length=4000,
        label="What it is to do, and what to look at",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("group", "title", "about", "answer", "text")

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["group"].choices = list(groups.items())

    def clean_title(self) -> str:
        """One line: it goes into subjects of mails."""
        return " ".join(self.cleaned_data["title"].split())


class VersionForm(CodeForm):
    note = forms.CharField(required=False, max_length=200, label="What is new in it")
    # The number of the version that was typed on from.
    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ("text", "answer", "note", "base")


class SayForm(forms.Form):
    """Two numbers for some lines, one for one line, none for the code as a whole."""

    version = forms.IntegerField(
        min_value=1, max_value=rules.MOST_VERSIONS, widget=forms.HiddenInput
    )
    first = forms.IntegerField(
        required=False, min_value=1, max_value=rules.MOST_LINES, label="From line"
    )
    last = forms.IntegerField(
        required=False, min_value=1, max_value=rules.MOST_LINES, label="to line"
    )
    text = forms.CharField(
        max_length=rules.LONGEST_COMMENT,
        label="What you have to say",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first = given.get("first") or given.get("last")
        last = given.get("last") or first
        if first and last and last < first:
            first, last = last, first
        return {**given, "span": Span(first, last) if first and last else None}


class ReplyForm(forms.Form):
    text = forms.CharField(
        max_length=rules.LONGEST_COMMENT,
        label="What you have to say",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResolveForm(forms.Form):
    resolved = forms.TypedChoiceField(
        coerce=lambda said: said == "1", choices=[("1", ""), ("0", "")]
    )
