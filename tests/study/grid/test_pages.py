"""The progress grid as one person uses it and as a stranger meets it."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.cards.actions import desk_of
from study.content import content
from study.grid import actions
from study.models import Box, Desk, GridChange, GridNote

DAY = timedelta(days=1)


def at(name, *args):
    return reverse(f"study:{name}", args=args)


@pytest.fixture
def concepts():
    return content().study.concepts


@pytest.fixture
def browser(alice, as_user):
    return as_user(alice)


def started(alice, *some, ago=0):
    return actions.start(alice, some, at=timezone.now() - ago * DAY)


def today_of(user):
    """The study day, which begins hours after midnight."""
    return desk_of(user).day(timezone.now())


def shown(response) -> str:
    return response.content.decode()


def test_the_page_shows_every_concept_under_its_block_with_words_for_each_state(
    browser, alice, concepts
):
    started(alice, concepts[0], ago=2)
    started(alice, concepts[1], ago=1)
    page = shown(browser.get(at("grid")))
    assert page.count("<tr id=") == len(concepts) == 50
    for words in ("not yet", "overdue since", "due today", "done ", "after day 1", "P1"):
        assert words in page
    assert 'role="grid"' in page


def test_a_tap_without_a_script_goes_back_to_where_it_was(browser, concepts):
    slug = concepts[0].slug
    back = at("grid") + "?priority=P1"
    response = browser.post(at("tap"), {"box": f"{slug}:1:done", "back": back})
    assert response.url == f"{back}#row-{slug}"
    assert Box.objects.count() == 5
    elsewhere = browser.post(at("tap"), {"box": f"{slug}:1:done", "back": "https://example.org"})
    assert elsewhere.url.startswith(at("grid"))


def test_with_htmx_only_the_row_and_the_counts_come(browser, concepts, hx):
    slug = concepts[0].slug
    response = browser.post(at("tap"), {"box": f"{slug}:1:done"}, headers=hx(f"row-{slug}"))
    page = shown(response)
    assert page.count("<tr") == 1
    assert page.startswith(f'<tr id="row-{slug}"')
    assert "1 of 250 done" in page
    assert "Undo" in page


@pytest.mark.parametrize("box", ["", "mlp:3:done", "mlp:1:maybe", "mlp"])
def test_what_is_no_box_is_refused(browser, box):
    response = browser.post(at("tap"), {"box": box})
    assert response.status_code == 422
    assert "no box of the grid" in shown(response)
    assert not Box.objects.exists()


def test_the_product_says_no_with_the_reason(browser, concepts):
    response = browser.post(at("tap"), {"box": f"{concepts[0].slug}:4:done"})
    assert response.status_code == 409
    assert "Day 1 comes first" in shown(response)
    assert browser.post(at("tap"), {"box": "no-such-thing:1:done"}).status_code == 404


def test_filters_narrow_the_rows(browser, alice, concepts):
    started(alice, *concepts[:2], ago=3)
    started(alice, concepts[2])

    def count(**picks):
        return shown(browser.get(at("grid"), picks)).count("<tr id=")

    assert count(show="overdue") == 2
    assert count(show="untouched") == 47
    assert count(priority="P1") == sum(one.priority == "P1" for one in concepts)
    assert count(block=concepts[0].block, show="due") <= 2
    assert browser.get(at("grid"), {"priority": "P9"}).status_code == 422


def test_the_drawer_keeps_day_minutes_and_how_sure(browser, alice, concepts, hx):
    slug = concepts[0].slug
    today = today_of(alice)
    facts = {"step": 1, "on": today - DAY, "minutes": 35, "confidence": 2}
    assert browser.post(at("keep_box", slug), facts).url == at("grid_concept", slug)
    box = Box.objects.get(step=1)
    assert (box.done_on, box.minutes, box.confidence) == (today - DAY, 35, 2)
    page = shown(browser.post(at("keep_box", slug), facts, headers=hx("drawer")))
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    wrong = browser.post(at("keep_box", slug), {**facts, "minutes": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in shown(wrong)
    assert browser.get(at("grid_concept", "no-such-thing")).status_code == 404


def test_a_note_is_kept_while_it_is_typed(browser, concepts, hx):
    slug = concepts[0].slug
    page = shown(browser.post(at("keep_note", slug), {"text": "<b>"}, headers=hx("note-state")))
    assert "Kept." in page
    assert "· note" in page
    assert "&lt;b&gt;" in shown(browser.get(at("grid_concept", slug)))
    long = browser.post(at("keep_note", slug), {"text": "x" * 5001})
    assert long.status_code == 422
    assert "x" * 5001 in shown(long)
    assert GridNote.objects.get().text == "<b>"


def test_a_late_day_offers_to_shift_the_rest(browser, alice, concepts):
    slug = concepts[0].slug
    started(alice, concepts[0], ago=4)
    actions.tap(alice, concepts[0], 2, done=True, at=timezone.now())
    assert "Shift the rest" in shown(browser.get(at("grid")))
    browser.post(at("shift_row", slug))
    assert "Shift the rest" not in shown(browser.get(at("grid")))
    assert Box.objects.get(step=4).due_on == today_of(alice) + 2 * DAY


def test_many_at_once(browser, alice, concepts):
    picks = [concept.slug for concept in concepts[:3]]
    assert browser.post(at("grid_many"), {"do": "start"}).status_code == 422
    assert "Tick the concepts first" in shown(browser.post(at("grid_many"), {"do": "start"}))
    assert browser.post(at("grid_many"), {"do": "start", "pick": picks}).url == at("grid")
    assert Box.objects.filter(step=1).count() == 3
    Box.objects.filter(step=2).update(due_on=today_of(alice) - 2 * DAY)
    browser.post(at("grid_many"), {"do": "catch_up", "cap": "15"})
    assert not Box.objects.filter(done_on=None, due_on__lt=today_of(alice)).exists()
    assert browser.post(at("grid_many"), {"do": "catch_up", "cap": "1"}).status_code == 422


def test_what_comes_after_the_interview_says_so_and_can_be_brought_before(browser, alice, concepts):
    today = today_of(alice)
    Desk.objects.create(user=alice, interview_on=today + 3 * DAY)
    started(alice, concepts[0])
    page = shown(browser.get(at("grid")))
    assert "after the interview" in page
    assert "on the interview day" in page
    browser.post(at("compress_grid"))
    page = shown(browser.get(at("grid")))
    assert "after the interview" not in page


def test_a_change_is_taken_back_from_the_page_and_from_the_history(browser, alice, bob, concepts):
    change = started(alice, concepts[0])
    assert change.what in shown(browser.get(at("grid_history")))
    assert browser.post(at("undo_grid", change.pk)).url == at("grid")
    assert not Box.objects.exists()
    assert "taken back" in shown(browser.get(at("grid_history")))
    other = actions.start(bob, concepts[:1], at=timezone.now())
    assert browser.post(at("undo_grid", other.pk)).status_code == 404
    assert GridChange.objects.get(pk=other.pk).undone_at is None


def test_the_table_as_csv_runs_nothing(browser, alice, concepts):
    started(alice, concepts[0])
    actions.note(alice, concepts[0].slug, "=1+1")
    response = browser.get(at("grid_csv"))
    rows = list(csv.DictReader(io.StringIO(shown(response).removeprefix("\ufeff"))))
    assert len(rows) == 250
    assert rows[0]["note"] == "'=1+1"
    assert rows[0]["done"] == today_of(alice).isoformat()
    assert rows[1]["state"] == "later"


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_and_a_tap_cost_the_same_however_much_was_done(
    browser, alice, concepts, number, django_assert_max_num_queries
):
    started(alice, *concepts[:number], ago=2)
    browser.get(at("grid"))
    with django_assert_max_num_queries(8):
        browser.get(at("grid"))
    box = f"{concepts[0].slug}:2:done"
    with django_assert_max_num_queries(18):
        browser.post(at("tap"), {"box": box}, headers={"HX-Request": "true"})


def test_the_cards_page_says_what_waits_on_the_grid(browser, alice, concepts):
    started(alice, concepts[0], ago=1)
    page = shown(browser.get(at("cards")))
    assert "1 due today" in page


def test_the_grid_is_taken_along(alice, concepts):
    started(alice, concepts[0])
    actions.note(alice, concepts[0].slug, "Mine.")
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        grid = json.loads(archive.read("study/grid.json"))
    assert [len(grid[name]) for name in ("boxes", "notes", "changes")] == [5, 1, 1]
