"""Numbers with units, as people type them and as pages write them."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.estimates.quantities import DIMENSIONS, Unreadable, read, told


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("110M", "count", 110e6),
        ("110 million", "count", 110e6),
        ("110,000,000", "count", 110e6),
        ("110 000 000 parameters", "count", 110e6),
        ("~0.11 B params", "count", 110e6),
        ("1.1e8", "count", 1.1e8),
        ("1.1 x 10^8", "count", 1.1e8),
        ("1.1·10⁸", "count", 1.1e8),
        ("10^8", "count", 1e8),
        ("about 7 bn", "count", 7e9),
        ("0.4 GB", "bytes", 4e8),
        ("4e8 bytes", "bytes", 4e8),
        ("400MB", "bytes", 4e8),
        ("2 GiB", "bytes", 2 * 1024**3),
        ("3 kilobytes", "bytes", 3e3),
        ("5 billion bytes", "bytes", 5e9),
        ("12 B", "bytes", 12),
        ("20 TFLOPs", "operations", 20e12),
        ("3.1e23", "operations", 3.1e23),
        ("2 PFLOP", "operations", 2e15),
        ("4 EFLOP", "operations", 4e18),
        ("80 ms", "time", 0.08),
        ("3 h", "time", 10800),
        ("12 days", "time", 12 * 86400),
        ("5 µs", "time", 5e-6),
        ("1200 per second", "rate", 1200),
        ("1.2k QPS", "rate", 1200),
        ("1.2 k queries/s", "rate", 1200),
        ("86400 per day", "rate", 1),
        ("5 million a day", "rate", 5e6 / 86400),
        ("$1.2M", "money", 1.2e6),
        ("$250", "money", 250),
        ("250", "money", 250),
        ("1.2M dollars", "money", 1.2e6),
        ("40 cents", "money", 0.4),
        ("9%", "share", 0.09),
        ("0.09", "share", 0.09),
        (".09", "share", 0.09),
        ("9 per cent", "share", 0.09),
    ],
)
def test_what_people_type_is_read(text, dimension, value):
    assert math.isclose(read(text, dimension), value, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "dimension", "says"),
    [
        ("", "count", "Type a number of things"),
        ("many", "count", "There is no number"),
        ("1,2 Mio", "count", "For a decimal use a point"),
        ("1.2 Mio", "count", "Type M or million"),
        ("12,34", "count", "A comma only parts thousands"),
        ("100-120M", "count", "Settle on one number"),
        ("100 to 120 M", "count", "Settle on one number"),
        ("110M ± 5M", "count", "no unit"),
        ("-5", "count", "above zero"),
        ("0", "count", "above zero"),
        ("0 GB", "bytes", "above zero"),
        ("1e400", "count", "beyond anything"),
        ("9" * 59, "count", "beyond anything"),
        ("9" * 61, "count", "long for a number"),
        ("nan", "count", "There is no number"),
        ("inf", "count", "There is no number"),
        ("400", "bytes", "Add a unit: 400 MB"),
        ("400 M", "bytes", "no unit of an amount of memory"),
        ("400 MB", "time", "no unit of a time"),
        ("3 Gbit", "bytes", "no unit"),
        ("5 FLOP/s", "operations", "no unit"),
        ("1200", "rate", "Add a unit"),
        ("110M; drop table", "count", "no unit"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_a_sentence(text, dimension, says):
    with pytest.raises(Unreadable, match=says.replace("$", r"\$")):
        read(text, dimension)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_examples_a_refusal_names_can_be_read(dimension):
    for example in DIMENSIONS[dimension].examples.replace(" or ", ", ").split(", "):
        assert read(example, dimension) > 0


@given(st.text(max_size=80), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_read_or_refused(text, dimension):
    with suppress(Unreadable):
        assert 0 < read(text, dimension) < math.inf


@pytest.mark.parametrize(
    ("value", "dimension", "words"),
    [
        (109482240, "count", "109 million"),
        (30522, "count", "30,522"),
        (1.5e12, "count", "1.5 trillion"),
        (3.14e23, "operations", "314,000 EFLOP"),
        (3.14e24, "operations", "3.14 × 10^24"),
        (437928960, "bytes", "438 MB"),
        (1000, "bytes", "1 kB"),
        (7200, "time", "2 h"),
        (0.0123, "time", "12.3 ms"),
        (11574, "rate", "11,574 a second"),
        (0.001, "rate", "86.4 a day"),
        (1234567, "money", "$1.23 million"),
        (0.0833, "share", "8.33%"),
    ],
)
def test_a_quantity_is_told_in_the_unit_of_its_size(value, dimension, words):
    assert told(value, dimension) == words


@given(st.floats(1e-3, 1e14), st.sampled_from(("bytes", "time", "count")))
def test_what_is_told_is_read_as_nearly_the_same(value, dimension):
    text = told(value, dimension)
    if "10^" not in text or dimension == "count":
        assert math.isclose(read(text, dimension), value, rel_tol=0.006)
