"""From the letters that PDFium finds on a page to its lines, with type size, weight and place."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot, inf
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from corpus.formats.justified_lines import with_text_whole
from corpus.formats.misread_letters import MISREAD, letter_drawn
from corpus.formats.page_placing import Placing, is_turned
from corpus.formats.printed_grids import Box, Grid
from corpus.formats.printed_page import CELL_GAP, SUPERSCRIPT, UNKNOWN, PrintedLine
from corpus.tables import CELL_SEPARATOR

_LINE_ENDS = "\r\n"
_TAIL = 0.21  # of the type size: how far the tails of letters hang down
_RAISED = 0.15  # of the line's type size
_CLOSES = ".,;:)"
_BETWEEN_NOTES = ",;–-"
_UNIT = re.compile(r"(?:^|[\W\d_])(?:[kdcmh]?m|CO|NO)$")  # a raised number behind it is a part of it: "m2", "CO2"
# In the names of fonts. Not FPDFText_GetFontWeight: it guesses the weight from the width of the stems, and takes Arial
# for bold.
_BOLD = (b"bold", b"black", b"heavy")
_ITALIC = (b"italic", b"oblique")
_THIN = 2.0  # points; a rule that is higher is no underlining
_RULE_HEIGHT = (-0.4, 0.15)  # of the type size: where the rule under letters is, from their lowest point down
_UNDERLINED = 0.9  # of the width of a line, at least


def lines_of(
    raw: Any, drawn: Iterable[Box], grids: Sequence[Grid], placing: Placing, fields: Sequence[Box] = ()
) -> tuple[PrintedLine, ...]:
    """Return the lines on a page placed so (`raw` is its text for PDFium).

    Those in a table are cut at its cells, those with fields of a form between their words at these. What was written
    wholly beside the page is not shown, and not read.
    """
    rules = [box for box in drawn if box.bottom - box.top <= _THIN and not box.is_white]
    lines = [
        replace(line, cell=cell, underlined=_is_underlined(line, rules))
        for whole in _glyph_lines(raw, placing)
        if any(placing.holds((glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2) for glyph in whole)
        for stretch in _between_fields(whole, fields, placing.height)
        for cell, glyphs in _by_cell(stretch, grids, placing.height)
        if (line := _line(raw, glyphs, placing))
    ]
    return with_text_whole(lines)


@dataclass(slots=True)
class _Glyph:
    """A glyph with its place on the page, from the left and the bottom; `foot` is where one without a tail ends."""

    character: str
    index: int
    left: float
    bottom: float
    right: float
    top: float
    foot: float


def _between_fields(glyphs: list[_Glyph], fields: Sequence[Box], height: float) -> Iterator[list[_Glyph]]:
    """Yield a line in the parts between the fields of a form that stand among its words."""
    y = height - median((glyph.bottom + glyph.top) / 2 for glyph in glyphs)
    places = sorted((box.left + box.right) / 2 for box in fields if box.top <= y <= box.bottom)
    part: list[_Glyph] = []
    for glyph in glyphs:
        begins_word = part and part[-1].character.isspace() and not glyph.character.isspace()
        if begins_word and bisect_left(places, part[0].left) < bisect_left(places, glyph.left):
            yield part
            part = []
        part.append(glyph)
    yield part


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


def _glyph_lines(raw: Any, placing: Placing) -> Iterator[list[_Glyph]]:
    """Yield the glyphs of each line, the end of a broken word with a hyphen."""
    line: list[_Glyph] = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        is_known = pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1  # else PDFium gives the number of the glyph
        code = pdfium.FPDFText_GetUnicode(raw, index) if is_known else ord(UNKNOWN)
        character = "-" if code in (2, 0xFFFE) else chr(code) if code < 0x110000 else UNKNOWN
        if character in MISREAD:
            character = letter_drawn(raw, index)
        if character in _LINE_ENDS:
            if line:
                yield line
            line = []
            continue
        line.append(_glyph(raw, character, index, placing))
        if code in (2, 0xFFFE):
            yield line
            line = []
    if line:
        yield line


def _glyph(raw: Any, character: str, index: int, placing: Placing) -> _Glyph:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, ctypes.byref(x), ctypes.byref(y))
    start, foot = placing.point(x.value, y.value)
    if placing.quarters % 2 == 0:
        pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box))
        return _Glyph(character, index, *placing.box(box.left, box.bottom, box.right, box.top), foot)
    edges = [ctypes.c_double() for _ in range(4)]  # PDFium has no loose boxes of glyphs that lie on their side
    pdfium.FPDFText_GetCharBox(raw, index, *map(ctypes.byref, edges))
    left, right, bottom, top = (edge.value for edge in edges)
    _, _, end, _ = placing.box(left, bottom, right, top)
    size = _size(raw, index)
    return _Glyph(character, index, start, foot - _TAIL * size, end, foot + (1 - _TAIL) * size, foot)


def _line(raw: Any, glyphs: list[_Glyph], placing: Placing) -> PrintedLine | None:
    printed = [glyph for glyph in glyphs if not glyph.character.isspace()]
    if not printed:
        return None
    sizes = {glyph.index: _size(raw, glyph.index) for glyph in (printed[0], printed[len(printed) // 2], printed[-1])}
    size = Counter(sizes.values()).most_common(1)[0][0]
    text, raised = _text(raw, glyphs, size)
    letters = [glyph.index for glyph in printed if glyph.character.isalpha()] or [printed[0].index]
    sampled = (letters[0], letters[len(letters) // 2], letters[-1])
    fonts = [_font(raw, index) for index in sampled]
    pairs = list(pairwise(printed))
    return PrintedLine(
        text,
        size,
        bold=all(any(word in font for word in _BOLD) for font in fonts),
        left=min(glyph.left for glyph in printed),
        right=max(glyph.right for glyph in printed),
        bottom=placing.height - min(printed[0].bottom, printed[-1].bottom),
        italic=all(any(word in font for word in _ITALIC) for font in fonts),
        colour=colours.pop() if len(colours := {_colour(raw, index) for index in sampled}) == 1 else None,
        raised=(raised,) if raised else (),
        turned=is_turned(raw, letters[0], placing),
        spaces=tuple(
            (a.right, b.left) for a, b in pairs if b.index - a.index > 1 or b.left - a.right > CELL_GAP * size
        ),
        gaps=tuple(b.left for a, b in pairs if b.left - a.right > CELL_GAP * size),
    )


def _text(raw: Any, glyphs: Iterable[_Glyph], size: float) -> tuple[str, str]:
    """Return the text of a line in type of this size, and the numbers of footnotes in it."""
    parts: list[str] = []
    raised: list[str] = []
    end = inf  # of the glyph before
    base: _Glyph | None = None  # the one before that is no part of a note
    is_note = False
    for glyph in glyphs:
        if glyph.character.isspace():
            parts.append(" ")
            continue
        if glyph.left - end > CELL_GAP * size:
            parts.append(CELL_SEPARATOR)
        end = glyph.right
        after_note = is_note
        may_be_note = glyph.character.isdigit() or (after_note and glyph.character in _BETWEEN_NOTES)
        is_note = (
            base is not None
            and may_be_note
            and _size(raw, glyph.index) < SUPERSCRIPT * size
            and glyph.foot - base.foot > _RAISED * size
            and (after_note or not (parts[-1] == CELL_SEPARATOR or _UNIT.search("".join(parts[-4:]))))
        )
        if is_note:
            raised.append(glyph.character)
            continue
        if after_note and glyph.character in _CLOSES and parts[-1] == " ":  # PDFium's, where the height changes
            parts.pop()
        parts.append(glyph.character)
        base = glyph
    return " ".join("".join(parts).replace("| |", "|").split()), "".join(raised)


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
        size *= hypot(matrix.b, matrix.d) or 1.0
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
