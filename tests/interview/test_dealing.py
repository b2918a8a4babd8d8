"""Several draws from pools that overlap: as many questions as possible, the freshest, no favour."""

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st

from interview.dealing import Draw, deal

MONDAY = datetime(2026, 3, 2)


def ages(questions, met) -> list[tuple]:
    return sorted(((met[one],) if one in met else ()) for one in questions)


def in_order(pool, met, shuffled):
    return sorted(pool, key=lambda one: (ages([one], met), shuffled.index(one)))


def best_of_all(draws, met) -> tuple[int, list[tuple]]:
    """By trying every way: how many questions at most, and then the best ages."""
    places = [draw.pool for draw in draws for _ in range(draw.count)]
    everything = sorted({one for pool in places for one in pool})
    padded = [*everything, *([None] * len(places))]
    found = []
    for way in set(permutations(padded, len(places))):
        if all(one is None or one in pool for one, pool in zip(way, places, strict=True)):
            asked = [one for one in way if one is not None]
            found.append((-len(asked), ages(asked, met)))
    return min(found)


@st.composite
def tables(draw):
    number = draw(st.integers(1, 5))
    met = {
        one: MONDAY + timedelta(days=draw(st.integers(0, 1)))
        for one in draw(st.sets(st.integers(1, number), max_size=number))
    }
    draws = []
    left = 4
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, max(1, min(2, left))))
        left -= count
        pool = draw(st.sets(st.integers(1, number), max_size=number))
        shuffled = draw(st.permutations(range(1, number + 1)))
        draws.append(Draw(count, in_order(pool, met, shuffled)))
        if left <= 0:
            break
    return draws, met


@given(tables())
@example(([Draw(1, [1, 2]), Draw(1, [1])], {}))
@example(([Draw(1, [1, 2, 3]), Draw(1, [1, 3])], {3: MONDAY}))
def test_it_is_as_full_and_as_fresh_as_any_way_there_is(table):
    draws, met = table
    dealt = deal(draws, met=met)
    asked = [one for some in dealt for one in some]
    assert len(asked) == len(set(asked))
    for draw, some in zip(draws, dealt, strict=True):
        assert len(some) <= draw.count
        assert set(some) <= set(draw.pool)
    assert (-len(asked), ages(asked, met)) == best_of_all(draws, met)


@given(tables())
def test_the_top_of_a_pool_is_as_good_as_all_of_it(table):
    draws, met = table
    total = sum(draw.count for draw in draws)
    tops = [Draw(draw.count, draw.pool[:total]) for draw in draws]
    assert deal(tops, met=met) == deal(draws, met=met)


def test_a_wide_draw_leaves_a_narrow_one_its_questions():
    assert deal([Draw(2, [1, 2, 3, 4]), Draw(2, [2, 1])], met={}) == [[3, 4], [2, 1]]


def test_a_wide_draw_takes_what_was_met_where_the_narrow_one_would_have_to():
    """Both may be new only when the wide draw steps aside."""
    assert deal([Draw(1, [1, 2]), Draw(1, [1, 3])], met={3: MONDAY}) == [[2], [1]]


def test_where_there_are_too_few_the_later_draw_comes_up_short():
    assert deal([Draw(2, [1, 2]), Draw(2, [2, 1])], met={}) == [[1, 2], []]


def test_without_overlap_each_pool_gives_its_first():
    assert deal([Draw(2, [1, 2, 3]), Draw(1, [9, 8])], met={}) == [[1, 2], [9]]


def shares(draws, rounds=1500):
    """How often each draw takes each question over many shuffles."""
    dice = random.Random(1)
    counts = [Counter() for _ in draws]
    for _ in range(rounds):
        table = [Draw(one.count, dice.sample(one.pool, len(one.pool))) for one in draws]
        for place, some in enumerate(deal(table, met={})):
            counts[place].update(some)
    return [{one: n / rounds for one, n in sorted(count.items())} for count in counts]


def test_where_there_is_freedom_every_question_is_as_likely():
    wide, narrow = shares([Draw(1, list(range(10))), Draw(1, [0, 1])])
    assert all(abs(share - 1 / 10) < 0.04 for share in wide.values())
    assert all(abs(share - 1 / 2) < 0.04 for share in narrow.values())


def test_what_only_the_wide_draw_can_take_is_shared_out_evenly():
    wide, narrow = shares([Draw(1, list(range(10))), Draw(2, [0, 1])])
    assert set(wide) == set(range(2, 10))
    assert all(abs(share - 1 / 8) < 0.04 for share in wide.values())
    assert narrow == {0: 1, 1: 1}


def test_a_set_of_a_hundred_questions_in_ten_tight_draws_is_filled():
    """Each draw needs all but a tenth of its own pool, and may take its neighbour's."""
    dice = random.Random(2)
    pools = [list(range(11 * n, 11 * n + 22)) for n in range(10)]
    draws = [Draw(10, dice.sample(pool, len(pool))) for pool in pools]
    draws += [Draw(9, list(range(11)))]
    dealt = deal(draws, met={})
    assert [len(some) for some in dealt] == [draw.count for draw in draws]
