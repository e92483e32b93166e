"""What stands on a printed page: its lines, with type size and place, and the tables drawn on it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from corpus.formats.printed_grids import Box, Grid

UNKNOWN = "\ufffd"  # a letter of which the font does not say which it is
CELL_GAP = 1.6  # of the type size: wider than text has between its words, unless its column is narrow
PADDING = 0.8  # of the type size: wider than even spread text has between its words, as narrow as cells stand apart
SUPERSCRIPT = 0.82  # of the type size of a line: its footnote numbers are smaller
_MIN_LETTERS = 20
_MANY_GARBLED = 0.2  # of the characters; the bullets and signs of symbol fonts are fewer
_NO_CHARACTERS = frozenset({"Cc", "Cn", "Co", "Cs"})
_STAMPED = 0.2  # of the height of a page, at the top and at the bottom


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed. `size` is its type size, other lengths are from the left and top of the page, in points.

    `bold`, `italic` and `underlined` tell whether all its letters are; `colour` is theirs, as 0xRRGGBB, None for
    more than one. `raised` holds its superscript numbers, which `text` has not. `turned` tells whether it stands
    aslant or upright, unlike most of the page. `spaces` are from where to where those between its words are, `gaps`
    where the words behind a wide one begin. `cell` is the table (counted on its page), row and column that it is in, or
    None.
    """

    text: str
    size: float
    bold: bool
    left: float
    right: float
    bottom: float
    italic: bool = False
    underlined: bool = False
    colour: int | None = 0
    raised: tuple[str, ...] = ()
    turned: bool = False
    spaces: tuple[tuple[float, float], ...] = ()
    gaps: tuple[float, ...] = ()
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """What is filled in on a form, and where; `is_mark` for a box that is ticked or not."""

    box: Box
    text: str
    is_mark: bool


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (1-based number) with its lines in reading order and the tables drawn on it; height in points.

    `fields` are what is filled in on it, which its lines do not have yet.

    `is_textless` means that it has next to no letters, `is_drawn` that it then has pictures or drawings instead, or is
    one picture, with no more than a stamp on it, or is `is_garbled`: its fonts do not say which letters theirs are.
    """

    number: int
    height: float
    lines: tuple[PrintedLine, ...]
    is_drawn: bool = False
    is_garbled: bool = False
    grids: tuple[Grid, ...] = ()
    fields: tuple[FormField, ...] = ()

    def without_garbled_lines(self) -> PrintedPage:
        """Return the page without the lines that are no letters of any language, for want of a map in their font.

        With many of these it counts as a picture of its text.
        """
        garbled = [_garbled(line.text) for line in self.lines]
        printed = [sum(not character.isspace() for character in line.text) for line in self.lines]
        if sum(garbled) <= _MANY_GARBLED * sum(printed):
            return self
        lines = tuple(
            line for line, odd, all_ in zip(self.lines, garbled, printed, strict=True) if odd <= _MANY_GARBLED * all_
        )
        return replace(self, lines=lines, is_drawn=True, is_garbled=True)

    @property
    def letters(self) -> int:
        """The number of letters on the page."""
        return sum(character.isalpha() for line in self.lines for character in line.text)

    @property
    def is_textless(self) -> bool:
        """Return whether the page has no text to speak of: a picture with a page number, or nothing."""
        return self.letters < _MIN_LETTERS

    @property
    def is_in_margins(self) -> bool:
        """Return whether what text there is stands near the top and bottom edges, as stamps do."""
        margin = _STAMPED * self.height
        return all(not margin < line.bottom < self.height - margin for line in self.lines)


def _garbled(text: str) -> int:
    """Return how many characters of a text are none of any language."""
    return sum(character == UNKNOWN or unicodedata.category(character) in _NO_CHARACTERS for character in text)
