"""Which passages a filter lets through, and how many of them have which value, by the columns of the truth."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.arrays import KeyArray
from index.filter import DOCUMENT, SOURCE, Filter, compared, path_ending, source_path, stated_names
from index.local.lexical import Words
from index.local.lexical_writing import TITLE, YEAR

_COLUMNS = {SOURCE: "source", TITLE: "title", DOCUMENT: "document_id", YEAR: "substr(date, 1, 4)"}


def placed(connection: sqlite3.Connection, where: Filter) -> Filter:
    """Return `where` with the whole paths of sources of which it names an ending: only these can be looked up."""
    if not any(_endings(part.fields) or _endings(part.without_fields) for part in where):
        return where
    sources = [source for (source,) in connection.execute("select distinct source from document")]

    def whole(fields: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        found = {
            path: None for ending in _endings(fields) for source in sources if (path := path_ending(source, ending))
        }
        return {**fields, SOURCE: (*fields[SOURCE], *found)} if found else fields

    return replace(
        where,
        fields=whole(where.fields),
        without_fields=whole(where.without_fields),
        also=placed(connection, where.also) if where.also else None,
    )


def _endings(fields: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the values of a source that are paths of several parts, but not from the root."""
    paths = [(value, source_path(value)) for value in fields.get(SOURCE, ())]
    return [value for value, path in paths if len(path.parts) > 1 and not path.is_absolute()]


def filter_keys(connection: sqlite3.Connection, where: Filter) -> KeyArray:
    """Return the keys, int64 ascending, of the passages in documents that `where` lets through."""
    condition, values = _condition(where)
    rows = connection.execute(
        f"select passage_key from passage join document using (document_key) where {condition} order by passage_key",
        values,
    )
    return np.fromiter((key for (key,) in rows), np.int64)


def twins(
    connection: sqlite3.Connection, keys: Sequence[int], where: Filter | None, words: Words
) -> list[tuple[int, ...]]:
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
        if words.allow(other):
            found[key].append(other)
    return [tuple(found[key]) for key in keys]


def counts(connection: sqlite3.Connection, field: str, where: Filter | None, words: Words) -> dict[str, int]:
    """Return how many passages have each value of `field`; see `index.store.View.counts`."""
    condition, bound = _condition(where or Filter())
    passage_condition, keys = _passage_condition(words)
    documents = (
        "select document.*, count(*) as passages from document join passage using (document_key)"
        f" where {condition} and {passage_condition} group by document_key"
    )
    bound += keys
    if column := _COLUMNS.get(field):
        statement = f"select {column}, sum(passages) from ({documents}) where {column} is not null group by 1"
    else:
        statement = (
            f"select value.value, sum(passages) from ({documents}) as document, json_each(document.metadata) as field,"
            " json_each(field.value) as value where field.key = ? group by 1"
        )
        bound.append(field)
    return _ordered(dict(connection.execute(statement, bound)))


def _ordered(found: dict[str, int]) -> dict[str, int]:
    """Return counts, the highest first, of values that differ by more than case, in the spelling that is most used."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value, count in found.items():
        spellings[value.casefold()][value] += count
    totals = {spelt.most_common(1)[0][0]: spelt.total() for spelt in spellings.values()}
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def by_columns(where: Filter) -> bool:
    """Tell whether a filter asks for anything that is in a column of the truth."""
    return any(
        (part.fields.keys() | part.without_fields.keys()) - {TITLE} or part.date_from or part.date_until
        for part in where
    )


def _condition(where: Filter) -> tuple[str, list[str]]:
    """Return the condition on documents, without what words decide, and the values that it binds."""
    conditions, values = ["1"], []
    for part in where:
        for fields, condition in ((part.fields, "{}"), (part.without_fields, "not {}")):
            for name, wanted in fields.items():
                if name != TITLE:
                    has, bound = _has_one(name, compared(name, wanted))
                    conditions.append(condition.format(has))
                    values += bound
        if part.date_from:
            conditions.append("date >= ?")
            values.append(part.date_from.isoformat())
        if part.date_until:
            conditions.append("date <= ?")
            values.append(part.date_until.isoformat())
    return " and ".join(conditions), values


def _has_one(name: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """Return the condition that a document has one of `values` of a field, and the values that it binds."""
    marks = ", ".join("?" * len(values))
    pair = f"document.document_key in (select document_key from document_field where name = ? and value in ({marks}))"
    names = stated_names(name)
    stated, bound = " or ".join([pair] * len(names)), [part for one in names for part in (one, *values)]
    if name == YEAR:
        return f"(date is not null and {_COLUMNS[YEAR]} in ({marks}) or {stated})", [*values, *bound]
    return f"({stated})", bound


def sample(connection: sqlite3.Connection, most: int) -> list[int]:
    """Return the keys of at most `most` passages, spread evenly over all of them; see `index.store.View.sample`."""
    rows = connection.execute("select passage_key from passage order by passage_key")
    keys = np.fromiter((key for (key,) in rows), np.int64)
    places = np.arange(len(keys)) if len(keys) <= most else np.arange(most) * len(keys) // most
    return [int(key) for key in keys[places]]


def _passage_condition(words: Words) -> tuple[str, list[str]]:
    condition, values = "1", []
    if words.having is not None:
        condition += " and passage.passage_key in (select value from json_each(?))"
        values.append(json.dumps(words.having.tolist()))
    if len(words.excluded):
        condition += " and passage.passage_key not in (select value from json_each(?))"
        values.append(json.dumps(words.excluded.tolist()))
    return condition, values
