"""Which printed lines are headings, by their type.

They are larger than the text, or stand on a line of their own that is bold, underlined, in a colour or in italics.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.formats.emphasis import LARGER, begins_as_heading, is_numbered, is_one_sentence, may_be_heading
from corpus.formats.page_furniture import printed_lines, without_cells
from corpus.formats.printed_page import PrintedLine, PrintedPage
from corpus.structure import EMPHASIS_LEVELS
from corpus.tables import CELL_SEPARATOR

_NEW_PARAGRAPH = 1.3  # of the usual distance from line to line
_MUCH_LARGER = 1.35  # than the text: a heading whatever it says
_MAX_HEADING = 180  # characters
_MAX_NUMBERED = 80  # characters of a numbered heading that ends with a full stop
_MAX_HEADING_LINES = 4
_SHORT = (
    0.85  # of the line below it: a line in italics that ends before this may be a heading above a paragraph in italics
)
_AS_LARGE = 0.97  # of the text's type size; a heading that is marked is no smaller
_AS_LARGE_NUMBERED = 0.9  # one whose number says that it is three levels down or more may be
_DEEP_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}")
_CAPTION = re.compile(r"(?:tabel|figuur|grafiek|afbeelding|table|figure)\s+\d", re.IGNORECASE)
_COLOURED = 48  # of 255: what is nearer to grey is a caption or a note
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_SAME_HEADING = 1.5  # of the type size: two heading lines with less from line to line are one heading


@dataclass(frozen=True, slots=True)
class Typography:
    """The type of a document: size, colour and weight of its text, and the level of each kind of heading.

    `pitch` is the usual distance between the lines of a paragraph, as a multiple of their type size.
    Headings that are no larger than the text are on `EMPHASIS_LEVELS`, as those without a style in a word processor:
    bold above underlined, or the other way round if an underlined one is the first below the title; italics last.
    """

    text_size: float
    text_colour: int | None
    text_is_bold: bool
    text_is_italic: bool
    pitch: float
    levels: Mapping[_Kind, int]

    @property
    def paragraph_step(self) -> float:
        """The distance between lines from which the second begins a paragraph, as a multiple of their type size."""
        return _NEW_PARAGRAPH * self.pitch

    @classmethod
    def of(cls, pages: Sequence[PrintedPage]) -> Typography:
        """Measure a document."""
        letters: Counter[float] = Counter()
        for line in printed_lines(pages):
            letters[_rounded(line.size)] += len(line.text)
        text_size = letters.most_common(1)[0][0] if letters else 0.0
        bold: Counter[bool] = Counter()
        italic: Counter[bool] = Counter()
        colours: Counter[int | None] = Counter()
        for line in printed_lines(pages):
            if _rounded(line.size) == text_size:
                bold[line.bold] += len(line.text)
                italic[line.italic] += len(line.text)
                colours[line.colour] += len(line.text)
        text_colour = max(colours, key=colours.__getitem__, default=0)
        is_bold, is_italic = bold[True] > bold[False], italic[True] > italic[False]
        plain = cls(text_size, text_colour, is_bold, is_italic, _pitch(pages), {})
        candidates = [line for line in printed_lines(pages) if plain.may_be_heading(line)]
        kinds = dict.fromkeys(map(_kind, candidates))
        larger = sorted((kind for kind in kinds if kind.size >= LARGER * text_size), key=_Kind.rank)
        marked = sorted((kind for kind in kinds if kind.size < LARGER * text_size), key=_Kind.rank)
        title = next(printed_lines(pages), None)
        first = next((line for line in candidates if line is not title and (line.bold or line.underlined)), None)
        if first is not None and not first.bold:
            marked.sort(key=lambda kind: not kind.underlined)
        levels = dict(zip(larger, range(1, EMPHASIS_LEVELS.start), strict=False))
        for number, kind in enumerate(marked):
            levels[kind] = EMPHASIS_LEVELS[min(number, len(EMPHASIS_LEVELS) - 1)]
        return replace(plain, levels=levels)

    def may_be_heading(self, line: PrintedLine) -> bool:
        """Tell whether a line looks like a heading, its neighbours aside."""
        text = line.text
        if len(text) > _MAX_HEADING or not begins_as_heading(text):
            return False
        if CELL_SEPARATOR in text and not (text.count(CELL_SEPARATOR) == 1 and is_numbered(without_cells(text))):
            return False
        if line.size >= LARGER * self.text_size:
            return not text.endswith((".", ";")) or (len(text) <= _MAX_NUMBERED and is_numbered(text))
        return (self._is_marked(line) or self._is_in_italics(line)) and may_be_heading(without_cells(text))

    def _is_in_italics(self, line: PrintedLine) -> bool:
        """Tell whether a line of the size of the text is in italics, and no caption."""
        is_so = line.italic and not self.text_is_italic and line.size >= _AS_LARGE * self.text_size
        return is_so and _CAPTION.match(line.text) is None

    def _is_marked(self, line: PrintedLine) -> bool:
        """Tell whether a line of the size of the text is bold, underlined or in a colour; links are both of these."""
        if line.size < (_AS_LARGE_NUMBERED if _DEEP_NUMBER.match(line.text) else _AS_LARGE) * self.text_size:
            return False
        if line.bold and not self.text_is_bold:
            return True
        if line.colour == self.text_colour:
            return line.underlined
        return line.colour is not None and _saturation(line.colour) >= _COLOURED and not line.underlined

    def run_of(self, lines: Sequence[PrintedLine], start: int) -> tuple[int, bool]:
        """Return how many lines from `start` on belong together by their type, and whether they are a heading."""
        first = lines[start]
        if not self.may_be_heading(first):
            return 1, False
        is_larger = first.size >= LARGER * self.text_size
        if not is_larger and not self._is_marked(first):
            return 1, self._stands_alone(lines, start)
        taken = 1
        for previous, line in pairwise(lines[start:]):
            step = line.bottom - previous.bottom
            is_next = 0 < step < _SAME_HEADING * line.size or (self._is_next(previous, line) and line.text[0].islower())
            if _kind(line) != _kind(first) or not is_next or is_numbered(line.text):
                break
            taken += 1
        if taken > _MAX_HEADING_LINES:
            return taken, False
        text = " ".join(line.text for line in lines[start : start + taken])
        ends_well = not text.endswith((".", ";", ",")) or is_numbered(text)
        reads_well = is_one_sentence(text) and (is_larger or not text.endswith(":"))
        reads_well = reads_well or first.size > _MUCH_LARGER * self.text_size
        if len(text) > _MAX_HEADING or not ends_well or not reads_well:
            return taken, False
        return taken, is_larger or not self._is_within_paragraph(lines, start, taken)

    def _stands_alone(self, lines: Sequence[PrintedLine], start: int) -> bool:
        """Tell whether a line stands apart from what is above it, and is not the first line of what is below it."""
        line, below = lines[start], lines[start + 1 : start + 2]
        if not below or (start and self._is_next(lines[start - 1], line)) or self._is_within_paragraph(lines, start, 1):
            return False
        is_short = line.right < line.left + _SHORT * (below[0].right - line.left)
        return is_short or not below[0].italic or not self._is_next(line, below[0])

    def _is_within_paragraph(self, lines: Sequence[PrintedLine], start: int, taken: int) -> bool:
        """Tell whether lines are a part of a paragraph: small letters follow, or words before them that do not end."""
        first, last = lines[start], lines[start + taken - 1]
        if any(self._is_next(last, line) and line.text[:1].islower() for line in lines[start + taken :][:1]):
            return True
        above = lines[start - 1] if start else None
        return above is not None and not first.bold and self._is_next(above, first) and not _ENDS.search(above.text)

    def _is_next(self, line: PrintedLine, following: PrintedLine) -> bool:
        """Tell whether a line stands right below another, as those of a paragraph do."""
        return 0 < following.bottom - line.bottom < self.paragraph_step * line.size

    def level(self, line: PrintedLine) -> int:
        """Return the level of a heading, 1 for the outermost."""
        return self.levels.get(_kind(line), EMPHASIS_LEVELS[-1])


@dataclass(frozen=True, slots=True)
class _Kind:
    """The type that headings of one level have in common."""

    size: float
    bold: bool
    underlined: bool
    italic: bool
    colour: int | None

    def rank(self) -> tuple[float, bool, bool, bool]:
        """Return what sorts kinds, the outermost first; those alike stay in the order in which they were met."""
        return -self.size, not self.bold, not self.underlined, self.italic


def _kind(line: PrintedLine) -> _Kind:
    return _Kind(_rounded(line.size), line.bold, line.underlined and not line.bold, line.italic, line.colour)


def _pitch(pages: Sequence[PrintedPage]) -> float:
    """Return the usual distance between the lines of a paragraph, as a multiple of their type size."""
    steps = [
        (following.bottom - line.bottom) / line.size
        for page in pages
        for line, following in pairwise(page.lines)
        if line.size == following.size > 0 and 0.9 * line.size < following.bottom - line.bottom < 2.5 * line.size
    ]
    return median(steps) if steps else 1.3


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _saturation(colour: int) -> int:
    """Return how far a colour (0xRRGGBB) is from grey, of 255."""
    parts = colour.to_bytes(3)
    return max(parts) - min(parts)
