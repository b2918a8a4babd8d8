"""What two texts of a question have apart, word by word, for a person to read.

Only what differs is told: a field, a point, a sample answer, each with its words marked as gone
(`<del>`) or new (`<ins>`). The words around them stay, so that a change reads in its sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from questions.bank.schema import PARTS
from questions.bank.words import Point, Sample, Words
from questions.models import Audience, KeyPoint, Kind, Priority, Tier

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Longer runs of changed text than this many words are shown whole: gone, then new.
MOST_TOKENS = 1_500
# Below this share of words in common, two sentences side by side read better than one mixed.
ALIKE = 0.4

FACTS = {
    "title": "Title",
    "kind": "Kind",
    "tier": "Level",
    "minutes": "Minutes",
    "priority": "Priority",
    "audience": "Speaks to",
    "licence": "Licence",
    "author": "Author",
    "rule_of_thumb": "Rule of thumb",
    "prompt": "Prompt",
    "model_answer": "Model answer",
}
LISTS = {
    "tips": "Tips",
    "mistakes": "Common mistakes",
    "hints": "Hints",
    "follow_ups": "Follow-ups",
    "red_flags": "Red flags",
    "references": "References",
    "sources": "Sources",
}
_CHOICES = {"kind": Kind, "tier": Tier, "priority": Priority, "audience": Audience}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: `name` is the form field it stands in, `html` both texts."""

    name: str
    label: str
    html: SafeString


def differences(old: Words, new: Words) -> list[Difference]:
    """All that differs, in the order of the editor. Empty where both say the same."""
    return [*_facts(old, new), *_points(old, new), *_lists(old, new), *_rest(old, new)]


def changed_fields(old: Words, new: Words) -> set[str]:
    """Names of what differs: fields of `Words`, and `part_…` for the sections of one kind."""
    names = {name for name in (*FACTS, *LISTS) if getattr(old, name) != getattr(new, name)}
    names |= {name for name in ("points", "samples") if getattr(old, name) != getattr(new, name)}
    keys = {*old.parts, *new.parts}
    return names | {f"part_{key}" for key in keys if _part(old, key) != _part(new, key)}


def text_difference(old: str, new: str) -> SafeString:
    """Both texts as one, what is gone and what is new marked word by word within changed lines."""
    before, after = old.split("\n"), new.split("\n")
    pieces: list[SafeString] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if pieces:
            pieces.append(mark_safe("\n"))
        gone, come = "\n".join(before[a:b]), "\n".join(after[c:d])
        pieces.append(format_html("{}", gone) if what == "equal" else _words(gone, come))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


def _words(old: str, new: str) -> SafeString:
    if not old or not new:
        return _marked(old, new)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > 2 * MOST_TOKENS:
        return _marked(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _marked(old, new)
    pieces = []
    for what, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        pieces.append(format_html("{}", gone) if what == "equal" else _marked(gone, come))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


def _marked(old: str, new: str) -> SafeString:
    """Words for those who do not see the marks stand hidden beside them."""
    gone = _mark("del", "gone: ", old) if old else ""
    come = _mark("ins", "new: ", new) if new else ""
    return format_html("{}{}", gone, come)


def _mark(tag: str, said: str, text: str) -> SafeString:
    hidden = '<span class="visually-hidden">{}</span>'
    return format_html(f"<{tag}>{hidden}{{}}</{tag}>", said, text)


def _facts(old: Words, new: Words) -> Iterator[Difference]:
    for name, label in FACTS.items():
        before, after = _said(name, getattr(old, name)), _said(name, getattr(new, name))
        if before != after:
            short = name in _CHOICES or name == "minutes"
            html = _marked(before, after) if short else text_difference(before, after)
            yield Difference(name, label, html)


def _said(name: str, value: Any) -> str:
    if name in _CHOICES:
        return str(_CHOICES[name](value).label) if value in _CHOICES[name].values else str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _lists(old: Words, new: Words) -> Iterator[Difference]:
    for name, label in LISTS.items():
        if getattr(old, name) != getattr(new, name):
            yield Difference(name, label, _items(getattr(old, name), getattr(new, name)))


def _items(old: Sequence[str], new: Sequence[str]) -> SafeString:
    """Two lists as one; an item that was only reworded is one item with its words marked."""
    rows: list[SafeString] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [format_html("{}", item) for item in old[a:b]]
            continue
        both = min(b - a, d - c)
        rows += [
            text_difference(one, other)
            for one, other in zip(old[a : a + both], new[c : c + both], strict=True)
        ]
        rows += [_marked(item, "") for item in old[a + both : b]]
        rows += [_marked("", item) for item in new[c + both : d]]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((row,) for row in rows)))


def _points(old: Words, new: Words) -> Iterator[Difference]:
    before = {point.slug: point for point in old.points}
    after = {point.slug: point for point in new.points}
    for point in new.points:
        was = before.get(point.slug)
        if was is None:
            yield Difference("points", "A new point", _marked("", _as_text(point)))
        elif was != point:
            yield _point(was, point)
    for slug, point in before.items():
        if slug not in after:
            yield Difference("points", "A point taken out", _marked(_as_text(point), ""))
    kept = [slug for slug in before if slug in after]
    now = [slug for slug in after if slug in before]
    if kept != now:
        yield Difference("points", "The order of the points", _order(kept, now))


def _order(old: Sequence[str], new: Sequence[str]) -> SafeString:
    """The new order, with those marked that left their place among the others."""
    stayed = set()
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        stayed.update(new[block.b : block.b + block.size])
    rows = [
        (format_html("{}", name) if name in stayed else _mark("ins", "moved: ", name),)
        for name in new
    ]
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", rows))


def _point(old: Point, new: Point) -> Difference:
    rows = []
    if old.text != new.text:
        rows.append(("Statement", text_difference(old.text, new.text)))
    else:
        rows.append(("Statement", format_html("{}", new.text)))
    if (old.level, old.weight) != (new.level, new.weight):
        rows.append(("Level and weight", _marked(_rank(old), _rank(new))))
    for name, label in (("accept", "Also accepted"), ("misconceptions", "Wrong, and often heard")):
        if getattr(old, name) != getattr(new, name):
            rows.append((label, _items(getattr(old, name), getattr(new, name))))
    if old.probe != new.probe:
        rows.append(("Probe", text_difference(old.probe, new.probe)))
    if old.allow_list != new.allow_list:
        said = _said("", old.allow_list), _said("", new.allow_list)
        rows.append(("Naming the terms is enough", _marked(*said)))
    body = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows)
    return Difference("points", f"Point “{new.slug}”", format_html("<dl>{}</dl>", body))


def _rank(point: Point) -> str:
    return f"{KeyPoint.Level(point.level).label.lower()}, {point.weight}"


def _as_text(point: Point) -> str:
    lines = [f"{point.text} ({_rank(point)})"]
    lines += [f"accepted: {phrase}" for phrase in point.accept]
    lines += [f"wrong: {phrase}" for phrase in point.misconceptions]
    return "\n".join([*lines, *([f"probe: {point.probe}"] if point.probe else [])])


def _rest(old: Words, new: Words) -> Iterator[Difference]:
    for section in PARTS:
        before, after = _part(old, section.key), _part(new, section.key)
        if before != after:
            yield Difference(f"part_{section.key}", section.title, text_difference(before, after))
    before, after = _samples(old.samples), _samples(new.samples)
    if before != after:
        yield Difference("samples", "Calibration answers", text_difference(before, after))


def _part(words: Words, key: str) -> str:
    """A section of one kind as plain text: what a list or a group of files says, line by line."""
    value = words.parts.get(key) or ""
    if isinstance(value, str):
        return value
    return "\n".join(item if isinstance(item, str) else _file(item) for item in value)


def _file(item: dict[str, str]) -> str:
    telling = ", telling" if item.get("telling") else ""
    head = item["name"] + (f" ({item['kind']}{telling})" if "kind" in item else "")
    tells = f"\ntells: {item['tells']}" if item.get("tells") else ""
    return f"{head}\n{item.get('code') or item.get('content', '')}{tells}"


def _samples(samples: Sequence[Sample]) -> str:
    return "\n\n".join(map(_sample, samples))


def _sample(one: Sample) -> str:
    partly = f"; partly {', '.join(one.partly)}" if one.partly else ""
    reasons = "".join(f"\n{name}: {why}" for name, why in one.reasons)
    return f"{one.label} ({', '.join(one.made)}{partly})\n{one.text}{reasons}"
