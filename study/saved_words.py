"""Words that save themselves while they are typed: of two windows, neither loses any.

A page says with each save which revision of the row it was made from (`base`), and by which page
load (`writer`). Words of a window that has not seen the latest stay beside those of the row, under
their field, until somebody puts them in or throws them away.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms

from study.models.saved_words import Typed


class TypingForm(forms.Form):
    """What each form that saves itself sends along with its words."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    writer = forms.UUIDField(widget=forms.HiddenInput)


class RivalForm(forms.Form):
    """What to do with words of another window: of which field, of which page load."""

    field = forms.SlugField(max_length=20)
    writer = forms.UUIDField()
    do = forms.ChoiceField(choices=[("add", "add"), ("drop", "drop")])


@dataclass(frozen=True)
class Rival:
    """Words another window typed into a field meanwhile."""

    field: str
    writer: str
    text: str


def new_writer() -> str:
    return str(uuid.uuid4())


def keep(
    row: Typed, words: Mapping[str, str], *, base: int, writer: uuid.UUID, at: datetime
) -> list[str]:
    """Put words into a locked row, by field; the fields that had other words are named.

    Those of a window that has not seen the latest are laid beside them, unless the field was empty
    or says the same. The row is not saved here.
    """
    by = str(writer)
    unseen = base != row.revision and by != row.writer
    disagree, changed = [], False
    for name, typed in words.items():
        # Browsers send a line's end in two ways.
        text, now = typed.replace("\r\n", "\n"), getattr(row, name)
        # A window that has not seen the words, and has none of its own, says nothing against them.
        if text == now or (unseen and not text.strip()):
            continue
        changed = True
        if unseen and now.strip():
            row.rivals.setdefault(name, {})[by] = text
            disagree.append(name)
        else:
            setattr(row, name, text)
    if changed:
        row.saved_at = at
    if changed and not disagree:
        row.revision, row.writer = row.revision + 1, by
    return disagree


def settle(row: Typed, field: str, writer: uuid.UUID, *, add: bool) -> bool:
    """Put words of another window below those of the field, or let them go. False: none there."""
    text = row.rivals.get(field, {}).pop(str(writer), None)
    if text is None:
        return False
    if not row.rivals[field]:
        del row.rivals[field]
    if add:
        setattr(row, field, f"{getattr(row, field)}\n\n{text}")
    row.revision, row.writer = row.revision + 1, ""
    return True


def rivals(row: Typed) -> Iterator[Rival]:
    for field, texts in row.rivals.items():
        for writer, text in texts.items():
            yield Rival(field, writer, text)
