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
from corpus.formats.sheets import Sheet

_URN = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TEXT, _TABLE, _STYLE, _OFFICE = (_URN.format(name) for name in ("text", "table", "style", "office"))
_FACTS = {"title": "title", "creation-date": "created", "date": "modified"}
_MAX_REPEATED = 64  # columns that one text goes on over
_WITHIN = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))


def read_open_sheets(path: Path) -> tuple[list[Sheet], Mapping[str, str]]:
    """Read the sheets of an .ods file that are shown, and what it says of itself.

    Raises:
        UnreadableError: it is damaged.
    """
    content, stated = _parts(path)
    sheets = [Sheet(number, name, rows) for number, name, rows in _sheets(content, hidden=False)]
    return sheets, stated_facts(stated, _FACTS)


def hidden_in_open_sheets(path: Path) -> list[str]:
    """Return the names of the sheets that are not shown, of those with anything on them.

    Raises:
        UnreadableError: it is damaged.
    """
    return [name for _, name, rows in _sheets(_parts(path)[0], hidden=True) if rows]


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


def _sheets(content: Element, *, hidden: bool) -> Iterator[tuple[int, str, list[dict[int, str]]]]:
    """Yield number, name and rows of the sheets that are hidden, or of those that are not."""
    not_shown = {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        for one in style.iter(f"{_STYLE}table-properties")
        if one.get(f"{_TABLE}display") == "false"
    }
    tables = content.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    for number, table in enumerate(tables, start=1):
        if hidden == (table.get(f"{_TABLE}style-name") in not_shown):
            rows = [row for one in _rows(table) if (row := _cells(one))]
            yield number, table.get(f"{_TABLE}name") or "", rows


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == f"{_TABLE}table-row":
            yield part
        elif part.tag in _WITHIN:
            yield from _rows(part)


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
    yield paragraph.text or ""
    for part in paragraph:
        yield " " if part.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break") else "".join(_texts(part))
        yield part.tail or ""
