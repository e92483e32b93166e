"""What stands on a printed page: its lines, with type size and place, and the tables drawn on it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.formats.printed_grids import Box, Grid

CELL_SEPARATOR = " | "
CELL_GAP = 1.6  # of the type size: wider than justified text has between its words
SUPERSCRIPT = 0.82  # of the type size of a line: its footnote numbers are smaller
_MIN_LETTERS = 20
_STAMPED = 0.2  # of the height of a page, at the top and at the bottom


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed. `size` is its type size, other lengths are from the left and top of the page, in points.

    `bold`, `italic` and `underlined` tell whether all its letters are; `colour` is theirs, as 0xRRGGBB, None for
    more than one. `raised` holds its superscript numbers, which `text` has not. `turned` tells whether it stands
    aslant or upright, unlike most of the page. `cell` is the table (counted on its page), row and column that it is in,
    or None.
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
    one picture, with no more than a stamp on it.
    """

    number: int
    height: float
    lines: tuple[PrintedLine, ...]
    is_drawn: bool = False
    grids: tuple[Grid, ...] = ()
    fields: tuple[FormField, ...] = ()

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
