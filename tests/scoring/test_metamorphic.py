"""Changes to an answer that must, or must not, change its mark."""

import random

from scoring.sentences import split_sentences
from tests.scoring.probes import OFF_TOPIC, questions


def answers():
    for question in questions()[:4]:
        for quality in ("excellent", "partial"):
            yield question, question.answers[quality]


def test_an_off_topic_paragraph_adds_and_costs_next_to_nothing(either_way):
    for question, text in answers():
        assert (
            abs(question.score(f"{text}\n\n{OFF_TOPIC}").score - question.score(text).score) < 0.05
        )


def test_the_order_of_the_sentences_matters_little(either_way):
    """Neighbours may make a point together, so a little is left of the order."""
    changes = []
    for question, text in answers():
        sentences = [sentence.original for sentence in split_sentences(text)]
        random.Random(3).shuffle(sentences)
        changes.append(abs(question.score(" ".join(sentences)).score - question.score(text).score))

    assert sum(changes) / len(changes) < 0.05
    assert max(changes) < 0.15


def test_case_and_punctuation_marks_change_little(either_way):
    for question, text in answers():
        loud = text.upper().replace(",", "").replace(".", "!")

        assert abs(question.score(loud).score - question.score(text).score) < 0.05


def test_spelling_a_word_the_other_way_round_the_ocean_changes_little(either_way):
    question = questions()[2]
    british = "I standardise and normalise inside the training folds, so no statistics leak."
    american = british.replace("ise", "ize")

    assert abs(question.score(british).score - question.score(american).score) < 0.05


def test_saying_a_missed_point_makes_it_and_lowers_no_other(either_way):
    for question, text in answers():
        before = question.score(text).points
        for number, point in enumerate(question.key_points):
            if before[number].verdict != "missed":
                continue
            after = question.score(f"{text} {point.text}").points

            assert after[number].verdict == "made"
            for old, new in zip(before, after, strict=True):
                assert new.p >= old.p - 0.05


def test_saying_everything_twice_is_worth_no_more(either_way):
    """The last sentence gets the first as its neighbour; that misleads words alone more."""
    most = 0.08 if either_way == "encoder" else 0.2
    for question, text in answers():
        assert abs(question.score(f"{text}\n{text}").score - question.score(text).score) < most
