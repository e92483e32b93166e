"""Scans: pages that are pictures are recognised or told, also with a stamp on them, and lose their running lines."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import (
    Document,
    FailureKind,
    PagesWithoutText,
    ReadFailure,
    ReadItem,
    WorkerLimits,
    find_sources,
    read_source,
    wire,
    worker,
)
from corpus.formats import ocr
from corpus.metadata import OCR_PAGES
from corpus.reading_process import ReadingProcess

STAMP = "Ontvangen op 12 maart 2024 onder zaaknummer Z/24/12345"
TEXTS = (
    "De burgemeester sluit het pand voor drie maanden, en zo nodig langer.",
    "De eigenaar draagt de kosten van deze sluiting.",
    "De politie controleert elke week of het pand dicht is.",
)
needs_tesseract = pytest.mark.skipif(not ocr.is_installed(), reason="tesseract with Dutch data is not installed")


def scan(lines: Sequence[tuple[int, str]], shade: int = 255) -> ImageReader:
    """A picture of a page of A4 with lines at a height from the top, in points."""
    picture = Image.new("L", (1654, 2339), shade)
    pen = ImageDraw.Draw(picture)
    for height, text in lines:
        pen.text((200, int(height * 200 / 72)), text, 0, ImageFont.load_default(36))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def write(path: Path) -> Path:
    """Write three scanned pages, each with a header, a sentence, a footer and a stamp that is text."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, text in enumerate(TEXTS, start=1):
        lines = [(40, "Gemeente Voorbeeldstad"), (400, text), (790, f"Pagina {number} van 3")]
        canvas.drawImage(scan(lines), 0, 0, *A4)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(300, A4[1] - 80, STAMP)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> list[ReadItem]:
    (file,) = find_sources([path]).files
    return list(read_source(file))


@needs_tesseract
def test_stamped_scans_are_recognised_and_lose_their_running_lines(tmp_path: Path) -> None:
    (document,) = read(write(tmp_path / "scan.pdf"))
    assert isinstance(document, Document)
    assert [text for text in TEXTS if text not in document.text] == []
    assert "Voorbeeldstad" not in document.text
    assert "Pagina" not in document.text
    assert [section.page for section in document.sections] == [1, 2, 3]
    assert document.metadata[OCR_PAGES] == ("1", "2", "3")


def test_a_stamped_scan_is_told_where_it_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (failure,) = read(write(tmp_path / "scan.pdf"))
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.SCANNED


def test_text_that_a_scanner_recognised_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4)
    for text in TEXTS:
        canvas.drawImage(scan([(100, text)]), 0, 0, *A4)
        written = canvas.beginText(72, A4[1] - 110)
        written.setFont("Helvetica", 11)
        written.setTextRenderMode(3)
        written.textLine(text)
        canvas.drawText(written)
        canvas.showPage()
    canvas.save()
    (document,) = read(tmp_path / "scan.pdf")
    assert isinstance(document, Document)
    assert [text for text in TEXTS if text not in document.text] == []


def test_scans_and_empty_pages_among_others_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    canvas = Canvas(str(tmp_path / "stuk.pdf"), pagesize=A4)
    for text in TEXTS:
        canvas.drawString(72, 500, text)
        canvas.showPage()
    canvas.showPage()
    canvas.drawImage(scan([(400, TEXTS[0])]), 0, 0, *A4)
    canvas.drawString(72, A4[1] - 80, STAMP)
    canvas.showPage()
    canvas.drawImage(scan([], shade=200), 0, 0, *A4)  # a slide with a picture behind its text
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, 500, "Samen werken wij aan een veilige stad.")
    canvas.showPage()
    canvas.save()
    document, told = read(tmp_path / "stuk.pdf")
    assert isinstance(document, Document)
    assert isinstance(told, PagesWithoutText)
    assert told.pages == (4, 5)


@needs_tesseract
def test_a_scan_that_takes_too_long_keeps_what_was_recognised(tmp_path: Path) -> None:
    """As a worker reads it, which is ended when a document takes all of its time."""
    path = write(tmp_path / "scan.pdf")
    request: dict[str, str | int | float] = {"path": str(path), "root": str(tmp_path), "document_id": "scan.pdf"}
    request |= {"origin": "", "skip_parts": 0, "text_bytes": 10**6, "document_bytes": 10**8, "archive_bytes": 10**8}
    answers = io.BytesIO()
    worker._serve(request | {"recognising_seconds": 0.001}, tmp_path, answers)
    items = [item for line in answers.getvalue().splitlines() if (item := wire.decoded(json.loads(line))) is not None]
    document, told = items
    assert isinstance(document, Document)
    assert (TEXTS[0] in document.text, TEXTS[1] in document.text) == (True, False)
    assert document.metadata[OCR_PAGES] == ("1",)
    assert isinstance(told, PagesWithoutText)
    assert (told.pages, told.total) == ((2, 3), 3)


def test_recognising_ends_well_before_the_time_of_a_document() -> None:
    spent = {
        most: ReadingProcess(WorkerLimits(total_seconds=most), Path()).recognising_seconds for most in (400, 3_600)
    }
    assert spent == {400: 300, 3_600: 2_700}
