"""Running headers, footers and page numbers: lines at the edges of printed pages that return on other pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median

from corpus.formats.emphasis import LARGER
from corpus.formats.numbering import roman
from corpus.formats.page_edges import CAPTION, EDGE, FOOTNOTE, SMALLER, text_size
from corpus.formats.printed_page import PrintedLine, PrintedPage
from corpus.formats.short_print import running_on_second, stand_apart

_MIN_REPEATS = 3
_MOST = 0.6  # of the pages
_SAME_HEIGHT = 1.0  # points
_WITHIN_TEXT = 0.5  # of the pages that a line returns on: on as many others text stands at its height
_LONGEST = 200  # characters of a line with a page number
_NAMED = re.compile(
    r"\W*(?:pagina|bladzijde|blz\.?|page|p\.|blad)\s*(?:\d{1,5}|[ivxlc]{1,6})(?:\s*(?:/|van|of|-)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
# Without full stop or brackets: "2024." and "(2023)" are the last words of a sentence.
_BARE = re.compile(r"[-–—|\[\]\s]*(\d{1,5}|[ivxlc]{1,6})[-–—|\[\]\s]*", re.IGNORECASE)
_COUNTED = re.compile(r"[^\W\d_]+\.? (?:\d+[.:])*\d+[a-z]?[.:]?")  # "Artikel 2:4", "Stap 3": no number of a page
_OF_PAGE = re.compile(r"\b(?:pagina|bladzijde|blz\.?|page|p\.|blad)\s*#")
# That of a page begins or ends a line, or a part of it, or is called so; it is no year, and no sentence ends in it.
_NUMBER = re.compile(
    r"(?:^|[|•·–—-]\s*|(?:pagina|bladzijde|blz\.?|page|\bp\.|blad)\s*)(\d{1,5})(?![\d.)])"
    r"|(?<!\d)(?!(?:19|20)\d\d)(\d{1,5})(?=[\s\]|–—-]*$)"
)
_MOST_OF_PLACE = 0.5  # of the pages that have a line at one place, whatever its words
_NEAR = 2.7  # of the type size: as near as lines, paragraphs and headings of a text are
_APART = 1.6  # of its type size: how far a footer stands below what is above it
_PART = re.compile(r"\s*[|,;:•·]\s+|\s+[-–—/]\s+")  # what stands between the parts of a running line
_CHAPTER = re.compile(r"(?:(?:hoofdstuk|deel|paragraaf|afdeling)\s+)?(?:\d[\d.]*|[ivxlc]+)[.:]?\s+", re.IGNORECASE)
_ROMAN = {roman(number): number for number in range(1, 100)}


def without_running_lines(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Return the pages without running headers and footers and page numbers.

    A line near the top or bottom edge is running when it returns there on other pages, but for a number that goes up
    with the pages, where these have no text. One that stands there at the same height on most pages is so whatever the
    text does; on the first page it is the title. So is one in smaller type, outside the text, at a place where most
    pages have one and what it says returns, though not on all of them: the chapter, say. Within the text only what is
    turned, as a watermark, may be running: the labels of a form return too.
    """
    running = _running(pages)
    fixed = Counter(place for page in pages for place in {_place(line) for line in page.lines if line.cell is None})
    most = max(_MIN_REPEATS, _MOST * len(pages))

    def stays(page: PrintedPage, line: PrintedLine) -> bool:
        may_be_fixed = line.turned or (page.number > 1 and line.cell is None and _is_near_edge(page, line.bottom))
        is_fixed = may_be_fixed and fixed[_place(line)] >= most
        return not is_fixed and (page.number, line) not in running

    return [replace(page, lines=tuple(line for line in page.lines if stays(page, line))) for page in pages]


def _is_near_edge(page: PrintedPage, height: float) -> bool:
    return min(height, page.height - height) < EDGE * page.height


def _place(line: PrintedLine) -> tuple[str, int]:
    return line.text, round(line.bottom)


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """A line near an edge of a page (1-based number), its foot `distance` points from that edge."""

    page: int
    line: PrintedLine
    at_top: bool
    distance: float


@dataclass(frozen=True, slots=True)
class _Key:
    """What a running line is known by: its edge, and its words with "#" for the number of the page.

    That number is `offset` more than the number of the page in the file; None for any, or without such a number.
    """

    at_top: bool
    text: str
    offset: int | None = None


def _running(pages: Sequence[PrintedPage]) -> set[tuple[int, PrintedLine]]:
    """Return the running lines, each with the number of its page."""
    lines = [one for page in pages for one in _edge_lines(page)]
    groups = _returning(lines, pages)
    returning = {(one.page, one.line) for group in groups for one in group}
    groups = [group for group in groups if not _is_of_text(group, pages, returning)]
    groups += _placed(lines, pages, returning)
    named = {(one.page, one.line) for one in lines if _NAMED.fullmatch(one.line.text)}
    returning = named | {(one.page, one.line) for group in groups for one in group}
    reach = {
        (page.number, at_top): min((away for line, away in places if (page.number, line) not in returning), default=inf)
        for page in pages
        for at_top, places in _distances(page)
    }
    running = {(one.page, one.line) for group in groups for one in _outside_text(group, reach)}
    only = {
        (one.page, one.line)
        for one in lines
        if _bare_number(one.line.text) == one.page and one.distance <= reach[one.page, one.at_top]
    }
    running |= named | only
    return running | running_on_second(pages, running)


def _distances(page: PrintedPage) -> Iterator[tuple[bool, list[tuple[PrintedLine, float]]]]:
    """Yield for the top (True) and for the bottom of a page how far each of its lines is from there."""
    yield True, [(line, line.bottom) for line in page.lines]
    yield False, [(line, page.height - line.bottom) for line in page.lines]


def _edge_lines(page: PrintedPage) -> Iterator[_EdgeLine]:
    """Yield the lines near the edges of a page, without those of a table that reaches into the text."""
    edge = EDGE * page.height
    for at_top, places in _distances(page):
        for line, distance in places:
            grid = page.grids[line.cell[0]] if line.cell else None
            farthest = distance if grid is None else grid.rows[-1] if at_top else page.height - grid.rows[0]
            if max(distance, farthest) < edge:
                yield _EdgeLine(page.number, line, at_top, distance)


def _returning(lines: Iterable[_EdgeLine], pages: Sequence[PrintedPage]) -> list[list[_EdgeLine]]:
    """Return the lines that return on enough pages, in groups of those that are the same.

    Of three pages the last two are enough for what stands apart from the text.
    """
    repeats = min(_MIN_REPEATS, max(2, len(pages)))
    heading = text_size(pages) * LARGER
    by_key: dict[_Key, list[_EdgeLine]] = defaultdict(list)
    for one in lines:
        for key in _keys(one):
            by_key[key].append(one)
    groups: list[list[_EdgeLine]] = []
    for key, found in by_key.items():
        usual = median(one.line.size for one in found)
        is_counted = key.offset is not None and key.text != "#" and not _OF_PAGE.search(key.text)
        if is_counted and usual > heading:  # "Overzicht wijk 3"
            continue
        alike = [one for one in found if one.line.size < LARGER * usual]  # the title is larger than the header
        on = {one.page for one in alike}
        enough = 2 if key.text == "#" and key.offset is not None else repeats
        if len(on) < enough and on == {2, 3} == {page.number for page in pages[1:]}:
            enough = 2 if stand_apart([(one.page, one.line) for one in alike], pages, at_top=key.at_top) else repeats
        if len(on) >= enough:
            groups.append(alike)
    return groups


def _is_of_text(
    group: Sequence[_EdgeLine], pages: Sequence[PrintedPage], returning: Collection[tuple[int, PrintedLine]]
) -> bool:
    """Tell whether lines are few, and text goes on close to them: some of it came to an edge more than once."""
    return len(group) <= _MOST_OF_PLACE * len(pages) and all(
        _goes_on(one, pages[one.page - 1], returning) for one in group
    )


def _goes_on(one: _EdgeLine, page: PrintedPage, returning: Collection[tuple[int, PrintedLine]]) -> bool:
    before = one.line
    for line in sorted(page.lines, key=lambda line: line.bottom, reverse=not one.at_top):
        step = line.bottom - before.bottom if one.at_top else before.bottom - line.bottom
        if step <= 0:
            continue
        if step > _NEAR * min(line.size, before.size):
            return False
        if (page.number, line) not in returning:
            return True
        before = line
    return False


def _placed(
    lines: Sequence[_EdgeLine], pages: Sequence[PrintedPage], returning: Collection[tuple[int, PrintedLine]]
) -> list[list[_EdgeLine]]:
    """Return the lines in small type at a place near an edge where most pages have one, in groups by their height.

    Footnotes begin with a number, or stand close below other lines. Nor are captions running lines, or what is said
    there once, as a source is: every part of a running line returns at that place, or is a heading.
    """
    size = text_size(pages)
    by_place: dict[tuple[bool, int], list[_EdgeLine]] = defaultdict(list)
    for one in lines:
        is_small = one.line.size < SMALLER * size and not CAPTION.match(one.line.text)
        if is_small and (one.at_top or _is_footer(one, pages[one.page - 1], returning)):
            by_place[one.at_top, round(one.distance)].append(one)
    large = {line.text.casefold() for page in pages for line in page.lines if line.size >= SMALLER * size}
    headings = large | {_CHAPTER.sub("", text, count=1) for text in large}
    groups: list[list[_EdgeLine]] = []
    for found in by_place.values():
        aligned = list(_aligned(found))
        if _MIN_REPEATS <= len({one.page for one in aligned}) > _MOST_OF_PLACE * len(pages):
            said = Counter(part for one in aligned for part in _parts(one))
            groups.append([one for one in aligned if all(said[part] > 1 or part in headings for part in _parts(one))])
    return [group for group in groups if group]


def _parts(one: _EdgeLine) -> set[str]:
    """Return the parts of a line, the number of its page as how much more it is than that."""
    parts = [part for part in _PART.split(one.line.text.casefold()) if part]
    return {part if (number := _bare_number(part)) is None else f"#{number - one.page}" for part in parts}


def _is_footer(one: _EdgeLine, page: PrintedPage, returning: Collection[tuple[int, PrintedLine]]) -> bool:
    """Tell whether a line at the foot of a page is no footnote."""
    if (page.number, one.line) in returning:
        return True
    above = (line for line in page.lines if 0 < one.line.bottom - line.bottom < _APART * one.line.size)
    return (
        not one.line.raised
        and not FOOTNOTE.match(one.line.text)
        and all((page.number, line) in returning for line in above)
    )


def _aligned(found: Sequence[_EdgeLine]) -> Iterator[_EdgeLine]:
    """Yield the lines that begin or end where another one does; on the first page, those that share half their words.

    What else stands there on a first page, as the date of a letter, is no running line.
    """
    lefts = Counter(round(one.line.left) for one in found)
    rights = Counter(round(one.line.right) for one in found)
    for one in found:
        if lefts[round(one.line.left)] > 1 or rights[round(one.line.right)] > 1:
            words = set(one.line.text.casefold().split())
            others = (other.line.text.casefold().split() for other in found if other.page > 1)
            if one.page > 1 or any(2 * len(words.intersection(other)) >= len(words) for other in others):
                yield one


def _keys(one: _EdgeLine) -> Iterator[_Key]:
    """Yield all that a line may be known by on other pages."""
    text = " ".join(one.line.text.casefold().split())
    yield _Key(one.at_top, text)
    if (number := _bare_number(text)) is not None:
        yield _Key(one.at_top, "#")
        yield _Key(one.at_top, "#", number - one.page)
    elif len(text) <= _LONGEST and not _COUNTED.fullmatch(text) and not CAPTION.match(text):
        for match in _NUMBER.finditer(text):
            start, end = match.span(match.lastindex or 0)
            yield _Key(one.at_top, f"{text[:start]}#{text[end:]}", int(text[start:end]) - one.page)


def _bare_number(text: str) -> int | None:
    """Return the number that a line is, None if it is more."""
    match = _BARE.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdecimal() else _ROMAN.get(match[1])


def _outside_text(group: Sequence[_EdgeLine], reach: Mapping[tuple[int, bool], float]) -> Iterator[_EdgeLine]:
    """Yield those of a group where, on its pages and those between, no text stands at their height or beyond."""
    between = range(group[0].page, group[-1].page + 1)
    reached = sorted(reach[page, group[0].at_top] for page in between)
    for one in group:
        if bisect_right(reached, one.distance + _SAME_HEIGHT) < _WITHIN_TEXT * len(group):
            yield one
