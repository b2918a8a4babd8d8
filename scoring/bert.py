"""The forward pass of a small BERT in NumPy: token ids in, one vector per token out.

Written for all-MiniLM-L6-v2 (6 layers, 12 heads, 384 dimensions); exact to float32 rounding.
The texts of a batch are laid end to end instead of being padded to one length: a dense layer is
then one matrix product over real tokens only, and just the attention runs text by text. With
the short sentences of an answer this halves the work.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

LAYER_NORM_EPSILON = np.float32(1e-12)
HEADER_LENGTH_BYTES = 8
GELU_ROWS = 32  # × 1536 columns × 4 bytes: about 200 kB, inside a core's second-level cache
DTYPES = {"F32": "<f4", "I64": "<i8"}

# Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: |error| below 1.5e-7.
ERF_SLOPE = np.float32(0.3275911)
ERF_TERMS = tuple(
    np.float32(term) for term in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
)


class Bert:
    """The network. Weights are read once and never written, so threads may share one."""

    def __init__(self, weights: Path, *, layers: int = 6, heads: int = 12) -> None:
        tensors = read_safetensors(weights)
        self._heads = heads
        embeddings = "embeddings."
        self._words = tensors[embeddings + "word_embeddings.weight"]
        # A single text per input: its segment is always 0, so that vector joins the positions.
        self._positions = (
            tensors[embeddings + "position_embeddings.weight"]
            + tensors[embeddings + "token_type_embeddings.weight"][0]
        )
        self._norm = _scale_and_shift(tensors, embeddings + "LayerNorm")
        self._layers = [_layer(tensors, f"encoder.layer.{number}.") for number in range(layers)]

    def token_vectors(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """One (tokens × width) array for each text; `texts` holds token ids.

        The width is the model's (384). A text may be as long as the model has positions (512).
        """
        lengths = [len(ids) for ids in texts]
        if not lengths:
            return []
        ids = np.concatenate([np.asarray(text, dtype=np.int64) for text in texts])
        places = np.concatenate([np.arange(length) for length in lengths])
        bounds = np.cumsum([0, *lengths])
        x = _normalise(self._words[ids] + self._positions[places], *self._norm)
        for layer in self._layers:
            x = layer.forward(x, bounds, self._heads)
        return [x[first:last] for first, last in pairwise(bounds)]


class _Layer:
    """One transformer block: attention, then the two-matrix network, each with its residual."""

    def __init__(
        self,
        attention_in: tuple[Floats, Floats],
        attention_out: tuple[Floats, Floats],
        attention_norm: tuple[Floats, Floats],
        wide: tuple[Floats, Floats],
        narrow: tuple[Floats, Floats],
        norm: tuple[Floats, Floats],
    ) -> None:
        self._attention_in = attention_in
        self._attention_out = attention_out
        self._attention_norm = attention_norm
        self._wide = wide
        self._narrow = narrow
        self._norm = norm

    def forward(self, x: Floats, bounds: NDArray[np.int64], heads: int) -> Floats:
        queries_keys_values = _dense(x, *self._attention_in)
        mixed = np.empty_like(x)
        for first, last in pairwise(bounds):
            mixed[first:last] = _attend(queries_keys_values[first:last], heads)
        x = _normalise(x + _dense(mixed, *self._attention_out), *self._attention_norm)
        wide = _gelu(_dense(x, *self._wide))
        return _normalise(x + _dense(wide, *self._narrow), *self._norm)


def _layer(tensors: dict[str, Floats], prefix: str) -> _Layer:
    """Query, key and value become one matrix: one product instead of three."""
    own = prefix + "attention.self."
    parts = [_matrix_and_bias(tensors, own + name) for name in ("query", "key", "value")]
    return _Layer(
        attention_in=(
            np.ascontiguousarray(np.concatenate([matrix for matrix, _ in parts], axis=1)),
            np.concatenate([bias for _, bias in parts]),
        ),
        attention_out=_matrix_and_bias(tensors, prefix + "attention.output.dense"),
        attention_norm=_scale_and_shift(tensors, prefix + "attention.output.LayerNorm"),
        wide=_matrix_and_bias(tensors, prefix + "intermediate.dense"),
        narrow=_matrix_and_bias(tensors, prefix + "output.dense"),
        norm=_scale_and_shift(tensors, prefix + "output.LayerNorm"),
    )


def _matrix_and_bias(tensors: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    """Stored as (out × in); kept as (in × out) so that rows of tokens multiply from the left."""
    return np.ascontiguousarray(tensors[name + ".weight"].T), tensors[name + ".bias"]


def _scale_and_shift(tensors: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return tensors[name + ".weight"], tensors[name + ".bias"]


def _dense(x: Floats, matrix: Floats, bias: Floats) -> Floats:
    product: Floats = x @ matrix
    product += bias
    return product


def _normalise(x: Floats, scale: Floats, shift: Floats) -> Floats:
    centred: Floats = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(x.shape[-1])
    centred /= np.sqrt(variance + LAYER_NORM_EPSILON)
    centred *= scale
    centred += shift
    return centred


def _attend(queries_keys_values: Floats, heads: int) -> Floats:
    """Scaled dot-product attention of one text; (tokens × 3·width) in, (tokens × width) out."""
    tokens, triple = queries_keys_values.shape
    size = triple // 3 // heads
    split = queries_keys_values.reshape(tokens, 3, heads, size).transpose(1, 2, 0, 3)
    queries, keys, values = split[0], split[1], split[2]
    scores: Floats = queries @ keys.transpose(0, 2, 1)
    scores *= np.float32(1.0 / math.sqrt(size))
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed: Floats = (scores @ values).transpose(1, 0, 2).reshape(tokens, heads * size)
    return mixed


def _gelu(x: Floats) -> Floats:
    """x · ½(1 + erf(x/√2)) over the widest array there is, written over its input.

    A few rows at a time, so that the dozen passes below stay in the cache: twice as fast.
    """
    for first in range(0, len(x), GELU_ROWS):
        rows = x[first : first + GELU_ROWS]
        size = np.abs(rows)
        z = size * np.float32(1.0 / math.sqrt(2.0))
        t = z * ERF_SLOPE
        t += np.float32(1.0)
        np.reciprocal(t, out=t)
        tail = t * ERF_TERMS[0]
        for term in ERF_TERMS[1:]:
            tail += term
            tail *= t
        np.multiply(z, z, out=z)
        np.negative(z, out=z)
        np.exp(z, out=z)
        tail *= z  # 1 − erf(|x|/√2)
        # x·½(1 + erf) is max(x, 0) less ½|x|·(1 − erf(|x|/√2)), on either side of zero.
        tail *= size
        tail *= np.float32(0.5)
        np.maximum(rows, np.float32(0.0), out=rows)
        rows -= tail
    return x


def read_safetensors(path: Path) -> dict[str, Floats]:
    """Every tensor of a safetensors file, by name, as arrays in memory.

    The format: eight bytes with the length of a JSON header, the header, then the raw data.
    """
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    header_end = HEADER_LENGTH_BYTES + int.from_bytes(raw[:HEADER_LENGTH_BYTES].tobytes(), "little")
    header = json.loads(raw[HEADER_LENGTH_BYTES:header_end].tobytes())
    tensors: dict[str, Floats] = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        first, last = (header_end + offset for offset in entry["data_offsets"])
        # The data need not be aligned to its type, so a copy is taken rather than a view.
        data = raw[first:last].tobytes()
        tensors[name] = np.frombuffer(data, DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors
