"""What was filled in on a form in PDF, set beside the label that it belongs to.

PDFium keeps the fields of a form apart from the text of its page.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from corpus.formats.page_placing import Placing
from corpus.formats.printed_grids import Box
from corpus.formats.printed_page import FormField, PrintedLine, PrintedPage

_MAX_FIELDS = 5_000  # of a page
_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_WRITTEN = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_TICKED = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_MARKS = ("☐", "☒")
_PASSWORD = 1 << 13  # among the flags of a text field
_SAME_ROW = 6.0  # points
_SIZE = 10.0  # points, where no line of text tells
_NEXT_LINE = 1.2  # of the type size
_LETTER = 0.5  # of the type size, about as wide
_BEFORE_LABEL = 3.0  # of the type size: how far before its label a box to tick begins
_LABEL_GAP = 0.5  # of the type size, between what is filled in and the text beside it


def fields_of(page: Any, forms: Any, placing: Placing) -> tuple[FormField, ...]:
    """Return what is filled in on a page: in the fields of `forms` (None for none), and typed over the text."""
    count = min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_FIELDS)
    return tuple(field for at in range(count) if (field := _field(page, forms, placing, at)))


def _field(page: Any, forms: Any, placing: Placing, at: int) -> FormField | None:
    raw = pdfium.FPDFPage_GetAnnot(page, at)
    if not raw:
        return None
    try:
        text, is_mark = _filled_in(raw, forms)
        box = pdfium.FS_RECTF()
        if not text.strip() or not pdfium.FPDFAnnot_GetRect(raw, ctypes.byref(box)):
            return None
        left, bottom, right, top = placing.box(box.left, box.bottom, box.right, box.top)
        return FormField(Box(left, placing.height - top, right, placing.height - bottom), text, is_mark)
    finally:
        pdfium.FPDFPage_CloseAnnot(raw)


def _filled_in(raw: Any, forms: Any) -> tuple[str, bool]:
    """Return the text of an annotation, empty for none, and whether that is the mark of a box to tick."""
    if pdfium.FPDFAnnot_GetFlags(raw) & _NOT_SHOWN:
        return "", False
    if pdfium.FPDFAnnot_GetSubtype(raw) == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(lambda into, size: pdfium.FPDFAnnot_GetStringValue(raw, b"Contents", into, size)), False
    kind = pdfium.FPDFAnnot_GetFormFieldType(forms, raw) if forms else None
    if kind in _TICKED:
        return _MARKS[bool(pdfium.FPDFAnnot_IsChecked(forms, raw))], True
    if kind not in _WRITTEN or pdfium.FPDFAnnot_GetFormFieldFlags(forms, raw) & _PASSWORD:
        return "", False
    return _string(lambda into, size: pdfium.FPDFAnnot_GetFormFieldValue(forms, raw, into, size)), False


def _string(get: Callable[[Any, int], int]) -> str:
    size = get(None, 0)
    held = ctypes.create_string_buffer(size)
    get(ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    return held.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def with_fields(page: PrintedPage) -> PrintedPage:
    """Return a page with what is filled in as lines of its text.

    It stands behind the text to the left of it, or before that to the right, or below its label.
    """
    before: dict[int, list[PrintedLine]] = defaultdict(list)
    after: dict[int, list[PrintedLine]] = defaultdict(list)
    for field in sorted(page.fields, key=lambda field: (round(field.box.bottom / _SAME_ROW), field.box.left)):
        place, is_behind = _place(field, page.lines)
        (after if is_behind else before)[place] += _lines(field, page, place, is_behind)
    lines = [line for at, one in enumerate(page.lines) for line in (*before[at], one, *after[at])]
    return replace(page, lines=tuple(lines if page.lines else before[0]), fields=())


def _place(field: FormField, lines: Sequence[PrintedLine]) -> tuple[int, bool]:
    """Return beside which line a field belongs, and whether behind it; a box to tick stands before what it says."""
    box = field.box
    level = [at for at, line in enumerate(lines) if _is_level(line, box)]
    said = [at for at in level if 0 <= lines[at].left - box.left < _BEFORE_LABEL * lines[at].size]
    if field.is_mark and said:
        return said[0], False
    if left := [at for at in level if lines[at].left < box.left]:
        return left[-1], True
    if level:
        return level[0], False
    above = [at for at, line in enumerate(lines) if line.bottom - line.size / 2 < box.top]
    labels = [at for at in above if lines[at].left < box.right and lines[at].right > box.left]
    nearest = max(labels or above, key=lambda at: lines[at].bottom, default=None)
    return (0, False) if nearest is None else (nearest, True)


def _is_level(line: PrintedLine, box: Box) -> bool:
    return box.top <= line.bottom - line.size / 2 <= box.bottom


def _lines(field: FormField, page: PrintedPage, place: int, is_behind: bool) -> Iterator[PrintedLine]:
    """Yield the lines of a field, the first on the line that it belongs beside if they are level."""
    box = field.box
    beside = page.lines[place] if page.lines else None
    size = beside.size if beside else _SIZE
    is_level = beside is not None and _is_level(beside, box)
    bottom = beside.bottom if beside and is_level else min(box.top + _NEXT_LINE * size, box.bottom)
    left, right = box.left, box.right
    if beside and is_level and is_behind:
        left = max(left, beside.right + _LABEL_GAP * size)
    elif beside and is_level:
        right = beside.left - _LABEL_GAP * size
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    cell = next(((number, *grid.cell(x, y)) for number, grid in enumerate(page.grids) if grid.holds(x, y)), None)
    for number, text in enumerate(field.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        width = right - left if field.is_mark else min(right - left, _LETTER * size * len(text))
        end = right if is_level and not is_behind else left + max(width, 1.0)
        yield PrintedLine(
            text,
            size,
            bold=False,
            left=min(left, end - 1.0),
            right=end,
            bottom=bottom + number * _NEXT_LINE * size,
            cell=cell,
        )
