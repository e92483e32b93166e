"""Choosing the model: the one that comes with the application unless another is named; loaded when first needed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from index.arrays import FloatMatrix, FloatVector
from index.embedding.embedder import Embedder, ModelIdentity, Precision
from index.embedding.nano_engine import NanoQuestionEmbedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder

# Tokens that the small engine embeds in the seconds that importing torch and loading its model takes.
TOKENS_BEFORE_TORCH = 6_000


def open_embedder(model: str | None = None) -> Embedder:
    """Return the embedder of `model` (a folder or hub name), or of the default model.

    Raises:
        ModelError: it does not exist, or there is no default one on this kind of machine.
    """
    return SentenceTransformerEmbedder(model) if model else DefaultEmbedder()


class DefaultEmbedder:
    """The default model in two engines of the same vectors: one that starts at once, and torch for many texts.

    Torch is loaded when the small engine has taken as long as that loading would have: a single question or a small
    text never waits for torch, and a long run loses at most that time. Once it is loaded it embeds all questions too,
    in a quarter of the processor time.
    """

    def __init__(self) -> None:
        self._small = NanoQuestionEmbedder()
        self._large = SentenceTransformerEmbedder(None)
        self._tokens_left = TOKENS_BEFORE_TORCH
        self._lock = threading.Lock()

    @property
    def identity(self) -> ModelIdentity:
        """See `Embedder`."""
        return self._small.identity

    @property
    def precision(self) -> Precision:
        """See `Embedder`: that of the engine for many texts."""
        return self._large.precision

    @property
    def max_tokens(self) -> int:
        """See `Embedder`."""
        return self._small.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._engine_for(texts).embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._engine_for(texts).embed_questions(texts)

    def embed_question(self, text: str) -> FloatVector:
        """See `Embedder`."""
        return (self._large if self._large.is_loaded else self._small).embed_question(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder`."""
        return (self._small if self._tokens_left > 0 else self._large).count_tokens(texts)

    def load(self) -> None:
        """See `Embedder`."""
        self._small.load()
        self._large.load()
        self._tokens_left = 0

    def _engine_for(self, texts: Sequence[str]) -> Embedder:
        with self._lock:
            if self._tokens_left > 0:
                self._tokens_left -= sum(self._small.count_tokens(texts))
            return self._small if self._tokens_left > 0 else self._large
