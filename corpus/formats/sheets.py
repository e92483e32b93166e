"""The sheets of a spreadsheet, from whatever format, as headings and rows of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.enclosed import Enclosed
from corpus.structure import EMPHASIS_LEVELS, Block, Element, Heading
from corpus.tables import table_blocks

# The level of headings that are no title; and what programs call a sheet that nobody gave a name.
_NO_TITLE = EMPHASIS_LEVELS[0]
_NAMELESS = re.compile(r"(?:(?:werk)?blad|(?:work)?sheet|tabelle|tabel|feuil(?:le)?)\s?\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown: its number and name, None and empty where the format has none, and its cells.

    Those are as they are shown, by row and column from 0.
    """

    number: int | None
    name: str
    rows: Sequence[Mapping[int, str]]


def read_sheets(sheets: Sequence[Sheet]) -> list[Element]:
    """Return what is on the sheets that are shown, each with its number as its page.

    The name of a sheet is the title only where there is one sheet, and somebody named it.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    is_only = len(filled) == 1
    elements: list[Element] = []
    for sheet in filled:
        if sheet.name and not (is_only and _NAMELESS.fullmatch(sheet.name.strip())):
            elements.append(Heading(1 if is_only else _NO_TITLE, sheet.name, sheet.number))
        elements += [Block(text, sheet.number) for text in _blocks(sheet.rows)]
    return elements


def told_hidden(names: Sequence[str]) -> list[Enclosed]:
    """Return what is told of sheets with these names that are not shown, nothing if there are none."""
    if not names:
        return []
    one = len(names) == 1
    listed = ", ".join(f"‘{name}’" for name in names)
    told = UnreadableError(
        f"{'Blad' if one else 'De bladen'} {listed} {'is' if one else 'zijn'} verborgen en niet gelezen. "
        f"Maak {'het' if one else 'ze'} zichtbaar als {'het' if one else 'ze'} mee {'moet' if one else 'moeten'} doen.",
        FailureKind.UNSUPPORTED,
    )
    return [Enclosed("verborgen bladen", b"", told)]


def _blocks(rows: Sequence[Mapping[int, str]]) -> Iterator[str]:
    """Yield the rows as text; what stands alone in a row above the table is a paragraph, and not its header."""
    used = sorted({column for row in rows for column, text in row.items() if text})
    table = [[row.get(column, "") for column in used] for row in rows if any(row.values())]
    while table and len(used) > 1 and table[0][0] and not any(table[0][1:]):
        yield table.pop(0)[0]
    yield from table_blocks(table)
