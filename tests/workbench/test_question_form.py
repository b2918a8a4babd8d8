"""Between a form and the words of a question: nothing is lost, nothing is made up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import TopicFactory
from tests.workbench.words import PARTS, WORDS, posted
from workbench.fields import as_lines, from_lines
from workbench.question_form import QuestionForm
from workbench.rows import Group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic():
    return TopicFactory()


def sent(words=WORDS, **changes) -> QuestionForm:
    return QuestionForm(posted(QuestionForm(words=words), topic="optimisation", **changes))


@pytest.mark.parametrize("kind", ["conceptual", *PARTS, "behavioural"])
def test_what_is_shown_and_sent_back_is_the_same_question(kind):
    words = replace(WORDS, kind=kind, parts=PARTS.get(kind, {"story_prompts": "Tell me."}))
    if kind == "conceptual":
        words = WORDS
    form = sent(words)
    assert form.is_valid(), form.errors
    assert form.words == words
    assert form.words.content_hash == words.content_hash


def test_sections_of_another_kind_are_left_out():
    words = replace(WORDS, kind="implementation", parts=PARTS["implementation"])
    assert sent(words, kind="conceptual").words.parts == {}


@given(
    st.lists(
        st.text("ab-1.) \n`", min_size=1)
        .map(lambda text: "\n".join(line.rstrip() for line in text.strip().split("\n")))
        .filter(bool),
        max_size=4,
    )
)
@settings(max_examples=150)
def test_a_list_comes_back_as_it_was(items):
    assert from_lines(as_lines(items)) == tuple(items)


def test_bullets_numbers_and_plain_lines_are_items():
    text = "- one\n2. two\n\nthree\n  goes on\n\n    deeper\n* four\n-not a bullet"
    want = ("one", "two", "three\ngoes on\n\n  deeper", "four", "-not a bullet")
    assert from_lines(text) == want


def test_a_point_without_a_name_gets_one_that_nobody_has():
    form = sent(**{
        "p1-slug": "", "p1-text": "Noise", "p2-slug": "noise", "p3-slug": "",
        "p3-text": "Noise!",
    })  # fmt: skip
    assert [point.slug for point in form.words.points] == ["noise-2", "noise", "noise-3"]


def test_a_sample_keeps_its_points_when_one_is_renamed_or_removed():
    form = sent(**{"p1-slug": "renamed", "p2-remove": "on"})
    assert [sample.made for sample in form.words.samples] == [("renamed",), ()]
    assert [point.slug for point in form.words.points] == ["renamed", "cost"]


def test_an_empty_row_is_no_point_and_a_wrong_one_is_not_dropped():
    form = sent(**{"p1-text": "", "p1-accept": "", "p1-misconceptions": "", "p1-probe": ""})
    assert len(form.words.points) == 2
    form = sent(**{"p1-text": "", "p1-slug": "Not A Slug"})
    assert not form.is_valid()
    assert form.has_errors
    assert "small letters" in str(form.groups["points"].rows[0].errors["slug"])


def test_what_makes_no_sense_yet_still_gives_words_to_preview():
    form = sent(minutes="ten", tier="", **{"p1-weight": "x"})
    assert (form.words.minutes, form.words.tier, form.words.points[0].weight) == (10, 1, 2)
    assert set(form.errors) == {"minutes", "tier"}


def test_buttons_move_and_add_without_a_script():
    form = sent()
    assert form.rearrange("up:points:p2")
    assert [row.key for row in form.groups["points"].rows] == ["p2", "p1", "p3"]
    assert form.rearrange("up:points:p2")  # it is at the top: stays
    assert [row.key for row in form.groups["points"].rows] == ["p2", "p1", "p3"]
    assert form.rearrange("add:samples")
    assert [row.key for row in form.groups["samples"].rows] == ["s1", "s2", "a0"]
    assert not form.rearrange("save")
    assert not form.rearrange("add:everything")
    hushed = form.hushed()
    assert not hushed.has_errors
    assert [point.slug for point in hushed.words.points] == ["noise", "alike", "cost"]


def test_forged_keys_and_floods_of_rows_are_left_out():
    data = posted(QuestionForm(words=WORDS))
    data.setlist("points", ["p1", "p1", "../x", "A", *(f"x{n}" for n in range(99))])
    group = Group("points", data=data)
    assert [row.key for row in group.rows][:2] == ["p1", "x0"]
    assert len(group.rows) == 30


def test_reasons_name_a_point_and_no_point_is_made_twice():
    form = sent(**{"s1-reasons": "alike: it says so\nno colon here"})
    assert not form.is_valid()
    assert "short name and a colon" in str(form.groups["samples"].rows[0].errors["reasons"])
    form = sent(**{"s1-reasons": "- alike: it says so: twice"})
    assert form.words.samples[0].reasons == (("alike", "it says so: twice"),)
    assert sent(**{"p3-slug": "price"}).words.samples[0].partly == ("price",)
