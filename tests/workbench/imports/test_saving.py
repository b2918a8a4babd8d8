"""An import becomes questions: all of it, once, in order, and private."""

import io
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from questions.bank.problems import Reporter
from questions.bank.questions import read_question
from questions.models import Question, QuestionSet
from questions.versions import words_of
from tests.factories import QuestionFactory, QuestionSetFactory
from tests.workbench.imports.batches import TWO, imported, in_bank
from web.refusals import Refused
from workbench.imports import actions, saving
from workbench.imports.candidates import title_of
from workbench.models import Candidate, ImportBatch

pytestmark = pytest.mark.django_db


def save(batch, **where) -> saving.Saved:
    return saving.save_batch(batch, by=batch.owner, at=timezone.now(), **where)


def test_what_is_kept_becomes_private_drafts_in_a_new_set(alice):
    batch = imported(owner=alice)
    saved = save(batch, new_set="Optimisers")
    items = list(saved.set.items.select_related("question__current", "question__topic"))
    assert [item.question.current.prompt for item in items] == [
        "What is momentum?",
        "Why does warm-up help?",
    ]
    assert {item.section for item in items} == {"Optimisation"}
    first = items[0].question
    assert (first.owner, first.visibility, first.status) == (alice, "private", "draft")
    assert (first.title, first.topic.title) == ("What is momentum?", "Other subjects")
    assert first.current.model_answer == "An average of past gradients."
    assert first.current.note == "Imported from notes.md"
    assert (saved.set.owner, saved.set.visibility, saved.set.minutes) == (alice, "private", 16)


def test_saving_twice_saves_once(alice):
    batch = imported(owner=alice)
    save(batch, new_set="Optimisers")
    again = save(batch, new_set="Optimisers")
    assert (again.again, again.set.title) == (True, "Optimisers")
    assert Question.objects.filter(owner=alice).count() == 2
    assert QuestionSet.objects.count() == 1


def test_into_a_set_that_is_there_it_comes_after_what_is(alice):
    mine = QuestionSetFactory(owner=alice, visibility="private", questions=[QuestionFactory()])
    save(imported(owner=alice), into=mine)
    assert list(mine.items.values_list("position", flat=True)) == [1, 2, 3]


def test_into_somebody_elses_set_is_refused_and_nothing_is_saved(alice, bob):
    theirs = QuestionSetFactory(owner=bob, visibility="private")
    batch = imported(owner=alice)
    with pytest.raises(Refused, match="not yours"):
        save(batch, into=theirs)
    assert not Question.objects.filter(owner=alice).exists()
    assert ImportBatch.objects.get().saved_at is None


def test_dropped_ones_are_left_out_and_all_dropped_is_refused(alice):
    batch = imported(owner=alice)
    first, second = batch.candidates.in_order()
    actions.set_dropped(first, True)
    actions.set_dropped(second, True)
    with pytest.raises(Refused, match="Nothing is kept"):
        save(batch)
    actions.set_dropped(second, False)
    assert save(batch).new == 1
    assert Question.objects.get(owner=alice).title == "Why does warm-up help?"


def test_while_a_document_is_read_it_waits(alice):
    batch = actions.start(alice, [("notes.md", TWO.encode())])
    with pytest.raises(Refused, match="still being read"):
        save(batch)


def test_a_saved_one_cannot_be_changed_any_more(alice):
    batch = imported(owner=alice)
    candidate = batch.candidates.first()
    save(batch)
    with pytest.raises(Refused, match="is saved"):
        actions.set_dropped(candidate, True)


def test_a_linked_one_joins_the_set_as_it_is(alice):
    shipped = in_bank(title="Momentum", prompt="What is momentum?")
    batch = imported(owner=alice)
    saved = save(batch, new_set="Optimisers")
    assert (saved.new, saved.linked) == (1, 1)
    assert saved.set.items.first().question == shipped


def test_replacing_makes_a_version_and_keeps_what_the_document_does_not_say(alice):
    mine = in_bank(owner=alice, visibility="private", title="Momentum", prompt="What is momentum?")
    batch = imported(owner=alice)
    candidate = batch.candidates.in_order().first()
    actions.decide(candidate, Candidate.Decision.REPLACE, by=alice)
    assert save(batch).changed == 1
    mine.refresh_from_db()
    assert mine.current.number == 2
    assert mine.current.model_answer == "An average of past gradients."
    assert mine.current.hints == ["Think of a ball.", "It averages gradients."]
    assert mine.current.key_points.count() == 2


def test_nobody_replaces_what_is_not_theirs(alice):
    in_bank(title="Momentum", prompt="What is momentum?")
    candidate = imported(owner=alice).candidates.in_order().first()
    with pytest.raises(Refused, match="not yours to change"):
        actions.decide(candidate, Candidate.Decision.REPLACE, by=alice)


def test_a_match_that_was_hidden_meanwhile_is_not_linked(alice, bob):
    shipped = in_bank(title="Momentum", prompt="What is momentum?")
    batch = imported(owner=alice)
    Question.objects.filter(pk=shipped.pk).update(visibility="private", owner=bob)
    assert save(batch).new == 2


def test_a_rubric_becomes_key_points(alice):
    batch = imported(owner=alice)
    candidate = batch.candidates.in_order().first()
    points = ["It averages gradients.", "It damps.", "It damps."]
    actions.edit(candidate, {"key_points": points}, revision=candidate.revision)
    save(batch)
    version = Question.objects.get(title="What is momentum?").current
    found = list(version.key_points.values_list("slug", "level", "text"))
    assert found == [
        ("it-averages-gradients", "must", "It averages gradients."),
        ("it-damps", "must", "It damps."),
    ]


BANK = Path("fixtures/bank")


@pytest.mark.parametrize("slug", ["adam-optimiser", "impl-adam", "debug-nan-loss"])
def test_the_banks_own_format_keeps_everything(alice, slug):
    path = next(BANK.rglob(f"{slug}.md"))
    shipped, _ = read_question(path, Reporter(path))
    save(imported(path.read_bytes(), owner=alice, name=path.name))
    question = Question.objects.select_related("current").get(owner=alice)
    assert words_of(question.current).content_hash == shipped.content_hash


def test_the_read_me_of_an_exported_bank_is_not_a_question_gone_wrong(alice):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("README.md", "# What is in here\n\nOne question.\n")
        archive.write(next(BANK.rglob("adam-optimiser.md")), "optimisation/adam-optimiser.md")
    file = imported(held.getvalue(), owner=alice, name="bank.zip").files.get()
    assert file.candidates.count() == 1
    assert file.notes == []


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("**What is momentum?** Say why.", "What is momentum?"),
        ("### Explain `Adam`:\n\nAll of it.", "Explain Adam"),
        ("See [the paper](http://x.org) on e.g. snake_case.", "See the paper on e.g. snake_case"),
        ("```python\nx = 1\n```\nWhat is x?", "What is x?"),
        ("word " * 40, "word " * 14 + "word…"),
        ("$$$", "Untitled question"),
        ("\n\n", "Untitled question"),
    ],
)
def test_a_title_is_short_and_plain(prompt, title):
    assert title_of(prompt) == title
    assert len(title_of(prompt)) <= 80


def test_sentences_of_the_answer_become_key_points_on_request(alice):
    text = "## Q: Why does warm-up help?\n\n" + (
        "A: Early gradients are noisy. Large steps then diverge! Is that all? "
        "It also lets **Adam** gather its moments:\n\n```python\nlr = 0\n```\n\nOk.\n"
    )
    plain, drafted = (imported(text, owner=alice, name=name) for name in ("a.md", "b.md"))
    save(plain)
    assert not Question.objects.get().current.key_points.exists()
    Question.objects.all().delete()
    save(drafted, draft_points=True)
    points = Question.objects.get().current.key_points.values_list("level", "text")
    assert list(points) == [
        ("must", "Early gradients are noisy."),
        ("should", "Large steps then diverge!"),
    ]


def test_key_points_that_a_document_names_are_not_added_to(alice):
    text = "## Q: Why?\n\nA: Because of the noise in it.\n\nKey points:\n\n- It is noisy.\n"
    save(imported(text, owner=alice), draft_points=True)
    points = Question.objects.get().current.key_points
    assert [point.text for point in points.all()] == ["It is noisy."]
