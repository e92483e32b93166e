"""Lexical search: BM25 by tantivy over the stems and the pieces of words of a passage with its title and headings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import tantivy

from index.analysis import grams, terms
from index.analysis.references import references
from index.arrays import KeyArray
from index.store import Candidates, Filter, LexicalQuery

_WRITER_MEMORY_BYTES = 64_000_000
_NO_DATE = 0
TERMS, GRAMS = "terms", "grams"
# tantivy's k1 is fixed at 1.2, while passages are short: that a word is there says more than how often. Counting it at
# most twice does what a lower k1 does.
_COUNTED_TIMES = 2
_NOTHING: Mapping[str, float] = {}
_MOST_OF_A_TERM = 2.2  # times its idf: what BM25 gives for one term at most, k1 + 1 with the k1 of tantivy


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
    for name in (TERMS, GRAMS):  # made by index.analysis; here they are only parted
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
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
        text = "\n".join((row.title, *row.headings, row.address, row.text))
        place = references(f"{row.address} {row.title}") if row.address else []
        document.add_text(TERMS, _joined([*terms(text), *place]))
        document.add_text(GRAMS, _joined(grams(text)))
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
        """Return the at most `k` passages with the highest share of the BM25 score that `query` could reach.

        BM25 is tantivy's, with k1 1.2 and b 0.75. Equal scores are ordered by key.
        """
        k = min(k, len(self))
        gram_weight = query.gram_weight if query.grams else 0.0
        wanted = [
            *self._weighted(TERMS, query.terms, 1.0 - gram_weight, query.related),
            *self._weighted(GRAMS, query.grams, gram_weight),
        ]
        if k <= 0 or not wanted:
            return Candidates(np.empty(0, np.int64), np.empty(0, np.float32))
        sought = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in wanted])
        if where:
            sought = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, sought),
                    *((tantivy.Occur.Must, q) for q in self._conditions(where)),
                ]
            )
        hits = self._searcher.search(sought, limit=k, count=False).hits
        scores = np.minimum(np.array([score for score, _ in hits], np.float32), 1.0)
        keys = self._keys([address for _, address in hits])
        best = np.lexsort((keys, -scores))
        return Candidates(keys[best], scores[best])

    def _weighted(
        self, name: str, wanted: Mapping[str, float], share: float, related: Mapping[str, float] = _NOTHING
    ) -> Iterable[tantivy.Query]:
        """Yield a query for each known term, weighted so that all that could be found scores `share` together."""
        count = len(self)  # without removed passages, while tantivy's frequencies are with them
        known = {term: min(self._searcher.doc_freq(name, term), count) for term in {*wanted, *related}}
        most = sum(
            weight * _MOST_OF_A_TERM * math.log(1 + (count - known[term] + 0.5) / (known[term] + 0.5))
            for term, weight in wanted.items()
        )
        for term, weight in (*wanted.items(), *related.items()):
            if known[term] and share > 0 and most > 0:
                sought = tantivy.Query.term_query(self._schema, name, term, "freq")
                yield tantivy.Query.boost_query(sought, share * weight / most)

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


def _joined(found: Iterable[str]) -> str:
    return " ".join(term for term, count in Counter(found).items() for _ in range(min(count, _COUNTED_TIMES)))


def _day_number(day: date | None) -> int:
    """Return 20260131 for 31 January 2026, so that days compare as numbers."""
    return _NO_DATE if day is None else day.year * 10_000 + day.month * 100 + day.day


def _filter_term(name: str, value: str) -> str:
    return f"{name}={value}"
