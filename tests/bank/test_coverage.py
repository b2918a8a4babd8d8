"""Everything the shipped bank set out to cover has a question. No database."""

from collections import Counter

from questions.bank.sources import left_out
from tests.bank.shipped import LIBRARY

# How many items each list has. Whoever adds one changes the number; none is lost by accident.
ITEMS = {"A": 100, "B": 30, "C": 14, "D": 145, "E": 50}


def test_the_list_of_what_to_cover_is_whole():
    assert Counter(name[0] for name in LIBRARY.sources) == ITEMS
    titles = [title for name, title in LIBRARY.sources.items() if name[0] != "D"]
    assert all(title[0].isupper() and not title.endswith(".") for title in titles)


def test_no_item_is_left_without_a_ready_question():
    assert left_out(LIBRARY.questions, LIBRARY.sources) == []


def test_every_source_that_a_question_names_is_on_the_list():
    named = {name for one in LIBRARY.questions.values() for name in one.sources}
    assert named - set(LIBRARY.sources) == set()
