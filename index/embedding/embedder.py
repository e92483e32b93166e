"""What the rest of the system asks of an embedding model, and what tells one model from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.arrays import FloatMatrix, FloatVector


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a vector: vectors of unequal identities are never compared.

    `checksum` is the SHA-256 (hexadecimal) over weights, tokenizer and configuration. `dimension` counts the
    floats of a vector, `max_tokens` the tokens of a passage with prompt and special tokens. Prompts are put
    before the text.
    """

    name: str
    revision: str
    checksum: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Precision:
    """The number format that the model computes in, and why: `reason` is a Dutch sentence for `info`."""

    dtype: str
    reason: str


class Embedder(Protocol):
    """Turns texts into unit vectors whose inner product is their cosine. Several threads may call it."""

    @property
    def identity(self) -> ModelIdentity:
        """The model that makes the vectors."""
        ...

    @property
    def precision(self) -> Precision:
        """The number format that it computes in; not part of the identity."""
        ...

    @property
    def max_tokens(self) -> int:
        """The largest passage that is read whole, in tokens with prompt and special tokens."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Row i is the unit vector of passage i; shape (n, dimension), also for n = 0.

        Raises:
            ModelError: a passage exceeds `max_tokens`; nothing is silently cut off.
        """
        ...

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """Row i is the unit vector of question i; what exceeds `max_tokens` is not read."""
        ...

    def embed_question(self, text: str) -> FloatVector:
        """Like `embed_questions` for one question; shape (dimension,)."""
        ...

    def load(self) -> None:
        """Load now what would otherwise be loaded by the first text: for a program that will see many."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each passage, with prompt and special tokens, uncut."""
        ...
