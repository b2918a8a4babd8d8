"""Turns are fair: no repeat before everybody has met, asking and answering in balance."""

from collections import Counter
from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.rota import Round, Turns, presenters, propose, tally

GROUPS = st.integers(2, 14).map(lambda n: list(range(1, n + 1)))
# Who met, in any order: a history that no rota of ours made.
WILD = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1]),
    max_size=40,
)

fewer = settings(max_examples=30, deadline=None)


def held(people, rounds, history=()):
    """The history after so many rounds, each asked once in each pair, and those rounds."""
    history, made = list(history), []
    for _ in range(rounds):
        one = propose(people, history)
        made.append(one)
        history += [(pair.asker, pair.answerer) for pair in one.pairs]
    return history, made


@fewer
@given(GROUPS, WILD)
def test_everybody_has_one_partner_or_rests(people, history):
    one = propose(people, history)
    seated = [person for pair in one.pairs for person in (pair.asker, pair.answerer)]
    resting = [one.rests] if one.rests is not None else []
    assert sorted(seated + resting) == people
    assert len(resting) == len(people) % 2


@fewer
@given(GROUPS)
def test_everybody_meets_everybody_before_a_repeat(people):
    rounds = len(people) - 1 + len(people) % 2
    history, _ = held(people, rounds)
    met = Counter(frozenset(pair) for pair in history)
    assert set(met) == {frozenset(pair) for pair in combinations(people, 2)}
    assert set(met.values()) == {1}


@fewer
@given(GROUPS, st.integers(1, 30))
def test_nobody_meets_anybody_twice_more_than_another(people, rounds):
    history, _ = held(people, rounds)
    met = Counter(frozenset(pair) for pair in history)
    times = [met[frozenset(pair)] for pair in combinations(people, 2)]
    assert max(times) - min(times) <= 1


@fewer
@given(GROUPS, st.integers(1, 40))
def test_asking_and_answering_stay_in_balance(people, rounds):
    history, _ = held(people, rounds)
    for turns in tally(people, history).values():
        assert abs(turns.asked - turns.answered) <= 1 + int(log2(len(people)))


@fewer
@given(st.integers(1, 6).map(lambda n: list(range(1, 2 * n + 2))), st.integers(1, 30))
def test_the_rest_goes_round(people, rounds):
    _, made = held(people, rounds)
    rests = Counter(one.rests for one in made)
    times = [rests[person] for person in people]
    assert max(times) - min(times) <= 1


@fewer
@given(st.integers(2, 8).map(lambda n: list(range(1, n + 1))), WILD)
def test_after_any_history_no_pair_of_fewer_meetings_is_passed_over(people, history):
    """Of the rounds in which the right person rests, none has fewer repeats: all are tried."""
    met = Counter(frozenset(pair) for pair in history if set(pair) <= set(people))
    one = propose(people, history)
    repeats = sum(met[frozenset((pair.asker, pair.answerer))] for pair in one.pairs)
    seated = tuple(person for person in people if person != one.rests)
    assert repeats <= min(sum(met[pair] for pair in pairs) for pairs in all_pairings(seated))


def all_pairings(people):
    if not people:
        yield []
        return
    first, *others = people
    for other in others:
        for pairs in all_pairings(tuple(one for one in others if one != other)):
            yield [frozenset((first, other)), *pairs]


@fewer
@given(GROUPS, st.integers(0, 10))
def test_a_round_that_nobody_held_stands(people, rounds):
    history, _ = held(people, rounds)
    assert propose(people, history) == propose(list(reversed(people)), list(history))


def test_whoever_is_away_is_left_out_and_meets_the_others_later():
    history, _ = held([1, 2, 3, 4], 1)
    without = propose([1, 2, 3], history)
    assert without.pair_of(4) is None
    history += [(pair.asker, pair.answerer) for pair in without.pairs]
    history, _ = held([1, 2, 3, 4], 3, history)
    assert {frozenset(pair) for pair in history} == {
        frozenset(pair) for pair in combinations([1, 2, 3, 4], 2)
    }


def test_somebody_new_does_not_rest_while_others_have_had_more():
    history, _ = held([1, 2, 3, 4], 3)
    assert propose([1, 2, 3, 4, 5], history).rests != 5


def test_two_people_ask_first_by_turns():
    _, made = held([7, 9], 4)
    assert [one.pairs[0].asker for one in made] == [7, 9, 7, 9]


def test_whoever_asked_last_is_asked_first_next_time():
    first = propose([1, 2], []).pairs[0]
    both = [(first.asker, first.answerer), (first.answerer, first.asker)]
    again = propose([1, 2], both).pairs[0]
    assert again == first, "the last to ask was the other"


@pytest.mark.parametrize(("people", "found"), [([], Round()), ([5], Round(rests=5))])
def test_one_alone_has_no_partner(people, found):
    assert propose(people, []) == found


def test_a_large_group_has_its_round_quickly_and_without_repeats():
    people = list(range(200))
    history, _ = held(people, 3)
    assert max(Counter(frozenset(pair) for pair in history).values()) == 1


def test_the_counter_counts():
    assert tally([1, 2, 3], [(1, 2), (1, 3)]) == {1: Turns(2, 0), 2: Turns(0, 1), 3: Turns(0, 1)}


@given(GROUPS, st.lists(st.integers(1, 14), max_size=20), st.integers(0, 30))
def test_presenters_take_turns(people, past, weeks):
    coming = presenters(people, past, weeks=weeks)
    assert len(coming) == weeks
    times = Counter(one for one in [*past, *coming] if one in people)
    before = Counter(one for one in past if one in people)
    most = max((before[one] for one in people), default=0)
    assert all(times[one] <= max(most, min(times[x] for x in people) + 1) for one in people)


@given(GROUPS, st.integers(1, 12))
def test_a_skipped_week_shifts_the_rest(people, weeks):
    planned = presenters(people, [], weeks=weeks)
    # The second of them is not held: nobody is counted for it, so it is theirs next week.
    assert presenters(people, planned[:1], weeks=weeks - 1) == planned[1:]


def test_nobody_presents_in_an_empty_group():
    assert presenters([], [], weeks=3) == []
