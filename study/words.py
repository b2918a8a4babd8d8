"""Own words before the answer: a text that is kept while it is typed, and shown back with the key.

A page sends a text with what it was given (`was`) and who it is (`writer`, new for each page
load). Two tabs keep both: the rules are those of a grid's cells (`study/comparisons/drafts.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from study import attempts
from study.comparisons.drafts import Sent, merged
from study.models import Attempt

LONGEST = 5000


class WordsForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )
    was = forms.CharField(max_length=LONGEST, required=False, strip=False)
    writer = forms.CharField(max_length=40)

    def __init__(self, *args, label: str, given: Mapping[str, Any], part: str, **kwargs) -> None:
        self.stored = text_of(given, part)
        initial = {"text": self.stored, "writer": uuid.uuid4()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["text"].label = label

    @property
    def held(self) -> str:
        """What the page holds once it is answered, to be sent along as `was`. Never what another
        tab stored meanwhile: the next save would take that for words it had changed."""
        if not self.is_bound:
            return self.stored
        return self.data.get("was", "") if self.errors else self.sent.now

    @property
    def sent(self) -> Sent:
        facts = self.cleaned_data
        return Sent(facts["text"].replace("\r\n", "\n"), facts["was"].replace("\r\n", "\n"))


@dataclass(frozen=True)
class Exercise:
    """Which attempt is written at, and which of its texts: a derivation, a reason."""

    user: User
    kind: str
    slug: str
    part: str = "text"

    @property
    def given(self) -> dict[str, Any]:
        draft = attempts.draft_of(self.user, self.kind, self.slug)
        return draft.given if draft else {}

    def keep(self, form: WordsForm, *, at: datetime, **facts: Any) -> Attempt:
        """The text, and facts that are decided with it."""
        sent, writer = {self.part: form.sent}, form.cleaned_data["writer"]
        return attempts.keep(
            self.user,
            self.kind,
            self.slug,
            lambda given: {**given, **merged(given, sent, writer=writer), **facts},
            at=at,
        )


def beside_of(given: Mapping[str, Any], part: str = "text") -> list[str]:
    """Texts of other tabs that are kept beside it."""
    return given.get("beside", {}).get(part, [])


def text_of(given: Mapping[str, Any], part: str = "text") -> str:
    return given.get("cells", {}).get(part, "")
