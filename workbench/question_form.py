"""The whole of a question as one form: shape only. Between what is posted and `Words`.

Nothing is required but a title: a draft may be as unfinished as it is. What is missing is said by
the linter, not by the form.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import Truncator, slugify

from questions.bank.schema import (
    MOST_AUTHOR,
    MOST_LICENCE,
    MOST_SLUG,
    MOST_TITLE,
    PARTS,
    Section,
    Shape,
)
from questions.bank.words import LISTS, Point, Sample, Words
from questions.models import Audience, Kind, Priority, Question, Tier, Topic
from workbench.fields import CodeField, ItemsField, TextField
from workbench.rows import Group, kept_facts, value_of

NOTE = 200
_ROWS = {Shape.NAMED_CODE, Shape.ARTEFACTS}
_POINT = ("text", "slug", "level", "weight", "accept", "misconceptions", "probe", "allow_list")
# Licences that are offered; any other name may be typed.
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "MIT", "Apache-2.0", "All rights reserved")


def _part_field(section: Section) -> forms.Field:
    title = section.title if section.required else f"{section.title} (if there is one)"
    if section.shape is Shape.LIST:
        return ItemsField(label=title, rows=5, help_text="One a line, in their order.")
    if section.shape is Shape.CODE:
        return CodeField(label=title)
    return TextField(label=title)


class QuestionForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=MOST_TITLE,
        help_text="A short noun phrase for lists. It does not give the answer away.",
        error_messages={"required": "Give it a title; everything else may wait."},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label="Area", to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(label="Kind", choices=Kind.choices)
    tier = forms.TypedChoiceField(label="Level", choices=Tier.choices, coerce=int)
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=120,
        initial=10,
        error_messages={"invalid": "Give whole minutes, such as 10."},
    )
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, initial="P2")
    audience = forms.ChoiceField(label="Speaking to", choices=Audience.choices)
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        label="Language",
        max_length=12,
        initial="en",
        help_text="As “en” or “de”.",
        error_messages={"invalid": "Write the language's short name, such as “en” or “pt-BR”."},
    )
    prompt = TextField(
        label="Prompt", rows=8, help_text="What the interviewer says. Markdown, LaTeX between $."
    )
    model_answer = TextField(
        label="Model answer", rows=12, help_text="As one would say it, 120 to 250 words."
    )
    tips = ItemsField(label="Tips")
    mistakes = ItemsField(label="Common mistakes")
    hints = ItemsField(label="Hints", help_text="From a nudge to a strong one, one a line.")
    follow_ups = ItemsField(label="Follow-ups")
    red_flags = ItemsField(label="Red flags", rows=3)
    references = ItemsField(label="References", rows=3, help_text="Authors, title, year.")
    licence = forms.CharField(label="Licence", max_length=MOST_LICENCE, required=False)
    author = forms.CharField(label="Author", max_length=MOST_AUTHOR, required=False)
    sources = ItemsField(
        label="Sources", rows=2, one_line=True, help_text="Where it comes from, one a line."
    )
    rule_of_thumb = forms.BooleanField(
        label="The key rests on a rule of thumb, not on a fact", required=False
    )
    note = forms.CharField(
        label="What did you change?",
        max_length=NOTE,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "For the list of versions; may stay empty"}),
    )
    # The number of the version it was written on top of; 0 for a new question.
    base = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    # What the browser calls its own copy of what is typed; empty without JavaScript.
    draft = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: MultiValueDict | None = None, *, question: Question | None = None,
        words: Words | None = None, base: int = 0, **kwargs,
    ) -> None:  # fmt: skip
        self.question, self.given = question, words or Words(kind=Kind.CONCEPTUAL, minutes=10)
        initial = kwargs.pop("initial", {})
        if data is None:
            initial = {**_initial(self.given), "base": base, **initial}
            if question:
                initial |= {"topic": question.topic.slug, "language": question.language}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        for section in PARTS:
            if section.shape not in _ROWS:
                self.fields[f"part_{section.key}"] = _part_field(section)
        self.fields["licence"].widget.attrs["list"] = "licences"
        self.groups = _groups(self.given if data is None else None, data)
        self._offer_points()

    def _offer_points(self) -> None:
        """Let each sample answer be ticked with the points there are, in their order."""
        ticks = tuple(
            (row.key, f"{number}. {Truncator(row['text'].value() or '').chars(70)}")
            for number, row in enumerate(self.groups["points"].rows, start=1)
        )
        for row in self.groups["samples"].rows:
            row.ticks = ticks
            row.fields["made"].choices = row.fields["partly"].choices = ticks

    def is_valid(self) -> bool:
        return super().is_valid() and all(group.is_valid for group in self.groups.values())

    @property
    def has_errors(self) -> bool:
        """Whether anything is to be mended before it can be saved, in a row or outside of them."""
        rows = (row for group in self.groups.values() for row in group.rows)
        return bool(self.errors) or any(row.is_bound and row.errors for row in rows)

    def hushed(self) -> "QuestionForm":
        """Itself, showing what was typed without judging it yet; `words` stay as they were."""
        judged = self.words
        self._errors = ErrorDict()
        for group in self.groups.values():
            group.hush()
        self.words = judged
        return self

    def rearrange(self, wish: str) -> bool:
        """Do what a button says without JavaScript: `add:points`, `up:points:p2`, `down:…`."""
        what, _, rest = wish.partition(":")
        name, _, key = rest.partition(":")
        if name not in self.groups or what not in ("add", "up", "down"):
            return False
        if what == "add":
            self.groups[name].add()
        else:
            self.groups[name].move(key, -1 if what == "up" else 1)
        self._offer_points()
        return True

    @cached_property
    def words(self) -> Words:
        """What was typed, as far as it makes sense: whole when the form is valid."""
        facts = {
            name: value_of(self, name)
            for name in (
                *("title", "kind", "tier", "minutes", "priority", "audience", "licence", "author"),
                *("rule_of_thumb", "prompt", "model_answer"),
            )
        }
        lists = {name: tuple(value_of(self, name) or ()) for name in ("sources", *LISTS)}
        points = self._points()
        return Words(
            **facts,
            **lists,
            points=points,
            samples=self._samples(points),
            parts=dict(self._parts(str(facts["kind"]))),
        )

    def _points(self) -> tuple[Point, ...]:
        """The points, each with a name of its own: the one that was chosen, or one made of its
        first words that nobody chose."""
        rows = self.groups["points"].kept
        chosen = {str(value_of(row, "slug")) for row in rows}
        taken: set[str] = set()

        def point(**facts) -> Point:
            wanted = facts["slug"] or _name_of(facts["text"])
            avoid = taken if facts["slug"] else taken | chosen
            name, number = wanted, 1
            while name in avoid:
                number += 1
                name = f"{wanted[: MOST_SLUG - 4]}-{number}"
            taken.add(name)
            return Point(line=0, **{**facts, "slug": name, "weight": int(facts["weight"])})

        return kept_facts(self.groups["points"], _POINT, point)

    def _samples(self, points: tuple[Point, ...]) -> tuple[Sample, ...]:
        names = {
            row.key: point.slug
            for row, point in zip(self.groups["points"].kept, points, strict=True)
        }

        def named(ticked: list[str]) -> tuple[str, ...]:
            return tuple(names[key] for key in names if key in ticked)

        def sample(label: str, text: str, made: list[str], **more: list[str]) -> Sample:
            parts = (line.partition(":") for line in more["reasons"] or ())
            reasons = tuple((name.strip(), why.strip()) for name, _, why in parts)
            return Sample(0, label, named(made), text, named(more["partly"]), reasons)

        facts = ("label", "text", "made", "partly", "reasons")
        return kept_facts(self.groups["samples"], facts, sample)

    def _parts(self, kind: str) -> Iterator[tuple[str, object]]:
        """The sections of this kind that say something; those of other kinds are left out."""
        for section in PARTS:
            if section.kind != kind:
                continue
            if section.shape in _ROWS:
                group = self.groups[section.key]
                names = [name for name in group.blank.fields if name != "remove"]
                value: object = list(kept_facts(group, names, dict))
            else:
                value = value_of(self, f"part_{section.key}") or ""
            if value:
                yield section.key, list(value) if isinstance(value, tuple) else value

    def anchor(self, field: str) -> str:
        """The id of the element that a finding of the linter is about."""
        name, _, place = field.partition(":")
        if name not in self.groups:
            return f"id_{name}"
        group = self.groups[name]
        rows = group.kept if self.is_bound else group.rows
        return f"{name}-{rows[int(place)].key}" if place and int(place) < len(rows) else name

    def part_sections(self) -> list["PartFields"]:
        """The sections that only one kind has, in the order of the bank format."""
        return [
            PartFields(
                section,
                group=self.groups.get(section.key),
                field=None if section.shape in _ROWS else self[f"part_{section.key}"],
            )
            for section in PARTS
        ]


@dataclass(frozen=True)
class PartFields:
    """One section of one kind: a field of its own, or a group of rows."""

    section: Section
    group: Group | None
    field: forms.BoundField | None


def _name_of(statement: str) -> str:
    """A short name for a point nobody named: its first words."""
    words = slugify(statement).split("-")[:6]
    return "-".join(words)[:60].strip("-") or "point"


def _initial(words: Words) -> dict:
    facts = (
        *("title", "kind", "tier", "minutes", "priority", "audience", "licence", "author"),
        *("rule_of_thumb", "prompt", "model_answer", "sources", *LISTS),
    )
    initial = {name: getattr(words, name) for name in facts}
    return initial | {f"part_{key}": value for key, value in words.parts.items()}


def _groups(words: Words | None, data: MultiValueDict | None) -> dict[str, Group]:
    if words is None:
        names = ("points", "samples", "wrong_solutions", "artefacts")
        return {name: Group(name, data=data) for name in names}
    keys = {point.slug: f"p{number}" for number, point in enumerate(words.points, start=1)}
    rows = {
        "points": [{name: getattr(point, name) for name in _POINT} for point in words.points],
        "samples": [
            {
                "label": sample.label,
                "text": sample.text,
                "made": [keys[slug] for slug in sample.made if slug in keys],
                "partly": [keys[slug] for slug in sample.partly if slug in keys],
                "reasons": [f"{name}: {why}" for name, why in sample.reasons],
            }
            for sample in words.samples
        ],
        "wrong_solutions": words.parts.get("wrong_solutions", []),
        "artefacts": words.parts.get("artefacts", []),
    }
    return {name: Group(name, initial=initial) for name, initial in rows.items()}
