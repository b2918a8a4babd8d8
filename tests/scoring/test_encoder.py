"""The network in NumPy, and what happens where its files are missing or not the right ones."""

import numpy as np
import pytest

from scoring import encoder as encoders
from scoring import scorer
from scoring.bert import _attend, _gelu
from scoring.encoder import SHA256, Encoder, encoder, model_folder, token_weights
from tests.scoring.conftest import needs_encoder
from tests.scoring.probes import questions


@pytest.fixture
def fresh_encoder():
    """No encoder loaded yet, and none left behind."""
    encoders._loaded.cache_clear()
    yield
    encoders._loaded.cache_clear()


@needs_encoder
def test_nearness_in_meaning_comes_out_of_the_network():
    """All six layers, averaged, are the published model: a paraphrase is near, a stranger far."""
    from tokenizers import Tokenizer

    from scoring.bert import Bert

    folder = model_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    texts = ["A man is eating food.", "A man is eating a meal.", "The girl is carrying a baby."]
    rows = Bert(folder / "model.safetensors").token_vectors(
        [tokenizer.encode(text).ids for text in texts]
    )
    pooled = [row.mean(axis=0) / np.linalg.norm(row.mean(axis=0)) for row in rows]

    assert pooled[0] @ pooled[1] > 0.8
    assert pooled[0] @ pooled[2] < 0.3


@needs_encoder
def test_a_text_has_the_same_vectors_in_any_company():
    text = "Momentum damps the oscillation."
    alone = encoder().encode([text])[0]
    among = encoder().encode(["Another sentence, rather longer than that.", text, "Short."])[1]

    assert among.ids == alone.ids
    np.testing.assert_allclose(among.vectors, alone.vectors, atol=1e-5)


def test_attention_of_one_head_is_a_softmax_average():
    rng = np.random.default_rng(0)
    packed = rng.normal(size=(5, 12)).astype(np.float32)
    queries, keys, values = packed[:, :4], packed[:, 4:8], packed[:, 8:]
    scores = np.exp(queries @ keys.T / 2.0)

    expected = scores / scores.sum(axis=1, keepdims=True) @ values

    np.testing.assert_allclose(_attend(packed, heads=1), expected, rtol=1e-4, atol=1e-6)


def test_gelu_is_x_times_the_normal_distribution_function():
    from math import erf

    x = np.linspace(-6, 6, 101, dtype=np.float32)[None, :]
    expected = [value * 0.5 * (1 + erf(value / 2**0.5)) for value in x[0].tolist()]

    np.testing.assert_allclose(_gelu(x.copy())[0], expected, atol=2e-6)


def test_rarer_words_tell_more_and_function_words_nothing():
    vocabulary = {
        "[PAD]": 0,
        ",": 1010,
        "the": 1996,
        "water": 2300,
        "variance": 23284,
        "##ing": 2075,
    }
    weights = token_weights(vocabulary)

    assert weights[1996] == weights[1010] == weights[0] == 0
    assert 0 < weights[2075] < weights[2300] < weights[23284] <= 1


def test_without_the_package_words_alone_are_used(fresh_encoder, monkeypatch):
    monkeypatch.setattr(encoders, "PACKAGE", "a_package_nobody_has")

    assert encoder() is None
    assert scorer.scorer_version().endswith("+lexical")
    question = questions()[0]
    assert question.score(question.reference).score > 0.8


def test_files_with_another_checksum_are_not_used(fresh_encoder, monkeypatch, tmp_path, caplog):
    for name in SHA256:
        (tmp_path / name).write_bytes(b"not the model")
    monkeypatch.setattr(encoders, "model_folder", lambda: tmp_path)

    assert encoder() is None
    assert "not the file" in caplog.text


@needs_encoder
def test_the_version_says_that_the_encoder_is_at_work():
    assert scorer.scorer_version() == f"{scorer.SCORER_VERSION}+minilm"


@needs_encoder
def test_threads_load_one_encoder_between_them(fresh_encoder):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: encoder(), range(8)))

    assert len(found) == 1
    assert isinstance(found.pop(), Encoder)
