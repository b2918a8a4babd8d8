"""Curves from a CSV table."""

import re

import pytest

from web import curves

TABLE = "step,train,val\n0,0.693,0.700\n10,0.500,0.650\n20,nan,0.640\n30,0.300,0.660\n"


def test_each_column_is_a_line_with_its_name():
    picture = curves.draw(curves.table(TABLE))
    assert picture.count('<polyline class="curve-1"') == 1
    names = curves.legend(curves.table(TABLE))
    assert re.findall(r'class="curve-(\d)".*?</svg> (\w+)</li>', names) == [
        ("0", "train"),
        ("1", "val"),
    ]
    assert "val: from 0.7 to 0.66" in picture


def test_a_value_that_is_no_number_breaks_the_line():
    picture = curves.draw(curves.table(TABLE))
    assert picture.count('<polyline class="curve-0"') == 2
    assert "train: from 0.693 to 0.3, with gaps" in picture


def test_the_highest_value_is_at_the_top_and_the_first_at_the_left():
    picture = curves.draw(curves.table("x,y\n0,1\n1,5\n2,3\n"))
    line = picture.split('points="')[1].split('"')[0]
    points = [tuple(map(float, point.split(","))) for point in line.split(" ")]
    assert points[0][0] == curves.LEFT
    assert min(points, key=lambda point: point[1]) == points[1]


@pytest.mark.parametrize("text", ["", "a\n1\n2", "a,b\n1,2", "a,b\n1,2\n3", "no table at all"])
def test_what_is_no_table_is_none(text):
    assert curves.table(text) is None


def test_columns_without_numbers_draw_nothing():
    assert curves.draw(curves.table("when,what\nmon,x\ntue,y\n")) == ""


def test_names_are_escaped():
    found = curves.table("x,<script>\n0,1\n1,2\n")
    assert "<script>" not in curves.draw(found) + curves.legend(found)
