"""A deterministic stand-in for the model: shared words make texts similar; scores can be computed by hand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from corpus.errors import ModelError
from index.arrays import FloatMatrix, FloatVector
from index.embedding.embedder import ModelIdentity, Precision

DIMENSION = 64
MAX_TOKENS = 512


class FakeEmbedder:
    """Counts words into 64 buckets and scales to unit length; a text without words points along axis 0.

    Every word is a token, and two special tokens are added. `passages_embedded` lists what was embedded as
    a passage.
    """

    def __init__(self, revision: str = "1") -> None:
        self.identity = ModelIdentity("fake", revision, f"fake-{revision}", DIMENSION, "", "", MAX_TOKENS)
        self.precision = Precision("float32", "Nagebootst model voor tests.")
        self.max_tokens = MAX_TOKENS
        self.passages_embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        for text, count in zip(texts, self.count_tokens(texts), strict=True):
            if count > MAX_TOKENS:
                raise ModelError(f"Een passage telt {count} tokens; het model leest er {MAX_TOKENS}: {text[:60]!r}")
        self.passages_embedded.extend(texts)
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        counts = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(counts, texts, strict=True):
            for word in _words(text):
                row[zlib.crc32(word.encode()) % DIMENSION] += 1
            if not row.any():
                row[0] = 1
        counts /= np.linalg.norm(counts, axis=1, keepdims=True)
        return counts

    def embed_question(self, text: str) -> FloatVector:
        vector: FloatVector = self.embed_questions([text])[0]
        return vector

    def load(self) -> None:
        pass

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) + 2 for text in texts]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
