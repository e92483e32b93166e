"""Reading files into documents; whatever is wrong with a file costs that file, or that row, only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.documents import Document
from corpus.errors import SourceError
from corpus.markdown import read_markdown
from corpus.metadata import Metadata, read_metadata, split_front_matter
from corpus.normalise import canonical_line, canonical_text
from corpus.plain_text import read_plain_text
from corpus.sources import SourceFile, SourceFormat, printable
from corpus.structure import Element, assemble, title_of

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file, or a row of it, that could not be read; `reason` is a Dutch sentence."""

    source: str
    reason: str


def content_hash(path: Path) -> bytes:
    """Return the SHA-256 (32 bytes) of what is in the file.

    Raises:
        OSError: the file cannot be opened or read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def read_source(file: SourceFile, *, max_bytes: int = MAX_BYTES) -> Iterator[Document | ReadFailure]:
    """Yield the documents of a file, in order, and a failure for whatever in it cannot be read; never raises one.

    Markdown and plain text are one document of at most `max_bytes`; JSON Lines are a document a row, and the
    limit holds for each row.
    """
    try:
        if file.format is SourceFormat.JSON_LINES:
            yield from _read_rows(file, max_bytes)
        else:
            yield _read_text(file, max_bytes)
    except SourceError as error:
        yield ReadFailure(str(file.path), f"{printable(file.path)}: {error}")
    except OSError as error:
        yield ReadFailure(str(file.path), f"{printable(file.path)} kan niet worden gelezen: {error.strerror}.")


def _read_text(file: SourceFile, max_bytes: int) -> Document:
    with file.path.open("rb") as stream:
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        size = _megabytes(file.path.stat().st_size)
        raise SourceError(
            f"Het bestand is {size}; de grens is {_megabytes(max_bytes)}. Splits de tekst in kleinere delen."
        )
    text = canonical_text(_decoded(content))
    metadata = Metadata()
    if file.format is SourceFormat.MARKDOWN:
        metadata, text = split_front_matter(text)
        elements = read_markdown(text)
    else:
        elements = read_plain_text(text)
    name = file.path.stem.replace("_", " ").replace("-", " ")
    return _document(file, file.document_id, metadata, elements, fallback_title=name)


def _read_rows(file: SourceFile, max_bytes: int) -> Iterator[Document | ReadFailure]:
    seen: set[str] = set()
    with file.path.open("rb") as stream:
        for number, line in enumerate(_lines(stream, max_bytes), start=1):
            try:
                if line is None:
                    raise SourceError(f"Deze regel is groter dan {_megabytes(max_bytes)}. Maak de tekst korter.")
                if not line.strip():
                    continue
                document = _read_row(file, line)
                if document.document_id in seen:
                    raise SourceError(
                        f"Het kenmerk (_id) {document.document_id!r} komt eerder in dit bestand voor. "
                        "Geef elke rij een eigen kenmerk."
                    )
            except SourceError as error:
                yield ReadFailure(str(file.path), f"{printable(file.path)}, regel {number}: {error}")
            else:
                seen.add(document.document_id)
                yield document


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """Yield the lines of a file, and None for each that is longer than `max_bytes`."""
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(max_bytes)
        yield None


def _read_row(file: SourceFile, line: bytes) -> Document:
    try:
        row = json.loads(_decoded(line))
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise SourceError(f"Dit is geen geldige JSON ({error}). Zet op elke regel één object.") from error
    if not isinstance(row, dict):
        raise SourceError('Hier staat geen object. Schrijf elke rij als {"_id": …, "title": …, "text": …}.')
    document_id = canonical_line(str(row.get("_id", ""))) if isinstance(row.get("_id"), str | int) else ""
    text = row.get("text")
    if not document_id:
        raise SourceError("Er is geen kenmerk (_id). Geef elke rij een eigen kenmerk.")
    if not isinstance(text, str):
        raise SourceError("Er is geen tekst (text). Geef elke rij een tekst.")
    nested = row.get("metadata")
    fields = {key: value for key, value in row.items() if key not in {"_id", "text", "metadata"}}
    metadata = read_metadata((nested if isinstance(nested, dict) else {}) | fields)
    elements = read_plain_text(canonical_text(text))
    return _document(file, document_id, metadata, elements, fallback_title=document_id)


def _document(
    file: SourceFile, document_id: str, metadata: Metadata, elements: list[Element], *, fallback_title: str
) -> Document:
    title = metadata.title or canonical_line(title_of(elements) or "") or canonical_line(fallback_title)
    structure = assemble(elements, title)
    if not structure.sections:
        raise SourceError("Er staat geen tekst in. Vul de tekst aan of haal hem weg.")
    return Document(
        document_id=document_id,
        title=title,
        source=str(file.path),
        text=structure.text,
        sections=structure.sections,
        date=metadata.date,
        metadata=metadata.fields,
    )


def _decoded(content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises:
        SourceError: it is binary, or text in another encoding.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("De tekst is UTF-16. Sla hem op als UTF-8.")
    if (place := content.find(b"\0")) >= 0:
        raise SourceError(
            f"Dit is geen tekst maar een binair bestand (nulbyte op plaats {place + 1}). "
            "Controleer of de extensie klopt."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        value = content[error.start]
        raise SourceError(
            f"De tekst is geen geldige UTF-8: byte 0x{value:02X} op plaats {error.start + 1}. "
            "Open hem in een tekstverwerker en sla hem op met de codering UTF-8."
        ) from error


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",").replace(",0 MB", " MB")
