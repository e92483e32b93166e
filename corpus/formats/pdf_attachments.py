"""The files that are attached to a PDF file, as a whole (a portfolio) or to a place on a page (a paper clip)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.failures import UnreadableError
from corpus.formats.enclosed import Enclosed, as_enclosed, nameless

_MAX_NOTES = 5_000  # of a page, among which files are looked for


def files_in_pdf(path: Path, still_busy: Callable[[], None]) -> Iterator[Enclosed]:
    """Yield the attached files, those of the whole first; none if it is no PDF, or encrypted.

    `still_busy` is called between the pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return
    try:
        for number, attachment in enumerate(_attachments(document, still_busy), start=1):
            still_busy()
            yield _enclosed(attachment, number)
    finally:
        document.close()


def _attachments(document: Any, still_busy: Callable[[], None]) -> Iterator[Any]:
    for at in range(document.count_attachments()):
        yield document.get_attachment(at)
    for number in range(len(document)):
        still_busy()
        with suppress(pypdfium2.PdfiumError):  # a damaged page
            page = document[number]
            for at in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_NOTES)):
                note = pdfium.FPDFPage_GetAnnot(page.raw, at)
                if note and (raw := pdfium.FPDFAnnot_GetFileAttachment(note)):
                    yield pypdfium2.PdfAttachment(raw, document)
                pdfium.FPDFPage_CloseAnnot(note)
            page.close()


def _enclosed(attachment: Any, number: int) -> Enclosed:
    name = nameless(number, "")
    try:
        name = attachment.get_name() or name
        return as_enclosed(name, bytes(attachment.get_data()))
    except pypdfium2.PdfiumError:
        return Enclosed(name, b"", UnreadableError("Deze bijlage van de PDF is leeg of beschadigd. Bewaar hem apart."))
