"""Between what a document states, the candidate a person reviews, and the words of the bank."""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from django.utils.text import slugify

from questions.bank.schema import MOST_TITLE
from questions.bank.words import Point, Sample, Words
from questions.importing import Question as Read
from questions.importing.question import LISTS
from questions.models import Kind, Priority, Tier
from workbench.imports.drafted_points import points_of
from workbench.models import Candidate, ImportedFile

# What is assumed where a document says nothing: minutes as the bank's own questions of the kind
# have them in the middle.
MINUTES = {
    Kind.CONCEPTUAL: 8,
    Kind.DERIVATION: 15,
    Kind.IMPLEMENTATION: 25,
    Kind.DEBUGGING: 20,
    Kind.SYSTEM_DESIGN: 35,
    Kind.BEHAVIOURAL: 8,
}
LONGEST_SECTION = 200
_UNSTORABLE = re.compile("\x00|[\ud800-\udfff]")
_MARKUP = re.compile(
    r"^\s*(?:#{1,6}|>|[-*+]|\d{1,3}[.)])\s+|(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)"
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def candidate_of(read: Read, file: ImportedFile, position: int) -> Candidate:
    """A candidate as its document states it; not stored yet. Code and choices join the prompt."""
    facts = {
        "section": _clean(read.section or "")[:LONGEST_SECTION],
        "prompt": _clean(read.whole_prompt),
        "answer": _clean(read.answer or ""),
        **{name: [_clean(one) for one in getattr(read, name)] for name in LISTS},
        "kind": read.kind if read.kind in Kind.values else "",
        "tier": read.tier if read.tier in Tier.values else None,
        "minutes": min(max(read.minutes, 1), 120) if read.minutes else None,
        "priority": read.priority if read.priority in Priority.values else "",
    }
    first = max(1, read.source_line)
    return Candidate(
        batch_id=file.batch_id,
        file=file,
        position=position,
        source_line=first,
        source_end=max(first, getattr(read, "source_end", 0)),
        confidence=min(1.0, max(0.0, getattr(read, "confidence", 1.0))),
        reasons=[_clean(one) for one in getattr(read, "reasons", [])],
        remarks=[_clean(one) for one in getattr(read, "problems", [])],
        fingerprint=fingerprint(facts["prompt"]),
        read_hash=_hash(json.dumps(facts, sort_keys=True, ensure_ascii=False)),
        **facts,
    )


def fingerprint(prompt: str) -> str:
    """The same for two prompts of the same words, however they are marked up and cased."""
    return _hash(" ".join(re.findall(r"\w+|[+\-=<>^|/]", prompt.casefold())))


def title_of(prompt: str) -> str:
    """A short name: the first sentence without markup, cut at a word, at most 80 characters."""
    plain = _LINK.sub(r"\1", _FENCE.sub("", prompt))
    lines = [_MARKUP.sub("", line).strip() for line in plain.split("\n")]
    first = next((line for line in lines if re.search(r"\w", line)), "")
    sentence = re.match(r".{8,}?[.?!](?=\s+[^a-z\s]|\s*$)", first)
    title = " ".join((sentence[0] if sentence else first).rstrip(".:").split())
    if not title:
        return "Untitled question"
    if len(title) <= MOST_TITLE:
        return title
    return title[: MOST_TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def words_from(
    candidate: Candidate, *, base: Words | None = None, draft_points: bool = False
) -> Words:
    """The words a candidate is saved as.

    With `draft_points`, one without key points gets the sentences of its answer as such.

    `base` are the words of the question it becomes a version of: what the document does not say
    stays as it is there. A question in the bank's own format brings all of its words itself.
    """
    own = _whole(candidate)
    words = own or base or Words(tier=Tier.MID, priority=Priority.P2)
    kind = candidate.kind or words.kind or Kind.CONCEPTUAL
    minutes = candidate.minutes or (words.minutes if own or base else MINUTES[Kind(kind)])
    lists = {
        name: tuple(getattr(candidate, name)) or (() if own else getattr(words, name))
        for name in ("tips", "follow_ups", "references")
    }
    points = _points(candidate.key_points, words.points)
    if draft_points and not points and not words.points:
        first, *others = _points(points_of(candidate.answer), ()) or (None,)
        drafted = (replace(point, level="should") for point in others)
        points = (first, *drafted) if first else ()
    return replace(
        words,
        title=words.title if own or base else title_of(candidate.prompt),
        kind=kind,
        tier=candidate.tier or words.tier,
        minutes=minutes,
        priority=candidate.priority or words.priority,
        prompt=candidate.prompt,
        model_answer=candidate.answer or ("" if own else words.model_answer),
        points=points or (() if own else words.points),
        **lists,
    )


def _points(texts: list[str], known: tuple[Point, ...]) -> tuple[Point, ...]:
    """Key points of these texts. One that is known keeps its weight, phrasings and probe.

    A rubric in a document says what an answer must have, so a new point is a must.
    """
    by_text = {point.text: point for point in known}
    taken = {point.slug for point in known}
    found = []
    for text in dict.fromkeys(texts):
        point = by_text.get(text)
        if point is None:
            point = Point(line=0, slug=_free_slug(text, taken), level="must", weight=1, text=text)
            taken.add(point.slug)
        found.append(point)
    return tuple(found)


def _free_slug(text: str, taken: set[str]) -> str:
    stem = slugify(" ".join(text.split()[:6]))[:60].strip("-") or "point"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def packed(words: Words) -> dict[str, Any]:
    """Words of the bank's own format as JSON; `_whole` unpacks them."""
    lists = {
        "points": [vars(point) for point in words.points],
        "samples": [vars(sample) for sample in words.samples],
    }
    names = Words.__dataclass_fields__
    return json.loads(json.dumps({name: getattr(words, name) for name in names} | lists))


def _whole(candidate: Candidate) -> Words | None:
    if not candidate.whole:
        return None
    facts = dict(candidate.whole)
    points, samples = facts.pop("points"), facts.pop("samples")
    tuples = {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    return Words(
        **facts | tuples,
        points=tuple(
            Point(**point | {key: tuple(point[key]) for key in ("accept", "misconceptions")})
            for point in points
        ),
        samples=tuple(Sample.unpacked(one) for one in samples),
    )


def _clean(text: str) -> str:
    """What Postgres can hold, and nothing else taken away."""
    return _UNSTORABLE.sub("", text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
