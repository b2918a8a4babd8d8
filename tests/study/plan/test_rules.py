"""Where tasks fall: nothing lost, nothing over the cap, nothing out of order."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.plan import rules
from study.plan.rules import Piece, Room

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
relaxed = settings(deadline=None, max_examples=40)
caps = st.integers(30, 240)


@st.composite
def plans(draw):
    """Days of tasks as a plan has them: studies, then what builds on them."""
    made = []
    for day in range(1, draw(st.integers(1, 8)) + 1):
        concepts = []
        for n in range(draw(st.integers(0, 4))):
            minutes, priority = draw(st.integers(5, 60)), draw(st.integers(1, 3))
            track = draw(st.sampled_from(["deep", "classical"]))
            if draw(st.booleans()):
                concepts.append(f"c{day}.{n}")
                made.append(
                    Piece(f"{day}.{n}", minutes, priority, day, day - 1, track, concepts[-1])
                )
            else:
                made.append(
                    Piece(
                        f"{day}.{n}", minutes, priority, day, day - 1, "", after=frozenset(concepts)
                    )
                )
    return made


rooms = st.builds(Room, st.integers(0, 10), caps, st.dictionaries(st.integers(0, 3), caps))


def minutes_by_day(pieces, laid):
    by_key = {piece.key: piece for piece in pieces}
    load = dict(laid.reviews)
    for key, day in laid.on.items():
        load[day] = load.get(day, 0) + by_key[key].minutes
    return load


@relaxed
@given(plans(), rooms, st.integers(0, 100))
def test_nothing_is_lost_and_no_day_is_longer_than_the_cap(pieces, room, deep):
    laid = rules.fit(pieces, room, deep=deep)
    assert sorted([*laid.on, *laid.left_out]) == sorted(piece.key for piece in pieces)
    assert not set(laid.on) & set(laid.left_out)
    for day, minutes in minutes_by_day(pieces, laid).items():
        assert 0 <= day < room.days
        assert minutes <= room.left(day)
    assert rules.fit(pieces, room, deep=deep) == laid, "the same each time"


@relaxed
@given(plans(), rooms)
def test_days_keep_their_order_and_a_practice_follows_its_study(pieces, room):
    laid = rules.fit(pieces, room, deep=60)
    placed = [piece for piece in pieces if piece.key in laid.on]
    for one in placed:
        for other in placed:
            if one.day < other.day:
                assert laid.on[one.key] <= laid.on[other.key]
            if other.concept in one.after:
                assert laid.on[other.key] <= laid.on[one.key]


@relaxed
@given(plans(), st.integers(1, 10), caps)
def test_with_tasks_of_one_length_the_less_important_go_first(pieces, days, cap):
    pieces = [Piece(one.key, 30, one.priority, one.day, one.earliest, one.track) for one in pieces]
    laid = rules.fit(pieces, Room(days, cap), deep=60)
    if laid.left_out:
        priority = {piece.key: piece.priority for piece in pieces}
        kept = [priority[key] for key in laid.on]
        assert max(kept, default=0) <= min(priority[key] for key in laid.left_out)


@relaxed
@given(plans(), st.integers(8, 12))
def test_without_a_cap_and_with_days_enough_each_is_on_its_own_day(pieces, days):
    laid = rules.fit(pieces, Room(days, None), deep=60)
    assert laid.on == {piece.key: piece.day - 1 for piece in pieces}
    assert laid.left_out == []


def test_what_fits_after_all_comes_back():
    pieces = [Piece("a", 60, 1, 1), Piece("b", 70, 2, 1), Piece("c", 10, 3, 1)]
    laid = rules.fit(pieces, Room(1, 80), deep=60)
    assert (laid.on, laid.left_out) == ({"a": 0, "c": 0}, ["b"])


def test_the_track_over_its_share_gives_way():
    pieces = [
        *(Piece(f"d{n}", 30, 2, 1, track="deep") for n in range(4)),
        *(Piece(f"c{n}", 30, 2, 1, track="classical") for n in range(4)),
    ]
    laid = rules.fit(pieces, Room(1, 120), deep=75)
    assert sorted(laid.on) == ["c0", "d0", "d1", "d2"]
    laid = rules.fit(pieces, Room(1, 120), deep=0)
    assert sorted(laid.on) == ["c0", "c1", "c2", "c3"]


def test_of_one_priority_exercises_keep_a_quarter_and_the_longest_goes_first():
    pieces = [
        Piece("study", 40, 1, 1, concept="c"),
        Piece("long", 60, 1, 1),
        Piece("short", 20, 1, 1),
    ]
    assert rules.fit(pieces, Room(1, 60), deep=60).on == {"study": 0, "short": 0}
    assert rules.fit(pieces, Room(1, 45), deep=60).left_out == ["long", "short"]
    many = [*(Piece(f"s{n}", 30, 1, 1, concept=f"c{n}") for n in range(6)), pieces[2]]
    laid = rules.fit(many, Room(1, 140), deep=60)
    assert laid.left_out == ["s4", "s5"], "a few minutes of building stay"


def test_what_is_longer_than_a_day_is_left_out_and_nothing_waits_for_it():
    pieces = [Piece("long", 90, 1, 1), Piece("short", 30, 3, 2)]
    laid = rules.fit(pieces, Room(2, 60), deep=60)
    assert (laid.on, laid.left_out) == ({"short": 0}, ["long"])


def test_a_day_holds_its_reviews_and_gives_way_to_a_long_task():
    pieces = [
        *(Piece(f"s{n}", 10, 1, 1, 0, "deep", f"c{n}") for n in range(5)),
        Piece("next", 55, 1, 2, 1),
    ]
    laid = rules.fit(pieces, Room(5, 60), deep=60)
    assert laid.on["next"] == 1
    # 40 minutes are due on day 2: 5 fit beside the task, then half a day, then what is left.
    assert laid.reviews == {1: 5, 2: 30, 3: 30}


def test_what_belongs_to_the_last_day_stays_there():
    pieces = [Piece("list", 75, 1, 2, at_end=True), Piece("first", 30, 1, 1)]
    laid = rules.fit(pieces, Room(6, 90), deep=60)
    assert laid.on == {"list": 5, "first": 0}
    laid = rules.fit(pieces, Room(1, 90), deep=60)
    assert (laid.on, laid.left_out) == ({"list": 0}, ["first"])


@relaxed
@given(
    plans(),
    st.dictionaries(st.integers(0, 9), st.integers(0, 200)),
    st.integers(1, 10),
    caps,
)
def test_merging_moves_only_what_was_missed_and_keeps_the_cap(missed, later, days, cap):
    on, left_out = rules.merge(missed, later, Room(days, cap))
    assert sorted([*on, *left_out]) == sorted(piece.key for piece in missed)
    minutes = {piece.key: piece.minutes for piece in missed}
    for day in set(on.values()):
        added = sum(minutes[key] for key, where in on.items() if where == day)
        assert later.get(day, 0) + added <= cap
    for piece in missed:
        for other in missed:
            if other.concept and other.concept in piece.after and {piece.key, other.key} <= set(on):
                assert on[other.key] <= on[piece.key]


@relaxed
@given(
    st.integers(0, 60),
    st.sets(st.integers(0, 6), max_size=6),
    st.sets(st.dates(MONDAY, MONDAY + 60 * DAY), max_size=10),
)
def test_days_off_are_no_study_days(length, weekdays, dates):
    last = MONDAY + length * DAY
    days = rules.study_days(MONDAY, last, weekdays_off=weekdays, dates_off=dates)
    assert days == sorted(set(days))
    off = {MONDAY + n * DAY for n in range(length + 1)} - set(days)
    assert all(day.weekday() in weekdays or day in dates for day in off)
    assert not any(day.weekday() in weekdays or day in dates for day in days)


@relaxed
@given(st.integers(1, 30), st.integers(1, 60), st.booleans())
def test_a_plan_is_pressed_together_or_drawn_out_in_its_order(of, days, stretch):
    wanted = [rules.wanted_on(day, of=of, days=days, stretch=stretch) for day in range(1, of + 1)]
    assert wanted == sorted(wanted)
    assert wanted[0] == 0
    if days >= of and not stretch:
        assert wanted == list(range(of))
    else:
        assert wanted[-1] <= days - 1
    if stretch and days > of > 1:
        assert wanted[-1] == days - 1


def test_a_plan_without_end_is_long_enough():
    assert len(rules.study_days(MONDAY, None, weekdays_off=(), dates_off=())) == rules.FURTHEST
    assert rules.study_days(MONDAY, MONDAY - DAY, weekdays_off=(), dates_off=()) == []


@pytest.mark.parametrize(("since", "minutes"), [(1, 8), (2, 0), (3, 5), (6, 5), (13, 5), (14, 0)])
def test_a_concept_comes_back_as_plans_say(since, minutes):
    assert rules.repetition({"a": 0}, since) == minutes


def test_where_one_stands():
    tasks = [(MONDAY, 30, True), (MONDAY, 20, False), (MONDAY + DAY, 40, False), (None, 10, True)]
    found = rules.standing(tasks, today=MONDAY + DAY)
    assert (found.whole, found.done, found.expected) == (100, 40, 60)
    assert (found.missed, found.missed_minutes, found.behind) == (1, 20, 20)
