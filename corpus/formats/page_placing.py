"""How a page of a PDF file is turned, and where on the sheet it lies: from places in the file to places on the page."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from math import atan2, pi
from typing import Any

import pypdfium2.raw as pdfium

_SAMPLED = 100  # letters of a page
_LEAST_TURN = 0.1  # quarters; a scan that was set straight by its text is turned less


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a page lies on its sheet, in points of the file, and how many quarters it turns clockwise to be read.

    On the page itself, places are counted from its lower left corner, as it is read.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def width(self) -> float:
        """The width of the page in points."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The height of the page in points."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the page a point of the file is."""
        match self.quarters:
            case 0:
                return x - self.left, y - self.bottom
            case 1:
                return y - self.bottom, self.right - x
            case 2:
                return self.right - x, self.top - y
            case _:
                return self.top - y, x - self.left

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return where on the page a box of the file is: left, bottom, right and top."""
        one, other = self.point(left, bottom), self.point(right, top)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point, counted as on the page, lies on it."""
        return 0 <= x <= self.width and 0 <= y <= self.height


def placing_of(page: Any, text: Any) -> Placing:
    """Return how a page (and its text, both for PDFium) is placed: as most of its text is read, else as it is shown."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    count = pdfium.FPDFText_CountChars(text)
    turns = Counter(
        quarters
        for index in range(0, count, max(1, count // _SAMPLED))
        if (quarters := _quarters(text, index)) is not None
    )
    quarters = turns.most_common(1)[0][0] if turns else pdfium.FPDFPage_GetRotation(page) % 4
    return Placing(box.left, box.bottom, box.right, box.top, quarters)


def is_turned(text: Any, index: int, placing: Placing) -> bool:
    """Tell whether a letter does not stand upright on a page placed so."""
    turn = _turn(text, index)
    return turn is not None and _LEAST_TURN < (turn - placing.quarters) % 4 < 4 - _LEAST_TURN


def _quarters(text: Any, index: int) -> int | None:
    """Return by how many quarters, clockwise, a letter is to be turned to stand upright; None if it is no letter."""
    turn = _turn(text, index) if chr(pdfium.FPDFText_GetUnicode(text, index)).isalnum() else None
    return None if turn is None else round(turn) % 4


def _turn(text: Any, index: int) -> float | None:
    """Return how a glyph is turned on its sheet, in quarters; None where PDFium does not know."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)):
        return None
    return atan2(matrix.b, matrix.a) / (pi / 2)
