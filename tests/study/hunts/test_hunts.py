"""Looking for a fault: finding a symptom, ticking checks, noting what was tried, two tabs."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from study import exports
from study.content import content
from study.hunts import actions, finding
from study.models import Hunt, HuntLine, HuntTick
from tests.at_once import all_at_once
from web.refusals import Refused

FAILURES = "/study/failures/"
LINE = "/study/failures/line/"
A, B = uuid.UUID(int=1), uuid.UUID(int=2)
KEY = uuid.UUID(int=9)


@pytest.fixture(scope="module")
def modes():
    return content().study.failure_modes


@pytest.fixture
def note(alice):
    def note(hypothesis="The rate", *, key=KEY, writer=A, seen=0, **more):
        facts = {"hypothesis": hypothesis, "check_done": "", "result": "", "verdict": "open"}
        return actions.note(alice, key, facts | more, writer=writer, seen=seen, at=timezone.now())

    return note


# Finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nan", "loss-becomes-nan"),
        ("NaN overflow!", "loss-becomes-nan"),
        ("diverg", "loss-becomes-nan"),
        ("flat stuck", "loss-does-not-fall"),
        ("plateau", "loss-does-not-fall"),
    ],
)
def test_a_symptom_is_found_by_its_words_and_by_unfinished_ones(modes, typed, first):
    assert finding.found(modes, typed)[0].slug == first


def test_every_word_of_a_mode_finds_it(modes):
    for mode in modes:
        for word in mode.words:
            if finding.tokens(word):
                assert mode in finding.found(modes, word), word


def test_whoever_knows_more_of_the_words_comes_first(modes):
    both = finding.found(modes, "loss nan")
    assert both[0].slug == "loss-becomes-nan"
    assert len(both) > 1


@pytest.mark.parametrize("typed", ["", "  ", "?", "a", "…"])
def test_nothing_asked_finds_all(modes, typed):
    assert finding.found(modes, typed) == list(modes)


def test_what_nobody_knows_finds_nothing(modes):
    assert finding.found(modes, "zebra") == []


# Actions


def test_the_first_tick_begins_a_session_and_ticks_are_its_own(alice):
    at = timezone.now()
    for _ in range(2):
        actions.tick(alice, "loss-becomes-nan", 1, done=True, at=at)
    assert HuntTick.objects.count() == Hunt.objects.count() == 1
    actions.end(alice, at=at + timedelta(minutes=9))
    assert actions.running(alice) is None
    actions.tick(alice, "loss-becomes-nan", 2, done=True, at=at + timedelta(hours=1))
    assert [hunt.ticks.count() for hunt in Hunt.objects.all()] == [1, 1]
    actions.tick(alice, "loss-becomes-nan", 2, done=False, at=at)
    assert HuntTick.objects.count() == 1


def test_a_session_in_which_nothing_was_done_leaves_nothing(alice):
    at = timezone.now()
    actions.tick(alice, "loss-becomes-nan", 1, done=True, at=at)
    actions.tick(alice, "loss-becomes-nan", 1, done=False, at=at)
    actions.end(alice, at=at)
    assert not Hunt.objects.exists()


def test_a_line_sent_twice_is_one_line_and_its_page_goes_on_writing(note):
    note("The r")
    note("The rate")
    line = note("The rate is too high", verdict="ruled-out")
    assert HuntLine.objects.count() == 1
    assert (line.hypothesis, line.verdict) == ("The rate is too high", "ruled-out")
    assert line.noted_at < line.changed_at


def test_of_two_tabs_both_keep_their_words(note):
    """B's page was opened before A changed the line; both go on writing."""
    note("One")
    note("One and A", writer=A)
    note("One and B", writer=B, seen=1)
    note("One and B, more", writer=B, seen=1)
    note("One and A, more", writer=A)
    texts = list(HuntLine.objects.values_list("hypothesis", flat=True))
    assert texts == ["One and A, more", "One and B, more"]


def test_a_page_that_knows_the_line_as_it_is_may_change_it(note):
    note("One")
    note("Two", writer=B, seen=1)
    assert HuntLine.objects.get().hypothesis == "Two"


def test_an_empty_line_is_none_and_begins_nothing(note):
    assert note("  ") is None
    assert not Hunt.objects.exists()


def test_a_line_of_a_session_that_is_over_stays_as_it_was(note, alice):
    note("One")
    actions.end(alice, at=timezone.now())
    with pytest.raises(Refused, match="over"):
        note("Two")
    assert HuntLine.objects.get().hypothesis == "One"


def test_a_session_has_an_end_to_its_lines(note, monkeypatch):
    monkeypatch.setattr(actions, "MOST_LINES", 2)
    for number in range(2):
        note("One", key=uuid.UUID(int=20 + number))
    with pytest.raises(Refused, match="2 lines at most"):
        note("One", key=uuid.UUID(int=30))


@pytest.mark.django_db(transaction=True)
def test_two_first_ticks_at_once_begin_one_session(alice):
    at = timezone.now()

    def ticking(number):
        return lambda: actions.tick(alice, "loss-becomes-nan", number, done=True, at=at)

    all_at_once([ticking(1), ticking(2)])
    assert Hunt.objects.count() == 1
    assert HuntTick.objects.count() == 2


@pytest.mark.django_db
def test_the_table_refuses_a_second_open_session(alice):
    at = timezone.now()
    Hunt.objects.create(owner=alice, begun_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hunt.objects.create(owner=alice, begun_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hunt.objects.create(owner=alice, begun_at=at, ended_at=at - timedelta(1))


def test_all_of_it_is_in_the_export_and_goes_with_the_person(note, alice):
    note("The rate", result="It falls.")
    actions.tick(alice, "loss-becomes-nan", 3, done=True, at=timezone.now())
    file = next(one for one in exports.files(alice) if one.path == "debugging.json")
    assert "It falls." in file.text
    assert '"cause": 3' in file.text
    alice.delete()
    assert not Hunt.objects.exists()
    assert not HuntLine.objects.exists()


# Pages


def test_the_page_finds_by_words_and_by_group(client, db):
    page = client.get(FAILURES, {"q": "nan"}).content.decode()
    assert 'id="loss-becomes-nan"' in page
    assert "Closest:" in page
    group = client.get(FAILURES, {"group": "architecture"}).content.decode()
    assert 'id="loss-becomes-nan"' not in group
    nothing = client.get(FAILURES, {"q": "zebra"})
    assert b"No symptom here is called that" in nothing.content
    assert client.get(FAILURES, {"q": "x" * 101}).status_code == 422
    assert client.get(FAILURES, {"group": "magic"}).status_code == 422


def test_htmx_gets_the_symptoms_alone(client, db, hx):
    response = client.get(FAILURES, {"q": "nan"}, headers=hx("modes"))
    assert response.content.strip().startswith(b'<div id="modes"')


def test_a_tick_comes_back_pressed_and_is_there_after_a_reload(as_user, alice, hx):
    reader = as_user(alice)
    check = {"check": "loss-becomes-nan:2:done"}
    response = reader.post("/study/failures/check/", check, headers=hx("check-loss-becomes-nan-2"))
    assert response.content.startswith(b'<form id="check-loss-becomes-nan-2"')
    assert b'aria-pressed="true"' in response.content
    page = reader.get(FAILURES).content.decode()
    assert page.count('aria-pressed="true"') == 1
    assert 'value="loss-becomes-nan:2:open"' in page
    assert reader.post("/study/failures/check/", check).status_code == 302


@pytest.mark.parametrize("check", ["nobody:1:done", "loss-becomes-nan:4:done", "slow-training:9:x"])
def test_a_check_that_is_not_there_is_refused(as_user, alice, modes, check):
    response = as_user(alice).post("/study/failures/check/", {"check": check})
    has_four = len(next(m for m in modes if m.slug == "loss-becomes-nan").causes) == 4
    if check.startswith("loss") and has_four:
        assert response.status_code == 302
    else:
        assert response.status_code in (404, 422)
        assert not HuntTick.objects.exists()


def typed(page: str) -> dict:
    """The hidden fields of the last, empty line."""
    last = page.partition('<ol class="log">')[2].partition("</ol>")[0].rpartition("<li>")[2]
    return dict(re.findall(r'name="(key|writer|seen)" value="([^"]*)"', last))


def test_a_line_is_kept_while_it_is_typed_and_by_its_button(as_user, alice, hx):
    reader = as_user(alice)
    line = typed(reader.get(FAILURES).content.decode())
    response = reader.post(
        LINE, {**line, "hypothesis": "<b>rate</b>"}, headers=hx(f"kept-{line['key']}")
    )
    assert b"Kept at" in response.content
    response = reader.post(
        LINE, {**line, "hypothesis": "<b>rate</b>", "result": "no", "verdict": "ruled-out"}
    )
    assert response.url == f"{FAILURES}#hunt"
    page = reader.get(FAILURES).content.decode()
    assert "&lt;b&gt;rate&lt;/b&gt;" in page
    assert page.partition('<ol class="log">')[2].partition("</ol>")[0].count("<li>") == 2
    kept = HuntLine.objects.get()
    assert (kept.result, kept.verdict) == ("no", "ruled-out")


@pytest.mark.parametrize(
    "wrong", [{"hypothesis": "x" * 501}, {"verdict": "sure"}, {"key": "x"}, {"seen": "-1"}]
)
def test_a_line_that_cannot_be_kept_comes_back_with_its_words(as_user, alice, wrong, hx):
    reader = as_user(alice)
    line = typed(reader.get(FAILURES).content.decode()) | {"result": "I saw it."} | wrong
    response = reader.post(LINE, line)
    assert response.status_code == 422
    assert b"I saw it." in response.content
    assert reader.post(LINE, line, headers=hx("kept")).status_code == 422
    assert not HuntLine.objects.exists()


def test_a_session_is_read_again_in_its_order(as_user, alice, bob, note):
    note("First idea", result="Nothing.")
    note("Second idea", key=uuid.UUID(int=10), verdict="found")
    hunt = actions.tick(alice, "loss-becomes-nan", 1, done=True, at=timezone.now())
    reader = as_user(alice)
    assert reader.post("/study/failures/end/").status_code == 302
    address = reverse("study:hunt", args=[hunt.pk])
    assert address in reader.get(FAILURES).content.decode()
    page = reader.get(address).content.decode()
    assert page.index("First idea") < page.index("Second idea") < page.index("That is it")
    assert "2 lines, 1 check." in page
    assert as_user(bob).get(address).status_code == 404


def test_the_page_costs_no_more_with_many_lines(
    as_user, alice, note, django_assert_max_num_queries
):
    for number in range(30):
        note("Idea", key=uuid.UUID(int=100 + number))
    reader = as_user(alice)
    # Its lines and its ticks, beside what every page of the desk asks.
    with django_assert_max_num_queries(10):
        assert reader.get(FAILURES).status_code == 200
