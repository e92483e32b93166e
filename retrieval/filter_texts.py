"""What a filter lets through, in Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.dutch import dutch_day
from index import Filter
from retrieval.citation_formats import file_name

_FIELDS = {"source": "bestand of map", "title": "titel met", "themes": "thema", "year": "jaar"}


def searched_in(where: Filter | None) -> str:
    """Return what a filter lets through; of a path its name only."""
    return "; ".join(condition for part in where or () for condition in _conditions(part)) or "alle documenten"


def _conditions(where: Filter) -> Iterator[str]:
    yield from (_named(name, values) for name, values in where.fields.items())
    if where.date_from is not None:
        yield f"vanaf {dutch_day(where.date_from)}"
    if where.date_until is not None:
        yield f"tot en met {dutch_day(where.date_until)}"
    yield from (f"met de woorden “{phrase}”" for phrase in where.phrases)
    yield from (f"zonder “{words}”" for words in where.without)
    yield from (f"niet {_named(name, values)}" for name, values in where.without_fields.items())


def _named(name: str, values: Sequence[str]) -> str:
    """Return the values of a field; of the path and the name of one file only its name."""
    shown = dict.fromkeys(map(file_name, values) if name == "source" else values)
    return f"{_FIELDS.get(name, name)}: {' of '.join(shown)}"
