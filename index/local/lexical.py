"""Lexical search: BM25 by tantivy over the stems and the pieces of words of a passage with its title and headings."""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import tantivy

from index.analysis import content_words, folded, literal_words, stem
from index.analysis.words import words
from index.arrays import KeyArray
from index.filter import Filter, compared, stated_names
from index.local.lexical_writing import (
    GRAMS,
    HEADINGS,
    LOCKS_OF_TANTIVY,
    NO_DATE,
    TERMS,
    TEXT,
    TITLE,
    YEAR,
    day_number,
    filter_term,
)
from index.local.spelling import nearest_word
from index.store import Candidates, LexicalQuery

_LAST_DAY = 99_991_231
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NO_KEYS: KeyArray = np.empty(0, np.int64)
_NOTHING: Mapping[str, float] = {}
_MOST_OF_A_TERM = 2.2  # times its idf: what BM25 gives for one term at most, k1 + 1 with the k1 of tantivy


def may_be_opened(folder: Path) -> bool:
    """Tell whether tantivy can open what is in `folder`: it locks it by a file in it, also for reading."""
    return os.access(folder, os.W_OK)


def linked(folder: Path, private: Path) -> Path:
    """Fill the empty folder `private` with links to the files in `folder`, for who may not write there."""
    for file in folder.iterdir():
        if file.name not in LOCKS_OF_TANTIVY:
            (private / file.name).symlink_to(file.resolve())
    return private


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a filter leave: only `having`, where it asks for words at all, and never `excluded`.

    Both are keys of passages, int64 ascending.
    """

    having: KeyArray | None = None
    excluded: KeyArray = field(default_factory=lambda: _NO_KEYS)

    def allow(self, key: int) -> bool:
        """Tell whether one passage is left."""
        return (self.having is None or _has(self.having, key)) and not _has(self.excluded, key)


def _has(keys: KeyArray, key: int) -> bool:
    at = int(np.searchsorted(keys, key))
    return at < len(keys) and bool(keys[at] == key)


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
            must = [(tantivy.Occur.Must, q) for q in (*self._column_conditions(where), *self._word_conditions(where))]
            unwanted = (*self._column_exclusions(where), *self._exclusions(where))
            must_not = [(tantivy.Occur.MustNot, q) for q in unwanted]
            sought = tantivy.Query.boolean_query([(tantivy.Occur.Must, sought), *must, *must_not])
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

    def words(self, where: Filter) -> Words:
        """Return the keys of the passages that have the words and phrases of `where`, and of those it leaves out."""
        wanted, unwanted = list(self._word_conditions(where)), list(self._exclusions(where))
        having = self._all(tantivy.Query.boolean_query([(tantivy.Occur.Must, q) for q in wanted])) if wanted else None
        return Words(having, self._all(_any_of(unwanted)) if unwanted else _NO_KEYS)

    def nearest_word(self, word: str) -> tuple[str, int] | None:
        """Return what may be meant by `word`, folded, and the key of a passage with it; None if it is known or none is.

        It stands in the title, the headings or the text of that passage.
        """
        while (near := nearest_word(folded(word), self._word_counts)) is not None:
            if hits := self._searcher.search(self._anywhere(near), limit=1, count=False).hits:
                return near, int(self._keys([hits[0][1]])[0])
            # tantivy counts the words of removed passages until it merges them away
            self._word_counts = {known: count for known, count in self._word_counts.items() if known != near}
        return None

    @cached_property
    def _word_counts(self) -> Mapping[str, int]:
        """How many passages have each word that may be meant: letters only, since numbers are not misspelt so."""
        found = Counter[str]()
        for name in (TITLE, HEADINGS, TEXT):
            found.update(dict(self._searcher.terms_with_prefix(name, "")))
        return {word: count for word, count in found.items() if word.isalpha()}

    def all_keys(self) -> KeyArray:
        """Return every key, int64 ascending."""
        return self._all(tantivy.Query.all_query())

    def _all(self, query: tantivy.Query) -> KeyArray:
        if not len(self):
            return _NO_KEYS
        hits = self._searcher.search(query, limit=len(self), count=False).hits
        return np.sort(self._keys([address for _, address in hits]))

    def _keys(self, addresses: list[tantivy.DocAddress]) -> KeyArray:
        return np.array(self._searcher.fast_field_values("key", addresses), np.int64)

    def _column_conditions(self, where: Filter) -> Iterator[tantivy.Query]:
        for part in where:
            for name, values in part.fields.items():
                if name != TITLE:
                    yield _unscored(self._has_one(name, values))
            if part.date_from or part.date_until:
                first = day_number(part.date_from) if part.date_from else NO_DATE + 1
                yield _unscored(self._days(first, day_number(part.date_until) if part.date_until else _LAST_DAY))

    def _column_exclusions(self, where: Filter) -> Iterator[tantivy.Query]:
        yield from (self._has_one(*one) for part in where for one in part.without_fields.items() if one[0] != TITLE)

    def _has_one(self, name: str, values: Sequence[str]) -> tantivy.Query:
        wanted = [filter_term(one, value) for one in stated_names(name) for value in compared(name, values)]
        stated = tantivy.Query.term_set_query(self._schema, "filter", wanted)
        if name != YEAR:
            return stated
        years = [int(value) * 10_000 for value in values if _YEAR.fullmatch(value)]
        return _any_of([stated, *(self._days(year, year + 9_999) for year in years)])

    def _days(self, first: int, last: int) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, first, last)

    def _word_conditions(self, where: Filter) -> Iterator[tantivy.Query]:
        for part in where:
            if TITLE in part.fields:
                yield _unscored(_any_of([self._phrase(TITLE, value) for value in part.fields[TITLE]]))
            for phrase in part.phrases:
                yield _unscored(self._anywhere(phrase))

    def _exclusions(self, where: Filter) -> Iterator[tantivy.Query]:
        for part in where:
            yield from (self._phrase(TITLE, value) for value in part.without_fields.get(TITLE, ()))
            for value in part.without:
                stems = [stem(word) for word in content_words(value)]
                if len(stems) == len(words(value)) == 1:
                    yield tantivy.Query.term_query(self._schema, TERMS, stems[0], "basic")
                else:
                    yield self._anywhere(value)

    def _anywhere(self, phrase: str) -> tantivy.Query:
        return _any_of([self._phrase(name, phrase) for name in (TITLE, HEADINGS, TEXT)])

    def _phrase(self, name: str, value: str) -> tantivy.Query:
        words: list[str | tuple[int, str]] = [*literal_words(value)]
        if not words:
            return tantivy.Query.empty_query()
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, name, words[0], "basic")
        return tantivy.Query.phrase_query(self._schema, name, words)


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)
