"""Honest answers, marked by hand, point by point."""

import pytest

from scoring import score_answer
from tests.scoring.conftest import needs_encoder
from tests.scoring.probes import questions

HITS = ("made", "partly")


def labelled():
    """(was it made, the verdict on it) for every point of every answer."""
    for question in questions():
        for quality, text in question.answers.items():
            verdict = question.score(text)
            for number, point in enumerate(verdict.points, start=1):
                yield quality, number in question.makes[quality], point


@pytest.mark.parametrize("mode", [pytest.param("encoder", marks=needs_encoder), "words alone"])
def test_points_are_found_far_better_than_by_calling_every_point_made(mode, request):
    if mode == "words alone":
        request.getfixturevalue("words_alone")
    found = list(labelled())
    true = sum(made for _, made, _ in found)
    hits = [made for _, made, point in found if point.verdict in HITS]
    f1 = 2 * sum(hits) / (len(hits) + true)

    always = 2 * true / (len(found) + true)
    assert f1 >= 0.70
    assert f1 >= always + 0.1


@needs_encoder
def test_fluent_wrong_answers_earn_few_points():
    wrong = [point.p for quality, _, point in labelled() if quality == "wrong"]

    assert sum(p >= 0.5 for p in wrong) / len(wrong) <= 0.25


def test_better_answers_score_higher(either_way):
    for question in questions():
        scores = {quality: question.score(text).score for quality, text in question.answers.items()}

        assert scores["wrong"] < min(scores["partial"], scores["excellent"])


def test_the_true_score_mostly_lies_in_the_interval(either_way):
    """Nine in ten is what it says; of eighteen answers, three outside are still chance."""
    inside = []
    for question in questions():
        for quality, text in question.answers.items():
            verdict = question.score(text)
            inside.append(verdict.low <= question.true_score(quality) <= verdict.high)

    assert sum(inside) >= len(inside) - 3


def test_the_model_answer_earns_at_least_nine_tenths():
    for question in questions():
        assert question.score(question.reference).score >= 0.8

    mean = sum(q.score(q.reference).score for q in questions()) / len(questions())
    assert mean >= 0.9


def test_the_evidence_is_the_sentence_that_makes_the_point(either_way):
    question = questions()[3]
    text = (
        "Let me start with the simple one. Greedy decoding takes the most likely token at every "
        "step. Beam search does not guarantee the most probable sequence."
    )

    points = question.score(text).points

    assert text[points[0].start : points[0].end].startswith("Greedy decoding takes")
    assert text[points[4].start : points[4].end].startswith("Beam search does not guarantee")


def test_weights_decide_what_a_point_adds():
    question = questions()[1]
    heavy, light = question.key_points[0], question.key_points[1]

    def score_of(point):
        return question.score(f"{point.text} That is the whole of my answer to it.").score

    assert heavy.weight == 2 * light.weight
    assert score_of(heavy) > 1.5 * score_of(light)


def test_a_wider_rubric_gives_a_narrower_interval():
    question = questions()[4]
    text = question.answers["excellent"]
    few = score_answer(question.text, question.reference, question.key_points[:1], text)
    all_five = question.score(text)

    assert all_five.high - all_five.low < few.high - few.low + 0.3


def test_a_rubric_without_points_cannot_be_marked_against():
    verdict = score_answer("What is a mean?", "", [], "The sum divided by the number.")

    assert (verdict.abstained, verdict.reason, verdict.points) == (True, "no_rubric", ())
