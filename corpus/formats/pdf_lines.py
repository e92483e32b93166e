"""From the letters that PDFium finds on a page to its lines, with type size, weight and place."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from corpus.formats.printed_grids import Box, Grid
from corpus.formats.printed_page import CELL_GAP, CELL_SEPARATOR, PrintedLine

_LINE_ENDS = "\r\n"
_SUPERSCRIPT = 0.82  # of the line's type size
# In the names of fonts. Not FPDFText_GetFontWeight: it guesses the weight from the width of the stems, and takes Arial
# for bold.
_BOLD = (b"bold", b"black", b"heavy")
_ITALIC = (b"italic", b"oblique")
_THIN = 2.0  # points; a rule that is higher is no underlining
_RULE_HEIGHT = (-0.4, 0.15)  # of the type size: where the rule under letters is, from their lowest point down
_UNDERLINED = 0.9  # of the width of a line, at least


def lines_of(raw: Any, drawn: Iterable[Box], grids: Sequence[Grid], height: float) -> tuple[PrintedLine, ...]:
    """Return the lines on a page of this height (`raw` is its text for PDFium), those in a table cut at its cells."""
    rules = [box for box in drawn if box.bottom - box.top <= _THIN and not box.is_white]
    return tuple(
        replace(line, cell=cell, underlined=_is_underlined(line, rules))
        for whole in _glyph_lines(raw)
        for cell, glyphs in _by_cell(whole, grids, height)
        if (line := _line(raw, glyphs, height))
    )


@dataclass(slots=True)
class _Glyph:
    character: str
    index: int
    left: float
    right: float
    bottom: float
    top: float


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
    sampled = (letters[0], letters[len(letters) // 2], letters[-1])
    fonts = [_font(raw, index) for index in sampled]
    text = " ".join("".join(parts).replace("| |", "|").split())
    return PrintedLine(
        text,
        size,
        bold=all(any(word in font for word in _BOLD) for font in fonts),
        left=min(glyph.left for glyph in printed),
        right=max(glyph.right for glyph in printed),
        bottom=height - min(printed[0].bottom, printed[-1].bottom),
        italic=all(any(word in font for word in _ITALIC) for font in fonts),
        colour=colours.pop() if len(colours := {_colour(raw, index) for index in sampled}) == 1 else None,
        raised=("".join(raised),) if raised else (),
    )


def _is_underlined(line: PrintedLine, rules: Iterable[Box]) -> bool:
    """Tell whether there are rules right under a line, along it and no longer than it: those are of a form or table."""
    above, below = (line.bottom + place * line.size for place in _RULE_HEIGHT)
    near = [rule for rule in rules if above <= rule.top and rule.bottom <= below]
    under = [rule for rule in near if line.left - line.size < rule.left and rule.right < line.right + line.size]
    return sum(rule.right - rule.left for rule in under) >= _UNDERLINED * (line.right - line.left)


def _size(raw: Any, index: int) -> float:
    """Return the type size of a glyph in points, to a tenth, as it appears on the page."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(raw, index))
    if pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.b, matrix.d) or 1.0
    return round(size, 1)


def _font(raw: Any, index: int) -> bytes:
    """Return the name of the font of a glyph, in lower case."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, len(name), ctypes.byref(flags))
    return name.value.lower()


def _colour(raw: Any, index: int) -> int:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(raw, index, *map(ctypes.byref, parts))
    red, green, blue = (part.value for part in parts[:3])
    return red << 16 | green << 8 | blue
