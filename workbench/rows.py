"""The parts of a question that come in numbers: points, sample answers, programs, artefacts.

A group posts the keys of its rows in their order (`points=p1&points=n2`); the fields of a row are
named after its key (`p1-text`). So a row moves by moving its element, and nothing is numbered.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from questions.bank.facts import SLUG
from questions.bank.schema import ARTEFACT_KINDS, CALIBRATION_LABELS, LEVELS, MOST_SLUG
from workbench.fields import CodeField, ItemsField, LineField, TextField

MOST_ROWS = 30
# What a new row's key is until the browser gives it one of its own.
BLANK = "new"
_KEY = re.compile(r"[a-z0-9]{1,12}")
_LABELS = {"must": "Must: a pass needs it", "should": "Should", "bonus": "Bonus"}


class Row(forms.Form):
    """One of a group. `key` names its fields; a row that is empty or to be removed is left out."""

    remove = forms.BooleanField(label="Remove", required=False)

    def __init__(self, data: MultiValueDict | None = None, *, key: str, **kwargs) -> None:
        super().__init__(data, prefix=key, label_suffix="", **kwargs)
        self.key = key

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to keep, once it was cleaned. What is wrong is kept, too."""
        if not self.is_bound:
            return False
        said = cleaned(self)
        if said.get("remove"):
            return False
        return bool(self.errors) or any(said.get(name) for name in self.says)

    says: tuple[str, ...] = ()


class PointRow(Row):
    text = LineField(label="What a good answer says")
    level = forms.ChoiceField(label="Level", choices=[(level, _LABELS[level]) for level in LEVELS])
    weight = forms.TypedChoiceField(
        label="Weight", choices=[(1, "1"), (2, "2"), (3, "3")], coerce=int, initial=2
    )
    accept = ItemsField(
        label="Other ways people say it", rows=3, one_line=True, help_text="One a line."
    )
    misconceptions = ItemsField(
        label="Wrong, and often heard", rows=2, one_line=True, help_text="One a line."
    )
    probe = LineField(label="Probe", help_text="What an interviewer asks when it is missing.")
    slug = forms.CharField(
        label="Short name",
        max_length=MOST_SLUG,
        required=False,
        help_text="Small letters and hyphens. Left empty, it is made from the statement.",
    )
    allow_list = forms.BooleanField(label="Naming the terms is a full answer", required=False)

    says = ("text", "accept", "misconceptions", "probe")

    @property
    def opened(self) -> bool:
        """Whether what is folded away has an error to show."""
        folded = ("accept", "misconceptions", "probe", "slug", "allow_list")
        return any(name in self.errors for name in folded)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug and not SLUG.match(slug):
            raise forms.ValidationError(
                "Use small letters, digits and single hyphens, such as “quadratic-scores”."
            )
        return slug


class SampleRow(Row):
    label = forms.ChoiceField(
        label="An answer that is", choices=[(one, one) for one in CALIBRATION_LABELS]
    )
    text = TextField(label="The answer", rows=4)
    # Keys of the point rows; which there are, the browser knows.
    made = forms.MultipleChoiceField(label="It makes", required=False)
    partly = forms.MultipleChoiceField(label="It makes partly", required=False)
    reasons = ItemsField(
        label="Why so",
        rows=3,
        one_line=True,
        help_text="One a line: a point’s short name, a colon, the reason. Whoever learns to mark "
        "reads it beside their own mark.",
    )

    says = ("text",)
    # The points there are: (key, what to call it).
    ticks: tuple[tuple[str, str], ...] = ()

    @property
    def ticked(self) -> list[str]:
        return self["made"].value() or []

    @property
    def half_ticked(self) -> list[str]:
        return self["partly"].value() or []

    def clean_reasons(self) -> list[str]:
        for line in self.cleaned_data["reasons"]:
            name, colon, why = line.partition(":")
            if not (name.strip() and colon and why.strip()):
                raise forms.ValidationError(
                    "Begin each line with a point’s short name and a colon, such as "
                    "“quadratic-scores: says n² outright”."
                )
        return self.cleaned_data["reasons"]


class NamedCodeRow(Row):
    name = LineField(label="What is wrong with it", rows=1)
    code = CodeField(label="Program", rows=8)

    says = ("name", "code")


class ArtefactRow(Row):
    name = forms.CharField(label="Name", max_length=120, required=False)
    kind = forms.ChoiceField(label="It is a", choices=[(kind, kind) for kind in ARTEFACT_KINDS])
    language = forms.CharField(
        label="Language", max_length=20, required=False, help_text="For colours; may stay empty."
    )
    content = CodeField(label="Content", rows=8)
    telling = forms.BooleanField(
        label="Telling: the key rests on it, and a good search asks for it", required=False
    )
    tells = LineField(label="What it tells", help_text="Shown after the interview, never before.")

    says = ("name", "content", "tells")

    def clean_content(self) -> str:
        return self.cleaned_data["content"].rstrip("\n")


GROUPS: dict[str, type[Row]] = {
    "points": PointRow,
    "samples": SampleRow,
    "wrong_solutions": NamedCodeRow,
    "artefacts": ArtefactRow,
}


class Group:
    """The rows of one kind, in their order, from what was posted or from what is kept."""

    def __init__(
        self, name: str, *, data: MultiValueDict | None = None, initial: Iterable[dict] = ()
    ) -> None:
        self.name, self.data = name, data
        make = GROUPS[name]
        if data is not None:
            keys = dict.fromkeys(key for key in data.getlist(name) if _KEY.fullmatch(key))
            self.rows = [make(data, key=key) for key in list(keys)[:MOST_ROWS]]
        else:
            self.rows = [
                make(key=f"{name[0]}{number}", initial=facts)
                for number, facts in enumerate(initial, start=1)
            ]

    @property
    def blank(self) -> Row:
        """An empty row for the browser to copy; no value of it is ever posted."""
        return GROUPS[self.name](key=BLANK)

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MOST_ROWS

    @property
    def kept(self) -> list[Row]:
        return [row for row in self.rows if row.is_kept]

    @property
    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self.kept)

    def add(self) -> None:
        """One more empty row at the end, under a key that is free."""
        taken = {row.key for row in self.rows}
        key = next(key for n in range(len(taken) + 1) if (key := f"a{n}") not in taken)
        if not self.is_full:
            self.rows.append(GROUPS[self.name](key=key))

    def move(self, key: str, by: int) -> None:
        """Let a row change places with the one before (-1) or after it (1); past an end, stay."""
        at = next((n for n, row in enumerate(self.rows) if row.key == key), None)
        if at is not None and 0 <= at + by < len(self.rows):
            self.rows[at], self.rows[at + by] = self.rows[at + by], self.rows[at]

    def hush(self) -> None:
        """Show what was typed without judging it yet."""
        for row in self.rows:
            row._errors = ErrorDict()


def kept_facts(group: Group, names: Iterable[str], make: Callable[..., object]) -> tuple:
    """`make(**facts)` of each row that is kept. A field that is wrong has its first value."""
    return tuple(make(**{name: value_of(row, name) for name in names}) for row in group.kept)


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What makes sense of what was typed. It is looked at once, also where nobody asked before."""
    if not hasattr(form, "cleaned_data"):
        form.full_clean()
    return form.cleaned_data


def value_of(row: forms.Form, name: str) -> object:
    """What was typed into a field; its first value where that makes no sense yet."""
    if name in cleaned(row):
        return row.cleaned_data[name]
    field = row.fields[name]
    first = getattr(field, "choices", None)
    initial = field.initial if field.initial is not None else (first[0][0] if first else "")
    return field.clean(initial) if first else initial
