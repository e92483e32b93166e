"""Bringing an index up to date with its sources: what is unchanged is left alone, nothing is embedded twice."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from corpus import (
    Chunking,
    Document,
    PagesWithoutText,
    ReadFailure,
    SourceFile,
    SourceList,
    content_hash,
    find_sources,
    read_source,
)
from corpus.errors import InputError, SourceError
from index.embedding.embedder import Embedder
from index.entries import Cut, content_hash_of, cut, embed_missing, hashes_of
from index.local.local_store import LocalStore
from index.manifest import Manifest
from index.store import Changes, SourceState, Store

BATCH_PASSAGES = 1_000  # passages that are embedded and made durable together: what a kill can cost


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a part of one, that was not read; `reason` is a Dutch sentence, `kind` one word for programs."""

    source: str
    reason: str
    kind: str = "corrupt"


@dataclass(frozen=True, slots=True)
class TextlessPages:
    """Pages, 1-based, of a document in the index on which no text was found; `total` is how many pages it has."""

    source: str
    document_id: str
    pages: tuple[int, ...]
    total: int


@dataclass(slots=True)
class BuildReport:
    """What a build did. Counts are of documents, but for `passages`: all passages in the index afterwards."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    pages_without_text: list[TextlessPages] = field(default_factory=list)
    passages: int = 0
    embedded: int = 0
    interrupted: bool = False
    elapsed_s: float = 0.0


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, files_done: int, files_total: int, passages_embedded: int) -> None:
        """Show that so many files are read and so many passages embedded."""


def build(
    place: Path,
    paths: Sequence[str | Path],
    embedder: Embedder,
    *,
    chunking: Chunking | None = None,
    progress: Progress | None = None,
    keep_vanished: bool = False,
) -> BuildReport:
    """Make the index at `place`, or bring it up to date with the files and folders `paths`.

    Every batch is durable once it is done: a build that is stopped goes on where it was. Documents of files that are
    no longer in `paths` go, unless `keep_vanished`.

    Raises:
        SourceError: a path does not exist, or nothing in `paths` can be read; the index is as it was.
        StoreError: the index is of another model or chunker, is being written to, or cannot be written.

    """
    started = time.monotonic()
    chunking = chunking or Chunking()
    found = find_sources(paths)
    if LocalStore.exists(place):
        store = LocalStore(place)
        store.manifest.require(embedder.identity)
        store.manifest.require_chunker(chunking)
    else:
        _require_one_readable(found)
        store = LocalStore.create(place, Manifest.of(embedder.identity, chunking))
    with store, store.writing():
        run = _Sync(store, embedder, chunking, found, progress)
        run.run(keep_vanished)
        run.report.passages = store.info().passages
    run.report.elapsed_s = round(time.monotonic() - started, 3)
    return run.report


def _require_one_readable(found: SourceList) -> None:
    """Refuse to make an index of nothing."""
    reasons: list[str] = []
    for file in found.files:
        for item in read_source(file):
            if isinstance(item, Document):
                return
            if isinstance(item, ReadFailure):
                reasons.append(item.reason)
    raise SourceError(_nothing_read(reasons))


def _nothing_read(reasons: Sequence[str]) -> str:
    more = f" Nog {len(reasons) - 3} andere teksten konden niet worden gelezen." if len(reasons) > 3 else ""
    return " ".join(reasons[:3]) + more


class _Sync:
    """One run over all sources: collects documents into batches and makes each batch durable."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        chunking: Chunking,
        found: SourceList,
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._chunking = chunking
        self._found = found
        self._progress = progress
        self._waiting: list[Cut] = []
        self._finished: list[SourceState] = []
        self.report = BuildReport(skipped=[Failure(s.source, s.reason, s.kind.value) for s in found.skipped])

    def run(self, keep_vanished: bool) -> None:
        """Read, embed and store everything that changed, then remove what vanished."""
        stored = self._store.sources()
        try:
            for number, file in enumerate(self._found.files):
                self._tell(number)
                self._sync_file(file, stored.get(str(file.path)))
            self._flush()
            if not keep_vanished:
                self._remove_vanished(stored)
        except KeyboardInterrupt:  # the batches that were made durable stay; the caller says so
            self.report.interrupted = True
        report = self.report
        if report.failed and not (report.added or report.changed or report.unchanged or report.interrupted):
            raise SourceError(_nothing_read([failure.reason for failure in report.failed]))
        self._tell(len(self._found.files))

    def _tell(self, files_done: int) -> None:
        if self._progress:
            self._progress(files_done, len(self._found.files), self.report.embedded)

    def _sync_file(self, file: SourceFile, stored: SourceState | None) -> None:
        source = str(file.path)
        try:
            state = SourceState(source, content_hash(file.path), file.path.stat().st_size)
        except OSError as error:
            self._fail(source, f"{source} kan niet worden gelezen: {error.strerror}.")
            return
        before = self._store.documents_of(source)
        if stored is not None and stored.content_hash == state.content_hash:
            self.report.unchanged += len(before)
            return
        seen: set[str] = set()
        failures = len(self.report.failed)
        for item in read_source(file):
            if isinstance(item, ReadFailure):
                self._fail(item.source, item.reason, item.kind.value)
            elif isinstance(item, PagesWithoutText):
                pages = TextlessPages(item.source, item.document_id, item.pages, item.total)
                self.report.pages_without_text.append(pages)
            elif (document := self._placed(item, file, before)) is not None:
                seen.add(document.document_id)
                self._take(document, before)
        if len(self.report.failed) == failures:  # a source with failures is read again next time
            self._finished.append(state)
            self._remove(before.keys() - seen)

    def _fail(self, source: str, reason: str, kind: str = "corrupt") -> None:
        self.report.failed.append(Failure(source, reason, kind))

    def _placed(self, document: Document, file: SourceFile, before: Mapping[str, bytes]) -> Document | None:
        """Give a document whose id belongs to another source an id of its own; None if its id was given by hand."""
        owner = None if document.document_id in before else self._owner(document.document_id)
        if owner is None or owner == document.source or not Path(owner).exists():
            return document
        if document.document_id != file.document_id:
            reason = (
                f"Het kenmerk (_id) {document.document_id!r} bestaat al in {owner}. Geef elke tekst een eigen kenmerk."
            )
            self._fail(document.source, reason)
            return None
        mark = hashlib.sha256(document.source.encode()).hexdigest()[:8]
        return replace(document, document_id=f"{document.document_id}~{mark}")

    def _owner(self, document_id: str) -> str | None:
        waiting = next((c.document.source for c in self._waiting if c.document.document_id == document_id), None)
        return waiting or self._store.owners([document_id]).get(document_id)

    def _take(self, document: Document, before: Mapping[str, bytes]) -> None:
        known = before.get(document.document_id)
        if known == content_hash_of(document):
            self.report.unchanged += 1
            return
        if known is None:
            self.report.added += 1
        else:
            self.report.changed += 1
        self._waiting.append(cut(document, self._embedder, self._chunking))
        if sum(len(one.passages) for one in self._waiting) >= BATCH_PASSAGES:
            self._flush()

    def _flush(self) -> None:
        """Embed what waits and make it durable, with the sources that are finished by it."""
        vectors = self._store.known_vectors(hashes_of(self._waiting))
        made = embed_missing(self._waiting, self._embedder, vectors)
        self.report.embedded += len(made)
        vectors.update(made)
        entries = tuple(one.entry(vectors) for one in self._waiting)
        if changes := Changes(put=entries, finished=tuple(self._finished)):
            self._store.update(changes)
        self._waiting, self._finished = [], []

    def _remove(self, document_ids: set[str]) -> None:
        if document_ids:
            self._flush()
            self._store.update(Changes(remove=tuple(sorted(document_ids))))
            self.report.removed += len(document_ids)

    def _remove_vanished(self, stored: dict[str, SourceState]) -> None:
        present = {str(file.path) for file in self._found.files}
        gone = [path for path in stored if path not in present and self._found.covers(Path(path))]
        ids = {document_id for path in gone for document_id in self._store.documents_of(path)}
        if gone:
            self._store.update(Changes(remove=tuple(sorted(ids)), forgotten=tuple(gone)))
            self.report.removed += len(ids)


def remove(place: Path, names: Sequence[str]) -> int:
    """Remove documents by id, and sources by path or by the folder they are in; return how many documents went.

    Raises:
        InputError: a name is neither; nothing was removed.
        StoreError: there is no index, or it cannot be written.
    """
    with LocalStore(place) as store, store.writing():
        stored = store.sources()
        documents: set[str] = set()
        sources: set[str] = set()
        for name in names:
            path = Path(name).expanduser().resolve()
            under = [source for source in stored if Path(source) == path or path in Path(source).parents]
            found = {name} if store.owners([name]) else {i for source in under for i in store.documents_of(source)}
            if not found:
                raise InputError(
                    f"{name!r} staat niet in de index, niet als document en niet als bron. Er is niets verwijderd."
                )
            documents |= found
            sources |= set(under)
        store.update(Changes(remove=tuple(sorted(documents)), forgotten=tuple(sorted(sources))))
        return len(documents)
