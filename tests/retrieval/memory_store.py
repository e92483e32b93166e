"""The Protocol of a store in a list: what is right is worked out again here, not asked of the code under test."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import PurePosixPath

import numpy as np

from corpus import Document, Passage
from corpus.errors import StoreMismatchError
from index import Filter, LexicalQuery, ModelIdentity
from index.analysis import terms
from index.arrays import FloatMatrix, FloatVector
from index.passage_vectors import PassageVectors
from index.store import Candidates, Changes, DocumentSummary, Entry, SourceState, StoreInfo
from tests.fake_embedder import FakeEmbedder


class MemoryView:
    """One state of a list of entries; the key of a passage is its place in it."""

    def __init__(self, entries: Sequence[Entry], sources: Mapping[str, SourceState], generation: int) -> None:
        self.generation = generation
        self._sources = sources
        self._entries = entries
        self._rows = [
            (e, p, v, s)
            for e in entries
            for p, v, s in zip(
                e.passages, e.vectors, e.statement_vectors or [e.vectors[:0]] * len(e.passages), strict=True
            )
        ]

    def require_model(self, model: ModelIdentity) -> None:
        if model.checksum != FakeEmbedder().identity.checksum:
            raise StoreMismatchError("Ander model.")

    def dense(self, question: FloatVector, k: int, where: Filter | None = None) -> Candidates:
        return self._best([float(v @ question) for _, _, v, _ in self._rows], k, where)

    def lexical(self, query: LexicalQuery, k: int, where: Filter | None = None) -> Candidates:
        counts = [sum(w for t, w in query.terms.items() if t in terms(p.text)) for _, p, _, _ in self._rows]
        return self._best([float(c) or -1.0 for c in counts], k, where, least=0.0)

    def _best(self, scores: list[float], k: int, where: Filter | None, least: float = -2.0) -> Candidates:
        allowed = [n for n, (e, p, _, _) in enumerate(self._rows) if _fits(e.document, where, p) and scores[n] > least]
        best = sorted(allowed, key=lambda n: -scores[n])[:k]
        return Candidates(np.array(best, np.int64), np.array([scores[n] for n in best], np.float32))

    def passages(self, keys: Sequence[int]) -> list[Passage]:
        return [self._rows[key][1] for key in keys]

    def vectors(self, keys: Sequence[int]) -> FloatMatrix:
        return np.array([self._rows[key][2] for key in keys], np.float32)

    def statement_cosines(self, question: FloatVector, keys: Sequence[int]) -> list[FloatVector]:
        return [self._rows[key][3] @ question for key in keys]

    background = None

    def passage_keys(self, passage_ids: Sequence[str]) -> list[int | None]:
        places = {p.passage_id: n for n, (_, p, _, _) in enumerate(self._rows)}
        return [places.get(passage_id) for passage_id in passage_ids]

    def twins(self, keys: Sequence[int], where: Filter | None = None) -> list[tuple[int, ...]]:
        prints = [_words(p.text) for _, p, _, _ in self._rows]
        return [
            tuple(
                n
                for n, (e, p, _, _) in enumerate(self._rows)
                if n != key and prints[n] == prints[key] and _fits(e.document, where, p)
            )
            for key in keys
        ]

    def counts(self, field: str, where: Filter | None = None) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for of in (e.document for e, p, _, _ in self._rows if _fits(e.document, where, p)):
            years = [str(of.date.year)] if of.date else []
            own = {"source": [of.source], "title": [of.title], "document": [of.document_id], "year": years}
            counted.update(own.get(field, of.metadata.get(field, ())))
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def sample(self, most: int) -> list[int]:
        places = range(min(most, len(self._rows)))
        return [place * len(self._rows) // len(places) for place in places]

    def spelling(self, words: Sequence[str]) -> list[str | None]:
        known = {word for _, p, *_ in self._rows for word in _words(f"{p.title} {p.text}")}
        stems = set(map(_stem, known))
        return [
            None if _stem(word.lower()) in stems else next(iter(get_close_matches(word.lower(), known, 1, 0.8)), None)
            for word in words
        ]

    def source_hashes(self, paths: Sequence[str]) -> dict[str, bytes]:
        return {path: self._sources[path].content_hash for path in paths if path in self._sources}

    def document(self, document_id: str) -> Document | None:
        return next((e.document for e in self._entries if e.document.document_id == document_id), None)

    def documents(self) -> list[DocumentSummary]:
        return [
            DocumentSummary(d.document_id, d.title, d.source, d.date, len(e.passages), len(d.text))
            for e in self._entries
            for d in [e.document]
        ]


class MemoryStore:
    """The whole Protocol in a list."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._sources: dict[str, SourceState] = {}
        self._generation = 0

    @contextmanager
    def view(self) -> Iterator[MemoryView]:
        yield MemoryView(list(self._entries.values()), dict(self._sources), self._generation)

    @contextmanager
    def writing(self) -> Iterator[None]:
        yield

    def update(self, changes: Changes) -> int:
        for document_id in changes.remove:
            self._entries.pop(document_id, None)
        self._entries.update({e.document.document_id: e for e in changes.put})
        self._sources.update({state.path: state for state in changes.finished})
        self._generation += 1
        return self._generation

    def sources(self) -> dict[str, SourceState]:
        return dict(self._sources)

    def documents_of(self, source: str) -> dict[str, bytes]:
        return {i: e.content_hash for i, e in self._entries.items() if e.document.source == source}

    def document_counts(self) -> dict[str, int]:
        return Counter(e.document.source for e in self._entries.values())

    def owners(self, document_ids: Sequence[str]) -> dict[str, str]:
        return {i: self._entries[i].document.source for i in document_ids if i in self._entries}

    def known_vectors(self, input_hashes: Sequence[bytes]) -> dict[bytes, PassageVectors]:
        return {}

    def info(self) -> StoreInfo:
        empty: Mapping[str, int] = {}
        count = len(self._entries)
        moment = datetime.now(UTC)
        return StoreInfo("geheugen", count, count, empty, None, None, 0, moment, 0, 0, 0.0, "exact", None, 0, {}, ())

    def close(self) -> None:
        pass


def _fits(of: Document, where: Filter | None, passage: Passage | None = None) -> bool:
    return all(_fits_part(of, part, passage) for part in where or ())


def _fits_part(of: Document, where: Filter, passage: Passage | None) -> bool:
    read = [
        _words(part)
        for part in (of.title, *(passage.headings if passage else ()), passage.text if passage else of.text)
    ]
    has = {name: any(_has(of, name, value) for value in values) for name, values in where.fields.items()}
    has_not = {name: any(_has(of, name, value) for value in values) for name, values in where.without_fields.items()}
    day = of.date.isoformat() if of.date else ""
    return (
        all(has.values())
        and not any(has_not.values())
        and all(any(_follow(_words(phrase), part) for part in read) for phrase in where.phrases)
        and not any(_stands(_words(unwanted), part) for unwanted in where.without for part in read)
        and (where.date_from is None or day >= where.date_from.isoformat())
        and (where.date_until is None or "" < day <= where.date_until.isoformat())
    )


def _has(of: Document, name: str, value: str) -> bool:
    if name == "title":
        return _follow(_words(value), _words(of.title))
    path = PurePosixPath(of.source.lower())
    held = {
        "document": {of.document_id.lower()},
        "source": {
            of.document_id.lower(),
            *(
                "/".join(path.parts[a:b]).replace("//", "/")
                for a in range(len(path.parts))
                for b in range(a + 1, len(path.parts) + 1)
            ),
        },
        "year": ({str(of.date.year)} if of.date else set()) | set(of.metadata.get("year", ())),
    }
    if name == "source":
        value = str(PurePosixPath(value.replace("\\", "/")))
    return value.lower() in held.get(name, {one.lower() for one in of.metadata.get(name, ())})


def _stands(words: list[str], text: list[str]) -> bool:
    """Tell whether a phrase, or one word in any of its forms, stands in a text."""
    return _stem(words[0]) in map(_stem, text) if len(words) == 1 else _follow(words, text)


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain)


def _stem(word: str) -> str:
    return re.sub(r"(?<=...)(?:en|s)$", "", word)


def _follow(words: list[str], text: list[str]) -> bool:
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))
