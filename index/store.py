"""What a store is: one truth of documents, passages and vectors, asked through views of one generation.

`retrieval` knows this module only. The store of one machine is `index.local.LocalStore`; another one (a
database server) needs to offer the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus import Document, Passage
from index.arrays import FloatMatrix, FloatVector
from index.background import Background
from index.embedding.embedder import ModelIdentity
from index.filter import Filter
from index.passage_vectors import PassageVectors


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """What is sought by words: terms and pieces of words, as `index.analysis` makes them, each with its weight.

    `related` are terms that mean the same as what is asked: they count where they are found and are not missed where
    they are not. `gram_weight`, in [0, 1], is the part of the score that comes from `grams` where there are any.
    """

    terms: Mapping[str, float]
    grams: Mapping[str, float] = field(default_factory=dict)
    related: Mapping[str, float] = field(default_factory=dict)
    gram_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that one way of searching found, best first.

    keys: int64 (n,), the store's passage keys. scores: float32 (n,), higher is better; cosine for dense
    search; for lexical search the share, in [0, 1], of the BM25 score that the query could reach at most. A term that
    no passage holds counts in that most, so that a question of which little is known scores low everywhere.
    """

    keys: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with all that is kept of it; row or item i of all that follows `passages` is of passage i.

    vectors: float32 (n, dim), unit length. input_hashes: SHA-256 of the text that was embedded for a passage, so that
    the same input is never embedded twice. content_hash: SHA-256 of the document's own content. statement_vectors:
    those of its statements, as in `PassageVectors`; empty if none are kept.
    """

    document: Document
    content_hash: bytes
    passages: tuple[Passage, ...]
    vectors: FloatMatrix
    input_hashes: tuple[bytes, ...]
    statement_vectors: tuple[FloatMatrix, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceState:
    """A file whose documents are all in the store: its path, the SHA-256 of its bytes, its size in bytes."""

    path: str
    content_hash: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Changes:
    """One atomic write; removals come first.

    put: documents, each in place of what its id held before. remove: ids of documents that go. finished: sources
    of which all documents are in after this write. forgotten: paths of sources that are gone.
    """

    put: tuple[Entry, ...] = ()
    remove: tuple[str, ...] = ()
    finished: tuple[SourceState, ...] = ()
    forgotten: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.remove or self.finished or self.forgotten)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A line of the list of documents; `characters` counts code points."""

    document_id: str
    title: str
    source: str
    date: date | None
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What there is, how large, made with what. Sizes in bytes; memory is that of the vectors of one reader."""

    place: str
    documents: int
    passages: int
    themes: Mapping[str, int]
    first_date: date | None
    last_date: date | None
    generation: int
    updated_at: datetime
    disk_bytes: int
    memory_bytes: int
    memory_per_passage: float
    vector_kind: str
    vector_recall: float | None
    lexical_generation: int
    manifest: Mapping[str, str]
    warnings: tuple[str, ...]


class View(Protocol):
    """The store at one generation: what it finds and what it reads belong together."""

    @property
    def generation(self) -> int:
        """The generation, which grows by one with every write."""

    def require_model(self, model: ModelIdentity) -> None:
        """Raise StoreMismatchError unless the vectors of this generation are of `model`."""

    def dense(self, question: FloatVector, k: int, where: Filter | None = None) -> Candidates:
        """Return the at most `k` passages whose vectors have the highest cosine with `question` (float32 (dim,))."""

    def lexical(self, query: LexicalQuery, k: int, where: Filter | None = None) -> Candidates:
        """Return the at most `k` passages with the highest share of the BM25 score that `query` could reach."""

    def passages(self, keys: Sequence[int]) -> list[Passage]:
        """Return the passages of `keys` in that order; a key that the store does not hold raises KeyError."""

    def vectors(self, keys: Sequence[int]) -> FloatMatrix:
        """Return the vectors of `keys`, float32 (n, dim), in that order; KeyError as for passages."""

    def statement_cosines(self, question: FloatVector, keys: Sequence[int]) -> list[FloatVector]:
        """Return, for each key, the cosine of each statement of the passage with `question`, a unit vector.

        float32 (n,), in the order of `corpus.statements`, (0,) in an index that keeps none; KeyError as for passages.
        """

    @property
    def background(self) -> Background | None:
        """What questions about other things get here; None if it was not measured."""

    def passage_keys(self, passage_ids: Sequence[str]) -> list[int | None]:
        """Return the key of each passage id, None where there is no such passage."""

    def twins(self, keys: Sequence[int], where: Filter | None = None) -> list[tuple[int, ...]]:
        """Return, for each key, the keys of the other passages with the same words, ascending, as `where` allows."""

    def counts(self, field: str, where: Filter | None = None) -> dict[str, int]:
        """Return how many passages that `where` lets through have each value of `field`, the most frequent first.

        `field` is "source" (whole paths), "title", "document", "year" (of the date: "2024"), or any metadata field,
        such as "themes". A document without a value is not counted. Values that differ in case only are one.
        """

    def sample(self, most: int) -> list[int]:
        """Return the keys of at most `most` passages, spread evenly over all of them, the same ones every time."""

    def spelling(self, words: Sequence[str]) -> list[str | None]:
        """Return for each word what may be meant by it, as a text writes it; None where texts have it or none is near.

        A word is known in any inflection.
        """

    def source_hashes(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the SHA-256 of the bytes of each source, by path; what was not read to its end is left out."""

    def document(self, document_id: str) -> Document | None:
        """Return the whole document, or None."""

    def documents(self) -> list[DocumentSummary]:
        """Return a line for every document, ordered by title."""


class Store(Protocol):
    """A place that keeps texts and vectors; safe to use from several threads."""

    def view(self) -> AbstractContextManager[View]:
        """Open the newest generation for the length of a `with` block; never waits for a writer."""

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer for the length of a `with` block; StoreBusyError says who is, if not."""

    def update(self, changes: Changes) -> int:
        """Make all of `changes` durable at once and return the new generation."""

    def sources(self) -> dict[str, SourceState]:
        """Return every source that was read to its end, by path."""

    def documents_of(self, source: str) -> dict[str, bytes]:
        """Return the ids of all documents that came from a source, with the SHA-256 of their content."""

    def document_counts(self) -> dict[str, int]:
        """Return how many documents came from each source."""

    def owners(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Return from which source the store has each of these documents; what it has not is left out."""

    def known_vectors(self, input_hashes: Sequence[bytes]) -> dict[bytes, PassageVectors]:
        """Return the vectors that the store has for these inputs; what it has not is left out."""

    def info(self) -> StoreInfo:
        """Return what there is, how large, and made with what."""

    def close(self) -> None:
        """Release files and connections; calling it twice does no harm."""
