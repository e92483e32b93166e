"""Which passages a filter lets through, and how many of them have which value, by the columns of the truth."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from index.arrays import KeyArray
from index.store import Filter

_COLUMNS = {"source": "source", "title": "title", "document": "document_id", "year": "substr(date, 1, 4)"}


def filter_keys(connection: sqlite3.Connection, where: Filter) -> KeyArray:
    """Return the keys, int64 ascending, of the passages in documents that `where` lets through."""
    condition, values = _condition(where)
    rows = connection.execute(
        f"select passage_key from passage join document using (document_key) where {condition} order by passage_key",
        values,
    )
    return np.fromiter((key for (key,) in rows), np.int64)


def twins(connection: sqlite3.Connection, keys: Sequence[int], where: Filter | None) -> list[tuple[int, ...]]:
    """Return, for each key, the keys of the other passages with the same words, as `where` allows."""
    condition, values = _condition(where or Filter())
    rows = connection.execute(
        "select passage.passage_key, other.passage_key from passage join passage as other using (fingerprint)"
        " join document on document.document_key = other.document_key"
        f" where passage.passage_key in ({', '.join('?' * len(keys))})"
        f" and other.passage_key <> passage.passage_key and {condition} order by other.passage_key",
        (*keys, *values),
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, other in rows:
        found[key].append(other)
    return [tuple(found[key]) for key in keys]


def counts(connection: sqlite3.Connection, field: str, where: Filter | None) -> dict[str, int]:
    """Return how many passages have each value of `field`; see `index.store.View.counts`."""
    condition, bound = _condition(where or Filter())
    documents = (
        "select document.*, count(*) as passages from document join passage using (document_key)"
        f" where {condition} group by document_key"
    )
    if column := _COLUMNS.get(field):
        statement = f"select {column}, sum(passages) from ({documents}) where {column} is not null group by 1"
    else:
        statement = (
            f"select value.value, sum(passages) from ({documents}) as document, json_each(document.metadata) as field,"
            " json_each(field.value) as value where field.key = ? group by 1"
        )
        bound = [*bound, field]
    return _ordered(dict(connection.execute(statement, bound)))


def _ordered(found: dict[str, int]) -> dict[str, int]:
    """Return counts, the highest first, of values that differ by more than case, in the spelling that is most used."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value, count in found.items():
        spellings[value.casefold()][value] += count
    totals = {spelt.most_common(1)[0][0]: spelt.total() for spelt in spellings.values()}
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def _condition(where: Filter) -> tuple[str, list[str]]:
    conditions, values = ["1"], []
    for name, wanted in where.fields.items():
        conditions.append(
            "document.document_key in"
            f" (select document_key from document_field where name = ? and value in ({', '.join('?' * len(wanted))}))"
        )
        values += [name, *(value.casefold() for value in wanted)]
    if where.date_from:
        conditions.append("date >= ?")
        values.append(where.date_from.isoformat())
    if where.date_until:
        conditions.append("date <= ?")
        values.append(where.date_until.isoformat())
    return " and ".join(conditions), values


def sample(connection: sqlite3.Connection, most: int) -> list[int]:
    """Return the keys of at most `most` passages, spread evenly over all of them; see `index.store.View.sample`."""
    rows = connection.execute("select passage_key from passage order by passage_key")
    keys = np.fromiter((key for (key,) in rows), np.int64)
    places = np.arange(len(keys)) if len(keys) <= most else np.arange(most) * len(keys) // most
    return [int(key) for key in keys[places]]
