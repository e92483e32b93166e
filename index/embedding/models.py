"""Choosing the model: the one that comes with the application unless another is named; loaded when first needed."""

from __future__ import annotations

from collections.abc import Sequence

from index.arrays import FloatMatrix, FloatVector
from index.embedding.embedder import Embedder
from index.embedding.nano_engine import NanoQuestionEmbedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder


def passage_embedder(model: str | None = None) -> Embedder:
    """Return the embedder that builds an index: `model` (a folder or hub name), or the default one.

    Raises:
        ModelError: it does not exist, or there is no default one on this kind of machine.
    """
    return SentenceTransformerEmbedder(model)


def question_embedder(model: str | None = None) -> Embedder:
    """Return the embedder that asks an index; with the default model its first question takes no torch.

    Raises:
        ModelError: as for `passage_embedder`.
    """
    return SentenceTransformerEmbedder(model) if model else _DefaultQuestionEmbedder()


class _DefaultQuestionEmbedder:
    """The default model twice: questions one by one in its own engine, many texts at once in torch."""

    def __init__(self) -> None:
        self._for_one = NanoQuestionEmbedder()
        self._for_many = SentenceTransformerEmbedder(None)
        self.identity = self._for_one.identity
        self.max_tokens = self._for_one.max_tokens
        self.precision = self._for_one.precision

    def embed_question(self, text: str) -> FloatVector:
        """See `Embedder`."""
        return self._for_one.embed_question(text)

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._for_many.embed_questions(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._for_many.embed_passages(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder`."""
        return self._for_one.count_tokens(texts)
