"""Bringing an index up to date with its sources: what is unchanged is left alone, nothing is embedded twice."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import (
    Chunking,
    Document,
    FailureKind,
    PagesWithoutText,
    ReaderPool,
    ReadFailure,
    ReadItem,
    SourceFile,
    SourceList,
    WorkerLimits,
    find_sources,
)
from corpus.errors import SourceError
from corpus.personal_data import count_personal_data, mask_document
from corpus.web import is_web_address
from index.background import keep_background
from index.batch import Batch
from index.document_ids import DocumentIds
from index.embedding.embedder import Embedder
from index.entries import content_hash_of, cut, embed_missing, hashes_of
from index.local.local_store import LocalStore
from index.manifest import Manifest
from index.progress import Meter, Progress
from index.reading_notes import ReadingNote, ReadingNotes
from index.report import BuildReport, Failure, PersonalDataFound, TextlessPages, save_report
from index.store import Changes, Store
from index.survey import Surveyed, survey

Readings = Iterable[tuple[SourceFile, ReadItem | None]]
"""What was read, file by file, in order; None ends a file."""

BATCH_PASSAGES = 1_000  # passages that are embedded and made durable together: what a kill can cost


def build(
    place: Path,
    paths: Sequence[str | Path],
    embedder: Embedder,
    *,
    progress: Progress | None = None,
    keep_vanished: bool = False,
    allow_web: bool = False,
    limits: WorkerLimits | None = None,
    mask_personal_data: bool = False,
    reread: bool = False,
    keep_statements: bool | None = None,
) -> BuildReport:
    """Make the index at `place`, or bring it up to date with the files and folders `paths`.

    Every batch is durable once it is done: a build that is stopped goes on where it was. Documents of files that are
    no longer in `paths` go, unless `keep_vanished`. Web addresses are fetched with `allow_web` only. The report is kept
    in the index folder too. An index made with `mask_personal_data` masks whatever is added to it. With `reread` files
    are read again that are unchanged or could not be read before; what comes out the same is not embedded again. A new
    index has vectors of all statements too unless `keep_statements` is False: it finds more, answers sooner, and takes
    longer to make. None is as the index has it.

    Raises:
        SourceError: a path does not exist, or nothing in `paths` can be read; the index is as it was.
        StoreError: the index is of another model or chunker, holds unmasked texts, keeps statements or not against
            what is wanted, or cannot be written.
    """
    started = time.monotonic()
    chunking = Chunking()
    limits = limits or WorkerLimits()
    exists = LocalStore.exists(place)

    def require(manifest: Manifest) -> None:
        manifest.require(embedder.identity)
        manifest.require_chunker(chunking)
        if mask_personal_data:
            manifest.require_masking()
        if keep_statements is not None:
            manifest.require_statements(kept=keep_statements)

    notes = ReadingNotes(place, limits)
    with ReaderPool(limits=limits) as pool, ExitStack() as stack:
        web_folder = Path(stack.enter_context(TemporaryDirectory(prefix="veiligheidswijzer-"))) if allow_web else None
        found = find_sources(paths, web_folder=web_folder)
        if exists:
            store = stack.enter_context(LocalStore(place))
            require(store.manifest)
            fails = partial(notes.is_known_to_fail, documents_of=store.documents_of)
            surveyed = list(survey(found.files, store.sources(), limits, fails, reread=reread))
            readings: Readings = pool.read(one.file for one in surveyed if one.is_to_be_read)
        else:
            surveyed = list(survey(found.files, {}, limits))
            readings = _require_one_readable(surveyed, pool)
            manifest = Manifest.of(
                embedder.identity,
                chunking,
                masks_personal_data=mask_personal_data,
                keeps_statements=keep_statements is not False,
            )
            store = stack.enter_context(LocalStore.create(place, manifest))
        stack.enter_context(store.writing())
        manifest = store.manifest
        require(manifest)  # again: another process may have made or rebuilt it meanwhile
        run = _Sync(store, embedder, chunking, found, surveyed, notes, progress)
        run.report.masked = manifest.masks_personal_data
        run.keeps_statements = manifest.keeps_statements
        try:
            with store.wiping():
                run.run(readings, keep_vanished)
        except KeyboardInterrupt:  # while the search files were made: whoever comes next makes them
            run.report.interrupted = True
        run.report.words_left = store.has_words_left
        if not run.report.interrupted:
            keep_background(store, embedder)
        run.report.passages = store.passage_count()
        run.report.elapsed_s = round(time.monotonic() - started, 3)
        save_report(run.report, place)
    return run.report


def _require_one_readable(surveyed: Sequence[Surveyed], pool: ReaderPool) -> Readings:
    """Return what the pool reads if there is a document in it, so that no index is made of nothing."""
    readings = pool.read(one.file for one in surveyed if one.is_to_be_read)
    ahead: list[tuple[SourceFile, ReadItem | None]] = []
    for reading in readings:
        ahead.append(reading)
        if isinstance(reading[1], Document):
            return chain(ahead, readings)
    reasons = [one.failure.reason for one in surveyed if one.failure]
    raise SourceError(_nothing_read(reasons + [item.reason for _, item in ahead if isinstance(item, ReadFailure)]))


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
        surveyed: Sequence[Surveyed],
        notes: ReadingNotes,
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._chunking = chunking
        self._found = found
        self._present = {file.source for file in found.files}
        self._surveyed = surveyed
        self._notes = notes
        self._states = {one.file.source: one.state for one in surveyed if one.state}
        sizes = (one.state.size for one in surveyed if one.is_to_be_read and one.state)
        self._meter = Meter(progress, len(found.files), sizes)
        self.keeps_statements = False
        self._batch = Batch()
        self.report = BuildReport(skipped=[Failure(s.source, s.reason, s.kind.value) for s in found.skipped])

    def run(self, readings: Readings, keep_vanished: bool) -> None:
        """Embed and store everything that is read, then remove what vanished."""
        report = self.report
        try:
            self._account_for_the_unread()
            self._meter.tell()
            for file, items in groupby(readings, key=lambda reading: reading[0]):
                self._sync_file(file, (item for _, item in items if item is not None))
                self._meter.file()
            self._flush()
            self._remove_vanished(keep_vanished)
            self._notes.save(self._is_gone)
        except KeyboardInterrupt:  # the batches that were made durable stay; the caller says so
            report.interrupted = True
        done = report.added or report.changed or report.unchanged or report.removed or report.interrupted
        if report.failed and not done:
            raise SourceError(_nothing_read([failure.reason for failure in report.failed]))

    def _account_for_the_unread(self) -> None:
        documents = self._store.document_counts()
        for one in self._surveyed:
            if one.failure is not None:
                self.report.unread(one.failure)
            elif one.state is not None and not one.is_to_be_read:
                self.report.unchanged += documents.get(one.file.source, 0)
                self.report.not_retried += one.is_known_to_fail
                if (note := self._notes.of(one.state)) is not None:
                    note.add_to(self.report)

    def _sync_file(self, file: SourceFile, items: Iterable[ReadItem]) -> None:
        before = self._store.documents_of(file.source)
        note = self._notes.new(self._states[file.source])
        clashes = len(self.report.failed)
        ids = DocumentIds(file, before, self._owner)
        read: dict[str, bytes] = {}  # documents, with the SHA-256 of their content
        for item in items:
            if isinstance(item, ReadFailure):
                note.unread.append(Failure(item.source, item.reason, item.kind.value))
            elif isinstance(item, PagesWithoutText):
                document_id = ids.last_of(item.document_id)
                note.textless.append(TextlessPages(item.source, document_id, item.pages, item.total))
            else:
                try:
                    document = ids.placed(item)
                except SourceError as error:
                    self.report.failed.append(Failure(item.source, error.message))
                    continue
                note.recognise(document)
                read[document.document_id] = self._take(self._without_personal_data(document, note), before)
                self._meter.document(len(document.text))
        has_clashes = len(self.report.failed) > clashes  # with another file, which may be gone next time
        note.add_to(self.report)
        failed = [failure.source for failure in self.report.failed[clashes:]]
        gone = {one for one in before.keys() - ids.given if not _may_be_in(one, file, failed)}
        self._batch.remove(gone, file.source)
        if not has_clashes:
            self._notes.keep(file.source, note, {one: before[one] for one in before.keys() - gone} | read)
        if not failed:  # a source with failures is not finished
            self._batch.finish(self._states[file.source])

    def _owner(self, document_id: str) -> str | None:
        """Return which source has a document and keeps it; one that is gone leaves its ids to others."""
        if (waiting := self._batch.owner_of(document_id)) is not None or document_id in self._batch.gone:
            return waiting
        owner = self._store.owners([document_id]).get(document_id)
        return owner if owner is not None and (is_web_address(owner) or Path(owner).exists()) else None

    def _without_personal_data(self, document: Document, note: ReadingNote) -> Document:
        """Note how much personal data a document has, and mask it if this index does."""
        if counts := count_personal_data(f"{document.title}\n{document.text}"):
            note.personal_data.append(PersonalDataFound(document.source, document.document_id, **asdict(counts)))
        return mask_document(document) if self.report.masked else document

    def _take(self, document: Document, before: Mapping[str, bytes]) -> bytes:
        """Let a document wait if it is not as the store has it; return the SHA-256 of its content."""
        known, content_hash = before.get(document.document_id), content_hash_of(document)
        if known == content_hash:
            self.report.unchanged += 1
            return content_hash
        if known is None:
            self.report.added += 1
        else:
            self.report.changed += 1
        self._batch.put(cut(document, self._embedder, self._chunking))
        if self._batch.passages >= BATCH_PASSAGES:
            self._flush()
        return content_hash

    def _flush(self) -> None:
        """Embed what waits and make it durable, with the sources that are finished by it."""
        batch = self._batch
        vectors = self._store.known_vectors(hashes_of(batch.cuts))
        embedder = self._meter.watching(self._embedder, batch.passages)
        made = embed_missing(batch.cuts, embedder, vectors, keeps_statements=self.keeps_statements)
        self.report.embedded += len(made)
        vectors.update(made)
        if changes := batch.changes(vectors):
            self._notes.save()
            self._store.update(changes)
        self.report.removed += len(batch.gone)
        self._batch = Batch()
        self._meter.stored(self.report.embedded)

    def _is_gone(self, source: str) -> bool:
        return source not in self._present and self._found.covers(Path(source))

    def _remove_vanished(self, keep_vanished: bool) -> None:
        known = self._store.sources().keys() | self._store.document_counts().keys()  # finished, or read in part
        gone = set() if keep_vanished else {source for source in known if self._is_gone(source)}
        gone |= {one.file.source for one in self._surveyed if one.file.source in known and _is_duplicate(one)}
        ids = {document_id for source in gone for document_id in self._store.documents_of(source)}
        if gone:
            self._store.update(Changes(remove=tuple(sorted(ids)), forgotten=tuple(sorted(gone))))
            self.report.removed += len(ids)


def _may_be_in(document_id: str, file: SourceFile, failed: Iterable[str]) -> bool:
    """Tell whether a document may stand in a part of `file` that could not be read: one file of an archive, or all."""
    parts = (f"{file.document_id}{source.removeprefix(file.source)}" for source in failed)
    return any(document_id == part or part == file.document_id or document_id.startswith(f"{part}/") for part in parts)


def _is_duplicate(one: Surveyed) -> bool:
    return one.failure is not None and one.failure.kind == FailureKind.DUPLICATE.value
