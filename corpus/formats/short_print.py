"""Running headers and footers of print of two or three pages, where they return once at most: letters, proposals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from corpus.formats.page_edges import CAPTION, EDGE, FOOTNOTE, SMALLER, text_size
from corpus.formats.printed_page import PrintedLine, PrintedPage
from corpus.tables import CELL_SEPARATOR

_APART = 1.7  # of the type size of the text: wider than paragraphs and headings stand from each other
_PAGE_NUMBER = re.compile(
    r"\b(?:pagina|bladzijde|blz\.?|page|(?:vervolg)?blad)\s*\d{1,2}\b|\b2\s*(?:/|van)\s*\d{1,2}$", re.IGNORECASE
)
_OF_SECOND = re.compile(r"\b(?:pagina|bladzijde|blz\.?|page|(?:vervolg)?blad)\s*2\b", re.IGNORECASE)
_ARTICLE = re.compile(r"artikel\b", re.IGNORECASE)
_NOTE = re.compile(r"\W{0,2}\d|\*")  # how a footnote begins
_SENTENCE_END = re.compile(r"[.,;:!?…-]$")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_LABEL = re.compile(r"[^\W\d_][\w ]{1,30}:\s+")

_Found = tuple[int, PrintedLine]


def stand_apart(found: Collection[_Found], pages: Sequence[PrintedPage], *, at_top: bool) -> bool:
    """Tell whether each of some lines (with the numbers of their pages) stands in a margin, in no heading's type."""
    size = text_size(pages)
    return all(
        line in _margin(pages[number - 1], size, (), at_top=at_top)
        and (line.size < SMALLER * size or not (line.bold or line.size > size / SMALLER))
        for number, line in found
    )


def running_on_second(pages: Sequence[PrintedPage], running: Collection[_Found]) -> set[_Found]:
    """Return what runs on the second page of two and not on the first, besides what is known to be `running`.

    It is in small type in the margin, no sentence, caption or footnote, and repeats a line of the first page or has the
    number of the page: what else stands there, as to whom a copy goes, is of the text. In the type of the text it says
    which page this is.
    """
    if len(pages) != 2:
        return set()
    first, second = pages
    size = text_size(pages)
    if text_size([second]) < SMALLER * size:  # an annex, say, whose small type is its text
        return set()
    said = {words for line in first.lines for words in _said(line)}
    found: set[_Found] = set()
    for at_top in (True, False):
        margin = _margin(second, size, running, at_top=at_top)
        if not all(_may_run(line, size, at_top=at_top) for line in margin):
            if len(margin) == 1 and not margin[0].bold and _OF_SECOND.search(margin[0].text):
                found.update((second.number, line) for line in margin if not _SENTENCE_END.search(line.text))
            continue
        for line in margin:
            if _words(line.text) in said or _PAGE_NUMBER.search(line.text):
                found.add((second.number, line))
    return found


def _margin(page: PrintedPage, size: float, running: Collection[_Found], *, at_top: bool) -> list[PrintedLine]:
    """Return the lines at an edge of a page that stand apart from all that follows, none if nothing does."""
    lines = [line for line in page.lines if not line.turned and (page.number, line) not in running]
    lines.sort(key=lambda line: line.bottom, reverse=not at_top)
    for place, (outer, inner) in enumerate(pairwise(lines), 1):
        if min(outer.bottom, page.height - outer.bottom) > EDGE * page.height:
            break
        upper, lower = (outer, inner) if at_top else (inner, outer)
        if lower.bottom - lower.size - upper.bottom > _APART * size:
            return lines[:place]
    return []


def _may_run(line: PrintedLine, size: float, *, at_top: bool) -> bool:
    is_note = not at_top and (line.raised or FOOTNOTE.match(line.text))
    is_caption = CAPTION.match(line.text) or _ARTICLE.match(line.text)
    is_text = is_note or is_caption or _SENTENCE_END.search(line.text)
    return line.size < SMALLER * size and line.cell is None and not is_text


def _said(line: PrintedLine) -> Iterator[tuple[str, ...]]:
    """Yield the words of a line, of each of its cells, and of what stands behind the label of one: "Onderwerp: "."""
    yield _words(line.text)
    for cell in line.text.split(CELL_SEPARATOR):
        yield _words(cell)
        if label := _LABEL.match(cell):
            yield _words(cell[label.end() :])


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORDS.findall(text))
