"""What words leave open is compared by meaning afterwards, never lost and in nobody's way."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from scoring.encoder import Encoded
from tests.workbench.imports.batches import imported, in_bank
from workbench.imports import actions, comparing, saving
from workbench.models import CLAIM_LASTS, READING_TRIES, Candidate

pytestmark = pytest.mark.django_db
ASKED = "Q: What is the bias-variance tradeoff?\n\nA: Two errors.\n\nQ: And why?\n\nA: So.\n"


class Agreeing:
    """An encoder to which everything means the same."""

    def encode(self, texts):
        return [Encoded((1,), np.ones((1, 2)), np.ones(1)) for _ in texts]


@pytest.fixture
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr("workbench.tasks.compare_import.delay", ids.append)
    return ids


@pytest.fixture
def known(db):
    return in_bank(title="On errors", prompt="Explain the trade-off between bias and variance.")


@pytest.fixture
def agreeing(monkeypatch):
    monkeypatch.setattr("scoring.encoder.encoder", Agreeing)


@pytest.fixture
def batch(alice, known, agreeing):
    return imported(ASKED, owner=alice)


def test_reading_loads_no_encoder(alice, known, monkeypatch):
    monkeypatch.setattr("scoring.encoder.encoder", lambda: pytest.fail("reading waits for it"))
    file = imported(ASKED, owner=alice).files.get()
    assert (file.state, file.comparing) == ("read", True)
    assert Candidate.objects.filter(match=None).count() == 2


def test_what_words_decide_is_not_compared(alice):
    in_bank(title="Momentum", prompt="What is momentum?")
    assert not imported(owner=alice).files.get().comparing


def test_it_is_asked_for_once_the_questions_are_stored(
    alice, known, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = imported(ASKED, owner=alice)
    assert queued == [batch.files.get().pk]


def test_it_finds_what_words_miss_and_keeps_both(batch, known):
    comparing.compare_file(batch.files.get().pk)
    first, second = batch.candidates.in_order()
    assert (first.match, first.decision, first.revision) == (known, "keep", 1)
    assert first.likeness == pytest.approx(0.99)
    assert second.match is None
    assert not batch.files.get().comparing


def test_without_an_encoder_the_words_stand(batch, monkeypatch):
    monkeypatch.setattr("scoring.encoder.encoder", lambda: None)
    comparing.compare_file(batch.files.get().pk)
    assert not batch.files.get().comparing
    assert not batch.candidates.in_the_bank().exists()


def test_what_a_person_changed_meanwhile_is_left_alone(batch, monkeypatch):
    first = batch.candidates.in_order()[0]

    class Slow(Agreeing):
        def encode(self, texts):
            actions.edit(first, {"prompt": "What is boosting?"}, revision=1)
            return super().encode(texts)

    monkeypatch.setattr("scoring.encoder.encoder", Slow)
    comparing.compare_file(batch.files.get().pk)
    first.refresh_from_db()
    assert (first.prompt, first.match) == ("What is boosting?", None)


def test_a_saved_import_is_compared_no_more(batch, alice):
    saving.save_batch(batch, by=alice, at=timezone.now())
    comparing.compare_file(batch.files.get().pk)
    assert not batch.candidates.in_the_bank().exists()
    assert comparing.compare_leftovers(at=timezone.now()) == 0


def test_read_again_it_is_compared_again(batch):
    file = batch.files.get()
    actions.read_again(file)
    comparing.compare_file(file.pk)
    file.refresh_from_db()
    assert (file.state, file.comparing, file.compare_tries) == ("waiting", False, 0)


def test_a_worker_that_died_gives_it_back(batch, queued):
    file, now = batch.files.get(), timezone.now()
    manager = type(file).objects
    assert comparing.compare_leftovers(at=now) == 1, "a lost message"
    assert manager.claim_comparing(file.pk, at=now)
    assert not manager.claim_comparing(file.pk, at=now)
    assert comparing.compare_leftovers(at=now) == 0
    assert comparing.compare_leftovers(at=now + CLAIM_LASTS + timedelta(seconds=1)) == 1
    assert queued == [file.pk, file.pk]


def test_after_three_tries_the_reviewer_is_told(batch, queued, monkeypatch):
    monkeypatch.setattr("scoring.encoder.encoder", lambda: 1 / 0)
    file = batch.files.get()
    for tries in range(1, READING_TRIES + 1):
        assert batch.files.get().comparing
        comparing.compare_file(file.pk)
        assert batch.files.get().compare_tries == tries
    file.refresh_from_db()
    assert (file.state, file.comparing, file.notes) == ("read", False, [comparing.GAVE_UP])
    assert batch.candidates.count() == 2


def test_what_killed_every_worker_is_given_up(batch, queued):
    file, at = batch.files.get(), timezone.now()
    for _ in range(READING_TRIES):
        assert type(file).objects.claim_comparing(file.pk, at=at)
        at += CLAIM_LASTS + timedelta(seconds=1)
    assert comparing.compare_leftovers(at=at) == 0
    file.refresh_from_db()
    assert (file.comparing, file.notes) == (False, [comparing.GAVE_UP])


def test_the_page_shows_the_questions_and_says_that_it_still_compares(as_user, alice, batch, hx):
    client, address = as_user(alice), batch.get_absolute_url()
    page = client.get(address).content.decode()
    assert "bias-variance tradeoff" in page
    assert "Still comparing with the bank by meaning." in page
    part = client.get(address, headers=hx("comparing")).content.decode()
    assert part.strip().startswith('<div id="comparing" hx-get')
    comparing.compare_file(batch.files.get().pk)
    part = client.get(address, headers=hx("comparing")).content.decode()
    assert "hx-get" not in part
    assert "1 of these is in it, or like one in it." in part
    assert "comparing with the bank" not in client.get(address).content.decode()


def test_the_part_costs_few_queries(as_user, alice, batch, hx, django_assert_max_num_queries):
    client, address = as_user(alice), batch.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address, headers=hx("comparing"))
