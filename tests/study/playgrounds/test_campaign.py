"""The Qini curve: incremental counts, control scaled, ties together, a straight line to beat."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.playgrounds import campaign, tables
from study.playgrounds.campaign import Curve, Setting, qini

SETTING = Setting(2000, 50, 15, 20, 5, 60, seed=5)


def arrays(rows) -> tuple[np.ndarray, ...]:
    score, treated, bought = zip(*rows, strict=True)
    return np.array(score, float), np.array(treated, bool), np.array(bought, bool)


def test_a_curve_counted_by_hand():
    """Control is scaled: after four people 2 treated sales and 1 of 1 control, so 2 − 1 · 3/1."""
    rows = [(5, 1, 1), (4, 1, 0), (3, 0, 1), (2, 1, 1), (1, 0, 0)]
    people, sales = qini(*arrays(rows))
    assert people == [0, 1, 2, 3, 4, 5]
    assert sales == pytest.approx([0, 1, 1, 1 - 1 * 2 / 1, 2 - 1 * 3 / 1, 2 - 1 * 3 / 2])


def test_it_is_no_difference_of_rates():
    """With one treated in ten, counts and rates part: a rate would end below 1."""
    treated = np.arange(1000) % 10 == 0
    bought = treated | (np.arange(1000) % 4 == 1)
    _, sales = qini(-np.arange(1000.0), treated, bought)
    control = bought[~treated].mean()
    assert sales[-1] == pytest.approx(100 - control * 100)


def test_people_of_one_score_come_in_together_whatever_their_order():
    rows = [(1, 1, 1), (1, 0, 0), (1, 1, 0), (0, 0, 1)]
    people, sales = qini(*arrays(rows))
    assert people == [0, 3, 4]
    assert qini(*arrays([rows[2], rows[3], rows[1], rows[0]])) == (people, sales)


people_of_a_test = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), min_size=1, max_size=40
)


@given(people_of_a_test)
def test_every_order_ends_at_the_same_total(rows):
    score, treated, bought = arrays(rows)
    forwards, backwards = qini(score, treated, bought), qini(-score, treated, bought)
    assert forwards[1][-1] == pytest.approx(backwards[1][-1])
    if treated.any() and (~treated).any():
        total = treated.sum() * (bought[treated].mean() - bought[~treated].mean())
        assert forwards[1][-1] == pytest.approx(total)


@given(people_of_a_test)
def test_a_score_that_says_nothing_is_worth_nothing(rows):
    _, treated, bought = arrays(rows)
    curve = Curve("flat", *map(tuple, qini(np.zeros(len(rows)), treated, bought)))
    assert curve.coefficient == pytest.approx(0)
    assert curve.at(len(rows) / 2) == pytest.approx(curve.end / 2)


def test_without_a_control_group_nothing_is_subtracted():
    assert qini(*arrays([(2, 1, 1), (1, 1, 1)]))[1] == [0, 1, 2]


def test_the_same_seed_gives_the_same_campaign():
    campaign.run.cache_clear()
    first = campaign.run(SETTING)
    campaign.run.cache_clear()
    assert campaign.run(SETTING) == first
    assert campaign.run(replace(SETTING, seed=6)) != first


def test_ranking_by_effect_beats_ranking_by_purchase_where_most_would_buy_anyway():
    outcome = campaign.run(replace(SETTING, sure=50, persuadable=10, skill=90))
    by_effect, by_purchase = outcome.curves
    assert by_effect.coefficient > 20
    assert by_effect.coefficient > 3 * max(by_purchase.coefficient, 1)
    assert by_effect.best < outcome.setting.people / 2


def test_a_perfect_score_stops_before_the_sleeping_dogs():
    outcome = campaign.run(replace(SETTING, skill=100, persuadable=10, sleeping=20))
    by_effect = outcome.curves[0]
    assert by_effect.best <= SETTING.people * 0.8 + 1
    assert by_effect.end < 0 < max(by_effect.sales)
    assert outcome.points < 0


def test_the_table_begins_at_nobody_and_ends_at_all():
    outcome = campaign.run(SETTING)
    rows = tables.of_campaign(outcome, campaign.shown(SETTING.people))
    assert rows[1] == (0, "0.00", "0.00", "0.00")
    assert rows[-1][0] == SETTING.people
    assert len(set(rows[-1][1:])) == 1
