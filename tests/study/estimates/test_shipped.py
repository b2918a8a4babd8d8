"""The estimates that come with Greenroom, each worked out a second time in another way."""

import math

import pytest

from study.content import content
from study.estimates.judging import judge
from study.estimates.quantities import DIMENSIONS, read, told
from tests.bank.shipped import LIBRARY

KIB = 1024
# {slug: the answer}, from scratch: no name and no step of the file is used.
WORKED = {
    # 110 million is what the paper says; this is the count of the published weights.
    "bert-base-parameters": 109_482_240,
    "small-gpt-parameters": 85e6 + 38.6e6 + 0.8e6,
    "gated-decoder-parameters": 32 * (67.11e6 + 135.27e6) + 262.1e6,
    "lstm-parameters": 4 * 512 * 769,
    "adam-training-memory": 112e9,
    "key-value-cache": 2 * KIB**3,
    "attention-scores-memory": 96 * (2 * KIB) ** 2 * 2,
    "four-bit-weights": 70e9 * 4.25 / 8,
    "training-run-operations": 42e21,
    "convolution-operations": 2 * 73_728 * 3_136,
    "attention-operations": 4 * 2**36,
    "brute-force-search": 7.68e9,
    "peak-requests": 3e9 / 86_400,
    "tokens-a-second": 1000 / 7,
    "training-time": 63.3 * 86_400,
    "workers-needed": 300 / 2.8,
    "embedding-index": 100e6 * 3 * KIB,
    "compressed-index": 7.2e9,
    "click-log": 9e12,
    "feature-store": 72e9,
    "training-cost": 96_768 * 2.5,
    "tokens-bill": 225_000,
    "labelling-cost": 30_000,
    "cache-saving": 1.095e6,
    "rare-disease": 99 / (99 + 999),
    "experiment-size": 30_400,
}


@pytest.fixture(scope="module")
def estimates():
    return {one.slug: one for one in LIBRARY.study.estimates}


def test_each_is_worked_out_a_second_time(estimates):
    assert set(estimates) == set(WORKED)
    for slug, one in estimates.items():
        assert math.isclose(one.answer, WORKED[slug], rel_tol=0.004), slug


def test_there_are_some_of_each_kind(estimates):
    groups = [one.group for one in estimates.values()]
    assert len(groups) >= 24
    assert min(groups.count(group) for group in set(groups)) >= 2


def test_every_dimension_that_a_file_may_name_can_be_typed_and_told(estimates):
    from questions.bank.study.estimates import DIMENSIONS as NAMED

    assert set(DIMENSIONS) == set(NAMED)
    for one in estimates.values():
        for worked in one.worked():
            assert told(worked.number, worked.step.unit)


def test_what_the_page_tells_as_the_answer_is_right_when_typed(estimates):
    for one in estimates.values():
        typed = told(one.answer, one.dimension).replace(" × 10^", "e")
        assert judge(read(typed, one.dimension), one.answer, one.factor).score == 1, one.slug


@pytest.mark.parametrize(
    ("slug", "typed", "score"),
    [
        ("bert-base-parameters", "105 M", 1),
        ("bert-base-parameters", "110 million", 1),
        ("bert-base-parameters", "115,000,000", 1),
        ("bert-base-parameters", "0.11B", 1),
        ("bert-base-parameters", "103M", 0.5),
        ("bert-base-parameters", "340M", 0.5),
        ("bert-base-parameters", "1.1 billion", 0),
        ("rare-disease", "0.085", 1),
        ("rare-disease", "0.095", 1),
        ("rare-disease", "9%", 1),
        ("rare-disease", "0.09", 1),
        ("rare-disease", "99%", 0),
        ("key-value-cache", "2 GiB", 1),
        ("key-value-cache", "2.1 GB", 1),
        ("key-value-cache", "2e9 bytes", 1),
        ("training-time", "2 months", 1),
        ("peak-requests", "3 billion a day", 1),
    ],
)
def test_what_counts_as_right(slug, typed, score):
    [one] = [one for one in content().study.estimates if one.slug == slug]
    assert judge(read(typed, one.dimension), one.answer, one.factor).score == score
