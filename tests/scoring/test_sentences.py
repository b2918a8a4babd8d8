"""Pieces of an answer and where they stand in it."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.sentences import LONG_SENTENCE, MAX_SENTENCES, split_sentences


def test_ends_lists_and_abbreviations():
    text = "First, e.g. this one. Second!\n- third, with 3.5 in it; fourth\n\n1. fifth"

    assert [sentence.original for sentence in split_sentences(text)] == [
        "First, e.g. this one.",
        "Second!",
        "- third, with 3.5 in it;",
        "fourth",
        "1. fifth",
    ]


def test_a_breathless_answer_is_cut_where_one_would_breathe():
    text = "and then ".join(["the gradient is computed for every layer in turn "] * 12)
    pieces = split_sentences(text)

    assert len(pieces) > 2
    assert all(len(piece.original.split()) <= LONG_SENTENCE for piece in pieces)


def test_a_flood_of_sentences_is_bounded():
    assert len(split_sentences("A b. " * 500)) == MAX_SENTENCES


@given(st.text(alphabet="ab. \n!;,\u2028é", max_size=200))
def test_every_piece_is_the_very_text_at_its_place(text):
    last = 0
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.original
        assert last <= sentence.start < sentence.end
        last = sentence.end
