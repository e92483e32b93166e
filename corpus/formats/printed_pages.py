"""From printed pages to headings and paragraphs, each with the page on which it begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.formats.heading_numbers import with_levels_by_number
from corpus.formats.hyphenation import joined, words_of
from corpus.formats.list_levels import indented
from corpus.formats.nodes import with_first_line_as_title
from corpus.formats.page_furniture import printed_lines, without_cells, without_furniture
from corpus.formats.printed_headings import Typography
from corpus.formats.printed_notes import ENDS, notes_of, without_footnotes
from corpus.formats.printed_order import BULLETS, cleaned, with_title_first
from corpus.formats.printed_page import PrintedLine, PrintedPage
from corpus.formats.printed_tables import (
    PrintedTable,
    stretches,
    with_headers_at_their_tables,
    without_false_tables,
)
from corpus.sentences import split_sentences
from corpus.structure import EMPHASIS_LEVELS, TITLE_LEVEL, Block, Element, Heading
from corpus.tables import CELL_SEPARATOR, table_blocks

_SHORT = 0.85  # of the column: a line that ends before this may be the last of its paragraph
_INDENT = 6.0  # points
_MAX_COVER = 300  # characters of text on a first page that is a cover
_BULLET = re.compile(rf"(?:[{BULLETS}*]|o)\s+(?=\S)")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)°]\s+(?=\S)")
_TIGHT_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+\.?)(?=[^\W\d_a-zß-ÿ])")  # and its title, a short tab apart
_LETTER = re.compile(r"[A-Z]{1,2}\.?")  # of an onderdeel of a regulation that amends, on a line of its own
_ARTICLE = re.compile(r"Artikel \d{1,3}(?::\d{1,3})?[a-z]{0,2}(\.)?(?: (?=[A-ZÀ-Þ])|$)")
_STARTS = re.compile(r"[\"'“‘(\[]*[^\W_a-zß-ÿ]")


def read_pages(pages: Sequence[PrintedPage]) -> list[Element]:
    """Read printed pages into headings and paragraphs.

    Running lines and page numbers are left out, broken words made whole, footnotes set behind the paragraph that they
    are of, or at the end of their page if none has their number. A sentence that runs over a page end stands whole on
    the page where it begins.
    """
    pages = without_furniture([cleaned(without_false_tables(page)) for page in pages])
    pages = with_headers_at_their_tables([with_title_first(page) for page in pages])
    typography = Typography.of(pages)
    words = words_of(" ".join(line.text for line in printed_lines(pages) if not line.text.endswith("-")))
    elements: list[Element] = []
    notes: list[Element] = []
    last_note: Block | None = None  # of the page before, where it may go on
    table: PrintedTable | None = None  # the last one
    for page in pages:
        body, small = without_footnotes(page.lines, typography.text_size, above=last_note.text if last_note else "")
        at_foot: dict[str, list[Block]] = {}
        above, last_note = last_note, None
        for mark, lines in notes_of(small):
            read = [block for block in _Page(page.number, lines, typography, words).blocks() if block.text]
            if above is not None and not mark:
                last_note = replace(above, text=joined(above.text, " ".join(block.text for block in read), words))
                elements = [last_note if element is above else element for element in elements]
                notes = [last_note if note is above else note for note in notes]
                continue
            at_foot.setdefault(mark, []).extend(replace(block, is_note=True) for block in read)
            last_note = next(reversed(at_foot[mark]), None)
        here: list[Element] = []
        for stretch in stretches(body, page.grids, words):
            if isinstance(stretch, PrintedTable):
                table = stretch.continuing(table if not here else None)
                here += [Block(part, page.number) for part in table_blocks(table.rows)]
            else:
                here += _Page(page.number, stretch, typography, words, at_foot).elements()
        first = next((element for element in here if isinstance(element, Block)), None)
        runs_on = bool(elements and here and first is here[0] and _runs_on(elements[-1], here[0]))
        if runs_on and isinstance(elements[-1], Block) and first is not None:
            elements[-1], rest = _sentence_whole(elements[-1], first, words)
            here = [*([rest] if rest.text else []), *here[1:]]
        elements.extend(notes)
        elements.extend(here)
        notes = [note for of_mark in at_foot.values() for note in of_mark]
        while elements and isinstance(last := elements[-1], Block) and last.is_note:  # the next page may go on above
            notes.insert(0, last)
            del elements[-1]
    titled = with_levels_by_number(_with_title([*elements, *notes]))
    return [replace(one, text=" ".join(one.text.split("\n"))) if isinstance(one, Heading) else one for one in titled]


def _with_title(elements: list[Element]) -> list[Element]:
    """Make the largest heading of the first page the title, if it is alone of its kind; a cover has no headings."""
    first = next((element.page for element in elements), None)
    cover = [element for element in elements if element.page == first]
    headings = [element for element in cover if isinstance(element, Heading)]
    if all(heading.level in EMPHASIS_LEVELS for heading in headings):
        return _with_first_line_as_title(elements)
    outermost = min(heading.level for heading in headings)
    title = next(heading for heading in headings if heading.level == outermost)
    returns = any(isinstance(e, Heading) and e.level <= outermost and e is not title for e in elements)
    is_cover = sum(len(e.text) for e in cover if isinstance(e, Block)) < _MAX_COVER and len(elements) > len(cover)
    if not is_cover and returns:
        return _with_first_line_as_title(elements)
    changed = [
        Heading(TITLE_LEVEL, element.text, element.page)
        if element is title
        else Block(element.text, element.page)
        if is_cover and isinstance(element, Heading)
        else element
        for element in cover
    ]
    return [*changed, *elements[len(cover) :]]


def _with_first_line_as_title(elements: list[Element]) -> list[Element]:
    """Make the first line of the text the title if it may be one, as of a word processor's document."""
    if elements and isinstance(elements[0], Block):
        if CELL_SEPARATOR in elements[0].text.partition("\n")[0]:  # a row
            return elements
        line, _, rest = elements[0].text.partition("\n")
        parts = [Block(text, elements[0].page) for text in (line, rest) if text]
        elements = [*parts, *elements[1:]]
    return with_first_line_as_title(elements)


class _Page:
    """The lines of one page that are to become headings and blocks."""

    def __init__(
        self,
        number: int,
        lines: Sequence[PrintedLine],
        typography: Typography,
        words: Collection[str],
        notes: MutableMapping[str, list[Block]] | None = None,
    ) -> None:
        """`notes` are the footnotes by number; those that are set behind what they are of are taken from it."""
        self._number = number
        self._lines = lines
        self._typography = typography
        self._words = words
        self._notes = {} if notes is None else notes
        self._held: list[Block] = []  # notes of which the sentence or heading does not end yet

    def elements(self) -> Iterator[Element]:
        """Yield the headings and blocks of the page, in order; a heading has its lines yet."""
        body: list[PrintedLine] = []
        position = 0
        while position < len(self._lines):
            line = self._lines[position]
            taken, is_heading = self._typography.run_of(self._lines, position)
            if is_heading:
                yield from self._blocks(body)
                body = []
                text = without_cells(line.text)
                for following in map(without_cells, (one.text for one in self._lines[position + 1 : position + taken])):
                    apart = _STARTS.match(following) and not text.endswith("-")  # as lines of a cover are
                    text = f"{text}\n{following}" if apart else joined(text, following, self._words)
                yield Heading(self._typography.level(line), _TIGHT_NUMBER.sub(r"\1 ", text), self._number)
                self._hold(mark for one in self._lines[position : position + taken] for mark in one.raised)
            else:
                body.extend(self._lines[position : position + taken])
            position += taken
        yield from self._blocks(body)

    def blocks(self) -> Iterator[Block]:
        """Yield everything on the page as blocks."""
        return self._blocks(self._lines)

    def _blocks(self, lines: Sequence[PrintedLine]) -> Iterator[Block]:
        for is_item, run in groupby(self._paragraphs(lines), lambda paragraph: _is_item(paragraph[1])):
            items: list[tuple[float, str]] = []
            for left, text, marks in run:
                self._hold(marks)
                items.append((left, text))
                ends = self._held and ENDS.search(text)
                if ends or not is_item:
                    yield Block(indented(items) if is_item else text, self._number)
                    items = []
                if ends:
                    yield from self._released()
            if items:
                yield Block(indented(items), self._number)
        if lines:
            yield from self._released()

    def _hold(self, marks: Iterable[str]) -> None:
        """Take the footnotes of these raised numbers ("1", "2,3") to be set behind what is being read."""
        for mark in ",".join(marks).split(","):
            self._held += self._notes.pop(mark.strip(), [])

    def _released(self) -> list[Block]:
        held, self._held = self._held, []
        return held

    def _paragraphs(self, lines: Sequence[PrintedLine]) -> Iterator[tuple[float, str, list[str]]]:
        """Yield paragraphs, tables and list items, their lines joined, with where they begin and their raised numbers.

        Bullets become "- ".
        """
        paragraph = ""
        marks: list[str] = []
        left = 0.0
        previous: PrintedLine | None = None
        for line in lines:
            bullet = _BULLET.match(line.text)
            text = f"- {line.text[bullet.end() :]}" if bullet else line.text
            if previous is None:
                paragraph, left = text, line.left
            elif bullet or self._begins(line, previous, lines):
                yield left, paragraph, marks
                paragraph, left, marks = text, line.left, []
            elif self._is_row(previous, line, lines):
                paragraph += "\n" + text
            else:
                paragraph = joined(paragraph, text, self._words)
            previous = line
            marks += line.raised
        if paragraph:
            yield left, paragraph, marks

    def _begins(self, line: PrintedLine, previous: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
        """Tell whether a line is the first of a paragraph."""
        ended = ENDS.search(previous.text) is not None
        step = line.bottom - previous.bottom
        is_short = previous.right < previous.left + _SHORT * (_column_end(previous, lines) - previous.left)
        if _NUMBERED.match(line.text) and (ended or is_short or step > self._typography.paragraph_step * line.size):
            return True
        if _LETTER.fullmatch(previous.text) or (ended and _begins_provision(line.text, previous.text)):
            return True
        if step < -line.size or step > 8 * line.size:  # the next column, or past a figure
            return ended or _STARTS.match(line.text) is not None
        if CELL_SEPARATOR in previous.text and (CELL_SEPARATOR in line.text or not ended) and step < 3 * line.size:
            return False
        if step > self._typography.paragraph_step * max(line.size, previous.size):
            return True
        if CELL_SEPARATOR in line.text:
            return ended and CELL_SEPARATOR not in previous.text
        is_indented = line.left > previous.left + _INDENT and not _BULLET.match(previous.text)
        return ended and _STARTS.match(line.text) is not None and (is_short or is_indented)

    def _is_row(self, previous: PrintedLine, line: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
        """Tell whether a line end is meant: a row of a table, or a line after which the next would have fitted."""
        if CELL_SEPARATOR in previous.text or CELL_SEPARATOR in line.text:
            return True
        if line.bold and not previous.bold and line.text.endswith(":"):
            return True
        if previous.bold != line.bold and previous.text.endswith(":") and _STARTS.match(line.text):
            return True
        first = len(line.text.split(maxsplit=1)[0]) + 1
        width = (previous.right - previous.left) / max(len(previous.text), 1) * first
        fits = previous.right + width < previous.left + _SHORT * (_column_end(previous, lines) - previous.left)
        return fits and _STARTS.match(line.text) is not None


def _begins_provision(text: str, above: str) -> bool:
    """Tell whether a line below one that ends a sentence is an onderdeel's letter, or an article of one line begins.

    A number without a full stop is also how a sentence about an article begins, but not where the line above does so.
    """
    article = _ARTICLE.match(text)
    return bool(_LETTER.fullmatch(text)) or (article is not None and bool(article[1] or _ARTICLE.match(above)))


def _column_end(line: PrintedLine, lines: Sequence[PrintedLine]) -> float:
    """Return where the column of a line ends: the right end of its widest line."""
    return max(other.right for other in lines if abs(other.left - line.left) < 60)


def _is_item(text: str) -> bool:
    return text.startswith("- ") or _NUMBERED.match(text) is not None


def _runs_on(element: Element, following: Element) -> bool:
    """Tell whether a block goes on with the first block of the next page."""
    if not isinstance(element, Block) or not isinstance(following, Block) or ENDS.search(element.text):
        return False
    at_page_end = element.text.rsplit("\n", 1)[-1] + following.text.split("\n", 1)[0]
    if CELL_SEPARATOR in at_page_end or _is_item(following.text):
        return False
    return following.text[0].islower() or element.text.endswith(("-", ","))


def _sentence_whole(block: Block, following: Block, words: Collection[str]) -> tuple[Block, Block]:
    """Move the end of the sentence that runs over the page end back to where it begins."""
    text = joined(block.text, following.text, words)
    boundary = len(text) - len(following.text)
    end = next((end for _, end in split_sentences(text) if end > boundary), len(text))
    return replace(block, text=text[:end].rstrip()), replace(following, text=text[end:].strip())
