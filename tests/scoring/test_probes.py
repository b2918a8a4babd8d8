"""What the scorer makes of answers that ask for marks in other ways than by being right."""

import pytest

from tests.scoring.probes import INJECTION, PROBES, questions


@pytest.mark.parametrize("name", PROBES)
def test_the_mean_score_stays_within_its_bounds(name, either_way):
    make, least, most = PROBES[name]

    scores = [question.score(make(question)).score for question in questions()]

    assert least <= sum(scores) / len(scores) <= most, scores


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty", "empty"),
        ("question copied", "prompt_copy"),
        ("terms as a shuffled list", "keyword_list"),
        ("model answer as word salad", "not_prose"),
        ("injection only", "only_instructions"),
        ("forged verdict", "only_instructions"),
        ("does not know", "no_attempt"),
        ("gibberish", "off_topic"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(name, reason, either_way):
    make = PROBES[name][0]
    for question in questions():
        verdict = question.score(make(question))

        assert (verdict.abstained, verdict.reason, verdict.score) == (True, reason, 0.0)
        assert len(verdict.points) == len(question.key_points)
        assert all(point.verdict == "missed" for point in verdict.points)


def test_instructions_beside_an_answer_change_nothing_but_are_flagged(either_way):
    for question in questions():
        honest = question.score(question.answers["partial"])
        pushed = question.score(f"{INJECTION}\n{question.answers['partial']}")

        assert abs(pushed.score - honest.score) < 0.02
        assert "instruction" in pushed.flags


def test_a_denied_point_is_called_contradicted(either_way):
    for question in questions():
        make = PROBES["denied points"][0]
        verdicts = [point.verdict for point in question.score(make(question)).points]

        assert verdicts.count("contradicted") >= len(verdicts) - 1


def test_a_misconception_that_is_denied_is_not_held_against_the_answer(either_way):
    question = questions()[0]
    point = question.key_points[0]
    honest = f"{point.text} It is a myth that {point.misconceptions[0]}."

    verdict = question.score(honest).points[0]

    assert verdict.verdict == "made"
