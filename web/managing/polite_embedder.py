"""Embedding passages while others ask: a few at a time, so that questions come in between.

A model computes what it is asked in the order of asking. A build asks for a thousand passages at once, which is
fastest, and would let a question wait for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index import Embedder, ModelIdentity, Precision
from index.arrays import FloatMatrix, FloatVector

AT_A_TIME = 4  # passages: about a tenth of a second on two cores


class PoliteEmbedder:
    """An embedder like another one, whose passages a question waits for only `at_a_time` of."""

    def __init__(self, embedder: Embedder, at_a_time: int = AT_A_TIME) -> None:
        self._embedder = embedder
        self._at_a_time = at_a_time

    @property
    def identity(self) -> ModelIdentity:
        """See `Embedder`."""
        return self._embedder.identity

    @property
    def precision(self) -> Precision:
        """See `Embedder`."""
        return self._embedder.precision

    @property
    def max_tokens(self) -> int:
        """See `Embedder`."""
        return self._embedder.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`; those of about the same length are computed together."""
        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for start in range(0, len(order), self._at_a_time):
            few = order[start : start + self._at_a_time]
            vectors[few] = self._embedder.embed_passages([texts[position] for position in few])
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._embedder.embed_questions(texts)

    def embed_question(self, text: str) -> FloatVector:
        """See `Embedder`."""
        return self._embedder.embed_question(text)

    def load(self) -> None:
        """See `Embedder`."""
        self._embedder.load()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder`."""
        return self._embedder.count_tokens(texts)
