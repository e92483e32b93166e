"""A question read together with a passage, as one text: how well each sentence of the passage answers.

An embedding model makes the vector of a question before it has seen a text, and that of a sentence before it has seen a
question. Read as one text, each word of the one is weighed against those of the other, and a sentence against what
stands around it (Nogueira and Cho 2019, "Passage Re-ranking with BERT"; Karpukhin et al. 2020, the reader of DPR). The
model is the default one with scales of its own, which benchmarks/reading.py trains, whatever model made the index.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus import Passage
from corpus.errors import ModelError
from index.arrays import FloatMatrix, FloatVector, products
from index.embedding.batching import unit_rows
from index.embedding.packed_model import own_bytes, package_bytes, packed_model_file
from retrieval.reading.pair_text import PairText, pair_text

if TYPE_CHECKING:
    from index.embedding.pieces import Pieces
    from retrieval.reading.encoder import PackedEncoder

READING = Path(__file__).with_name("reading.safetensors")
READING_CHECKSUM = "5fec292ca74042e799438f624fae83300fa8b8ee40525fb98a6f4bf29d20e91c"
DIRECTION = "direction"
"""The tensor of `READING`, float32 (384,), by which the mean state of a sentence becomes its score."""
NOTHING = "nothing"
"""The tensor of `READING`, float32 (1,), that is taken off: the score of "none of these sentences answers"."""
UNREAD = -30.0
"""The score of a statement of which nothing is read."""


class Reader(Protocol):
    """Says how well the statements of passages answer a question. Several threads may call it."""

    def prepare(self) -> None:
        """Begin to load what the first question needs, without waiting for it."""
        ...

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector] | None:
        """Return the scores of each passage's statements, float32 (n,), in the order of `corpus.statements`.

        Each is the log odds of that statement against that none of what is read answers, as among passages of which
        six in ten have an answer. None if there is no time to read.

        Raises:
            ModelError: the model is damaged or cannot be unpacked.

        """
        ...


class DefaultReader:
    """The model that comes with the application; loaded when it is first needed."""

    def __init__(self) -> None:
        """Read nothing yet.

        Raises:
            ModelError: there is no default model on this kind of machine.

        """
        self._package = packed_model_file()
        self._loading: Future[_Model] | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector]:
        """See `Reader`."""
        return self._loaded().result().scores(question, passages)

    def prepare(self) -> None:
        """See `Reader`; what goes wrong is told to who asks for scores."""
        self._loaded()

    def _loaded(self) -> Future[_Model]:
        with self._lock:
            if self._loading is None or (self._loading.done() and self._loading.exception()):
                self._loading = ThreadPoolExecutor(1, "load").submit(_Model, self._package)
            return self._loading


@cache
def default_reader() -> Reader | None:
    """Return the reader that comes with the application, the same for all searchers of a process.

    None on systems for which its model does not exist.
    """
    try:
        return DefaultReader()
    except ModelError:
        return None


class _Model:
    """What is loaded: what cuts texts into pieces, the encoder, and what makes a score of a state."""

    def __init__(self, package: Path) -> None:
        from safetensors.numpy import load

        from index.embedding.packed_weights import adapted
        from index.embedding.pieces import Pieces
        from retrieval.reading.encoder import PackedEncoder

        tensors = load(own_bytes(READING, READING_CHECKSUM))
        self._direction: FloatVector = tensors.pop(DIRECTION)
        self._nothing = float(tensors.pop(NOTHING)[0])
        data = adapted(package_bytes(package), tensors)
        self._encoder: PackedEncoder = PackedEncoder(data)
        self._pieces: Pieces = Pieces(data)

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector]:
        texts = [pair_text(self._pieces, question, passage) for passage in passages]
        states = self._encoder.states([text.tokens for text in texts])
        return [self._scores_of(text, read) for text, read in zip(texts, states, strict=True)]

    def _scores_of(self, text: PairText, states: FloatMatrix) -> FloatVector:
        scores = np.full(len(text.places), UNREAD, np.float32)
        for number, place in enumerate(text.places):
            if place is not None:
                mean = unit_rows(states[place].mean(axis=0, keepdims=True))
                [scores[number]] = products(mean, self._direction) - self._nothing
        return scores
