"""Texts into batches that waste little, and vectors into rows that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.errors import ModelError
from index.arrays import FloatMatrix

TOKENS_PER_BATCH = 1024
"""Fastest of 512 to 16384 here, in bfloat16 and in float32: the activations stay in the processor's cache."""


def token_batches(counts: Sequence[int], budget: int = TOKENS_PER_BATCH) -> Iterator[list[int]]:
    """Yield positions in `counts`, longest text first, so that a batch padded to its longest fits `budget` tokens.

    Every position comes once; a text longer than the budget gets a batch of its own.
    """
    order = sorted(range(len(counts)), key=lambda position: -counts[position])
    while order:
        size = max(1, budget // max(1, counts[order[0]]))
        yield order[:size]
        order = order[size:]


def equal_batches(counts: Sequence[int], budget: int = TOKENS_PER_BATCH) -> Iterator[list[int]]:
    """Yield positions in `counts` so that a batch holds texts of one length, longest first, and fits `budget` tokens.

    Without padding a vector is the same to the last bit, whatever else is in the batch; in 8-bit integers and in
    bfloat16 padding moves it, by a cosine of some 0.9998. In bfloat16 (AMX) so does the number of texts: a budget of 1
    gives each a batch of its own. Every position comes once.
    """
    by_length: dict[int, list[int]] = {}
    for position, count in enumerate(counts):
        by_length.setdefault(count, []).append(position)
    for length in sorted(by_length, reverse=True):
        positions = by_length[length]
        size = max(1, budget // max(1, length))
        yield from (positions[first : first + size] for first in range(0, len(positions), size))


def unit_rows(vectors: FloatMatrix) -> FloatMatrix:
    """Scale each row to length 1.

    Raises:
        ModelError: a row is zero or holds NaN or infinity, and has no direction.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    usable = np.isfinite(lengths) & (lengths > 0)
    if not usable.all():
        raise ModelError(
            f"Het model geeft voor {int((~usable).sum())} van {len(vectors)} teksten geen bruikbare vector. "
            "Kies een ander model met --model, of stel de precisie in op float32."
        )
    rows: FloatMatrix = vectors / lengths
    return rows
