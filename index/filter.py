"""Which passages may answer: the filter of a question, checked, and how its values are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from corpus.errors import InputError
from corpus.metadata import field_name
from corpus.written_days import written_day

SOURCE, DOCUMENT = "source", "document"


def source_path(source: str) -> PurePath:
    """Return the path of a source of any operating system; of a web address too, which loses a slash by it."""
    windows = "\\" in source and "/" not in source
    return PureWindowsPath(source) if windows else PurePosixPath(source)


def compared(name: str, values: Sequence[str]) -> list[str]:
    """Return values of a field as they are compared: case-folded, paths in one spelling."""
    return [(str(source_path(value)) if name == "source" else value).casefold() for value in values]


def stated_names(name: str) -> tuple[str, ...]:
    """Return the fields among whose values those of `name` are sought.

    The id of a document is what people see of its source, and all that tells apart what is in one archive.
    """
    return (SOURCE, DOCUMENT) if name == SOURCE else (name,)


def path_ending(source: str, ending: str) -> str | None:
    """Return the path of `source`, or of a folder that it is in, that ends with the parts of `ending`, or None."""
    path, parts = source_path(source), [part.casefold() for part in source_path(ending).parts]
    own = [part.casefold() for part in path.parts]
    ends = (end for end in range(len(parts), len(own) + 1) if own[end - len(parts) : end] == parts)
    return next((str(type(path)(*path.parts[:end])) for end in ends), None)


def _field_named(name: str) -> str:
    """Return the field that people call `name`, as in an operator or at the top of a text: "titel" is "title"."""
    written = field_name(name)
    return {"bron": SOURCE}.get(written, written)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may answer; an empty filter lets all of them through.

    `fields` maps a field name ("source", "title", "document", "themes", or any metadata field; "year" is that of the
    date too) to the values of which one must hold; every named field must hold, and no value of `without_fields`. A
    document's "source" values are its path, every folder above it, every ending of these in whole parts, such as
    "map/nota.md", and its id. A "title" value holds where the title has its words, following each other. Values compare
    without regard to case. `date_from` and `date_until` are inclusive; a document without a date is outside every
    period. From Python they may be text too, as `corpus.written_days` reads it, and one value may stand for a list.

    In title, headings or text a passage must have all `phrases`, word for word, and none of the words (in any
    inflection) or phrases `without`. Case, accents and punctuation make no difference. `also` must hold as well.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_until: date | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: Filter | None = None

    def __post_init__(self) -> None:
        """Take one value for a list of one, names as people write them, and days that are written.

        Raises:
            InputError: a value is of another kind, a day does not exist, or the period ends before it begins.

        """
        for name in ("fields", "without_fields"):
            given: Any = getattr(self, name)
            if not isinstance(given, Mapping):
                raise _wrong(name, given, 'namen met hun waarden, zoals {"title": ("bibob",)}')
            named: dict[str, tuple[str, ...]] = {}
            for key, values in given.items():
                if not isinstance(key, str):
                    raise _wrong(f"de naam van een veld in {name}", key, 'tekst, zoals "title"')
                own = _field_named(key)
                named[own] = (*named.get(own, ()), *_values(f"{name}[{key!r}]", values))
            object.__setattr__(self, name, named)
        for name in ("phrases", "without"):
            object.__setattr__(self, name, _values(name, getattr(self, name)))
        for name in ("date_from", "date_until"):
            object.__setattr__(self, name, _day(name, getattr(self, name)))
        also: Any = self.also
        if also is not None and not isinstance(also, Filter):
            raise _wrong("also", also, "een Filter")
        check_period(self.date_from, self.date_until)

    def __bool__(self) -> bool:
        fields = self.fields or self.without_fields
        own = fields or self.date_from or self.date_until or self.phrases or self.without
        return bool(own) or bool(self.also)

    def __iter__(self) -> Iterator[Filter]:
        """Yield this filter and those that must hold as well."""
        yield self
        if self.also is not None:
            yield from self.also


def check_period(first: date | None, last: date | None) -> None:
    """Raise InputError for a period that ends before it begins."""
    if first and last and last < first:
        raise InputError(f"De periode eindigt ({last:%d-%m-%Y}) voor zij begint ({first:%d-%m-%Y}). Wissel ze om.")


def _values(name: str, values: Any) -> tuple[str, ...]:
    """Return values as a tuple: a text alone is one value, not its letters."""
    if isinstance(values, str):
        return (values,)
    if not isinstance(values, Sequence | Set) or not all(isinstance(value, str) for value in values):
        raise _wrong(name, values, 'tekst of een rij teksten, zoals ("bibob", "boa")')
    return tuple(sorted(values) if isinstance(values, Set) else values)


def _day(name: str, day: Any) -> date | None:
    if isinstance(day, str):
        return written_day(day, last=name == "date_until")
    if isinstance(day, datetime):
        return day.date()
    if day is None or isinstance(day, date):
        return day
    raise _wrong(name, day, 'een datum, zoals date(2024, 5, 1) of "1 mei 2024"')


def _wrong(name: str, value: object, wanted: str) -> InputError:
    return InputError(f"{name} van het filter is {str(value)[:40]!r} ({type(value).__name__}); geef {wanted}.")
