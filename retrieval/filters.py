"""Filters as people write them: values, days and years, and metadata fields as naam=waarde."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from corpus.errors import InputError
from corpus.written_days import written_day
from index import Filter
from index.filter import SOURCE


def written_filter(
    sources: Sequence[str] = (),
    titles: Sequence[str] = (),
    themes: Sequence[str] = (),
    fields: Sequence[str] = (),
    day_from: str | None = None,
    day_until: str | None = None,
) -> Filter | None:
    """Return the filter that lets through what has one of the values of every kind; None where nothing is asked.

    Days are as `corpus.written_days` reads them; of a month or year the first or the last day is meant. `fields` are
    "naam=waarde".

    Raises:
        InputError: a day does not exist, the last one is before the first, or a field is not of that form.

    """
    named: defaultdict[str, list[str]] = defaultdict(list)
    for name, values in ((SOURCE, sources), ("title", titles), ("themes", themes)):
        if values:
            named[name] += values
    for field in fields:
        name, equals, value = (part.strip() for part in field.partition("="))
        if not (name and equals and value):
            raise InputError(
                f"{field[:80]!r} is geen waarde van een veld. Schrijf naam=waarde, bijvoorbeeld type=verordening."
            )
        named[name].append(value)
    first = written_day(day_from, last=False) if day_from is not None else None
    last = written_day(day_until, last=True) if day_until is not None else None
    return Filter({name: tuple(values) for name, values in named.items()}, first, last) or None


def sources_here(names: Sequence[str]) -> list[str]:
    """Return names of sources, each with the whole path of what is called so in the working folder."""
    found: list[str] = []
    for name in names:
        found.append(name)
        with suppress(OSError, ValueError):  # what is no name of a file here may be one there
            path = Path(name)
            if not path.is_absolute() and path.exists():
                found.append(str(path.resolve()))
    return found


def from_here(where: Filter) -> Filter:
    """Return a filter whose sources may be named from the working folder too."""
    if SOURCE not in where.fields:
        return where
    return replace(where, fields={**where.fields, SOURCE: tuple(sources_here(where.fields[SOURCE]))})
