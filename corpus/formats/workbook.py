"""Excel files (.xlsx): their sheets with the cells as they are shown.

kreuzberg reads these too, but gives the numbers behind dates and percentages, and does not tell hidden sheets.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.failures import UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.number_formats import BUILT_IN, GENERAL, shown_number
from corpus.formats.office_parts import read_part, related_parts, stated_facts, whole_number
from corpus.formats.sheets import Hidden, Sheet, cells_of

_MAIN = "xl/workbook.xml"
_FACTS = {"title": "title", "created": "created", "modified": "modified"}
_TRUTHS = {"1": "WAAR", "0": "ONWAAR"}
_ROWS_AT_ONCE = 1_000  # between two signs of life
_TRUE = ("1", "true")
_HIDING, _HIDING_BYTES, _BLOCK_BYTES = re.compile(rb"\shidden=[\"'](?:1|true)[\"']"), 16, 1_000_000


def read_workbook(path: Path, still_busy: Callable[[], None]) -> tuple[list[Sheet], Mapping[str, str]]:
    """Read the sheets of an .xlsx file that are shown, and what it says of itself.

    `still_busy` is called between many rows.

    Raises:
        UnreadableError: it is damaged.
    """
    with _opened(path) as archive:
        cells = _Cells(archive)
        sheets: list[Sheet] = []
        for number, name, part in _sheets(archive, hidden=False):
            rows: list[Mapping[int, str]] = []
            for at, row in enumerate(cells.rows(part)):
                if at % _ROWS_AT_ONCE == 0:
                    still_busy()
                rows += [row] if row else []
            sheets.append(Sheet(number, name, rows))
        return sheets, stated_facts(read_part(archive, "docProps/core.xml"), _FACTS)


def hidden_in_workbook(path: Path, still_busy: Callable[[], None]) -> Hidden:
    """Return what is not shown, of what has anything in it; `still_busy` is called between sheets.

    Raises:
        UnreadableError: it is damaged.
    """
    with _opened(path) as archive:
        cells = _Cells(archive)
        sheets = [name for _, name, part in _sheets(archive, hidden=True) if any(cells.rows(part))]
        within: list[str] = []
        for _, name, part in _sheets(archive, hidden=False):
            still_busy()
            if _hides(archive, part) and any(cells.rows(part, hidden=True)):
                within.append(name)
        return Hidden(sheets, within)


def _hides(archive: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a sheet hides rows or columns, perhaps empty ones; that is quicker to know than what is in them."""
    before = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK_BYTES):
            if _HIDING.search(before + block):
                return True
            before = block[-_HIDING_BYTES:]
    return False


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError(
            "Het bestand is beschadigd of is geen Excel-bestand. Open het in Excel en sla het opnieuw op."
        ) from error


def _sheets(archive: zipfile.ZipFile, *, hidden: bool) -> Iterator[tuple[int, str, str]]:
    """Yield number, name and part of the sheets that are hidden, or of those that are not."""
    parts = related_parts(archive, _MAIN, "worksheet")
    for number, sheet in enumerate(_named(_main(archive), "sheet"), start=1):
        relation = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        part = parts.get(relation, "")
        if part in archive.NameToInfo and hidden == (sheet.get("state", "visible") != "visible"):
            yield number, sheet.get("name") or "", part


def _main(archive: zipfile.ZipFile) -> Element:
    main = read_part(archive, _MAIN)
    if main is None:
        raise ValueError(_MAIN)
    return main


class _Cells:
    """Tells what cells show: their texts and formats stand in other parts."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        main = _main(archive)
        texts, styles = (
            read_part(archive, name) if (name := next(iter(related_parts(archive, _MAIN, kind).values()), "")) else None
            for kind in ("sharedStrings", "styles")
        )
        self._texts = [" ".join(_text(one).split()) for one in texts] if texts is not None else []
        self._forms = _forms(styles)
        self._since_1904 = any(one.get("date1904") in _TRUE for one in _named(main, "workbookPr"))
        space = main.tag.rpartition("}")[0]  # the strict kind of workbook has another one
        self._row_tag, self._column_tag, self._value_tag = (
            f"{space}}}{name}" if space else name for name in ("row", "col", "v")
        )

    def rows(self, part: str, *, hidden: bool = False) -> Iterator[dict[int, str]]:
        """Yield the rows of a sheet: the cells with text that are shown, or those that are not, by column from 0."""
        columns: list[range] = []
        with self._archive.open(part) as stream:
            for _, element in ElementTree.iterparse(stream):  # noqa: S314 - it defines no entities
                is_hidden = element.get("hidden") in _TRUE
                if element.tag == self._column_tag and is_hidden:
                    first, last = (whole_number(element.get(name)) or 0 for name in ("min", "max"))
                    columns.append(range(first - 1, last))
                elif element.tag == self._row_tag:
                    yield cells_of(self._row(element), columns, is_hidden=is_hidden, hidden=hidden)
                    element.clear()

    def _row(self, element: Element) -> dict[int, str]:
        row: dict[int, str] = {}
        column = -1
        for cell in element:
            place = cell.get("r", "").rstrip("0123456789")
            column = _column(place) if place else column + 1
            if text := self._shown(cell):
                row[column] = text
        return row

    def _shown(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return " ".join(_text(cell).split())
        stated = cell.findtext(self._value_tag) or ""
        if kind == "s":
            number = whole_number(stated)
            return self._texts[number] if number is not None and 0 <= number < len(self._texts) else ""
        if kind == "n" and stated:
            style = whole_number(cell.get("s")) or 0
            form = self._forms[style] if 0 <= style < len(self._forms) else GENERAL
            return shown_number(stated, form, since_1904=self._since_1904)
        if kind == "b":
            return _TRUTHS.get(stated, stated)
        return _shown_date(stated) if kind == "d" else " ".join(stated.split())


def _forms(styles: Element | None) -> Sequence[str]:
    """Return the format of numbers of each style of cells."""
    if styles is None:
        return []
    own = {one.get("numFmtId"): one.get("formatCode") or GENERAL for one in _named(styles, "numFmt")}
    numbers = [one.get("numFmtId") for group in _named(styles, "cellXfs") for one in group]
    return [own.get(number) or BUILT_IN.get(whole_number(number) or 0, GENERAL) for number in numbers]


def _shown_date(stated: str) -> str:
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    clock = f" {moment:%H:%M}" if (moment.hour, moment.minute) != (0, 0) else ""
    return f"{moment.day}-{moment.month}-{moment.year}{clock}"


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    """Return the number of a column from 0, that of "AA" being 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(parent: Element) -> str:
    """Return the text in a cell or shared text, without how it is pronounced."""
    parts = ((_name(one), one) for one in parent)
    return "".join(
        _text(one) if name in ("r", "is") else one.text or "" for name, one in parts if name in ("r", "is", "t")
    )


def _named(parent: Element, name: str) -> Iterator[Element]:
    return (one for one in parent.iter() if _name(one) == name)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
