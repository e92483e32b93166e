"""Reading files into documents; whatever is wrong with a file costs that file, or that part of it, only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.archive import Member, unpacked
from corpus.assembling import compose, decoded, megabytes
from corpus.documents import Document
from corpus.errors import SourceError
from corpus.failures import FailureKind, PagesWithoutText, ReadFailure, UnreadableError
from corpus.json_lines import read_rows
from corpus.markdown import read_markdown
from corpus.metadata import OCR_PAGES, Metadata, split_front_matter
from corpus.normalise import canonical_line, canonical_text
from corpus.plain_text import read_plain_text
from corpus.sources import SourceFile, SourceFormat, is_readable, printable

ReadItem = Document | ReadFailure | PagesWithoutText


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How large a file may be, in bytes: a text or row, any other document, and an archive."""

    text_bytes: int = 20_000_000
    document_bytes: int = 250_000_000
    archive_bytes: int = 4_000_000_000


_DEFAULT_LIMITS = ReadLimits()
_MAX_DEPTH = 3  # archives within archives
_READER_VERSION = 9


def reader_identity() -> str:
    """Return what decides besides a file how it is read: our version, that of kreuzberg, and whether OCR is there."""
    from corpus.formats import ocr

    return f"{_READER_VERSION}, kreuzberg {version('kreuzberg')}, ocr {ocr.is_installed()}"


def content_hash(path: Path) -> bytes:
    """Return the SHA-256 (32 bytes) of what is in the file.

    Raises:
        OSError: the file cannot be opened or read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def read_source(
    file: SourceFile,
    *,
    limits: ReadLimits = _DEFAULT_LIMITS,
    still_busy: Callable[[], None] = lambda: None,
    scratch: Path | None = None,
    begin_part: Callable[[int, str], None] = lambda _number, _name: None,
    skip_parts: int = 0,
) -> Iterator[ReadItem]:
    """Yield the documents of a file, in order, and a failure for whatever in it cannot be read; never raises one.

    JSON Lines are a document a row, mail a document with one for each attachment, an archive whatever is in it,
    anything else is one document. `still_busy` is called between the steps of long work. Archives are unpacked in
    `scratch`; `begin_part` is told the number and name of each file in one, and the first `skip_parts` are passed over.
    """
    try:
        if (refusal := size_limit(file, file.path.stat().st_size, limits)) is not None:
            raise refusal
        match file.format:
            case SourceFormat.JSON_LINES:
                yield from read_rows(file, limits.text_bytes)
            case SourceFormat.MARKDOWN | SourceFormat.PLAIN_TEXT:
                yield _read_text(file)
            case SourceFormat.DOCUMENT:
                yield from _read_document(file, still_busy)
            case SourceFormat.ARCHIVE:
                with TemporaryDirectory(dir=scratch, prefix="archief-", ignore_cleanup_errors=True) as folder:
                    archive = _Archive(file, Path(folder), limits, still_busy, begin_part)
                    yield from archive.items(skip_parts)
    except SourceError as error:
        yield _failure(file, error)
    except OSError as error:
        reason = f"{printable(file.source)} kan niet worden gelezen: {error.strerror or 'het bestand is beschadigd'}."
        yield ReadFailure(file.source, reason, FailureKind.ACCESS)


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive that is being read; `prefix` is its name in the archive around it, with a slash, or empty."""

    file: SourceFile
    folder: Path
    limits: ReadLimits
    still_busy: Callable[[], None]
    begin_part: Callable[[int, str], None]
    prefix: str = ""
    depth: int = 1

    def items(self, skip: int = 0) -> Iterator[ReadItem]:
        """Yield what is in the files of the archive, with a failure for each that cannot be read."""
        for member in unpacked(self.file.path, self.folder, self.limits.document_bytes, self.still_busy, skip):
            if self.depth == 1:
                self.begin_part(member.number, member.name)
            where = f"{self.file.source}/{self.prefix}{member.name}"
            try:
                yield from (_named(item, self.file.source, where) for item in self._read(member))
            except SourceError as error:
                kind = error.kind if isinstance(error, UnreadableError) else FailureKind.CORRUPT
                yield ReadFailure(where, f"{printable(where)}: {error}", kind)

    def _read(self, member: Member) -> Iterator[ReadItem]:
        if member.path is None:
            raise member.failure or UnreadableError("Het bestand kan niet worden uitgepakt.")
        if not is_readable(member.name):
            raise UnreadableError("Bestanden van dit soort worden niet gelezen.", FailureKind.UNSUPPORTED)
        document_id = f"{self.file.document_id}/{member.name}"
        file = SourceFile(member.path, member.path.parent, document_id, self.file.source)
        if file.format is not SourceFormat.ARCHIVE:
            yield from read_source(file, limits=self.limits, still_busy=self.still_busy)
        elif self.depth < _MAX_DEPTH:
            inner = replace(self, file=file, prefix=f"{self.prefix}{member.name}/", depth=self.depth + 1)
            yield from inner.items()
        else:
            raise UnreadableError("Dit archief is te diep genest. Pak het uit.", FailureKind.TOO_LARGE)


def _named(item: ReadItem, archive: str, where: str) -> ReadItem:
    """Return an item out of an archive; a failure names the file in it."""
    if isinstance(item, ReadFailure) and item.source == archive:
        return replace(item, source=where, reason=item.reason.replace(printable(archive), printable(where), 1))
    return item


def _failure(file: SourceFile, error: SourceError) -> ReadFailure:
    kind = error.kind if isinstance(error, UnreadableError) else FailureKind.CORRUPT
    return ReadFailure(file.source, f"{printable(file.source)}: {error}", kind)


def _read_text(file: SourceFile) -> Document:
    text = canonical_text(decoded(file.path.read_bytes(), is_windows_text=True))
    metadata = Metadata()
    if file.format is SourceFormat.MARKDOWN:
        metadata, text = split_front_matter(text)
        elements = read_markdown(text)
    else:
        elements = read_plain_text(text)
    return compose(
        file.source,
        file.document_id,
        metadata,
        elements,
        fallback_title=_name(Path(file.document_id)),
        is_dated_by_text=True,
    )


def size_limit(file: SourceFile, size: int, limits: ReadLimits) -> UnreadableError | None:
    """Return what is wrong with the size of a file in bytes, None if nothing is; JSON Lines have a limit a row."""
    match file.format:
        case SourceFormat.JSON_LINES:
            return None
        case SourceFormat.MARKDOWN | SourceFormat.PLAIN_TEXT:
            most, remedy = limits.text_bytes, "Splits de tekst in kleinere delen."
        case SourceFormat.DOCUMENT:
            most, remedy = limits.document_bytes, "Splits het bestand, of verklein de plaatjes erin."
        case SourceFormat.ARCHIVE:
            most, remedy = limits.archive_bytes, "Splits het archief."
    if size > most:
        return UnreadableError(
            f"Het bestand is {megabytes(size)}; de grens is {megabytes(most)}. {remedy}", FailureKind.TOO_LARGE
        )
    if not size:
        return UnreadableError("Het bestand is leeg: er staat geen tekst in.", FailureKind.EMPTY)
    return None


def _name(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ")


def _read_document(file: SourceFile, still_busy: Callable[[], None]) -> Iterator[ReadItem]:
    from corpus.formats.containers import require_harmless
    from corpus.formats.extraction import extract

    require_harmless(file.path)
    for found in extract(file.path, still_busy):
        attachment = canonical_line(found.name)
        document_id = f"{file.document_id}/{attachment}" if attachment else file.document_id
        try:
            if found.failure is not None:
                raise found.failure
            document = compose(
                file.source,
                document_id,
                Metadata(fields={OCR_PAGES: tuple(map(str, found.recognised))} if found.recognised else {}),
                found.elements,
                fallback_title=_name(Path(attachment or file.document_id)),
                facts=found.facts,
                is_dated_by_text=True,
            )
        except UnreadableError as error:
            where = f"{file.source}/{attachment}" if attachment else file.source
            yield ReadFailure(where, f"{printable(where)}: {error}", error.kind)
            continue
        yield document
        if found.textless:
            yield PagesWithoutText(file.source, document_id, found.textless, found.pages)
