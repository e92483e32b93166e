"""Reading files into documents; whatever is wrong with a file costs that file, or that part of it, only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.archive import unpacked
from corpus.assembling import compose, decoded, megabytes
from corpus.documents import Document
from corpus.errors import SourceError
from corpus.failures import FailureKind, PagesWithoutText, ReadFailure, UnreadableError
from corpus.json_lines import read_rows
from corpus.markdown import read_markdown
from corpus.metadata import OCR_PAGES, Metadata, split_front_matter
from corpus.normalise import canonical_text
from corpus.plain_text import read_plain_text
from corpus.sources import SourceFile, SourceFormat, is_readable, printable, require_readable

ReadItem = Document | ReadFailure | PagesWithoutText


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How large a file may be, in bytes: a text or row, any other document, and an archive.

    For so many seconds the pages of a scan are recognised; the others count as pages without text.
    """

    text_bytes: int = 20_000_000
    document_bytes: int = 250_000_000
    archive_bytes: int = 4_000_000_000
    recognising_seconds: float = 2_700.0


_DEFAULT_LIMITS = ReadLimits()
_MAX_ARCHIVES = 3  # in each other
_MAX_DEPTH = 10  # of files in files
_READER_VERSION = 10


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

    JSON Lines are a document a row, an archive is whatever is in it, anything else is one document, with those that are
    in it (attached to mail, say). `still_busy` is called between the steps of long work. What is in a file is unpacked
    in `scratch`; `begin_part` is told the number and name of each file in an archive, and the first `skip_parts` are
    passed over.
    """
    yield from _Reader(limits, still_busy, scratch, begin_part).read(file, skip_parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads files, and the files in them; `depth` and `archives` are how many are around the one at hand."""

    limits: ReadLimits
    still_busy: Callable[[], None]
    scratch: Path | None
    begin_part: Callable[[int, str], None]
    depth: int = 0
    archives: int = 0

    def read(self, file: SourceFile, skip: int = 0) -> Iterator[ReadItem]:
        """Yield what is in a file, with a failure for whatever cannot be read."""
        try:
            if (refusal := size_limit(file, file.path.stat().st_size, self.limits)) is not None:
                raise refusal
            match file.format:
                case SourceFormat.JSON_LINES:
                    yield from read_rows(file, self.limits.text_bytes)
                case SourceFormat.MARKDOWN | SourceFormat.PLAIN_TEXT:
                    yield _read_text(file)
                case SourceFormat.DOCUMENT:
                    yield from self._document(file)
                case SourceFormat.ARCHIVE:
                    yield from self._archive(file, skip)
        except SourceError as error:
            yield _failure(file, error)
        except OSError as error:
            reason = (
                f"{printable(file.place)} kan niet worden gelezen: {error.strerror or 'het bestand is beschadigd'}."
            )
            yield ReadFailure(file.place, reason, FailureKind.ACCESS)

    def _archive(self, file: SourceFile, skip: int) -> Iterator[ReadItem]:
        if self.archives >= _MAX_ARCHIVES:
            raise UnreadableError("Dit archief is te diep genest. Pak het uit.", FailureKind.TOO_LARGE)
        inner = replace(self, archives=self.archives + 1)
        with self._folder() as folder:
            for member in unpacked(file.path, Path(folder), self.limits.document_bytes, self.still_busy, skip):
                if self.depth == 0:
                    self.begin_part(member.number, member.name)
                yield from inner._within(file, member.name, member.path, member.failure)

    def _document(self, file: SourceFile) -> Iterator[ReadItem]:
        from corpus.formats.containers import require_harmless
        from corpus.formats.enclosing import enclosed_in

        require_harmless(file.path)
        failure: UnreadableError | None = None
        try:
            yield from _read_document(file, self.still_busy, self.limits.recognising_seconds)
        except UnreadableError as error:
            if error.kind not in (FailureKind.EMPTY, FailureKind.SCANNED):
                raise
            failure = error
        enclosed = enclosed_in(file.path, self.still_busy)
        # A file that has no text of its own is there for the files in it.
        if failure is not None and not (enclosed and failure.kind is FailureKind.EMPTY):
            yield _failure(file, failure)
        with self._folder() as folder:
            for one in enclosed:
                self.still_busy()
                path = Path(folder, f"bijlage{Path(one.name).suffix.lower()}") if is_readable(one.name) else None
                if path is not None:
                    path.write_bytes(one.content)
                yield from self._within(file, one.name, path, one.failure)

    def _within(
        self, around: SourceFile, name: str, path: Path | None, failure: UnreadableError | None
    ) -> Iterator[ReadItem]:
        """Yield what is in a file that is in another one, unpacked at `path` if it could be."""
        place = path or around.path
        within = f"{around.within}/{name}" if around.within else name
        file = SourceFile(place, place.parent, f"{around.document_id}/{name}", around.source, within)
        try:
            if failure is not None:
                raise failure
            require_readable(name)
            if self.depth >= _MAX_DEPTH:
                raise UnreadableError("Dit bestand is te diep genest. Bewaar het apart.", FailureKind.TOO_LARGE)
        except UnreadableError as error:
            yield _failure(file, error)
        else:
            yield from replace(self, depth=self.depth + 1).read(file)

    def _folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(dir=self.scratch, prefix="erin-", ignore_cleanup_errors=True)


def _failure(file: SourceFile, error: SourceError) -> ReadFailure:
    kind = error.kind if isinstance(error, UnreadableError) else FailureKind.CORRUPT
    return ReadFailure(file.place, f"{printable(file.place)}: {error}", kind)


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


def _read_document(file: SourceFile, still_busy: Callable[[], None], recognising_seconds: float) -> Iterator[ReadItem]:
    from corpus.formats.extraction import extract

    found = extract(file.path, still_busy, recognising_seconds)
    document = compose(
        file.source,
        file.document_id,
        Metadata(fields={OCR_PAGES: tuple(map(str, found.recognised))} if found.recognised else {}),
        found.elements,
        fallback_title=_name(Path(file.document_id)),
        facts=found.facts,
        is_dated_by_text=True,
    )
    yield document
    if found.textless:
        yield PagesWithoutText(file.source, file.document_id, found.textless, found.pages)
