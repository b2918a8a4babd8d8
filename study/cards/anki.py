"""One's cards as an Anki deck (`.apkg`), with what is known of each and every answer.

Written beside the questions' deck (`questions/exporting/anki.py`), in the form that Anki 2.1 and
later read: legacy 1, schema 11. A note's name follows from its slug (`identity`), so that bringing
the deck again updates the same notes.
"""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from html import escape

import genanki

from accounts.models import User
from questions.exporting.anki import STYLE, deck_named
from questions.exporting.html import to_xhtml
from study.cards import memory
from study.cards.memory import Phase
from study.content import content
from study.models import Card, Review

FIELDS = ("Front", "Back", "You had said", "Greenroom")
# Chosen once: Anki knows a note type by its number.
_NOTE_TYPE = 1_607_392_455
_BACK = (
    '{{FrontSide}}<hr id="answer">{{Back}}'
    "{{#You had said}}<p><small>You had said: {{You had said}}</small></p>{{/You had said}}"
)
# Anki's own numbers: kinds of cards, queues, kinds of answers.
_TYPES = {None: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_QUEUES = {None: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 1}
_KINDS = {None: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}
_SUSPENDED = -1
_EASE = 2500
_ONE_STEP_LEFT = 1001
_STEP_SECONDS = -600


def as_apkg(user: User, *, at: datetime, retention: float) -> bytes:
    """All of a person's cards. Three queries, however many there are."""
    cards = list(Card.objects.visible_to(user).select_related("question", "key_point"))
    answers = list(
        Review.objects.filter(owner=user, undone_at=None).order_by("card_id", "at", "pk")
    )
    base = sqlite3.connect(":memory:")
    ids = itertools.count(int(at.timestamp() * 1000))
    genanki.Package(_decks(cards)).write_to_db(base.cursor(), at.timestamp(), ids)
    first = min((card.reviewed_on for card in cards if card.reviewed_on), default=at.date())
    noon = datetime.combine(first, time(12), UTC)
    base.execute("UPDATE col SET crt = ?", [int(noon.timestamp())])
    _schedule(base, cards, answers, first=first, retention=retention)
    base.commit()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", base.serialize())
        archive.writestr("media", "{}")
    base.close()
    return target.getvalue()


def words_of(front: str, back: str, said: str) -> list[str]:
    """The three sides as Anki shows them: HTML, in which every word of ours is escaped."""
    return [to_xhtml(front), to_xhtml(back), escape(said)]


def _decks(cards: Iterable[Card]) -> list[genanki.Deck]:
    """One deck for each block of the grid, one for all else."""
    kind = genanki.Model(
        _NOTE_TYPE,
        "Greenroom card",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Recall", "qfmt": "{{Front}}", "afmt": _BACK}],
        css=STYLE,
    )
    found = content()
    blocks = {one.slug: one.title for one in found.study.blocks} if found else {}
    block_of = {one.slug: one.block for one in found.study.concepts} if found else {}
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        title = blocks.get(block_of.get(card.concept, ""), "Your own and from interviews")
        deck = decks.setdefault(title, deck_named("Greenroom cards", title))
        deck.add_note(_note(card, kind))
    return list(decks.values())


def _note(card: Card, kind: genanki.Model) -> genanki.Note:
    source = {"front": card.front, "back": card.back, "said": card.said, "from": origin_of(card)}
    shown = words_of(card.front, card.back, card.said)
    tags = [card.concept] * bool(card.concept) + ["leech"] * card.is_leech
    packed = escape(json.dumps(source, ensure_ascii=False), quote=False)
    return genanki.Note(model=kind, fields=[*shown, packed], tags=tags, guid=card.guid)


def origin_of(card: Card) -> list[str]:
    """Where it comes from, in slugs that hold on every site."""
    if card.source == Card.Source.CONTENT:
        return [card.source, card.slug]
    if card.source == Card.Source.POINT and card.question and card.key_point:
        return [card.source, card.question.slug, card.key_point.slug]
    if card.source == Card.Source.QUESTION and card.question:
        return [card.source, card.question.slug]
    return [card.source]


def _schedule(
    base: sqlite3.Connection,
    cards: list[Card],
    answers: list[Review],
    *,
    first: date,
    retention: float,
) -> None:
    by_guid = dict(
        base.execute("SELECT notes.guid, cards.id FROM cards JOIN notes ON notes.id = nid")
    )
    ids = {card.pk: by_guid[card.guid] for card in cards}
    last = {answer.card_id: answer.at for answer in answers}
    base.executemany(
        "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?,"
        " left = ?, data = ? WHERE id = ?",
        (
            (*_state(card, number, first, retention, last.get(card.pk)), ids[card.pk])
            for number, card in enumerate(cards, start=1)
        ),
    )
    base.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)", _log(cards, answers, ids)
    )


def _state(
    card: Card, number: int, first: date, retention: float, answered_at: datetime | None
) -> tuple:
    """type, queue, due, ivl, factor, reps, lapses, left, data."""
    phase = None if card.phase is None else Phase(card.phase)
    queue = _SUSPENDED if card.suspended_at else _QUEUES[phase]
    if phase is None:
        return _TYPES[phase], queue, number, 0, 0, card.reviews, card.lapses, 0, ""
    days = (card.due_on - card.reviewed_on).days
    facts = {"s": round(card.stability, 4), "d": round(card.difficulty, 3), "dr": retention}
    # Without these Anki forgets by the law of FSRS-5, and looks the last answer up in its log.
    facts["decay"] = round(memory.decay(), 3)
    if answered_at:
        facts["lrt"] = int(answered_at.timestamp())
    data = json.dumps(facts, separators=(",", ":"))
    if card.due_at:
        due, left = int(card.due_at.timestamp()), _ONE_STEP_LEFT
    else:
        due, left = (card.due_on - first).days, 0
    return (
        *(_TYPES[phase], queue, due, max(days, 1), _EASE),
        *(card.reviews, card.lapses, left, data),
    )


def _log(cards: list[Card], answers: Iterable[Review], ids: dict[int, int]) -> Iterator[tuple]:
    """id, card, ease, ivl, lastIvl, factor, time, type; the id is the instant in milliseconds."""
    now = {card.pk: (card.reviewed_on, card.due_on) for card in cards}
    taken: set[int] = set()
    for _, own in itertools.groupby(answers, key=lambda answer: answer.card_id):
        own = list(own)
        afterwards = [(one.before["reviewed_on"], one.before["due_on"]) for one in own[1:]]
        for answer, after in zip(own, [*afterwards, now[own[0].card_id]], strict=True):
            number = int(answer.at.timestamp() * 1000)
            while number in taken:
                number += 1
            taken.add(number)
            before = answer.before
            phase = None if before["phase"] is None else Phase(before["phase"])
            yield (
                *(number, ids[answer.card_id], answer.rating),
                *(_interval(*after), _interval(before["reviewed_on"], before["due_on"])),
                *(_EASE if phase else 0, (answer.seconds or 0) * 1000, _KINDS[phase]),
            )


def _interval(reviewed_on: date | str | None, due_on: date | str | None) -> int:
    """Days, or the seconds of a step as a number below nothing."""
    if reviewed_on is None or due_on is None:
        return 0
    days = (date.fromisoformat(str(due_on)) - date.fromisoformat(str(reviewed_on))).days
    return days or _STEP_SECONDS
