"""Running headers and footers of print of two or three pages, where they return once at most: letters, proposals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus.formats.printed_page import CELL_SEPARATOR, PrintedLine, PrintedPage

_EDGE = 0.12  # of the page height, at the top and at the bottom, where running lines stand
_APART = 1.7  # of the type size of the text: wider than paragraphs and headings stand from each other
_SMALLER = 0.95  # of the type size of the text
_NEAR_EDGE = 0.2  # of the page height: text that begins or ends so near an edge says where the margin is
_PAGE_NUMBER = re.compile(
    r"\b(?:pagina|bladzijde|blz\.?|page|(?:vervolg)?blad)\s*\d{1,2}\b|\b\d{1,2}\s*(?:/|van)\s*\d{1,2}$", re.IGNORECASE
)
_OF_SECOND = re.compile(r"\b(?:pagina|bladzijde|blz\.?|page|(?:vervolg)?blad)\s*2\b", re.IGNORECASE)
_CAPTION = re.compile(r"(?:bijlage|tabel|figuur|grafiek|afbeelding|kaart|artikel|bron)\b", re.IGNORECASE)
_NOTE = re.compile(r"\W{0,2}\d|\*")  # how a footnote begins
_SENTENCE_END = re.compile(r"[.,;:!?…-]$")
_WORDS = re.compile(r"\w+(?:-\w+)*")

_Found = tuple[int, PrintedLine]


def stand_apart(found: Collection[_Found], pages: Sequence[PrintedPage], *, at_top: bool) -> bool:
    """Tell whether each of some lines (with the numbers of their pages) stands in a margin, in no heading's type."""
    size = _text_size(pages)
    return all(
        line in _margin(pages[number - 1], size, (), at_top=at_top)
        and (line.size < _SMALLER * size or not (line.bold or line.size > size / _SMALLER))
        for number, line in found
    )


def running_on_second(pages: Sequence[PrintedPage], running: Collection[_Found]) -> set[_Found]:
    """Return what runs on the second page of two and not on the first, besides what is known to be `running`.

    It is in small type in the margin, no sentence, caption or footnote, and repeats words of the first page, has the
    number of the page, or stands where the first page has only its margin. In the type of the text it says which page
    this is.
    """
    if len(pages) != 2:
        return set()
    first, second = pages
    size = _text_size(pages)
    if _text_size([second]) < _SMALLER * size:  # an annex, say, whose small type is its text
        return set()
    words = {word for line in first.lines for word in _words(line)}
    found: set[_Found] = set()
    for at_top in (True, False):
        margin = _margin(second, size, running, at_top=at_top)
        if not all(_may_run(line, size, at_top=at_top) for line in margin):
            if len(margin) == 1 and not margin[0].bold and _OF_SECOND.search(margin[0].text):
                found.update((second.number, line) for line in margin if not _SENTENCE_END.search(line.text))
            continue
        for line in margin:
            repeats = CELL_SEPARATOR not in line.text and words.issuperset(_words(line))
            if repeats or _PAGE_NUMBER.search(line.text) or _is_beyond(line, first, running, at_top=at_top):
                found.add((second.number, line))
    return found


def _text_size(pages: Sequence[PrintedPage]) -> float:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    return max(letters, key=letters.__getitem__, default=0.0)


def _margin(page: PrintedPage, size: float, running: Collection[_Found], *, at_top: bool) -> list[PrintedLine]:
    """Return the lines at an edge of a page that stand apart from all that follows, none if nothing does."""
    lines = [line for line in page.lines if not line.turned and (page.number, line) not in running]
    lines.sort(key=lambda line: line.bottom, reverse=not at_top)
    for place, (outer, inner) in enumerate(pairwise(lines), 1):
        if min(outer.bottom, page.height - outer.bottom) > _EDGE * page.height:
            break
        upper, lower = (outer, inner) if at_top else (inner, outer)
        if lower.bottom - lower.size - upper.bottom > _APART * size:
            return lines[:place]
    return []


def _may_run(line: PrintedLine, size: float, *, at_top: bool) -> bool:
    is_note = not at_top and (line.raised or _NOTE.match(line.text))
    is_text = is_note or _CAPTION.match(line.text) or _SENTENCE_END.search(line.text)
    return line.size < _SMALLER * size and line.cell is None and not is_text


def _is_beyond(line: PrintedLine, page: PrintedPage, running: Collection[_Found], *, at_top: bool) -> bool:
    """Tell whether a line stands nearer the edge than any text of a page that comes close to that edge."""
    texts = [one for one in page.lines if not one.turned and (page.number, one) not in running]
    if at_top:
        nearest = min((one.bottom - one.size for one in texts), default=page.height)
        return line.bottom < nearest < _NEAR_EDGE * page.height
    nearest = max((one.bottom for one in texts), default=0.0)
    return line.bottom - line.size > nearest > (1 - _NEAR_EDGE) * page.height


def _words(line: PrintedLine) -> list[str]:
    return [word.casefold() for word in _WORDS.findall(line.text)]
