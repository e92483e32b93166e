"""Fonts in PDF that do not say which letters theirs are: pages with these are recognised or told, never read so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, FailureKind, PagesWithoutText, ReadFailure, ReadItem, find_sources, read_source
from corpus.formats import ocr
from corpus.metadata import OCR_PAGES
from tests.corpus.formats.test_scans import needs_tesseract

SENTENCES = ("De burgemeester sluit het pand voor drie maanden.", "De eigenaar draagt de kosten van deze sluiting.")
READABLE = "De politie controleert elke week of het pand dicht is."


def without_map(pdf: bytes) -> bytes:
    return pdf.replace(b"/ToUnicode", b"/NoUnicode")


def with_private_map(pdf: bytes) -> bytes:
    return re.sub(rb"(<[0-9A-F]{2}> <)00", rb"\1E0", pdf)


def write(path: Path, changed: Callable[[bytes], bytes], *, readable: int = 0) -> Path:
    """Write a page with a font whose letters are in no order, without its map, and so many that can be read."""
    pdfmetrics.registerFont(TTFont("Geheim", Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", asciiReadable=0))
    canvas = Canvas(str(path), pagesize=A4, pageCompression=0)
    for _ in range(readable):
        canvas.drawString(72, 700, READABLE)
        canvas.showPage()
    canvas.setFont("Geheim", 14)
    for number, sentence in enumerate(SENTENCES):
        canvas.drawString(72, 700 - 30 * number, sentence)
    canvas.save()
    path.write_bytes(changed(path.read_bytes()))
    return path


def read(path: Path) -> list[ReadItem]:
    (file,) = find_sources([path]).files
    return list(read_source(file))


MAPS = pytest.mark.parametrize("changed", [without_map, with_private_map])


def test_the_same_file_with_its_map_is_read(tmp_path: Path) -> None:
    (document,) = read(write(tmp_path / "besluit.pdf", bytes))
    assert isinstance(document, Document)
    assert [sentence for sentence in SENTENCES if sentence not in document.text] == []


@MAPS
def test_a_file_of_garbled_letters_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (failure,) = read(write(tmp_path / "besluit.pdf", changed))
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.SCANNED
    assert "welke letters" in failure.reason


@MAPS
def test_a_page_of_garbled_letters_is_told_as_one_without_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document, told = read(write(tmp_path / "besluit.pdf", changed, readable=2))
    assert isinstance(document, Document)
    assert document.text == f"{READABLE}\n\n{READABLE}"
    assert isinstance(told, PagesWithoutText)
    assert told.pages == (3,)


@needs_tesseract
@MAPS
def test_garbled_letters_are_recognised(tmp_path: Path, changed: Callable[[bytes], bytes]) -> None:
    (document,) = read(write(tmp_path / "besluit.pdf", changed, readable=1))
    assert isinstance(document, Document)
    assert [sentence for sentence in (READABLE, *SENTENCES) if sentence not in document.text] == []
    assert document.metadata[OCR_PAGES] == ("2",)
