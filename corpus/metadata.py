"""What a text says about itself: front matter of markdown, fields of a JSON row, properties of a file, and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate

import yaml

from corpus.dutch_patterns import MONTH, month_number
from corpus.normalise import canonical_line

OCR_PAGES = "ocr_pages"
"""The metadata field with the pages, 1-based, whose text came from OCR: a quotation may hold reading errors."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER = 50_000  # characters; more than this is not front matter but a text
_NAMES = {
    "titel": "title", "datum": "date", "thema": "themes", "thema's": "themes", "thema’s": "themes",
    "theme": "themes", "wetten": "statutes", "jaar": "year",
}  # fmt: skip
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_DUTCH_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d-])")
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_WRITTEN_DATE = re.compile(rf"(\d{{1,2}})\s+({MONTH})\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_FIRST_YEAR = 1980  # office programs write their own epoch (1601, 1900, 1970, 1980) when they know no date


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title and date of a text where it states them, and its other fields as lines of text."""

    title: str | None = None
    date: date | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Split canonical markdown into what its front matter says and the markdown after it.

    Front matter that is not valid YAML is kept as text, without its fences. So is text between two rules ("Let op: een
    concept."): names of fields are single words.
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
    if isinstance(values, dict) and all(len(str(name).split()) <= 1 for name in values):
        return read_metadata(values), body
    return Metadata(), f"{block}\n{body}"


def read_metadata(values: Mapping[object, object]) -> Metadata:
    """Read fields such as title, date, themes and url; anything that is not a value or list of values is left."""
    fields: dict[str, tuple[str, ...]] = {}
    for key, value in values.items():
        items = value if isinstance(value, list | tuple) else [value]
        lines = [canonical_line(str(item)) for item in items if isinstance(item, str | int | float | date)]
        if lines := [line for line in lines if line]:
            fields[field_name(str(key))] = tuple(lines)
    title = " ".join(fields.pop("title", ())) or None
    when = parse_date(fields.get("date", ("",))[0])
    if when:
        del fields["date"]
    return Metadata(title, when, fields)


def field_name(written: str) -> str:
    """Return the name by which a field is kept, as `written` at the top of a text or by who asks for it."""
    name = canonical_line(written).casefold()
    return _NAMES.get(name, name)


def parse_date(text: str) -> date | None:
    """Read "2024-05-31" (a time after it too), "31-05-2024", "31 mei 2024" or "1 jan. 2024"; anything else is None."""
    if match := _ISO_DATE.match(text):
        year, month, day = match.groups()
    elif match := _DUTCH_DATE.match(text):
        day, month, year = match[1], match[3], match[4]
    elif match := _WRITTEN_DATE.match(text):
        day, month, year = match[1], str(month_number(match[2])), match[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def file_date(facts: Mapping[str, str]) -> date | None:
    """Return the date among the properties of a file: when it was last changed, or else made."""
    for name in ("modified", "created"):
        text = facts.get(name, "")
        match = _PDF_DATE.match(text)
        mail = parsedate(text)
        day = parse_date("-".join(match.groups()) if match else text) or (_day(mail) if mail else None)
        if day and day.year > _FIRST_YEAR and day <= datetime.now(UTC).date():
            return day
    return None


def _day(parts: tuple[int, ...]) -> date | None:
    try:
        return date(*parts[:3])
    except ValueError:
        return None
