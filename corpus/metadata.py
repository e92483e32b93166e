"""What a text says about itself: front matter of markdown, fields of a JSON row, and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from corpus.normalise import canonical_line

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER = 50_000  # characters; more than this is not front matter but a text
_NAMES = {
    "titel": "title", "datum": "date", "thema": "themes", "thema's": "themes", "thema’s": "themes",
    "theme": "themes", "wetten": "statutes",
}  # fmt: skip
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?![\d-])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title and date of a text where it states them, and its other fields as lines of text."""

    title: str | None = None
    date: date | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Split canonical markdown into what its front matter says and the markdown after it.

    Front matter that is not valid YAML is kept as text, without its fences.
    """
    match = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    if not match:
        return Metadata(), text
    block, body = match[1] or "", text[match.end() :]
    try:
        # The base loader makes strings, lists and mappings only: nothing is run, and nothing is reinterpreted.
        values = yaml.load(block, Loader=yaml.BaseLoader) or {}  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        values = None
    return (read_metadata(values), body) if isinstance(values, dict) else (Metadata(), f"{block}\n{body}")


def read_metadata(values: Mapping[object, object]) -> Metadata:
    """Read fields such as title, date, themes and url; anything that is not a value or list of values is left."""
    fields: dict[str, tuple[str, ...]] = {}
    for key, value in values.items():
        name = canonical_line(str(key)).casefold()
        items = value if isinstance(value, list | tuple) else [value]
        lines = [canonical_line(str(item)) for item in items if isinstance(item, str | int | float | date)]
        if lines := [line for line in lines if line]:
            fields[_NAMES.get(name, name)] = tuple(lines)
    title = " ".join(fields.pop("title", ())) or None
    when = parse_date(fields.get("date", ("",))[0])
    if when:
        del fields["date"]
    return Metadata(title, when, fields)


def parse_date(text: str) -> date | None:
    """Read "2024-05-31" (also with a time after it) or "31-05-2024"; anything else is None."""
    if match := _ISO_DATE.match(text):
        year, month, day = match.groups()
    elif match := _DUTCH_DATE.match(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
