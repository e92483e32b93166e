"""One generation of a local store, as a question sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from corpus import Document, Passage
from index.analysis import placed_literal_words
from index.arrays import FloatMatrix, FloatVector, products
from index.background import Background
from index.embedding.embedder import ModelIdentity
from index.filter import Filter
from index.local import filtering, truth
from index.local.lexical import Words
from index.local.snapshot import Snapshot
from index.local.vectors import SPARE
from index.manifest import Manifest
from index.store import Candidates, DocumentSummary, LexicalQuery


class LocalView:
    """One generation of a local store, read within one SQLite transaction."""

    def __init__(self, connection: sqlite3.Connection, snapshot: Snapshot) -> None:
        self._connection = connection
        self._snapshot = snapshot
        self._last_words: tuple[Filter, Words] | None = None
        self._last_placed: tuple[Filter, Filter] | None = None
        self.generation = snapshot.generation

    @cached_property
    def _manifest(self) -> Manifest:
        return Manifest.from_json(truth.meta(self._connection, "manifest"))

    def require_model(self, model: ModelIdentity) -> None:
        """Raise StoreMismatchError unless the vectors of this generation are of `model`."""
        self._manifest.require(model)

    def dense(self, question: FloatVector, k: int, where: Filter | None = None) -> Candidates:
        """Return the at most `k` passages whose vectors have the highest cosine with `question`."""
        where = self._placed(where)
        words = self._words(where)
        allowed = words.having
        if where and filtering.by_columns(where):
            by_columns = filtering.filter_keys(self._connection, where)
            allowed = by_columns if allowed is None else np.intersect1d(allowed, by_columns)
        vectors = self._snapshot.vectors
        if not vectors.has_rounded_scores:
            return vectors.search(question, k, allowed, words.excluded)
        keys = vectors.search(question, k + SPARE, allowed, words.excluded).keys
        scores = products(self.vectors(keys.tolist()), question) if len(keys) else np.empty(0, np.float32)
        best = np.lexsort((keys, -scores))[:k]
        return Candidates(keys[best], scores[best])

    def _placed(self, where: Filter | None) -> Filter | None:
        """Return a filter whose sources can be looked up, remembered for the parts of one search."""
        if where is not None and (self._last_placed is None or self._last_placed[0] is not where):
            self._last_placed = where, filtering.placed(self._connection, where)
        return self._last_placed[1] if where is not None and self._last_placed is not None else None

    def _words(self, where: Filter | None) -> Words:
        """Return what the words of a filter leave, remembered for the parts of one search."""
        if not where:
            return Words()
        if self._last_words is None or self._last_words[0] is not where:
            self._last_words = where, self._snapshot.lexical.words(where)
        return self._last_words[1]

    def lexical(self, query: LexicalQuery, k: int, where: Filter | None = None) -> Candidates:
        """Return the at most `k` passages with the highest share of the BM25 score that `query` could reach."""
        found = self._snapshot.lexical.search(query, k, self._placed(where))
        if self._snapshot.lexical_generation == self.generation:
            return found
        present = truth.existing_keys(self._connection, found.keys.tolist())
        kept = np.array([key in present for key in found.keys.tolist()], bool)
        return Candidates(found.keys[kept], found.scores[kept])

    def passages(self, keys: Sequence[int]) -> list[Passage]:
        """Return the passages of `keys`, in that order."""
        return truth.passages_by_key(self._connection, keys)

    def vectors(self, keys: Sequence[int]) -> FloatMatrix:
        """Return the vectors of `keys`, in that order."""
        return truth.vectors_by_key(self._connection, keys)

    def statement_cosines(self, question: FloatVector, keys: Sequence[int]) -> list[FloatVector]:
        """Return, for each key, how near its statements are to `question`; asks nothing where none are kept."""
        if not self._manifest.keeps_statements:
            return [np.empty(0, np.float32)] * len(keys)
        return truth.statement_cosines(self._connection, question, keys)

    @cached_property
    def background(self) -> Background | None:
        """What questions about other things get here; None if it was not measured."""
        measured = self._connection.execute("select value from meta where name = 'background'").fetchone()
        return Background.from_json(measured[0]) if measured else None

    def passage_keys(self, passage_ids: Sequence[str]) -> list[int | None]:
        """Return the key of each passage id, None where there is no such passage."""
        return truth.passage_keys(self._connection, passage_ids)

    def twins(self, keys: Sequence[int], where: Filter | None = None) -> list[tuple[int, ...]]:
        """Return, for each key, the keys of the other passages with the same words, ascending."""
        where = self._placed(where)
        return filtering.twins(self._connection, keys, where, self._words(where))

    def counts(self, field: str, where: Filter | None = None) -> dict[str, int]:
        """Return how many passages that `where` lets through have each value of `field`; see `index.store.View`."""
        where = self._placed(where)
        return filtering.counts(self._connection, field, where, self._words(where))

    def sample(self, most: int) -> list[int]:
        """Return the keys of at most `most` passages, spread evenly over all of them, the same ones every time."""
        return filtering.sample(self._connection, most)

    def spelling(self, words: Sequence[str]) -> list[str | None]:
        """Return for each word what may be meant by it; None where texts have it or nothing is near."""
        return [self._meant(word) for word in words]

    def _meant(self, word: str) -> str | None:
        near = self._snapshot.lexical.nearest_word(word)
        if near is None:
            return None
        written, key = near
        if truth.existing_keys(self._connection, [key]):  # lexical search may be a generation behind
            [passage] = self.passages([key])
            text = "\n".join((passage.text, passage.title, *passage.headings))
            spellings = (text[w.start : w.end] for w in placed_literal_words(text) if w.text == written)
            written = next(spellings, written)
        return written if word[:1].isupper() else written.lower()

    def source_hashes(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the SHA-256 of the bytes of each source, by path; what was not read to its end is left out."""
        return truth.source_hashes(self._connection, paths)

    def document(self, document_id: str) -> Document | None:
        """Return the whole document, or None."""
        return truth.document_by_id(self._connection, document_id)

    def documents(self) -> list[DocumentSummary]:
        """Return a line for every document, ordered by title."""
        return truth.summaries(self._connection)
