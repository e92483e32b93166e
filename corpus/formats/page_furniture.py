"""What pages show besides their text: running headers and footers, page numbers, and the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.printed_page import CELL_SEPARATOR, PrintedLine, PrintedPage
from corpus.formats.running_lines import without_running_lines

CONTENTS = re.compile(r"(?:\d{1,2}\.?\s+)?(?:inhoud|inhoudsopgave|table of contents|contents)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?|…\s?|_|·\s?){4,}[\s|]*\d{0,4}\s*$")
_ENTRY = re.compile(r".*?[^\W\d_].*?\D(\d{1,4})")
_MIN_ENTRIES = 4
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
        since_entry = len(
            page.lines
        )  # lines kept since the last entry: few of them are the first lines of the next one
        position = 0
        while position < len(page.lines):
            line = page.lines[position]
            is_title = CONTENTS.fullmatch(line.text) is not None
            entries = _entries(page.lines, position + is_title, len(pages)) if is_title or continues else 0
            continues = False
            if is_title or entries:
                kept.extend([line] if is_title and not entries else [])
                position += is_title + entries
                since_entry = 0
                continues = position == len(page.lines)
            elif _LEADERS.search(line.text):
                if 0 < since_entry <= _MAX_WRAPPED:
                    del kept[-since_entry:]
                since_entry = 0
                position += 1
                continues = position == len(page.lines)
            else:
                kept.append(line)
                since_entry += 1
                position += 1
        kept_pages.append(replace(page, lines=tuple(kept)))
    return kept_pages


def _entries(lines: Sequence[PrintedLine], start: int, pages: int) -> int:
    """Return how many lines from `start` on are entries of a table of contents, with their pages ascending."""
    last = taken = found = wrapped = 0
    for number, line in enumerate(lines[start:], start=1):
        match = _ENTRY.fullmatch(line.text)
        if match and last <= int(match[1]) <= max(pages, 20) * 2:
            last, taken, wrapped = int(match[1]), number, 0
            found += 1
        else:
            wrapped += 1
            if wrapped > _MAX_WRAPPED:
                break
    return taken if found >= _MIN_ENTRIES else 0


def without_cells(text: str) -> str:
    """Return a line that is no row of a table, such as a heading with a tab after its number."""
    return text.replace(CELL_SEPARATOR, " ")


def printed_lines(pages: Sequence[PrintedPage]) -> Iterator[PrintedLine]:
    """Yield the lines of all pages."""
    for page in pages:
        yield from page.lines
