"""Every format gives the same words: title, headings, sentences, lists and tables, and nothing of the furniture."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus import Document, FailureKind, ReadFailure, ReadItem, find_sources, read_source
from corpus.formats import ocr
from corpus.metadata import OCR_PAGES
from tests.corpus import making_files as making


def read(path: Path) -> list[ReadItem]:
    (file,) = find_sources([path]).files
    return list(read_source(file))


def made(folder: Path, kind: str) -> list[ReadItem]:
    path = folder / f"nota.{kind}"
    making.MAKERS[kind](path)
    return read(path)


def document(items: list[ReadItem]) -> Document:
    assert items, "nothing was read"
    first = items[0]
    assert isinstance(first, Document), first
    return first


def heading_of(document: Document, words: str) -> tuple[str, ...]:
    """The headings above the section in which `words` stand."""
    for section in document.sections:
        if words in document.text[section.start : section.end]:
            return section.headings
    raise AssertionError(f"{words!r} is not in {document.text!r}")


@pytest.mark.parametrize("kind", sorted(making.MAKERS))
def test_the_sentence_is_found_in_every_format(tmp_path: Path, kind: str) -> None:
    read_document = document(made(tmp_path, kind))
    assert (making.ROWS[1][0] if kind == "ods" else making.SENTENCE) in read_document.text
    assert read_document.source == str(tmp_path / f"nota.{kind}")


@pytest.mark.parametrize("kind", ["docx", "odt", "pptx", "html", "epub", "pdf"])
def test_title_and_headings_are_alike(tmp_path: Path, kind: str) -> None:
    read_document = document(made(tmp_path, kind))
    assert read_document.title == making.TITLE
    assert heading_of(read_document, making.SENTENCE) == (making.HEADING,)
    assert heading_of(read_document, making.INTRODUCTION) == ()


@pytest.mark.parametrize("kind", ["docx", "odt", "html", "xlsx", "csv", "ods"])
def test_tables_are_rows_of_text(tmp_path: Path, kind: str) -> None:
    assert "Gebied | Aantal\nStationsplein | 12\nMarkt | 7" in document(made(tmp_path, kind)).text


@pytest.mark.parametrize("kind", ["docx", "odt", "html"])
def test_lists_follow_their_lead_in(tmp_path: Path, kind: str) -> None:
    expected = f"{making.LEAD_IN}\n\n- {making.ITEMS[0]}\n- {making.ITEMS[1]}"
    assert expected in document(made(tmp_path, kind)).text


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_headers_footers_menus_and_scripts_are_left_out(tmp_path: Path, kind: str) -> None:
    text = document(made(tmp_path, kind)).text
    for furniture in ("Gemeente Voorbeeldstad", "Voettekst", "pagina", "Home", "alert", "color"):
        assert furniture not in text


def test_pages_and_slides(tmp_path: Path) -> None:
    pdf = document(made(tmp_path, "pdf"))
    pages = {words: next(s.page for s in pdf.sections if words in pdf.text[s.start : s.end])
             for words in (making.SENTENCE, "alinea 20 over", "alinea 35 over", "Vastgesteld op")}  # fmt: skip
    assert pages == {making.SENTENCE: 1, "alinea 20 over": 2, "alinea 35 over": 3, "Vastgesteld op": 4}
    assert pdf.date == date(2024, 3, 12)
    assert [section.page for section in document(made(tmp_path, "pptx")).sections] == [1, 2]


def test_a_password_is_told(tmp_path: Path) -> None:
    making.pdf(tmp_path / "geheim.pdf", encrypt=StandardEncryption("wachtwoord"))
    (failure,) = read(tmp_path / "geheim.pdf")
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.ENCRYPTED
    assert "wachtwoord" in failure.reason


def test_a_scan_is_read_or_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making.scanned_pdf(tmp_path / "scan.pdf", [making.TITLE, "", making.SENTENCE])
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (failure,) = read(tmp_path / "scan.pdf")
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.SCANNED
    assert "tesseract-ocr-nld" in failure.reason


def test_a_scan_is_recognised(tmp_path: Path) -> None:
    if not ocr.is_installed():
        pytest.skip("tesseract with Dutch data is not installed")
    making.scanned_pdf(tmp_path / "scan.pdf", [making.TITLE, "", making.SENTENCE])
    read_document = document(read(tmp_path / "scan.pdf"))
    assert making.SENTENCE in read_document.text
    assert read_document.sections[0].page == 1
    assert read_document.metadata[OCR_PAGES] == ("1",), "a quotation from a scan must be known as such"


def test_tesseract_is_asked_for_dutch() -> None:
    try:
        shown = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        shown = ""
    assert ocr.is_installed() == ("nld" in shown.split())
