"""Lexical search: BM25 by tantivy over the terms of titles, headings and bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import tantivy

from index.analysis import terms
from index.arrays import KeyArray
from index.store import Candidates, Filter, LexicalQuery

_WRITER_MEMORY_BYTES = 64_000_000
_NO_DATE = 0


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """A passage as lexical search sees it; `fields` are the (name, folded value) pairs of its document."""

    key: int
    title: str
    headings: tuple[str, ...]
    address: str
    text: str
    day: date | None
    fields: tuple[tuple[str, str], ...]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    for name in (
        "title",
        "headings",
        "body",
    ):  # terms come stemmed from index.analysis; here they are only parted
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("filter", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder.build()


def write(folder: Path, rows: Iterable[LexicalRow], removed: Iterable[int] = ()) -> None:
    """Add `rows` to the tantivy index in `folder`, made if there is none, without the keys `removed`."""
    schema = _schema()
    lexical = tantivy.Index(schema, path=str(folder))
    writer = lexical.writer(heap_size=_WRITER_MEMORY_BYTES, num_threads=1)
    if gone := list(removed):  # not delete_documents_by_term: for an unsigned field it deletes nothing
        writer.delete_documents_by_query(tantivy.Query.term_set_query(schema, "key", gone))
    for row in rows:
        document = tantivy.Document()
        document.add_unsigned("key", row.key)
        document.add_text("title", " ".join(terms(row.title)))
        document.add_text("headings", " ".join(terms(" ".join(row.headings))))
        document.add_text("body", " ".join(terms(row.text)))
        document.add_unsigned("day", _day_number(row.day))
        for name, value in row.fields:
            document.add_text("filter", _filter_term(name, value))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """A tantivy index in a folder that does not change, opened for searching; safe from several threads."""

    def __init__(self, folder: Path) -> None:
        opened = tantivy.Index.open(str(folder))
        opened.config_reader(reload_policy="manual")
        self._searcher = opened.searcher()
        self._schema = opened.schema

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, query: LexicalQuery, k: int, where: Filter | None = None) -> Candidates:
        """Return the at most `k` passages with the highest BM25 score (tantivy: k1 1.2, b 0.75).

        Equal scores are ordered by key.
        """
        k = min(k, len(self))
        wanted = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, name, term, "freq"), weight * field_weight
                ),
            )
            for term, weight in query.terms.items()
            for name, field_weight in query.field_weights.items()
            if field_weight > 0
        ]
        if k <= 0 or not wanted:
            return Candidates(np.empty(0, np.int64), np.empty(0, np.float32))
        sought = tantivy.Query.boolean_query(wanted)
        if where:
            sought = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, sought),
                    *((tantivy.Occur.Must, q) for q in self._conditions(where)),
                ]
            )
        hits = self._searcher.search(sought, limit=k, count=False).hits
        scores = np.array([score for score, _ in hits], np.float32)
        keys = self._keys([address for _, address in hits])
        best = np.lexsort((keys, -scores))
        return Candidates(keys[best], scores[best])

    def all_keys(self) -> KeyArray:
        """Return every key, int64 ascending."""
        if not len(self):
            return np.empty(0, np.int64)
        hits = self._searcher.search(tantivy.Query.all_query(), limit=len(self), count=False).hits
        return np.sort(self._keys([address for _, address in hits]))

    def _keys(self, addresses: list[tantivy.DocAddress]) -> KeyArray:
        return np.array(self._searcher.fast_field_values("key", addresses), np.int64)

    def _conditions(self, where: Filter) -> Iterable[tantivy.Query]:
        for name, values in where.fields.items():
            wanted = [_filter_term(name, value.casefold()) for value in values]
            yield tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "filter", wanted), 0.0)
        if where.date_from or where.date_until:
            yield tantivy.Query.const_score_query(
                tantivy.Query.range_query(
                    self._schema,
                    "day",
                    tantivy.FieldType.Unsigned,
                    lower_bound=_day_number(where.date_from) if where.date_from else _NO_DATE + 1,
                    upper_bound=_day_number(where.date_until) if where.date_until else 99_991_231,
                ),
                0.0,
            )


def _day_number(day: date | None) -> int:
    """Return 20260131 for 31 January 2026, so that days compare as numbers."""
    return _NO_DATE if day is None else day.year * 10_000 + day.month * 100 + day.day


def _filter_term(name: str, value: str) -> str:
    return f"{name}={value}"
