"""PDF files: what stands on their pages, line by line, with type size and place; and what they say of themselves.

PDFium itself is asked (it is what kreuzberg reads PDF with too), because headings, columns, footnotes and superscripts
can only be told from type sizes and places, which kreuzberg does not hand on.
"""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.form_fields import fields_of
from corpus.formats.page_placing import Placing, placing_of
from corpus.formats.pdf_lines import lines_of
from corpus.formats.printed_grids import Box, grids_of
from corpus.formats.printed_page import PrintedPage
from corpus.formats.unruled_tables import unruled_grids

_MIN_DRAWN_PATHS = 50  # letters that were turned into outlines are many
_MAX_PAGES = 50_000
_NEARLY_WHITE = 250  # of 255
_MOST_OF_PAGE = 0.8  # of its area
_MAX_PICTURES = 100  # of a page, among which one that covers it is looked for
_MAX_PATHS = 5_000  # of a page, among which tables are looked for


class PdfFile:
    """An open PDF file; use it in a `with` block.

    Raises:
        UnreadableError: it is encrypted, or no PDF.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._document = pypdfium2.PdfDocument(path)
            self._document.init_forms()  # before anything is asked of its pages
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

    @property
    def has_adobe_form(self) -> bool:
        """Tell whether it holds a form (XFA) that Adobe's own programs draw in the place of its pages."""
        return self._document.get_formtype() in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)

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
                yield _read_page(page, number, self._document.formenv)
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


def _read_page(page: Any, number: int, forms: Any) -> PrintedPage:
    text = page.get_textpage()
    placing = placing_of(page.raw, text.raw)
    if placing.quarters != pdfium.FPDFPage_GetRotation(page.raw) % 4:  # PDFium orders lines as the page is shown
        text.close()
        pdfium.FPDFPage_SetRotation(page.raw, placing.quarters)
        text = page.get_textpage()
    try:
        drawn = list(_boxes(page, placing))
        grids = grids_of(drawn, placing.width, placing.height)
        fields = fields_of(page.raw, forms and forms.raw, placing)
        boxes = [field.box for field in fields]
        lines = lines_of(text.raw, drawn, grids, placing, boxes)
        if unruled := unruled_grids(lines):
            grids += unruled
            lines = lines_of(text.raw, drawn, grids, placing, boxes)
        written = PrintedPage(number, placing.height, lines, grids=grids, fields=fields)
        read = written.without_garbled_lines()
        if read.is_garbled:
            return read
        if read.is_textless:
            return replace(read, is_drawn=_is_drawn(page))
        is_stamped = read.is_in_margins and _is_picture(page, placing) and not _is_invisible(text.raw)
        return replace(read, is_drawn=is_stamped)
    finally:
        text.close()


def _is_drawn(page: Any) -> bool:
    kinds = Counter(item.type for item in islice(page.get_objects(max_depth=3), 5_000))
    return bool(kinds[pdfium.FPDF_PAGEOBJ_IMAGE]) or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _MIN_DRAWN_PATHS


def _is_picture(page: Any, placing: Placing) -> bool:
    """Tell whether one picture covers the page, as in a scan."""
    for item in islice(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), _MAX_PICTURES):
        with suppress(pypdfium2.PdfiumError):
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > _MOST_OF_PAGE * placing.width * placing.height:
                return True
    return False


def _is_invisible(text: Any) -> bool:
    """Tell whether the text of a page is not shown: what a scanner recognised, behind or before its picture."""
    modes = (
        pdfium.FPDFTextObj_GetTextRenderMode(item)
        for index in range(pdfium.FPDFText_CountChars(text))
        if (item := pdfium.FPDFText_GetTextObject(text, index))
    )
    return pdfium.FPDF_TEXTRENDERMODE_INVISIBLE in modes


def _boxes(page: Any, placing: Placing) -> Iterator[Box]:
    """Yield where the lines, boxes and other figures on a page are."""
    for item in islice(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), _MAX_PATHS):
        with suppress(pypdfium2.PdfiumError):
            left, bottom, right, top = placing.box(*item.get_bounds())
            yield Box(left, placing.height - top, right, placing.height - bottom, _is_white(item.raw))


def _is_white(raw: Any) -> bool:
    """Tell whether a figure is filled with white, without a line around it."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(fill), ctypes.byref(stroke))
    colours = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(raw, *map(ctypes.byref, colours))
    return not stroke.value and all(colour.value > _NEARLY_WHITE for colour in colours[:3])
