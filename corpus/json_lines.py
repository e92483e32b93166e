"""JSON Lines: a document a row, with `_id`, `title`, `text` and, if there are, `date`, `url` and `metadata`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from corpus.assembling import compose, decoded, megabytes
from corpus.documents import Document
from corpus.errors import SourceError
from corpus.failures import FailureKind, ReadFailure, UnreadableError
from corpus.metadata import read_metadata
from corpus.normalise import canonical_line, canonical_text
from corpus.plain_text import read_plain_text
from corpus.sources import SourceFile, printable


def read_rows(file: SourceFile, max_bytes: int) -> Iterator[Document | ReadFailure]:
    """Yield a document, or a failure, for each row; a row may have `max_bytes`.

    Raises:
        OSError: the file cannot be opened or read.
    """
    seen: set[str] = set()
    with file.path.open("rb") as stream:
        for number, line in enumerate(_lines(stream, max_bytes), start=1):
            try:
                if line is None:
                    raise UnreadableError(
                        f"Deze regel is groter dan {megabytes(max_bytes)}. Maak de tekst korter.", FailureKind.TOO_LARGE
                    )
                if not line.strip():
                    continue
                document = _read_row(file, line)
                if document.document_id in seen:
                    raise SourceError(
                        f"Het kenmerk (_id) {document.document_id!r} komt eerder in dit bestand voor. "
                        "Geef elke rij een eigen kenmerk."
                    )
            except SourceError as error:
                kind = error.kind if isinstance(error, UnreadableError) else FailureKind.CORRUPT
                yield ReadFailure(file.place, f"{printable(file.place)}, regel {number}: {error}", kind)
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
        row = json.loads(decoded(line))
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
    return compose(file.source, document_id, metadata, elements, fallback_title=document_id)
