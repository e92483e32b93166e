"""OpenDocument spreadsheets (.ods): their sheets with the cells as they are shown, which the file itself says."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.failures import UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.office_parts import read_part, stated_facts, whole_number
from corpus.formats.sheets import Hidden, Sheet, cells_of

_URN = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TEXT, _TABLE, _STYLE, _OFFICE = (_URN.format(name) for name in ("text", "table", "style", "office"))
_FACTS = {"title": "title", "creation-date": "created", "date": "modified"}
_MAX_REPEATED = 64  # columns that one text goes on over
_SPACES = frozenset(f"{_TEXT}{name}" for name in ("s", "tab", "line-break"))
_NOT_VISIBLE = ("collapse", "filter")


def read_open_sheets(path: Path) -> tuple[list[Sheet], Mapping[str, str]]:
    """Read the sheets of an .ods file that are shown, and what it says of itself.

    Raises:
        UnreadableError: it is damaged.
    """
    content, stated = _parts(path)
    sheets = [Sheet(number, name, rows) for number, name, rows in _sheets(content, hidden=False)]
    return sheets, stated_facts(stated, _FACTS)


def hidden_in_open_sheets(path: Path) -> Hidden:
    """Return what is not shown, of what has anything in it.

    Raises:
        UnreadableError: it is damaged.
    """
    content = _parts(path)[0]
    return Hidden(
        [name for _, name, rows in _sheets(content, hidden=True) if rows],
        [name for _, name, rows in _sheets(content, hidden=False, hidden_cells=True) if rows],
    )


def _parts(path: Path) -> tuple[Element, Element | None]:
    try:
        with zipfile.ZipFile(path) as archive:
            content, stated = (read_part(archive, name) for name in ("content.xml", "meta.xml"))
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError(
            "Het bestand is beschadigd of is geen OpenDocument-rekenblad. Open het en sla het opnieuw op."
        ) from error
    if content is None:
        raise UnreadableError("Er is geen rekenblad in dit bestand te vinden. Open het en sla het opnieuw op.")
    return content, stated


def _sheets(
    content: Element, *, hidden: bool, hidden_cells: bool = False
) -> Iterator[tuple[int, str, list[dict[int, str]]]]:
    """Yield number, name and rows of the sheets that are hidden, or of those that are not; or their hidden cells."""
    not_shown = {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        for one in style.iter(f"{_STYLE}table-properties")
        if one.get(f"{_TABLE}display") == "false"
    }
    tables = content.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    for number, table in enumerate(tables, start=1):
        if hidden == (table.get(f"{_TABLE}style-name") in not_shown):
            columns = list(_hidden_columns(table))
            cells = (
                cells_of(_cells(row), columns, is_hidden=is_hidden, hidden=hidden_cells)
                for row, is_hidden in _within(table, "row")
            )
            yield number, table.get(f"{_TABLE}name") or "", [row for row in cells if row]


def _hidden_columns(table: Element) -> Iterator[range]:
    at = 0
    for column, is_hidden in _within(table, "column"):
        count = whole_number(column.get(f"{_TABLE}number-columns-repeated")) or 1
        if is_hidden:
            yield range(at, at + count)
        at += count


def _within(table: Element, kind: str, *, is_hidden: bool = False) -> Iterator[tuple[Element, bool]]:
    """Yield the rows or columns, and whether each is hidden, by itself, by a filter or with its group."""
    for part in table:
        if part.tag == f"{_TABLE}table-{kind}":
            yield part, is_hidden or part.get(f"{_TABLE}visibility") in _NOT_VISIBLE
        elif part.tag in (f"{_TABLE}table-header-{kind}s", f"{_TABLE}table-{kind}s", f"{_TABLE}table-{kind}-group"):
            is_folded = part.get(f"{_TABLE}display") == "false"
            yield from _within(part, kind, is_hidden=is_hidden or is_folded)


def _cells(row: Element) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = 0
    for cell in row:
        repeated = whole_number(cell.get(f"{_TABLE}number-columns-repeated")) or 1
        if text := " ".join(" ".join("".join(_texts(one)) for one in cell.iterfind(f"{_TEXT}p")).split()):
            cells |= dict.fromkeys(range(column, column + min(repeated, _MAX_REPEATED)), text)
        column += repeated
    return cells


def _texts(paragraph: Element) -> Iterator[str]:
    left: list[Element | str] = [paragraph]  # the next one last: parts may be nested deeper than calls can be
    while left:
        part = left.pop()
        if isinstance(part, str):
            yield part
            continue
        yield " " if part.tag in _SPACES else part.text or ""
        left += [one for inner in reversed(part) for one in (inner.tail or "", inner)]
