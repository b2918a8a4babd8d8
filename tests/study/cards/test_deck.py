"""Cards as an Anki deck, out and in: words, days and answers; strangers' files; nothing twice."""

import io
import json
import sqlite3
import time
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import zstandard
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from fsrs import Card as FsrsCard
from fsrs import Rating as FsrsRating
from fsrs import ReviewLog

from accounts import exports
from questions.importing import Unreadable, read_document
from study.cards import actions, anki, bringing, memory, packages, sources, taking_in
from study.cards.memory import Rating
from study.cards.packages import Answer
from study.content import content
from study.models import Card, Desk, Review
from tests.factories import QuestionFactory
from tests.importing.formats.making import zipped

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MEMORY = (*Card.MEMORY, "reviews", "lapses", "guid", "source", "slug", "front", "back", "said")


def package(user, *, at=NOON) -> bytes:
    return anki.as_apkg(user, at=at, retention=0.9)


def bring(user, data, *, at=NOON, with_answers=True):
    found = packages.read(data, "a.apkg", with_answers=with_answers, at=at)
    return taking_in.take_in(user, found, at=at)


def known(user) -> dict:
    return {card["guid"]: card for card in Card.objects.filter(owner=user).values(*MEMORY)}


@pytest.fixture
def studied(alice) -> list[Card]:
    """Cards of each origin with four months of answers; one put aside, one in its steps."""
    question = QuestionFactory()
    formula = sources.of_formula(content().study.formulas[0])
    sources.add(alice, [*sources.urgent()[:2], formula], at=NOON)
    sources.write(alice, front="Is $a < b$ & <i>so</i>?", back="`x`\n\n- one\n- two", at=NOON)
    sources.of_question(alice, question, at=NOON)
    sources.of_point(alice, question.current.key_points.first(), at=NOON)
    cards = list(Card.objects.filter(owner=alice))
    press = [Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.HARD, Rating.EASY]
    for number, card in enumerate(cards[:5]):
        at = NOON - 120 * DAY + timedelta(minutes=number)
        for rating in press[number:] + press[:number]:
            if at > NOON - 4 * DAY:
                break
            card.refresh_from_db()
            actions.rate(card, rating, seen=card.reviews, seconds=4 + number, at=at)
            card.refresh_from_db()
            at = (card.due_at or at) + (card.due_on - card.reviewed_on)
    actions.suspend(cards[1], at=NOON)
    Card.objects.filter(pk=cards[0].pk).update(said="It <b>shrinks</b>.")
    last = Card.objects.get(pk=cards[4].pk)
    assert actions.rate(last, Rating.AGAIN, seen=last.reviews, seconds=9, at=NOON - 3 * DAY)
    return cards


def test_all_of_it_comes_back_as_it_was(alice, bob, studied):
    taken = bring(bob, package(alice))
    assert (taken.new, taken.had, taken.scheduled) == (6, 0, 5)
    mine, theirs = known(alice), known(bob)
    assert mine.keys() == theirs.keys()
    for guid, card in mine.items():
        copy = theirs[guid]
        assert copy["stability"] == pytest.approx(card["stability"], abs=1e-9)
        assert copy["difficulty"] == pytest.approx(card["difficulty"], abs=1e-9)
        for name in set(MEMORY) - {"stability", "difficulty"}:
            assert copy[name] == card[name], name
    assert Card.objects.filter(owner=bob).exclude(suspended_at=None).count() == 1
    facts = ("rating", "at", "on", "seconds", "was_new")
    answers = [
        list(Review.objects.filter(owner=user).order_by("at").values_list(*facts))
        for user in (alice, bob)
    ]
    assert answers[0] == answers[1]


def test_a_second_time_changes_nothing(alice, bob, studied):
    data = package(alice)
    bring(bob, data)
    before = (known(bob), Review.objects.count())
    for user in (bob, alice):
        taken = bring(user, data)
        assert (taken.new, taken.had, taken.scheduled) == (0, 6, 0)
    assert (known(bob), Review.objects.count()) == before


def test_the_contents_cards_that_were_never_met_take_what_was_answered(alice, bob, studied):
    sources.add(bob, sources.urgent()[:2], at=NOON)
    taken = bring(bob, package(alice))
    assert (taken.new, taken.had, taken.scheduled) == (4, 2, 5)
    assert known(bob).keys() == known(alice).keys()


def test_without_answers_all_cards_are_new(alice, bob, studied):
    assert bring(bob, package(alice), with_answers=False).scheduled == 0
    assert Card.objects.filter(owner=bob, phase=None).count() == 6


def test_what_was_answered_elsewhere_is_not_taken_back_here(alice, bob, studied):
    bring(bob, package(alice))
    assert not actions.may_undo(bob)
    assert Review.objects.filter(owner=bob, algorithm=memory.REPLAYED).exists()


def test_replaying_is_what_fsrs_makes_of_the_same_answers(alice, bob, studied):
    bring(bob, package(alice))
    for card in Card.objects.filter(owner=bob).exclude(phase=None):
        logs = [
            ReviewLog(
                1,
                FsrsRating(review.rating),
                datetime(*review.on.timetuple()[:3], 12, tzinfo=UTC),
                None,
            )
            for review in card.history.order_by("at")
        ]
        replayed = memory._scheduler(0.9).reschedule_card(FsrsCard(card_id=1), logs)
        assert replayed.stability == pytest.approx(card.stability)
        assert replayed.difficulty == pytest.approx(card.difficulty)


def test_the_deck_is_one_that_anki_knows(alice, studied):
    with zipfile.ZipFile(io.BytesIO(package(alice))) as archive:
        base = sqlite3.connect(":memory:")
        base.deserialize(archive.read("collection.anki2"))
    kinds = json.loads(base.execute("SELECT models FROM col").fetchone()[0])
    assert [kind["name"] for kind in kinds.values()] == ["Greenroom card"]
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = base.execute("SELECT type, queue, due, ivl FROM cards").fetchall()
    assert {(kind, queue) for kind, queue, _, _ in rows} <= {
        (0, 0),
        (2, 2),
        (2, -1),
        (3, 1),
        (1, 1),
    }
    assert all(ivl >= 1 for kind, _, _, ivl in rows if kind == 2)
    learned = base.execute(
        "SELECT data, (SELECT max(revlog.id) FROM revlog WHERE cid = cards.id) FROM cards "
        "WHERE type != 0"
    ).fetchall()
    for data, answered in learned:
        facts = json.loads(data)
        assert facts["lrt"] == answered // 1000
        # FSRS-6's, in the three digits that Anki keeps.
        assert facts["decay"] == 0.154
    fields = base.execute("SELECT flds FROM notes").fetchall()
    own = next(one for (one,) in fields if "so&lt;" in one)
    assert "<i>" not in own, "words of ours are escaped"
    ids = [row[0] for row in base.execute("SELECT id FROM revlog")]
    assert len(ids) == len(set(ids)) == Review.objects.count()


def test_the_same_note_has_the_same_name_on_every_site(alice, bob):
    for user in (alice, bob):
        sources.add(user, sources.urgent()[:1], at=NOON)
    names = [Card.objects.get(owner=user).guid for user in (alice, bob)]
    assert names[0] == names[1]
    own = [sources.write(user, front="Q", back="A", at=NOON).guid for user in (alice, bob)]
    assert own[0] != own[1]


def test_it_is_a_deck_for_the_importer_of_questions_too(alice, studied):
    document = read_document(package(alice), "cards.apkg")
    assert len(document.questions) == 6


def test_it_is_part_of_everything_a_person_takes_along(alice, bob, studied):
    with zipfile.ZipFile(exports.write_zip(alice, at=NOON)) as archive:
        assert bring(bob, archive.read("study/cards.apkg"), at=datetime.now(UTC)).new == 6


# Decks of others


def deck(notes, *, cards=None, revlog=(), newest=False, crt=1_700_000_000, extra="") -> bytes:
    """(guid, fields) of each note; cards as (nid, ord, type, queue, due, ivl)."""
    base = sqlite3.connect(":memory:")
    base.executescript(
        "CREATE TABLE col (crt, models, decks); CREATE TABLE revlog (id, cid, ease, time, type);"
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, flds, tags);"
        "CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, ord, type, queue, due, ivl,"
        " odid, odue);" + extra
    )
    names = [{"name": name, "ord": at} for at, name in enumerate(("Front", "Back"))]
    base.execute(
        "INSERT INTO col VALUES (?, ?, ?)",
        (crt, json.dumps({"7": {"flds": names}}), json.dumps({"1": {"name": "Deck"}})),
    )
    base.executemany(
        "INSERT INTO notes VALUES (?, ?, 7, ?, '')",
        ((pk, guid, "\x1f".join(fields)) for pk, (guid, fields) in enumerate(notes, start=1)),
    )
    rows = cards or [(nid, 0, 0, 0, nid, 0) for nid in range(1, len(notes) + 1)]
    base.executemany(
        "INSERT INTO cards VALUES (?, ?, 1, ?, ?, ?, ?, ?, 0, 0)",
        ((pk, *row) for pk, row in enumerate(rows, start=1)),
    )
    base.executemany("INSERT INTO revlog VALUES (?, ?, ?, ?, ?)", revlog)
    base.commit()
    data = base.serialize()
    if newest:
        packed = zstandard.ZstdCompressor().compress(data)
        return zipped({"collection.anki21b": packed, "media": b""})
    return zipped({"collection.anki2": data, "media": "{}"})


def moment(days_ago: int, hour: int = 12) -> int:
    return int((NOON - days_ago * DAY).replace(hour=hour).timestamp() * 1000)


@pytest.mark.parametrize("newest", [False, True])
def test_a_foreign_deck_comes_with_its_days(alice, newest):
    crt = int(datetime(2026, 1, 1, 4, tzinfo=UTC).timestamp())
    log = [(moment(50), 1, 3, 4000, 0), (moment(40), 1, 3, 90_000, 1), (moment(39), 1, 0, 0, 4)]
    data = deck(
        [("abc", ("<b>Q</b>?", "A")), ("def", ("New", "B"))],
        cards=[(1, 0, 2, 2, 80, 30), (2, 0, 0, 0, 1, 0)],
        revlog=log,
        newest=newest,
        crt=crt,
    )
    taken = bring(alice, data)
    assert (taken.new, taken.scheduled) == (2, 1)
    card = Card.objects.get(guid="abc")
    assert (card.front, card.source, card.reviews) == ("**Q**?", "import", 2)
    assert card.due_on == datetime(2026, 3, 22, tzinfo=UTC).date(), "80 days after the first"
    assert [review.seconds for review in card.history.order_by("at")] == [4, 60]


def test_what_stays_behind_is_said(alice):
    notes = [
        ("a", ('See <img src="x.png">?', "A[sound:b.mp3]")),
        ("b", ("A {{c1::lock}} and {{c2::key}}.", "")),
        ("c", ("Both ways", "Back")),
        ("d", ('<img src="only.png">', "")),
        ("e", ("Long", "x" * 20_000)),
    ]
    cards = [(nid, 0, 0, 0, nid, 0) for nid in range(1, 6)] + [
        (3, 1, 0, 0, 9, 0),
        (2, 1, 0, 0, 9, 0),
    ]
    found = packages.read(deck(notes, cards=cards), "a.apkg", with_answers=True, at=NOON)
    left = found.left
    assert (left.media, left.cloze, left.other_sides, left.wordless, left.cut) == (1, 1, 1, 1, 1)
    assert len(left.sentences()) == 5
    assert [card.guid for card in found.cards] == ["a", "b", "c", "e"]
    assert found.cards[1].front == "A _____ and _____."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 broken",
        zipped({"a.txt": "no deck"}),
        zipped({"collection.anki2": "no database"}),
        zipped({"collection.anki2": b"SQLite format 3\0" + b"\0" * 4000}),
        zipped({"collection.anki2": b"SQLite format 3\0" + b"\0" * (30 * 2**20)}),
        zipped({"../collection.anki2": b"x", "collection.anki21b": b"not zstandard"}),
        zipped({"collection.anki21b": zstandard.ZstdCompressor().compress(b"\0" * (30 * 2**20))}),
        deck([("a", ("Q", "A"))], crt=2**62),
        deck([("a", ("Q", "A"))], crt="tomorrow"),
        deck([("a", ("Q", "A"))], cards=[(1, 0, "x", 0, 0, 0)]),
        deck([("a", ("Q", "A"))], revlog=[(2**62, 1, 3, 1, 0)]),
        deck([("a", ("Q", "A"))], revlog=[("now", 1, 3, 1, 0)]),
    ],
)
def test_a_broken_or_hostile_file_is_refused_in_a_sentence(as_user, alice, data):
    file = SimpleUploadedFile("a.apkg", data or b" ")
    response = as_user(alice).post(reverse("study:deck"), {"file": file, "with_answers": "on"})
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert not Card.objects.exists()


def test_numbers_out_of_all_bounds_are_bounded(alice):
    data = deck(
        [("a", ("Q", "A"))],
        cards=[(1, 0, 2, 2, 10**15, 10**15)],
        revlog=[(moment(9), 1, 3, 10**12, 1), (moment(-900), 1, 1, 1, 1), (5, 1, 1, 1, 1)],
    )
    bring(alice, data)
    card = Card.objects.get()
    assert (card.due_on - card.reviewed_on).days == memory.LONGEST
    assert card.reviews == 1, "answers of tomorrow and of 1970 are slips of a clock"


def test_a_trigger_in_a_deck_does_nothing(alice):
    extra = "CREATE VIEW v AS SELECT load_extension('x');"
    extra += "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END;"
    assert bring(alice, deck([("a", ("Q", "A"))], extra=extra)).new == 1


def test_too_many_are_refused_before_they_are_read(monkeypatch):
    data = deck(
        [(str(n), ("Q", "A")) for n in range(3)], revlog=[(moment(n), 1, 3, 1, 0) for n in range(3)]
    )
    monkeypatch.setattr(packages, "MOST_NOTES", 2)
    with pytest.raises(Unreadable, match="3 notes; 2 are the limit"):
        packages.read(data, "a.apkg", with_answers=False, at=NOON)
    monkeypatch.setattr(packages, "MOST_NOTES", 3)
    monkeypatch.setattr(packages, "MOST_ANSWERS", 2)
    assert packages.read(data, "a.apkg", with_answers=False, at=NOON)
    with pytest.raises(Unreadable, match="3 answers; 2 are the limit"):
        packages.read(data, "a.apkg", with_answers=True, at=NOON)


def test_fifty_thousand_notes_come_within_the_limit(alice):
    """The deadline that a worker has; of processor time it takes far less."""
    data = deck([(f"g{n}", (f"What is {n}?", f"It is {n}.")) for n in range(50_000)])
    began = time.process_time()
    found = packages.read(data, "a.apkg", with_answers=True, at=NOON, seconds=bringing.PATIENCE)
    assert len(found.cards) == 50_000
    assert time.process_time() - began < 20


def test_the_page_brings_a_deck_and_gives_one(as_user, alice):
    browser = as_user(alice)
    file = SimpleUploadedFile("a.apkg", deck([("a", ('<img src="x.png">Q', "A"))]))
    page = browser.post(reverse("study:deck"), {"file": file}, follow=True).content.decode()
    assert "1 card came." in page
    assert "stayed behind" in page
    response = browser.get(reverse("study:deck_file"))
    assert "attachment" in response.headers["Content-Disposition"]
    assert (
        packages.read(response.content, "b.apkg", with_answers=True, at=NOON).cards[0].guid == "a"
    )
    assert browser.post(reverse("study:deck"), {}).status_code == 422


def test_another_zone_moves_no_day(alice, bob, studied):
    bob.time_zone = "Pacific/Auckland"
    bob.save()
    bring(bob, package(alice))
    for guid, card in known(alice).items():
        if card["phase"] == memory.Phase.REVIEW:
            assert abs((known(bob)[guid]["due_on"] - card["due_on"]).days) <= 0


def test_an_answer_of_the_day_before_the_deck_began_is_bounded(alice):
    desk = Desk(user=alice)
    found = packages.Found("a", "Q", "A", due=-5000, answers=[Answer(3, NOON, 1)])
    card = Card(owner=alice, guid="a")
    taking_in._replay(card, desk, found, NOON.date())
    assert card.due_on >= card.reviewed_on
