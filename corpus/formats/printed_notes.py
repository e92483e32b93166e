"""The footnotes of a printed page: which lines at its foot they are, and which are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from corpus.formats.printed_page import PrintedLine
from corpus.tables import CELL_SEPARATOR

_SMALL = 0.92  # of the text's type size: what is smaller at the foot of a page is a footnote
# Its number and the beginning of its text; "17 - 24 jaar" and "0.028" are of a table in small type.
_FOOTNOTE = re.compile(r"(?:(\d{1,3})[.)]?|(\*))(?: \| |\s*)(?=[^\W\d_]|[‘“\"'(])")
ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
"""How a line ends with which a sentence or note ends."""


def without_footnotes(
    lines: Sequence[PrintedLine], text_size: float, *, above: str = ""
) -> tuple[Sequence[PrintedLine], Sequence[PrintedLine]]:
    """Split the lines of a page into its text and the footnotes: numbered, in small type, at its end.

    `above` is the last footnote of the page before, which may go on here without a number.
    """
    small = _SMALL * text_size
    lines = _with_notes_last(lines, small)
    start = len(lines)
    while start and lines[start - 1].size <= small and not _is_of_table(lines[start - 1]):
        start -= 1
    if above and start < len(lines) and not ENDS.search(above) and lines[start].text[0].islower():
        return lines[:start], lines[start:]
    while start < len(lines) and not _begins_note(lines[start]):
        start += 1
    return lines[:start], lines[start:]


def notes_of(lines: Sequence[PrintedLine]) -> list[tuple[str, list[PrintedLine]]]:
    """Return number and lines of each footnote; numbers go up by one: "3 mei 2023" on a new line begins none."""
    notes: list[tuple[str, list[PrintedLine]]] = []
    number = ""
    for line in lines:
        mark = _mark(line)
        if mark and (not notes or not number.isdigit() or not mark.isdigit() or int(mark) == int(number) + 1):
            notes.append((mark, []))
            number = mark
        notes = notes or [("", [])]
        notes[-1][1].append(line)
    return notes


def _with_notes_last(lines: Sequence[PrintedLine], small: float) -> Sequence[PrintedLine]:
    """Return lines with the footnotes behind the text that they stand below: programs draw them first, or by column.

    A page that ends with a table in small type is left as it is.
    """
    lowest = max((line.bottom for line in lines if line.size > small), default=inf)
    if any(line.bottom > lowest and _is_of_table(line) for line in lines):
        return lines
    notes: list[PrintedLine] = []
    others: list[PrintedLine] = []
    is_note = False
    for line in lines:
        is_note = line.bottom > lowest and (is_note or _begins_note(line))
        (notes if is_note else others).append(line)
    return [*others, *notes]


def _begins_note(line: PrintedLine) -> bool:
    return bool(_mark(line))


def _mark(line: PrintedLine) -> str:
    """Return the number or asterisk that a line begins with, which may be raised; empty if it has none."""
    found = _FOOTNOTE.match(line.text)
    return found[1] or found[2] if found else next(iter(line.raised), "")


def _is_of_table(line: PrintedLine) -> bool:
    """Tell whether a line is a row, or in a cell, of a table; the number of a note may stand apart from its text."""
    note = _FOOTNOTE.match(line.text)
    return line.cell is not None or CELL_SEPARATOR in line.text[note.end() if note else 0 :]
