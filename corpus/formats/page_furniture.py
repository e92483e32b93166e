"""What pages show besides their text: running headers and footers, page numbers, and the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.printed_page import CELL_SEPARATOR, PrintedLine, PrintedPage

_EDGE = 0.12  # of the page height, at the top and at the bottom, where running lines stand
_MIN_REPEATS = 3
_MOST = 0.6  # of the pages
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pagina|bladzijde|blz\.?|page|p\.)\s*)?(?:\d{1,5}|[ivxlc]{1,6})(?:\s*(?:/|van|of|-)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
CONTENTS = re.compile(r"(?:\d{1,2}\.?\s+)?(?:inhoud|inhoudsopgave|table of contents|contents)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?|…\s?|_|·\s?){4,}[\s|]*\d{0,4}\s*$")
_ENTRY = re.compile(r".*?[^\W\d_].*?\D(\d{1,4})")
_MIN_ENTRIES = 4
_MAX_WRAPPED = 2  # lines of an entry before the one with its page number


def without_furniture(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Return the pages without running headers and footers, page numbers and table of contents.

    A line near the top or bottom edge is running when it returns there, but for its numbers, on other pages. One that
    stands at the same height on most pages is so wherever that is; on the first page it is the title.
    """
    counts = Counter(key for page in pages for key in {_key(page, line) for line in page.lines if _edge(page, line)})
    needed = min(_MIN_REPEATS, max(2, len(pages)))
    fixed = Counter(place for page in pages for place in {_place(line) for line in page.lines})
    most = max(_MIN_REPEATS, _MOST * len(pages))
    trimmed = [
        replace(
            page,
            lines=tuple(
                line
                for line in page.lines
                if not _is_running(page, line, counts, needed) and (page.number == 1 or fixed[_place(line)] < most)
            ),
        )
        for page in pages
    ]
    return _without_contents(trimmed)


def _edge(page: PrintedPage, line: PrintedLine) -> int:
    """Return -1 for a line at the top of its page, 1 at the bottom, 0 between."""
    if line.bottom < _EDGE * page.height:
        return -1
    return 1 if line.bottom > (1 - _EDGE) * page.height else 0


def _key(page: PrintedPage, line: PrintedLine) -> tuple[int, str]:
    return _edge(page, line), " ".join(_NUMBER.sub("#", line.text).casefold().split())


def _place(line: PrintedLine) -> tuple[str, int]:
    return line.text, round(line.bottom)


def _is_running(page: PrintedPage, line: PrintedLine, counts: Counter[tuple[int, str]], needed: int) -> bool:
    if not _edge(page, line):
        return False
    if line.cell is None and _PAGE_NUMBER.fullmatch(line.text) and any(map(str.isalnum, line.text)):
        return True
    return counts[_key(page, line)] >= needed


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
