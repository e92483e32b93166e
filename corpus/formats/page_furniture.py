"""What pages show besides their text: running headers and footers, page numbers, and the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.printed_page import PrintedLine, PrintedPage
from corpus.formats.running_lines import without_running_lines
from corpus.tables import CELL_SEPARATOR

CONTENTS = re.compile(r"(?:\d{1,2}\.?\s+)?(?:inhoud|inhoudsopgave|table of contents|contents)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?|…\s?|_|·\s?){4,}[\s|]*(\d{1,4}|[ivxl]{1,6})?\s*$")
_ENTRY = re.compile(r"(?:.*?[^\W\d_].*?\D)?(\d{1,4})")  # its number may stand on a line of its own, below its words
_APART = re.compile(rf"{re.escape(CELL_SEPARATOR)}\d+$")
_SAME_END = 3.0  # points
_MIN_ENTRIES = 4
_MIN_LEADERS = 3
_MAX_WRAPPED = 2  # lines of an entry before the one with its page number


def without_furniture(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Return the pages without running headers and footers, page numbers and table of contents."""
    return _without_contents(without_running_lines(pages))


def _without_contents(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Drop the entries of a table of contents: lines with leaders, and those with page numbers below "Inhoud"."""
    kept_pages: list[PrintedPage] = []
    continues = False
    for page in pages:
        kept: list[PrintedLine] = []
        position = 0
        while position < len(page.lines):
            line = page.lines[position]
            is_title = CONTENTS.fullmatch(line.text) is not None
            entries = _entries(page.lines[position + is_title :], len(pages), is_known=is_title or continues)
            kept += [] if entries else [line]
            position += is_title + entries if entries else 1
            continues = bool(is_title or entries) and position == len(page.lines)
        kept_pages.append(replace(page, lines=tuple(kept)))
    return kept_pages


def _entries(lines: Sequence[PrintedLine], pages: int, *, is_known: bool) -> int:
    """Return how many of the first lines are entries of a table of contents, some over several lines.

    They have leaders up to a page number; dots and lines without one are to be filled in. Where a table is known to
    begin or go on, a page number at the end is enough if these ascend. Those of most tables stand apart or below each
    other: a line of text that ends in a number does not.
    """
    limit = 2 * max(pages, 20)
    entries: list[int] = []
    apart: list[int] = []
    last = leaders = 0
    for place, line in enumerate(lines):
        if place > (entries[-1] if entries else -1) + 1 + (_MAX_WRAPPED if entries or is_known else 0):
            break
        led, match = _LEADERS.search(line.text), _ENTRY.fullmatch(line.text)
        page = int(match[1]) if match else None
        if led and (led[1] or is_known) and (page is None or page <= limit):
            leaders += 1
        elif not (is_known and page is not None and last <= page <= limit):
            continue
        if led or _APART.search(line.text) or (entries and abs(line.right - lines[entries[0]].right) < _SAME_END):
            apart.append(place)
        entries.append(place)
        last = page or last
    if len(apart) > len(entries) / 2:
        entries = [place for place in entries if place <= apart[-1]]
    enough = len(entries) >= _MIN_ENTRIES or leaders >= (1 if is_known else _MIN_LEADERS)
    return entries[-1] + 1 if entries and enough else 0


def without_cells(text: str) -> str:
    """Return a line that is no row of a table, such as a heading with a tab after its number."""
    return text.replace(CELL_SEPARATOR, " ")


def printed_lines(pages: Sequence[PrintedPage]) -> Iterator[PrintedLine]:
    """Yield the lines of all pages."""
    for page in pages:
        yield from page.lines
