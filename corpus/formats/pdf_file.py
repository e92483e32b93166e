"""PDF files: what stands on their pages, line by line, with type size and place; and what they say of themselves.

PDFium itself is asked (it is what kreuzberg reads PDF with too), because headings, columns, footnotes and superscripts
can only be told from type sizes and places, which kreuzberg does not hand on.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.printed_grids import Box, Grid, grids_of

CELL_SEPARATOR = " | "
_LINE_ENDS = "\r\n"
CELL_GAP = 1.6  # of the type size: wider than justified text has between its words
_MIN_LETTERS = 20
_MIN_DRAWN_PATHS = 50  # letters that were turned into outlines are many
_MAX_PAGES = 50_000
_NEARLY_WHITE = 250  # of 255
_MAX_PATHS = 5_000  # of a page, among which tables are looked for
_SUPERSCRIPT = 0.82  # of the line's type size


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed. `size` is its type size, other lengths are from the left and top of the page, in points.

    `bold` tells whether all its letters are. `raised` holds its superscript numbers, which `text` has not. `cell` is
    the table (counted on its page), row and column that it is in, or None.
    """

    text: str
    size: float
    bold: bool
    left: float
    right: float
    bottom: float
    raised: tuple[str, ...] = ()
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (1-based number) with its lines in reading order and the tables drawn on it; height in points.

    `is_textless` means that it has next to no letters, `is_drawn` that it then has pictures or drawings instead.
    """

    number: int
    height: float
    lines: tuple[PrintedLine, ...]
    is_drawn: bool = False
    grids: tuple[Grid, ...] = ()

    @property
    def is_textless(self) -> bool:
        """Return whether the page has no text to speak of: a picture with a page number, or nothing."""
        return sum(character.isalpha() for line in self.lines for character in line.text) < _MIN_LETTERS


class PdfFile:
    """An open PDF file; use it in a `with` block.

    Raises:
        UnreadableError: it is encrypted, or no PDF.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).casefold() or "security" in str(error).casefold():
                raise UnreadableError(
                    "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.", FailureKind.ENCRYPTED
                ) from error
            raise UnreadableError(
                "Het bestand is beschadigd of is geen PDF. Open het en sla het opnieuw op als PDF."
            ) from error
        if len(self._document) > _MAX_PAGES:
            pages = len(self._document)
            self._document.close()
            raise UnreadableError(
                f"Het bestand telt {pages} bladzijden; de grens is {_MAX_PAGES}. Splits het.", FailureKind.TOO_LARGE
            )

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def facts(self) -> dict[str, str]:
        """Return what the file says about its title and dates."""
        stated = self._document.get_metadata_dict(skip_empty=True)
        names = {"Title": "title", "CreationDate": "created", "ModDate": "modified"}
        return {names[name]: value for name, value in stated.items() if name in names}

    def pages(self) -> Iterator[PrintedPage]:
        """Yield the pages in order; a page that PDFium cannot open has no lines."""
        for number in range(1, len(self) + 1):
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError:
                yield PrintedPage(number, 0.0, ())
                continue
            try:
                yield _read_page(page, number)
            finally:
                page.close()

    def one_page(self, number: int) -> bytes:
        """Return a PDF file of one page, 1-based, of this one.

        Raises:
            UnreadableError: the page is damaged.
        """
        single = pypdfium2.PdfDocument.new()
        try:
            single.import_pages(self._document, [number - 1])
            stream = io.BytesIO()
            single.save(stream)
            return stream.getvalue()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"Bladzijde {number} is beschadigd.") from error
        finally:
            single.close()


@dataclass(slots=True)
class _Glyph:
    character: str
    index: int
    left: float
    right: float
    bottom: float
    top: float


def _read_page(page: Any, number: int) -> PrintedPage:
    height = float(page.get_height())
    grids = grids_of(_boxes(page, height), float(page.get_width()), height)
    text_page = page.get_textpage()
    try:
        lines = [
            replace(line, cell=cell)
            for whole in _glyph_lines(text_page.raw)
            for cell, glyphs in _by_cell(whole, grids, height)
            if (line := _line(text_page.raw, glyphs, height))
        ]
    finally:
        text_page.close()
    read = PrintedPage(number, height, tuple(lines), grids=grids)
    return replace(read, is_drawn=_is_drawn(page)) if read.is_textless else read


def _is_drawn(page: Any) -> bool:
    kinds = Counter(item.type for item in islice(page.get_objects(max_depth=3), 5_000))
    return bool(kinds[pdfium.FPDF_PAGEOBJ_IMAGE]) or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _MIN_DRAWN_PATHS


def _boxes(page: Any, height: float) -> Iterator[Box]:
    """Yield where the lines, boxes and other figures on a page are."""
    for item in islice(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), _MAX_PATHS):
        with suppress(pypdfium2.PdfiumError):
            left, bottom, right, top = item.get_bounds()
            yield Box(left, height - top, right, height - bottom, _is_white(item.raw))


def _is_white(raw: Any) -> bool:
    """Tell whether a figure is filled with white, without a line around it."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(fill), ctypes.byref(stroke))
    colours = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(raw, *map(ctypes.byref, colours))
    return not stroke.value and all(colour.value > _NEARLY_WHITE for colour in colours[:3])


def _by_cell(
    glyphs: list[_Glyph], grids: Sequence[Grid], height: float
) -> Iterator[tuple[tuple[int, int, int] | None, list[_Glyph]]]:
    """Yield a line in parts, each in one cell of a table or in none."""
    if not grids:
        yield None, glyphs
        return
    y = height - median((glyph.bottom + glyph.top) / 2 for glyph in glyphs)
    number, grid = next(
        ((number, grid) for number, grid in enumerate(grids) if grid.rows[0] <= y < grid.rows[-1]), (0, None)
    )
    part: list[_Glyph] = []
    before: tuple[int, int, int] | None = None
    for glyph in glyphs:
        x = (glyph.left + glyph.right) / 2
        cell = before
        if not glyph.character.isspace():
            cell = (number, *grid.cell(x, y)) if grid and grid.holds(x, y) else None
        if cell != before and part:
            yield before, part
            part = []
        part.append(glyph)
        before = cell
    yield before, part


def _glyph_lines(raw: Any) -> Iterator[list[_Glyph]]:
    """Yield the glyphs of each line, the end of a broken word with a hyphen."""
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    line: list[_Glyph] = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        character = "-" if code in (2, 0xFFFE) else chr(code) if code < 0x110000 else "\ufffd"
        if character in _LINE_ENDS:
            if line:
                yield line
            line = []
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, reference)
        line.append(_Glyph(character, index, box.left, box.right, box.bottom, box.top))
        if code in (2, 0xFFFE):
            yield line
            line = []
    if line:
        yield line


def _line(raw: Any, glyphs: list[_Glyph], height: float) -> PrintedLine | None:
    printed = [glyph for glyph in glyphs if not glyph.character.isspace()]
    if not printed:
        return None
    sizes = {glyph.index: _size(raw, glyph.index) for glyph in (printed[0], printed[len(printed) // 2], printed[-1])}
    size = Counter(sizes.values()).most_common(1)[0][0]
    parts: list[str] = []
    raised: list[str] = []
    previous: _Glyph | None = None
    for glyph in glyphs:
        if glyph.character.isspace():
            parts.append(" ")
            continue
        if previous is not None and glyph.left - previous.right > CELL_GAP * size:
            parts.append(CELL_SEPARATOR)
        if glyph.character.isdigit() and previous is not None and _size(raw, glyph.index) < _SUPERSCRIPT * size:
            raised.append(glyph.character)
        else:
            parts.append(glyph.character)
        previous = glyph
    letters = [glyph.index for glyph in printed if glyph.character.isalpha()] or [printed[0].index]
    bold = all(_is_bold(raw, index) for index in (letters[0], letters[len(letters) // 2], letters[-1]))
    text = " ".join("".join(parts).replace("| |", "|").split())
    lefts, rights = [glyph.left for glyph in printed], [glyph.right for glyph in printed]
    bottom = height - min(printed[0].bottom, printed[-1].bottom)
    return PrintedLine(text, size, bold, min(lefts), max(rights), bottom, ("".join(raised),) if raised else ())


def _size(raw: Any, index: int) -> float:
    """Return the type size of a glyph in points, to a tenth, as it appears on the page."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(raw, index))
    if pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.b, matrix.d) or 1.0
    return round(size, 1)


def _is_bold(raw: Any, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, len(name), ctypes.byref(flags))
    # Not FPDFText_GetFontWeight: it guesses the weight from the width of the stems, and takes Arial for bold.
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))
