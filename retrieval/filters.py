"""Filters as people write them: values, days and years, and metadata fields as naam=waarde."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from corpus.errors import InputError
from corpus.metadata import field_name
from index import Filter

SOURCE = "source"
_YEAR = re.compile(r"\d{4}")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def written_filter(
    sources: Sequence[str] = (),
    titles: Sequence[str] = (),
    themes: Sequence[str] = (),
    fields: Sequence[str] = (),
    day_from: str | None = None,
    day_until: str | None = None,
) -> Filter | None:
    """Return the filter that lets through what has one of the values of every kind; None where nothing is asked.

    Days are 2024-05-01, 1-5-2024 or a year, of which the first or the last day is meant. `fields` are "naam=waarde".

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
        named[field_named(name)].append(value)
    first = written_day(day_from, last=False) if day_from is not None else None
    last = written_day(day_until, last=True) if day_until is not None else None
    check_period(first, last)
    return Filter({name: tuple(values) for name, values in named.items()}, first, last) or None


def field_named(name: str) -> str:
    """Return the field that people call `name`, as in an operator or at the top of a text."""
    written = field_name(name)
    return {"bron": SOURCE}.get(written, written)


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


def check_period(first: date | None, last: date | None) -> None:
    """Raise InputError for a period that ends before it begins."""
    if first and last and last < first:
        raise InputError(f"De periode eindigt ({last:%d-%m-%Y}) voor zij begint ({first:%d-%m-%Y}). Wissel ze om.")


def written_day(text: str, *, last: bool) -> date:
    """Return the day that `text` writes; of a year the first day, or the `last` one.

    Raises:
        InputError: it is no day.

    """
    written = text.strip()
    try:
        if _YEAR.fullmatch(written):
            return date(int(written), 12, 31) if last else date(int(written), 1, 1)
        if match := _ISO_DAY.fullmatch(written):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DUTCH_DAY.fullmatch(written):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise InputError(f"{text[:40]!r} is geen datum. Schrijf bijvoorbeeld 2024-05-01, 1-5-2024 of 2024.")
