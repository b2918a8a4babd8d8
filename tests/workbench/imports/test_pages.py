"""The pages of an import, each by the same ladder."""

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.exports import write_zip
from tests.factories import QuestionSetFactory
from tests.workbench.imports.batches import TWO, imported
from workbench.imports import actions, jobs, rules
from workbench.imports.forms import CandidateForm
from workbench.models import Candidate, ImportBatch

pytestmark = pytest.mark.django_db

START = reverse("workbench:import_start")
JSON = {"Accept": "application/json"}


@pytest.fixture
def batch(alice) -> ImportBatch:
    return imported(owner=alice)


@pytest.fixture
def candidate(batch) -> Candidate:
    return batch.candidates.in_order().first()


def where(name: str, thing) -> str:
    return reverse(f"workbench:{name}", args=[thing.pk])


def words(candidate, **changed) -> dict:
    form = CandidateForm.of(candidate)
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (shown | changed).items()}


# Bringing documents


def test_files_and_a_text_become_one_import(as_user, alice):
    files = [SimpleUploadedFile("a.md", TWO.encode()), SimpleUploadedFile("b.txt", b"")]
    reply = as_user(alice).post(START, {"files": files, "text": "Q: Why?", "new_set": "Mine"})
    batch = ImportBatch.objects.get()
    assert reply.url == batch.get_absolute_url()
    names = list(batch.files.values_list("name", "state"))
    assert names == [("a.md", "waiting"), ("b.txt", "failed"), ("Pasted text", "waiting")]
    assert (batch.owner, batch.new_set) == (alice, "Mine")


def test_imports_in_which_nothing_was_found_are_put_away_at_once(as_user, alice, bob, batch):
    note = "A note to myself, and nothing else."
    empty = [imported(note, owner=alice), imported(b"\0\1\2\3" * 50, owner=alice)]
    theirs = imported(note, owner=bob)
    saved = imported(note, owner=alice)
    ImportBatch.objects.filter(pk=saved.pk).update(saved_at=timezone.now())
    client = as_user(alice)
    page = client.get(START).content.decode()
    assert "Put away the empty ones" in page
    assert "Nothing was found in 2 of them." in page
    reply = client.post(reverse("workbench:import_put_away"), follow=True)
    assert "2 imports without a question put away." in reply.content.decode()
    assert "Put away" not in client.get(START).content.decode()
    left = set(ImportBatch.objects.values_list("pk", flat=True))
    assert left == {batch.pk, theirs.pk, saved.pk}
    assert not left & {one.pk for one in empty}


def test_nothing_chosen_comes_back_and_says_so(as_user, alice):
    reply = as_user(alice).post(START, {"text": "  ", "new_set": "Kept"})
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Choose a file, or paste a text." in page
    assert 'value="Kept"' in page


def test_a_set_and_a_new_one_at_once_are_one_too_many(as_user, alice):
    mine = QuestionSetFactory(owner=alice, visibility="private", questions=[])
    reply = as_user(alice).post(START, {"text": TWO, "into": mine.pk, "new_set": "Other"})
    assert reply.status_code == 422
    assert TWO.split("\n")[0] in reply.content.decode()


def test_too_many_files_are_refused_by_number(as_user, alice):
    files = [SimpleUploadedFile(f"{n}.md", b"Q: Why?") for n in range(rules.MOST_FILES + 1)]
    reply = as_user(alice).post(START, {"files": files})
    assert reply.status_code == 422
    assert "41 files are more than the 40" in reply.content.decode()


def test_a_file_that_is_too_large_is_named_and_the_others_read(alice):
    batch = actions.start(alice, [("big.md", b"a" * (rules.LARGEST + 1)), ("a.md", b"Q: Why?")])
    big, other = batch.files.all()
    assert (big.state, bytes(big.data), other.state) == ("failed", b"", "waiting")
    assert big.why_failed == "big.md: larger than 20 MB. Split the document."


def test_too_many_open_imports_are_refused(as_user, alice, monkeypatch):
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    actions.start(alice, [("a.md", b"Q: Why?")])
    assert as_user(alice).post(START, {"text": TWO}).status_code == 409


# The review


def test_while_it_is_read_the_page_asks_again_and_then_stops(as_user, alice, hx):
    batch = actions.start(alice, [("notes.md", TWO.encode())])
    page = as_user(alice).get(batch.get_absolute_url())
    assert b'hx-trigger="every 1s"' in page.content
    jobs.read_file(batch.files.get().pk)
    part = as_user(alice).get(batch.get_absolute_url(), headers=hx("found")).content.decode()
    assert part.strip().startswith('<div id="found"')
    assert "every 1s" not in part
    assert "What is momentum?" in part


def test_a_question_stands_beside_its_lines(as_user, alice, batch, candidate, hx):
    address = f"{batch.get_absolute_url()}?open={candidate.pk}"
    part = as_user(alice).get(address, headers=hx("open")).content.decode()
    assert part.strip().startswith('<section id="open"')
    assert "<mark>**Q: What is momentum?**</mark>" in part
    assert "<mark>## Optimisation</mark>" not in part
    assert "## Optimisation" in part


def test_a_document_full_of_questions_costs_no_more_queries(
    as_user, alice, batch, django_assert_max_num_queries
):
    many = "\n".join(f"Q: Why is step {n} done?\n\nA: For reason {n}.\n" for n in range(60))
    long = imported(many, owner=alice, name="long.md")
    assert long.candidates.count() == 60
    client = as_user(alice)
    for one in (batch, long):
        with django_assert_max_num_queries(20):
            assert client.get(one.get_absolute_url()).status_code == 200


def test_scripts_are_shown_as_text_and_kept_as_typed(as_user, alice):
    evil = "Q: What does <script>alert(1)</script> do?\n\nA: <img src=x onerror=alert(1)> Harm.\n"
    batch = imported(evil, owner=alice)
    page = as_user(alice).get(batch.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<script>alert(1)</script>" in batch.candidates.get().prompt


# One question


def test_words_are_kept_at_once_and_the_row_comes_back(as_user, alice, candidate):
    data = words(candidate, prompt="What is *momentum*?\r\nSay why.", minutes=12, tips="One.\nTwo.")
    reply = as_user(alice).post(where("candidate_edit", candidate), data, headers=JSON)
    told = reply.json()
    assert (reply.status_code, told["state"], told["revision"]) == (200, "saved", 2)
    assert f'id="row-{candidate.pk}"' in told["row"]
    assert "<em>momentum</em>" in told["preview"]
    candidate.refresh_from_db()
    assert candidate.prompt == "What is *momentum*?\nSay why."
    assert (candidate.minutes, candidate.tips, candidate.edited) == (12, ["One.", "Two."], True)


def test_the_same_words_sent_twice_are_saved_too(as_user, alice, candidate):
    data = words(candidate, prompt="Other?")
    client = as_user(alice)
    for _ in range(2):
        reply = client.post(where("candidate_edit", candidate), data, headers=JSON)
        assert (reply.json()["state"], reply.json()["revision"]) == ("saved", 2)


def test_another_tab_is_noticed_and_nothing_is_overwritten(as_user, alice, candidate):
    client = as_user(alice)
    client.post(where("candidate_edit", candidate), words(candidate, prompt="Mine?"), headers=JSON)
    data = words(candidate, prompt="Theirs?")
    reply = client.post(where("candidate_edit", candidate), data, headers=JSON)
    assert (reply.status_code, reply.json()["state"]) == (409, "refused")
    candidate.refresh_from_db()
    assert candidate.prompt == "Mine?"


def test_an_empty_question_comes_back_with_what_was_typed(as_user, alice, candidate):
    data = words(candidate, prompt="   ", answer="Mine, still.")
    client = as_user(alice)
    told = client.post(where("candidate_edit", candidate), data, headers=JSON)
    assert (told.status_code, told.json()["state"]) == (422, "invalid")
    page = client.post(where("candidate_edit", candidate), data)
    assert page.status_code == 422
    assert "Mine, still." in page.content.decode()
    assert "Drop it if it is none." in page.content.decode()


def test_lists_keep_the_lines_of_an_entry_together(as_user, alice, candidate):
    tips = "First\n  its second line\nOther"
    as_user(alice).post(where("candidate_edit", candidate), words(candidate, tips=tips))
    candidate.refresh_from_db()
    assert candidate.tips == ["First\nits second line", "Other"]
    assert CandidateForm.of(candidate)["tips"].value() == tips


def test_dropping_opens_the_next_and_strikes_the_row(as_user, alice, batch, candidate, hx):
    following = batch.candidates.in_order().last()
    data = {"dropped": "1", "next": following.pk}
    reply = as_user(alice).post(where("candidate_drop", candidate), data, headers=hx("open"))
    part = reply.content.decode()
    assert f'data-candidate="{following.pk}"' in part
    assert f'id="row-{candidate.pk}" class="candidate dropped" hx-swap-oob="true"' in part
    assert '<strong class="num">1</strong>' in part


def test_splitting_says_where_when_it_does_not_know(as_user, alice, candidate):
    reply = as_user(alice).post(where("candidate_split", candidate), {})
    assert reply.status_code == 422
    assert "Say where the second question begins." in reply.content.decode()


def test_a_rule_that_says_no_is_a_409(as_user, alice, candidate):
    reply = as_user(alice).post(where("candidate_split", candidate), {"line": 99})
    assert reply.status_code == 409


# Many


def test_facts_are_set_for_the_selected_ones_only(as_user, alice, batch):
    first, second = batch.candidates.in_order()
    data = {"pick": [second.pk], "do": "set", "kind": "debugging", "minutes": "20"}
    assert as_user(alice).post(where("candidate_many", batch), data).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.kind, first.minutes) == ("", None)
    assert (second.kind, second.minutes, second.revision) == ("debugging", 20, 2)


def test_somebody_elses_question_is_not_among_the_selected(as_user, alice, bob, batch):
    theirs = imported(owner=bob).candidates.first()
    data = {"pick": [theirs.pk], "do": "drop"}
    assert as_user(alice).post(where("candidate_many", batch), data).status_code == 422
    theirs.refresh_from_db()
    assert not theirs.dropped


# Tables


TABLE = b"A,B\nWhat is momentum?,An average of gradients.\nWhy does warm-up help?,Noise.\n"


def test_columns_are_shown_changed_and_read_again(as_user, alice):
    batch = imported(TABLE, owner=alice, name="table.csv")
    file = batch.files.get()
    page = reverse("workbench:import_columns", args=[batch.pk, 1])
    client = as_user(alice)
    assert b"An average of gradients." in client.get(page).content
    twice = client.post(page, {"A": "question", "B": "question"})
    assert twice.status_code == 422
    assert client.post(page, {"A": "answer", "B": "question"}).status_code == 302
    jobs.read_file(file.pk)
    assert batch.candidates.in_order().first().answer == "What is momentum?"


MERGING = (
    b"Question,Context,A,B,Answer,Explanation\n"
    b"Which is even?,In a lake.,One,Two,Two,Since two is.\n"
    b"Which is odd?,On a hill.,Three,Four,Three,Since three is.\n"
)


def test_a_column_that_is_not_used_is_gone_from_question_and_answer(as_user, alice):
    """Columns that join others, and choices over several columns whose names are letters."""
    batch = imported(MERGING, owner=alice, name="table.csv")
    file = batch.files.get()
    first = batch.candidates.in_order().first()
    assert ("In a lake." in first.prompt, "Since two is." in first.answer) == (True, True)
    page = reverse("workbench:import_columns", args=[batch.pk, 1])
    guessed = {column["letter"]: column["role"] or "" for column in file.columns}
    assert guessed["C"] == guessed["D"] == "options"
    reply = as_user(alice).post(page, guessed | {"B": "", "F": ""})
    assert reply.status_code == 302
    jobs.read_file(file.pk)
    first = batch.candidates.in_order().first()
    assert first.prompt == "Which is even?\n\n- A. One\n- B. Two"
    assert first.answer == "B. Two"
    shown = as_user(alice).get(page).context["form"]
    assert [field.initial for _, field in shown.rows()] == [
        "question", "", "options", "options", "answer", ""
    ]  # fmt: skip


# Saving and leaving


def test_saving_leads_to_the_set(as_user, alice, batch):
    reply = as_user(alice).post(where("import_save", batch), {"new_set": "Optimisers"}, follow=True)
    page = reply.content.decode()
    assert "Saved: 2 new drafts." in page
    assert "Optimisers" in page
    again = as_user(alice).get(batch.get_absolute_url()).content.decode()
    assert "Saved on" in again
    assert "What is momentum?" in again


def test_saving_with_two_sets_comes_back(as_user, alice, batch):
    mine = QuestionSetFactory(owner=alice, visibility="private", questions=[])
    data = {"into": mine.pk, "new_set": "Other"}
    assert as_user(alice).post(where("import_save", batch), data).status_code == 422


def test_a_deleted_import_is_gone_and_its_questions_stay(as_user, alice, batch):
    client = as_user(alice)
    client.post(where("import_save", batch), {"new_set": "Optimisers"})
    client.post(where("import_delete", batch))
    assert not ImportBatch.objects.exists()
    assert alice.owned_questions.count() == 2


def test_imports_leave_with_their_person(alice, batch):
    day = f"{batch.created_at:%Y-%m-%d}"
    names = [name for name in _names(alice) if name.startswith("imports/")]
    assert names == [f"imports/{day}-notesmd.json", f"imports/{day}-notesmd/notesmd.txt"]
    alice.delete()
    assert not Candidate.objects.exists()


def _names(person) -> list[str]:
    with write_zip(person, at=timezone.now()) as data:
        return zipfile.ZipFile(data).namelist()
