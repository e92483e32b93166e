"""Letters whose Windows codes PDFium takes for Macintosh's, where a font has no encoding: "coˆperatie", "financiÎle".

How high such a letter is drawn tells what it is: no accent stands on the line, and no capital is as low as a letter.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_NOT_SURE = "‡‰ı"  # as high as the letters that have their codes
MISREAD = {
    read: letter
    for code in range(0xE0, 0x100)
    if (letter := bytes([code]).decode("cp1252")).isalpha()
    and (read := bytes([code]).decode("mac_roman")) not in _NOT_SURE
}
"""What is read, and the letter that may be meant."""

_SYMBOLIC = 4  # flag of a font: its codes are its own (PDF 32000-1, 9.8.2)
_PLAIN = frozenset("acemnorsuvwxz")  # as high as their font says that small letters are
_FARTHEST = 12  # letters to either side among which a plain one is looked for
_LOWEST, _FOOT, _TOP, _HIGHEST = -0.5, 0.15, 0.9, 1.6  # of the height of a plain letter: "ç", the line, "ı", "é"


def letter_drawn(raw: Any, index: int) -> str:
    """Return the letter that is drawn at a place where PDFium (`raw` is its text of a page) reads one of `MISREAD`."""
    read = _character(raw, index)
    is_misread = (
        _is_symbolic(raw, index)
        and _is_low(raw, index)
        and any(_is_small(raw, beside) for beside in (index - 1, index + 1))
    )
    return MISREAD[read] if is_misread else read


def _character(raw: Any, index: int) -> str:
    is_there = 0 <= index < pdfium.FPDFText_CountChars(raw)
    code = pdfium.FPDFText_GetUnicode(raw, index) if is_there else 0
    return chr(code) if code < 0x110000 else ""


def _is_small(raw: Any, index: int) -> bool:
    character = _character(raw, index)
    return character.islower() or (character in MISREAD and _is_low(raw, index))


def _is_symbolic(raw: Any, index: int) -> bool:
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, None, 0, ctypes.byref(flags))
    return bool(flags.value & _SYMBOLIC)


def _is_low(raw: Any, index: int) -> bool:
    """Tell whether a character is drawn from the line up to where small letters with an accent end."""
    nearest = sorted(range(index - _FARTHEST, index + _FARTHEST + 1), key=lambda other: abs(other - index))
    plain = next((_extent(raw, other)[1] for other in nearest if _character(raw, other) in _PLAIN), 0.0)
    foot, top = _extent(raw, index)
    return plain > 0 and _LOWEST * plain < foot < _FOOT * plain and _TOP * plain < top < _HIGHEST * plain


def _extent(raw: Any, index: int) -> tuple[float, float]:
    """Return how far above the line a character is drawn from, and up to; in points."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    pdfium.FPDFText_GetCharBox(raw, index, *map(ctypes.byref, (left, right, bottom, top)))
    pdfium.FPDFText_GetCharOrigin(raw, index, ctypes.byref(x), ctypes.byref(y))
    return bottom.value - y.value, top.value - y.value
