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


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a spreadsheet does not show: the sheets, and those that are shown with rows or columns that are not.

    They are named where there is anything in what is not shown.
    """

    sheets: Sequence[str]
    within: Sequence[str]


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


def cells_of(row: dict[int, str], columns: Sequence[range], *, is_hidden: bool, hidden: bool) -> dict[int, str]:
    """Return the cells of a row that are shown, or the ones that are not, given the hidden `columns`."""
    if is_hidden:
        return row if hidden else {}
    if not columns:
        return {} if hidden else row
    return {at: text for at, text in row.items() if any(at in some for some in columns) == hidden}


def told_hidden(hidden: Hidden) -> list[Enclosed]:
    """Return what is told of what is not shown, nothing if there is nothing."""
    told: list[Enclosed] = []
    if names := hidden.sheets:
        verb, them, must = ("is", "het", "moet") if len(names) == 1 else ("zijn", "ze", "moeten")
        reason = f"{_listed(names)} {verb} verborgen en niet gelezen. Maak {them} zichtbaar als {them} mee {must} doen."
        told.append(_told("verborgen bladen", reason))
    if names := hidden.within:
        reason = f"Op {_listed(names, begins=False)} zijn rijen of kolommen verborgen en niet gelezen. "
        told.append(_told("verborgen rijen en kolommen", f"{reason}Maak ze zichtbaar als ze mee moeten doen."))
    return told


def _listed(names: Sequence[str], *, begins: bool = True) -> str:
    sheets = "blad" if len(names) == 1 else "de bladen"
    return f"{sheets[0].upper() if begins else sheets[0]}{sheets[1:]} {', '.join(f'‘{name}’' for name in names)}"


def _told(name: str, reason: str) -> Enclosed:
    return Enclosed(name, b"", UnreadableError(reason, FailureKind.UNSUPPORTED))


def _blocks(rows: Sequence[Mapping[int, str]]) -> Iterator[str]:
    """Yield the rows as text; what stands alone in a row above the table is a paragraph, and not its header."""
    used = sorted({column for row in rows for column, text in row.items() if text})
    table = [[row.get(column, "") for column in used] for row in rows if any(row.values())]
    while table and len(used) > 1 and table[0][0] and not any(table[0][1:]):
        yield table.pop(0)[0]
    yield from table_blocks(table)
