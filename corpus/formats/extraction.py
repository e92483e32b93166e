"""What kreuzberg finds in a file, made into a title, a date, headings and blocks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from corpus.failures import FailureKind, UnreadableError
from corpus.formats import ocr
from corpus.formats.book import read_book
from corpus.formats.containers import WORKBOOKS, is_ole
from corpus.formats.form_fields import with_fields
from corpus.formats.mail import Mail, read_eml
from corpus.formats.mail_text import read_mail_text
from corpus.formats.nodes import PAGE_MARKER, read_nodes, sheets_of, with_first_line_as_title
from corpus.formats.open_document import read_open_document
from corpus.formats.open_sheets import read_open_sheets
from corpus.formats.outlook import read_msg
from corpus.formats.pdf_file import PdfFile
from corpus.formats.presentation import read_presentation
from corpus.formats.printed_page import PrintedPage
from corpus.formats.printed_pages import read_pages
from corpus.formats.rich_text import read_rich_text
from corpus.formats.sheets import read_sheets
from corpus.formats.web_furniture import without_furniture
from corpus.formats.web_page import MARKDOWN_OPTIONS, as_utf8, page_title, read_web_page, text_only
from corpus.formats.word_binary import read_word_binary
from corpus.formats.word_paragraphs import WordParagraph, elements_of
from corpus.formats.word_xml import read_word_xml
from corpus.formats.workbook import read_workbook
from corpus.structure import Element

_MAX_RECOGNISED = 500  # pages of one file that OCR reads, at some seconds a page; the rest is reported
# What Adobe's own programs write in the place of a form that only they draw, on so many pages. Others have their pages.
_MAX_PAGES_ASKING = 2
_ASKING = re.compile(
    r"if this message is not eventually replaced|you need a later version of the pdf viewer"
    r"|als dit bericht niet (?:uiteindelijk )?wordt vervangen",
    re.IGNORECASE,
)
_WORD_XML = frozenset({".docx", ".docm", ".dotx"})
_PRESENTATIONS = frozenset({".pptx", ".pptm", ".ppsx"})
_WEB_PAGES = frozenset({".html", ".htm", ".xhtml"})
_ROWS = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
_SEPARATOR, _SEPARATOR_WITHIN = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=[^\r\n]\"?\r?\n", re.IGNORECASE), 20  # bytes
_HTML, _RTF = "text/html", "application/rtf"


@dataclass(frozen=True, slots=True)
class Extraction:
    """The document that a file is.

    `facts` are title, created, modified and, of mail, subject where the file states them. `textless` are the pages,
    1-based, without text, `recognised` those whose text OCR read; `pages` is how many there are, 0 where there are
    none.
    """

    elements: tuple[Element, ...]
    facts: Mapping[str, str]
    textless: tuple[int, ...] = ()
    pages: int = 0
    recognised: tuple[int, ...] = ()


def extract(path: Path, still_busy: Callable[[], None], recognising_seconds: float) -> Extraction:
    """Return the document that a file is; `still_busy` is called between the parts of long work.

    No page of a scan is begun so many seconds after the first.

    Raises:
        UnreadableError: nothing can be read from it.
    """
    try:
        return _extracted(path, still_busy, recognising_seconds)
    except RecursionError as error:
        raise UnreadableError(
            "De delen van dit bestand zitten te diep in elkaar. Controleer waar het vandaan komt.",
            FailureKind.TOO_LARGE,
        ) from error


def _extracted(path: Path, still_busy: Callable[[], None], recognising_seconds: float) -> Extraction:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _printed(path, still_busy, recognising_seconds)
    if (reader := _word_reader(path)) is not None:
        paragraphs, facts = reader(path)
        return Extraction(tuple(with_first_line_as_title(elements_of(paragraphs))), facts)
    if suffix in _PRESENTATIONS:
        deck = read_presentation(path)
        return Extraction(deck.elements, deck.facts, textless=deck.textless, pages=deck.slides)
    if suffix in WORKBOOKS:
        sheets, facts = read_workbook(path, still_busy)
        return Extraction(tuple(read_sheets(sheets)), facts)
    if suffix == ".ods":
        sheets, facts = read_open_sheets(path)
        return Extraction(tuple(read_sheets(sheets)), facts)
    if suffix in _WEB_PAGES or _posing_as_doc(path) == _HTML:
        return _web_page(path)
    if suffix == ".epub":
        chapters, facts = read_book(path)
        return Extraction(tuple(one for page in chapters for one in _elements_of_web_page(as_utf8(page))), facts)
    if suffix == ".eml":
        mail = read_eml(path)
        return Extraction(tuple(_elements_of_mail(mail)), mail.facts)
    result = _kreuzberg(*_without_separator(path)) if suffix in _ROWS else _kreuzberg(path)
    nodes = (result.document or {}).get("nodes", ())
    facts = _facts(result.metadata, is_mail=suffix == ".msg")
    if suffix == ".msg":
        return Extraction(tuple(_elements_of_mail(read_msg(path))), facts)
    if suffix in _ROWS or suffix == ".xls":
        return Extraction(tuple(read_sheets(sheets_of(nodes))), facts)
    return Extraction(tuple(read_nodes(nodes)), facts)


def _without_separator(path: Path) -> tuple[Path] | tuple[bytes, str]:
    """Return a file of rows, or what is in it without the line that tells Excel what parts its cells ("sep=;")."""
    with path.open("rb") as file:
        if _SEPARATOR.fullmatch(file.readline(_SEPARATOR_WITHIN)):
            return file.read(), _ROWS[path.suffix.lower()]
    return (path,)


def _elements_of_mail(mail: Mail) -> Iterator[Element]:
    for one in mail.texts:
        if one.is_web_page:
            yield from _elements_of_web_page(one.text.encode("utf-8", "replace"))
        else:
            yield from read_mail_text(one.text, is_flowed=one.is_flowed, joins_words=one.joins_words)


def _word_reader(path: Path) -> Callable[[Path], tuple[list[WordParagraph], Mapping[str, str]]] | None:
    suffix = path.suffix.lower()
    if suffix in _WORD_XML or (suffix == ".doc" and is_zipfile(path)):
        return read_word_xml
    if suffix == ".odt":
        return read_open_document
    if suffix == ".rtf" or _posing_as_doc(path) == _RTF:
        return read_rich_text
    return read_word_binary if suffix == ".doc" and is_ole(path) else None


def _posing_as_doc(path: Path) -> str | None:
    """Return the kind of a .doc file that is RTF or HTML, as many programs wrote them."""
    if path.suffix.lower() != ".doc":
        return None
    with path.open("rb") as file:
        start = file.read(1_000).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        return _RTF
    return _HTML if b"<html" in start else None


def _web_page(path: Path) -> Extraction:
    content = as_utf8(path.read_bytes())
    facts = _facts(_kreuzberg(content, _HTML).metadata)
    elements = _elements_of_web_page(without_furniture(content.decode()).encode())
    return Extraction(tuple(elements), facts | {"title": page_title(facts.get("title", ""), elements)})


def _elements_of_web_page(content: bytes) -> list[Element]:
    return read_web_page(_kreuzberg(text_only(content), _HTML).content)


def _kreuzberg(source: Path | bytes, kind: str = "application/pdf", *, recognise: bool = False) -> Any:
    """Call kreuzberg on a file, or on what is in memory, perhaps to recognise its text; its errors come out as ours."""
    import kreuzberg

    config = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,  # it rewrites the text
        postprocessor=kreuzberg.PostProcessorConfig(enabled=False),
        output_format="plain" if recognise else "markdown",
        include_document_structure=True,
        pages=kreuzberg.PageConfig(insert_page_markers=not recognise, marker_format=PAGE_MARKER),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        ocr=_recognition(kreuzberg) if recognise else None,
        force_ocr=recognise,
        html_options=MARKDOWN_OPTIONS if kind == _HTML else None,
    )
    try:
        if isinstance(source, bytes):
            return kreuzberg.extract_bytes_sync(source, kind, config=config)
        return kreuzberg.extract_file_sync(source, config=config)
    except MemoryError:
        raise
    except Exception as error:
        raise _unreadable(str(error)) from error


def _recognition(kreuzberg: Any) -> Any:
    told = kreuzberg.TesseractConfig(language=ocr.LANGUAGE, output_format=ocr.OUTPUT)
    return kreuzberg.OcrConfig(backend="tesseract", language=ocr.LANGUAGE, tesseract_config=told)


def _unreadable(message: str) -> UnreadableError:
    lowered = message.casefold()
    if "password" in lowered or "encrypt" in lowered:
        return UnreadableError(
            "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.", FailureKind.ENCRYPTED
        )
    if "security" in lowered or "limit" in lowered or "bomb" in lowered:
        return UnreadableError(
            "Het bestand is uitgepakt te groot of te diep genest. Controleer waar het vandaan komt.",
            FailureKind.TOO_LARGE,
        )
    return UnreadableError(
        "Het bestand is beschadigd of is van een ander soort dan de naam zegt. Open het en sla het opnieuw op."
    )


def _facts(metadata: Mapping[str, Any], *, is_mail: bool = False) -> dict[str, str]:
    names = {"title": "title", "created_at": "created", "modified_at": "modified"}
    names |= {"subject": "subject"} if is_mail else {}
    return {ours: value for theirs, ours in names.items() if isinstance(value := metadata.get(theirs), str) and value}


def _printed(path: Path, still_busy: Callable[[], None], recognising_seconds: float) -> Extraction:
    with PdfFile(path) as file:
        pages: list[PrintedPage] = []
        tried = 0
        until = inf
        recognised: list[int] = []
        for page in file.pages():
            still_busy()
            has_time = tried < _MAX_RECOGNISED and time.monotonic() < until
            if page.is_drawn and has_time and ocr.is_installed():
                until = min(until, time.monotonic() + recognising_seconds)
                tried += 1
                page = _recognised(file, page)
                recognised += [] if page.is_drawn else [page.number]
            pages.append(with_fields(page))
        if file.has_adobe_form and len(pages) <= _MAX_PAGES_ASKING and _asks_for_adobe(pages):
            raise UnreadableError(
                "Dit formulier is alleen in Adobe Reader te zien (XFA). Open het daar en print het naar PDF.",
                FailureKind.UNSUPPORTED,
            )
        textless = tuple(page.number for page in pages if page.is_drawn or not page.lines)
        if len(textless) == len(pages):
            raise _without_text(pages)
        return Extraction(
            tuple(read_pages(pages)), file.facts(), textless=textless, pages=len(pages), recognised=tuple(recognised)
        )


def _asks_for_adobe(pages: Sequence[PrintedPage]) -> bool:
    return _ASKING.search(" ".join(line.text for page in pages for line in page.lines)) is not None


def _recognised(file: PdfFile, page: PrintedPage) -> PrintedPage:
    """Return a page with the lines that OCR reads on it, if these say more than its text does."""
    try:
        found = ocr.lines_of(_kreuzberg(file.one_page(page.number), recognise=True).content, page.height)
    except UnreadableError:
        return page
    read = replace(page, lines=found, grids=(), is_drawn=False, is_garbled=False)
    return read if read.letters > page.letters else page


def _without_text(pages: Sequence[PrintedPage]) -> UnreadableError:
    if not any(page.is_drawn for page in pages):
        return UnreadableError("Er staat geen tekst in.", FailureKind.EMPTY)
    if ocr.is_installed():
        return UnreadableError(
            f"Op de {len(pages)} bladzijden is geen tekst te herkennen. Controleer de scan.", FailureKind.SCANNED
        )
    if any(page.is_garbled for page in pages):
        return UnreadableError(
            "De tekst is niet te lezen: in dit bestand staat niet welke letters het zijn. Installeer tesseract met "
            "Nederlandse gegevens (tesseract-ocr en tesseract-ocr-nld) en bouw opnieuw, of maak de PDF opnieuw.",
            FailureKind.SCANNED,
        )
    return UnreadableError(
        "Dit is een scan: de bladzijden zijn plaatjes. Installeer tesseract met Nederlandse gegevens "
        "(tesseract-ocr en tesseract-ocr-nld) en bouw opnieuw.",
        FailureKind.SCANNED,
    )
