"""Large decks: read by a worker, once, whole or not at all, whatever dies in between."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.cards import bringing, taking_in
from study.models import Card, DeckFile
from study.models.decks import CLAIM_LASTS, READING_TRIES
from tests.study.cards.test_deck import deck
from web import clock
from web.refusals import Refused

PAGE = "study:deck"
State = DeckFile.State


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """What the queue was asked for; and every deck of two notes is a large one."""
    asked = []
    monkeypatch.setattr("study.tasks.read_deck.delay", asked.append)
    monkeypatch.setattr(bringing, "NOTES_AT_ONCE", 1)
    return asked


@pytest.fixture
def data():
    return deck([("a", ("What is Q1?", "A1")), ("b", ("What is Q2?", "A2"))])


@pytest.fixture
def brought(alice, data):
    return bringing.bring(alice, data, "mine.apkg", with_answers=True, at=timezone.now())


def shown(response) -> str:
    return response.content.decode()


def upload(browser, data, name="mine.apkg"):
    file = SimpleUploadedFile(name, data)
    return browser.post(reverse(PAGE), {"file": file, "with_answers": "on"})


def test_a_large_deck_is_read_while_one_goes_on(
    as_user, alice, data, asked, hx, django_capture_on_commit_callbacks
):
    browser = as_user(alice)
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(browser, data)
    assert response.url == f"{reverse(PAGE)}#brought"
    [pk] = asked
    page = shown(browser.get(reverse(PAGE)))
    assert "Waiting to be read" in page
    assert 'hx-trigger="every 2s"' in page
    assert not Card.objects.exists()
    bringing.read(pk)
    part = shown(browser.get(reverse(PAGE), headers=hx("brought")))
    assert part.strip().startswith('<div id="brought"')
    assert "2 cards came." in part
    assert "every 2s" not in part
    assert reverse("study:session") in part
    row = DeckFile.objects.get()
    assert (row.state, row.notes, bytes(row.data)) == (State.READ, 2, b"")
    assert Card.objects.visible_to(alice).count() == 2


@pytest.mark.parametrize(("data", "says"), [(b"Hello.", "is no deck"), (b"", "This file is empty")])
def test_what_is_no_deck_is_called_so(as_user, alice, data, says):
    reply = upload(as_user(alice), data, "notes.txt")
    assert reply.status_code == 422
    assert says in shown(reply)


def test_small_ones_are_there_at_once(as_user, alice, asked):
    page = upload(as_user(alice), deck([("a", ("Q", "A"))]))
    assert page.url == reverse(PAGE)
    assert Card.objects.count() == 1
    assert not DeckFile.objects.exists()


def test_many_bytes_are_large_however_few_the_notes(monkeypatch, data):
    monkeypatch.setattr(bringing, "NOTES_AT_ONCE", 2)
    assert bringing.is_small(data, "a.apkg")
    monkeypatch.setattr(bringing, "AT_ONCE", len(data) - 1)
    assert not bringing.is_small(data, "a.apkg")


def test_a_message_that_comes_twice_brings_it_once(alice, brought):
    bringing.read(brought.pk)
    Card.objects.filter(guid="a").delete()
    bringing.read(brought.pk)
    assert Card.objects.count() == 1


def test_after_a_killed_worker_another_goes_on(alice, brought, asked, monkeypatch):
    at = timezone.now()
    assert DeckFile.objects.claim(brought.pk, at=at)
    bringing.read(brought.pk)
    assert not Card.objects.exists(), "the first may still be at it"
    assert bringing.read_leftovers(at=at) == 0
    later = at + CLAIM_LASTS + timedelta(seconds=1)
    assert bringing.read_leftovers(at=later) == 1
    assert asked == [brought.pk]
    monkeypatch.setattr(clock, "now", lambda: later)
    bringing.read(brought.pk)
    assert Card.objects.count() == 2


def test_a_deck_that_kills_every_worker_is_given_up(alice, brought):
    at = timezone.now()
    for n in range(READING_TRIES):
        assert DeckFile.objects.claim(brought.pk, at=at + n * (CLAIM_LASTS + timedelta(seconds=1)))
    bringing.give_up_on_lost(at=at + READING_TRIES * (CLAIM_LASTS + timedelta(seconds=1)))
    brought.refresh_from_db()
    assert (brought.state, brought.told) == (State.FAILED, [bringing.LOST])


def test_cards_come_all_or_none_and_an_accident_is_tried_again(alice, brought, monkeypatch):
    whole = taking_in.take_in

    def half(*args, **kwargs):
        whole(*args, **kwargs)
        raise RuntimeError("the database went away")

    monkeypatch.setattr(taking_in, "take_in", half)
    for tries in range(1, READING_TRIES + 1):
        bringing.read(brought.pk)
        brought.refresh_from_db()
        assert not Card.objects.exists()
        assert brought.tries == tries
        assert brought.state == (State.WAITING if tries < READING_TRIES else State.FAILED)
    assert "RuntimeError" in brought.told[0]


def test_a_worker_that_was_given_up_writes_nothing(alice, brought, monkeypatch):
    whole = bringing.packages.read

    def slowly(*args, **kwargs):
        late = timezone.now() + CLAIM_LASTS + timedelta(seconds=1)
        DeckFile.objects.claim(brought.pk, at=late)
        return whole(*args, **kwargs)

    monkeypatch.setattr(bringing.packages, "read", slowly)
    bringing.read(brought.pk)
    assert not Card.objects.exists()
    brought.refresh_from_db()
    assert brought.state == State.READING, "it is the other one's"


def test_what_cannot_be_read_says_why(as_user, alice, data, monkeypatch):
    broken = BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("collection.anki2", b"no database" * 10)
    monkeypatch.setattr(bringing, "AT_ONCE", 10)
    upload(as_user(alice), broken.getvalue(), "broken.apkg")
    bringing.read(DeckFile.objects.get().pk)
    page = shown(as_user(alice).get(reverse(PAGE)))
    assert "broken.apkg" in page
    assert "Nothing of it was taken in." in page
    assert upload(as_user(alice), data).status_code == 302, "the next takes its place"
    assert DeckFile.objects.get().state == State.WAITING


def test_one_at_a_time(as_user, alice, brought, data):
    with pytest.raises(Refused, match="still being read"):
        bringing.bring(alice, data, "b.apkg", with_answers=False, at=timezone.now())
    assert upload(as_user(alice), data).status_code == 409


def test_it_is_its_owners_alone_and_goes_along_and_away_with_them(as_user, alice, bob, brought):
    assert "mine.apkg" not in shown(as_user(bob).get(reverse(PAGE)))
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        assert "mine.apkg" in archive.read("study/deck-brought.json").decode()
    alice.delete()
    assert not DeckFile.objects.exists()
