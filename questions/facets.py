"""Filters with counts: how many questions each choice would show beside everything else picked.

The counts of a filter leave its own picks out (two kinds of a filter are “or”, two filters are
“and”), so that they say what ticking one more box brings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from questions import catalogue
from questions.catalogue import Column, Columns
from questions.models import Audience, Kind, Priority, Question, Tier, Topic

# Minutes, first and last: a quick one, a usual one, a long one …
BANDS = ((1, 5), (6, 10), (11, 20), (21, 45), (46, 120))
KEY = (("yes", "With a key"), ("no", "Without a key"))
WHOSE = (
    ("library", "The library"),
    ("mine", "My own"),
    ("groups", "My groups’"),
    ("all", "All I may read"),
)
LABELS = {
    "area": "Area",
    "whose": "Whose",
    "kind": "Kind",
    "tier": "Level",
    "band": "Minutes",
    "minutes": "At most",
    "priority": "Priority",
    "audience": "Speaking to",
    "language": "Language",
    "key": "Key",
    "status": "State",
    "new": "New to me",
}
_LANGUAGES = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def band_value(band: tuple[int, int]) -> str:
    return f"{band[0]}-{band[1]}"


def band_label(band: tuple[int, int]) -> str:
    first, last = band
    if band == BANDS[0]:
        return f"Up to {last}"
    return f"Over {first - 1}" if band == BANDS[-1] else f"{first} to {last}"


def language_label(tag: str) -> str:
    """“German”, “Portuguese (BR)”; the tag itself for a language that has no name here."""
    primary, _, region = tag.partition("-")
    name = _LANGUAGES.get(primary)
    return f"{name} ({region})" if name and region else name or tag


# What each filter offers: (value in the address, label), in the order of the numbers.
CHOICES: dict[str, list[tuple[str, str]]] = {
    "kind": [(str(value), label) for value, label in Kind.choices],
    "tier": [(str(value), label) for value, label in Tier.choices],
    "band": [(band_value(band), band_label(band)) for band in BANDS],
    "priority": [(str(value), label) for value, label in Priority.choices],
    "audience": [(str(value), label) for value, label in Audience.choices],
    "key": list(KEY),
    "status": [(str(value), label) for value, label in Question.Status.choices],
    "whose": list(WHOSE),
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    picked: bool


@dataclass(frozen=True)
class Facet:
    """One filter as a page shows it. `without` is how many match once its picks are dropped."""

    name: str
    choices: list[Choice]
    without: int

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def picked(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.picked]

    @property
    def is_boxes(self) -> bool:
        """Areas are links, and a limit in minutes is only taken away."""
        return self.name not in ("area", "minutes") and self.worth_showing

    @property
    def worth_showing(self) -> bool:
        """A filter whose answer is the same for all questions filters nothing."""
        if self.name == "new":
            return True
        if self.name == "whose":
            library, mine, _groups, everything = (choice.count for choice in self.choices)
            return bool(mine) or everything > library or not self.choices[0].picked
        picked = self.picked and not (self.name == "status" and self.is_usual_state)
        return len(self.shown) > 1 or bool(picked)

    @property
    def is_usual_state(self) -> bool:
        return [choice.value for choice in self.picked] == [Question.Status.READY]

    @property
    def shown(self) -> list[Choice]:
        """What would lead nowhere is left out; what is picked can be taken back."""
        if self.name == "whose":
            return self.choices
        return [choice for choice in self.choices if choice.count or choice.picked]


@dataclass(frozen=True)
class Sieve:
    """One filter over some questions: for each choice a row of truth, or one number a question."""

    name: str
    choices: Sequence[tuple[str, str]]
    picked: frozenset[str]
    numbers: Column | None = None
    rows: Sequence[Column] = ()

    def passing(self) -> Column | None:
        """The questions that any of the picks lets through; None when nothing is picked."""
        places = [n for n, (value, _) in enumerate(self.choices) if value in self.picked]
        if not self.picked:
            return None
        if self.numbers is None:
            return np.logical_or.reduce([self.rows[n] for n in places])
        table = np.zeros(max(len(self.choices), int(self.numbers.max(initial=0))) + 1, bool)
        table[places] = True
        return table[self.numbers]

    def counts(self, among: Column) -> list[int]:
        """How many of the questions marked in `among` each choice holds."""
        if self.numbers is None:
            return [int(np.count_nonzero(row & among)) for row in self.rows]
        found = np.bincount(self.numbers[among], minlength=len(self.choices))
        return found[: len(self.choices)].tolist()


def sift(sieves: Sequence[Sieve], size: int) -> tuple[Column, list[Facet]]:
    """The questions that pass every sieve, as one truth value each, and what to show of each."""
    passing = {sieve.name: mask for sieve in sieves if (mask := sieve.passing()) is not None}
    whole = _all(passing.values(), size)
    facets = []
    for sieve in sieves:
        others = whole
        if sieve.name in passing:
            rest = [mask for name, mask in passing.items() if name != sieve.name]
            others = _all(rest, size)
        counts = sieve.counts(others)
        choices = [
            Choice(value, label, count, value in sieve.picked)
            for (value, label), count in zip(sieve.choices, counts, strict=True)
        ]
        facets.append(Facet(sieve.name, choices, int(np.count_nonzero(others))))
    return whole, facets


def _all(masks: object, size: int) -> Column:
    whole = np.ones(size, bool)
    for mask in masks:
        whole = whole & mask
    return whole


def sieves(
    columns: Columns,
    picked: Mapping[str, frozenset[str]],
    *,
    topics: Sequence[Topic],
    languages: Sequence[str],
    person: int,
    attempted: frozenset[int],
) -> list[Sieve]:
    """The filters over these questions, in the order in which a page shows them.

    `person` is the id of who asks, 0 for nobody; `picked` holds values as addresses spell them.
    """
    numbers = {
        "kind": columns["kind"],
        "tier": columns["tier"].astype(np.int64) - 1,
        "band": _bands(columns["minutes"]),
        "priority": columns["priority"],
        "audience": columns["audience"],
        "key": 1 - columns["has_key"].astype(np.int64),
        "status": columns["status"],
    }
    found = [_areas(columns, picked, topics)]
    if person:
        found.append(_whose(columns, picked, person))
        found.append(_new(columns, picked, attempted))
    for name, column in numbers.items():
        found.append(Sieve(name, CHOICES[name], picked.get(name, frozenset()), column))
    spoken = [(tag, language_label(tag)) for tag in languages]
    found.append(
        Sieve("language", spoken, picked.get("language", frozenset()), columns["language"])
    )
    for limit in picked.get("minutes", ()):
        fits = columns["minutes"] <= int(limit)
        found.append(
            Sieve("minutes", [(limit, f"{limit} minutes")], frozenset({limit}), rows=[fits])
        )
    return found


def _areas(columns: Columns, picked: Mapping, topics: Sequence[Topic]) -> Sieve:
    """A topic counts for the area it is in."""
    areas = [topic for topic in topics if topic.parent_id is None]
    place = {area.pk: n for n, area in enumerate(areas)}
    numbers = {topic.pk: place[topic.parent_id or topic.pk] for topic in topics}
    choices = [(area.slug, area.title) for area in areas]
    column = catalogue.by_topic(numbers, columns)
    return Sieve("area", choices, picked.get("area", frozenset()), column)


def _whose(columns: Columns, picked: Mapping, person: int) -> Sieve:
    everything = np.ones(len(columns), bool)
    mine = columns["owner_id"] == person
    rows = [columns["shared"], mine, columns["grouped"], everything]
    return Sieve("whose", WHOSE, picked.get("whose", frozenset()), rows=rows)


def _new(columns: Columns, picked: Mapping, attempted: frozenset[int]) -> Sieve:
    rows = [~columns.among(attempted)]
    choices = [("on", "Not attempted yet")]
    return Sieve("new", choices, picked.get("new", frozenset()), rows=rows)


def _bands(minutes: Column) -> Column:
    return np.searchsorted([last for _, last in BANDS], minutes)
