"""Citations in the files that people keep them in: evidence packs in every format, and mail or memos that quote."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from corpus import Document, ReaderPool, ReadFailure, SourceFile
from corpus.errors import InputError, SourceError
from corpus.sources import SourceFormat, is_readable
from retrieval.evidence.as_csv import cell_value
from retrieval.quotations import read_quotations
from retrieval.quoted_text import Quotation
from retrieval.results import Origin

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")  # what Windows PowerShell writes when output goes to a file
_ZIP_MARK = b"PK\x03\x04"
_WORD, _TABLES, _PAGES = (".docx", ".docm"), (".csv", ".tsv"), (".html", ".htm", ".xhtml")
_BEGINS_PAGE = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_QUOTE_STYLES = frozenset({"Quote", "Citaat"})
_ROW_FIELDS = frozenset({"citaat", "document", "passage", "begin", "einde", "sha256", "generatie"})
# Elements of HTML that stand within a line.
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u"}
)
_UNSEEN = frozenset({"script", "style", "title", "template"})


def quotations_in(content: bytes, name: str) -> list[Quotation]:
    """Return the quotations in a file of this name, in order: an evidence pack in any format, JSON, mail, or text.

    Raises:
        InputError: there is none in it, one is not as this application writes them, or the file cannot be read.

    """
    suffix = PurePath(name).suffix.lower()
    if content.startswith(_ZIP_MARK) and (suffix in _WORD or not is_readable(name)):
        return read_quotations(_word_text(content, name))
    if suffix not in (*_TABLES, *_PAGES) and is_readable(name) and _is_document(suffix):
        return read_quotations(_read_text(content, name, suffix))
    text = _decoded(content, name, suffix)
    if suffix in _PAGES or _BEGINS_PAGE.match(text):
        return read_quotations(_page_text(text))
    if rows := list(_row_quotations(text)):
        return rows
    return read_quotations(text)


def _is_document(suffix: str) -> bool:
    return suffix in SourceFormat.DOCUMENT.value


def _decoded(content: bytes, name: str, suffix: str) -> str:
    try:
        return content.decode("utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig")
    except UnicodeError:
        if suffix in _TABLES:  # what Excel makes of a table that it saves
            return content.decode("cp1252", "replace")
        raise InputError(
            f"{name!r} is geen tekst (UTF-8). Geef het bestand zoals het is gemaakt, of plak de citaten in een "
            "tekstbestand."
        ) from None


def _row_quotations(text: str) -> Iterator[Quotation]:
    """Yield the quotation of each row of a table that is an evidence pack; nothing of any other."""
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        if not set(rows.fieldnames or ()) >= _ROW_FIELDS:
            return
        for number, row in enumerate(rows, 2):
            if row["passage"]:
                yield _row_quotation({name: cell_value(row[name] or "") for name in _ROW_FIELDS}, number)
    except csv.Error as error:
        raise InputError(
            f"Deze tabel kan niet worden gelezen ({error}). Geef het bestand zoals het is gemaakt."
        ) from None


def _row_quotation(row: dict[str, str], number: int) -> Quotation:
    if not (row["begin"].isdecimal() and row["einde"].isdecimal()):
        raise InputError(
            f"Rij {number} van de tabel heeft als begin {row['begin'][:20]!r} en als einde {row['einde'][:20]!r}; dat "
            "moeten getallen zijn. Geef het bestand zoals het is gemaakt."
        )
    generation = row["generatie"]
    origin = Origin(int(generation), row["sha256"] or None) if generation.isdecimal() else None
    return Quotation(row["citaat"], row["document"], row["passage"], int(row["begin"]), int(row["einde"]), origin)


class _Page(HTMLParser):
    """The text of a page, a line for each block: no words of a document begin a line of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN
        self.text.append("\n" * (tag not in _INLINE))

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        self.text.append("\n" * (tag not in _INLINE))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(re.sub(r"\s+", " ", data))


def _page_text(page: str) -> str:
    parser = _Page()
    parser.feed(page)
    parser.close()
    return "".join(parser.text)


def _word_text(content: bytes, name: str) -> str:
    """Return the text of a Word file, a line for each paragraph, also those in tables and those that were inserted."""
    import docx
    from docx.oxml.ns import qn

    from corpus.formats.containers import require_harmless

    try:
        with TemporaryDirectory(prefix="veiligheidswijzer-") as folder:
            path = Path(folder, "citaten.docx")
            path.write_bytes(content)
            require_harmless(path)
            body = docx.Document(str(path)).element.body
    except SourceError as error:
        raise InputError(f"{name!r} kan niet worden gelezen. {error}") from None
    except Exception:  # python-docx raises what its parts raise: of zip, XML, and missing parts
        raise InputError(f"{name!r} is geen Word-bestand, of is beschadigd. Bewaar het opnieuw als .docx.") from None
    text: list[str] = []
    within_quotation = False
    for node in body.iter(*map(qn, ("w:p", "w:t", "w:br", "w:cr", "w:tab", "w:noBreakHyphen"))):
        match node.tag.rpartition("}")[2]:
            case "p":
                style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
                within_quotation = style is not None and style.get(qn("w:val")) in _QUOTE_STYLES
                text.append("\n")
            case "t":
                text.append(re.sub(r"\s+", " ", node.text or ""))
            case "noBreakHyphen":
                text.append("-")
            case "tab":
                text.append(" ")
            case _:
                text.append(" " if within_quotation else "\n")
    return "".join(text)


def _read_text(content: bytes, name: str, suffix: str) -> str:
    """Return the text of a file of any other kind that can be read, of what is in it too."""
    with TemporaryDirectory(prefix="veiligheidswijzer-") as folder:
        path = Path(folder, f"citaten{suffix}")
        path.write_bytes(content)
        with ReaderPool(1) as pool:
            items = [item for _, item in pool.read([SourceFile(path, path.parent, path.name, name)])]
    texts = [item.text for item in items if isinstance(item, Document)]
    if not texts:
        raise InputError(next(item.reason for item in items if isinstance(item, ReadFailure)))
    return "\n\n".join(texts)
