"""Charts are names for those who listen, and shapes without inline style for those who look."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import charts

share = st.floats(0, 1)


def moment(**fields):
    facts = {"day": "1 Nov 2026", "name": "Mock", "score": 0.5, "low": 0.4, "high": 0.6}
    return charts.Moment(**{**facts, **fields})


def test_an_interval_says_in_words_what_it_draws():
    svg = charts.interval(charts.Interval(0.66, 0.58, 0.74, 0.75))
    assert 'role="img"' in svg
    assert 'aria-label="Between 58 and 74 of 100, most likely 66. You expected 75."' in svg


def test_without_an_expectation_no_line_is_drawn_for_it():
    svg = charts.interval(charts.Interval(0.66, 0.58, 0.74))
    assert "expected" not in svg


def test_a_low_bar_differs_by_more_than_its_length():
    assert 'class="fill low"' in charts.bar(0.38)
    assert 'class="fill"' in charts.bar(0.82)


def test_a_trend_names_its_days_and_marks_every_interview():
    svg = charts.trend([moment(), moment(day="9 Nov 2026", score=0.7, low=0.6, high=0.8)])
    assert "Marks of 2 interviews from 1 Nov 2026 to 9 Nov 2026: 50 first, 70 last." in svg
    assert svg.count('class="spot"') == 2
    assert svg.count('class="line"') == 1


def test_a_name_is_never_markup():
    svg = charts.trend([moment(name="<script>"), moment(name='" onload="x')])
    assert "<script>" not in svg
    assert {element.get("onload") for element in ET.fromstring(svg).iter()} == {None}


@pytest.mark.parametrize("count", [1, 2, 30])
def test_a_trend_of_any_length_stays_inside_its_frame(count):
    svg = ET.fromstring(charts.trend([moment(expected=1.0)] * count))
    for element in svg.iter("circle"):
        for name in ("cx", "cy"):
            assert 0 <= float(element.get(name).rstrip("%")) <= 100


@given(st.tuples(share, share, share).map(sorted), st.none() | share)
def test_every_chart_is_well_formed_and_has_no_inline_style(interval, expected):
    low, score, high = interval
    drawn = [
        charts.bar(score),
        charts.interval(charts.Interval(score, low, high, expected)),
        charts.trend([moment(score=score, low=low, high=high, expected=expected)] * 2),
    ]
    for svg in drawn:
        assert not [one for one in ET.fromstring(svg).iter() if one.get("style")]
