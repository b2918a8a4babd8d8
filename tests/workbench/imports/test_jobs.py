"""Reading by a worker: claimed, once, and never lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.importing.formats.making import zipped
from tests.workbench.imports.batches import TWO, imported
from workbench.imports import actions, jobs
from workbench.imports import readings as reader
from workbench.models import CLAIM_LASTS, READING_TRIES, Candidate, ImportedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr("workbench.tasks.read_import.delay", ids.append)
    return ids


@pytest.fixture
def waiting(alice) -> ImportedFile:
    return actions.start(alice, [("notes.md", TWO.encode())]).files.get()


def test_a_document_is_read_into_candidates_in_its_order(waiting):
    jobs.read_file(waiting.pk)
    first, second = Candidate.objects.in_order()
    assert (first.prompt, first.answer) == ("What is momentum?", "An average of past gradients.")
    assert second.prompt == "Why does warm-up help?"
    assert {first.section, second.section} == {"Optimisation"}
    assert first.source_line <= first.source_end < second.source_line
    waiting.refresh_from_db()
    assert (waiting.state, waiting.claim) == ("read", None)
    assert waiting.text.startswith("## Optimisation")


def test_starting_asks_for_each_document_once_it_is_stored(
    alice, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = actions.start(alice, [("a.md", b"Q: Why?"), ("b.md", b"Q: How?")])
    assert queued == list(batch.files.values_list("pk", flat=True))


def test_delivered_twice_it_is_read_once(waiting):
    jobs.read_file(waiting.pk)
    jobs.read_file(waiting.pk)
    assert Candidate.objects.count() == 2


def test_another_worker_leaves_it_alone_until_the_claim_runs_out(waiting):
    now = timezone.now()
    assert ImportedFile.objects.claim(waiting.pk, at=now)
    assert ImportedFile.objects.claim(waiting.pk, at=now + CLAIM_LASTS / 2) is None
    assert ImportedFile.objects.claim(waiting.pk, at=now + CLAIM_LASTS + timedelta(seconds=1))


def test_a_worker_whose_claim_ran_out_writes_nothing(waiting, monkeypatch):
    whole = reader.read

    def slow(data, file):
        found = whole(data, file)
        late = timezone.now() + CLAIM_LASTS + timedelta(seconds=1)
        assert ImportedFile.objects.claim(file.pk, at=late)
        return found

    monkeypatch.setattr(reader, "read", slow)
    jobs.read_file(waiting.pk)
    assert not Candidate.objects.exists()
    waiting.refresh_from_db()
    assert waiting.state == "reading"


def test_what_was_left_is_asked_for_again(waiting, queued):
    assert jobs.read_leftovers(at=timezone.now()) == 0, "its own message is on the way"
    assert jobs.read_leftovers(at=timezone.now() + timedelta(seconds=11)) == 1
    assert queued == [waiting.pk]


def test_after_three_lost_workers_it_has_failed_and_says_so(waiting, queued):
    at = timezone.now()
    for _ in range(READING_TRIES):
        assert ImportedFile.objects.claim(waiting.pk, at=at)
        at += CLAIM_LASTS + timedelta(seconds=1)
    assert jobs.read_leftovers(at=at) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.why_failed) == ("failed", f"notes.md: {jobs.LOST}")


def test_an_unexpected_error_is_tried_again_and_then_told(waiting, monkeypatch):
    monkeypatch.setattr(reader, "read", lambda *_: 1 / 0)
    states = []
    for _ in range(READING_TRIES):
        jobs.read_file(waiting.pk)
        waiting.refresh_from_db()
        states.append(waiting.state)
    assert states == ["waiting", "waiting", "failed"]
    assert "notes.md: reading it met an error" in waiting.why_failed


def test_one_bad_document_is_named_and_the_others_go_on(alice):
    batch = imported(b"\x00\x01\x02\x03" * 50, TWO, b"", owner=alice, name="mixed.md")
    states = list(batch.files.values_list("state", flat=True))
    assert states == ["failed", "read", "failed"]
    assert batch.candidates.count() == 2
    for file in batch.files.filter(state="failed"):
        assert file.why_failed.startswith(f"{file.name}: ")


BANK = Path(__file__).parents[3] / "fixtures/bank/optimisation"


def test_a_damaged_file_of_a_bank_is_named_and_the_others_keep_all_of_their_words(as_user, alice):
    first, second, third = sorted(BANK.glob("*.md"))[:3]
    data = zipped({f"o/{one.name}": one.read_text() for one in (first, second, third)}, stored=True)
    words = second.read_bytes()[-200:]
    batch = imported(data.replace(words, b"x" * 200), owner=alice, name="bank.zip")
    file = batch.files.get()
    assert (file.state, file.format) == ("read", "Greenroom's own format")
    assert [bool(one.whole["points"]) for one in batch.candidates.all()] == [True, True]
    (note,) = file.notes
    assert note.startswith(f"Left out: o/{second.name}: is damaged")
    page = as_user(alice).get(batch.get_absolute_url()).content.decode()
    assert f"Left out: o/{second.name}: is damaged" in page


def test_the_notes_that_are_too_many_for_the_page_are_folded(as_user, alice):
    batch = imported(owner=alice)
    batch.files.update(notes=[f"note {n}" for n in range(7)])
    page = as_user(alice).get(batch.get_absolute_url()).content.decode()
    assert "2 more about notes.md" in page
    assert "<li>note 6</li>" in page


def test_a_document_without_a_question_is_read_and_says_so(alice):
    file = imported("A note to myself, and nothing else.", owner=alice).files.get()
    assert file.state == ImportedFile.State.READ
    assert file.notes == ["No question was found in it."]
    assert not Candidate.objects.exists()


def test_a_table_whose_columns_mean_nothing_to_the_reader_waits_for_a_person(alice):
    table = "Nr;Die Frage;Bemerkung\n1;Wozu ein Index;egal\n2;Wozu ein Verbund;egal\n"
    file = imported(table, owner=alice, name="odd.csv").files.get()
    assert file.state == ImportedFile.State.READ
    assert [column["role"] for column in file.columns] == [None, None, None]
    assert not Candidate.objects.exists()


def test_trying_again_reads_what_failed(alice, queued, django_capture_on_commit_callbacks):
    file = imported(b"\x00\x01\x02\x03" * 50, owner=alice).files.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.read_again(file)
    file.refresh_from_db()
    assert (file.state, file.tries, queued) == ("waiting", 0, [file.pk])


def test_an_import_deleted_while_it_is_read_leaves_nothing(waiting, monkeypatch):
    whole = reader.read

    def deleted_meanwhile(data, file):
        found = whole(data, file)
        actions.delete_batch(file.batch)
        return found

    monkeypatch.setattr(reader, "read", deleted_meanwhile)
    jobs.read_file(waiting.pk)
    assert not Candidate.objects.exists()
