"""Cutting and embedding all texts anew from the truth, for another model or another way of cutting."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import uuid4

from corpus import Chunking
from index.background import keep_background
from index.embedding.embedder import Embedder
from index.entries import Cut, cut, embed_missing, hashes_of
from index.local import schema, truth, writing
from index.local.local_store import LocalStore
from index.manifest import Manifest
from index.passage_vectors import PassageVectors
from index.progress import Progress
from index.report import BuildReport
from index.sync import BATCH_PASSAGES

PROGRESS_FILE = "rebuild.sqlite"


def rebuild(
    place: Path,
    embedder: Embedder,
    *,
    progress: Progress | None = None,
    keep_statements: bool | None = None,
) -> BuildReport:
    """Cut and embed every text of the index at `place` anew; readers have the old state until all is ready.

    The vectors that were made are kept in a file beside the truth until then: a rebuild that is stopped goes on
    where it was. The sources are not read again. `keep_statements` is as in `build`; None is as it was.

    Raises:
        StoreError: there is no index, another process is writing, or it cannot be written.
    """
    started = time.monotonic()
    chunking = Chunking()
    report = BuildReport()
    with ExitStack() as stack:
        store = stack.enter_context(LocalStore(place))
        stack.enter_context(store.writing())
        stack.enter_context(schema.translated(place))
        before = store.manifest
        manifest = Manifest.of(
            embedder.identity,
            chunking,
            masks_personal_data=before.masks_personal_data,
            keeps_statements=before.keeps_statements if keep_statements is None else keep_statements,
        )
        made = stack.enter_context(closing(_Made(place, manifest)))
        try:
            _embed_all(store, place, embedder, chunking, manifest, made, report, progress)
            store.write(lambda connection: _replace_all(connection, manifest, made, embedder, chunking), anew=True)
            made.discard()
            keep_background(store, embedder, anew=True)
        except KeyboardInterrupt:  # what was embedded stays for the next try, and the index as it was unless all was
            report.interrupted = True
        report.passages = store.passage_count()
    report.elapsed_s = round(time.monotonic() - started, 3)
    return report


def _embed_all(
    store: LocalStore,
    place: Path,
    embedder: Embedder,
    chunking: Chunking,
    manifest: Manifest,
    made: _Made,
    report: BuildReport,
    progress: Progress | None,
) -> None:
    before = store.manifest
    is_same = (before.model_checksum, before.keeps_statements) == (manifest.model_checksum, manifest.keeps_statements)
    with closing(schema.connect(place)) as connection:
        (total,) = connection.execute("select count(*) from document").fetchone()
        cuts = (cut(document, embedder, chunking) for document in truth.all_documents(connection))
        for batch in _batches(cuts):
            known = made.vectors(hashes_of(batch))
            if is_same:  # only the cutting changed: what is embedded already may be used
                missing = [h for h in hashes_of(batch) if h not in known]
                made.add(store.known_vectors(missing))
                known |= made.vectors(missing)
            new = embed_missing(batch, embedder, known, keeps_statements=manifest.keeps_statements)
            made.add(new)
            report.embedded += len(new)
            report.changed += len(batch)
            if progress:
                progress(report.changed, total, report.embedded, report.changed / total)


def _batches(cuts: Iterator[Cut]) -> Iterator[list[Cut]]:
    batch: list[Cut] = []
    for one in cuts:
        batch.append(one)
        if sum(len(c.passages) for c in batch) >= BATCH_PASSAGES:
            yield batch
            batch = []
    if batch:
        yield batch


def _replace_all(
    connection: sqlite3.Connection, manifest: Manifest, made: _Made, embedder: Embedder, chunking: Chunking
) -> None:
    """Put new passages and vectors in place of all old ones; the caller holds the transaction."""
    ids = [document_id for (document_id,) in connection.execute("select document_id from document")]
    for document_id in ids:
        document = truth.document_by_id(connection, document_id)
        if document is not None:
            one = cut(document, embedder, chunking)
            writing.replace_passages(connection, one.entry(made.vectors(one.input_hashes)))
    truth.set_meta(connection, "generation", str(truth.generation_of(connection) + 1))
    truth.set_meta(connection, "manifest", manifest.to_json())
    truth.set_meta(connection, "store_id", uuid4().hex)  # no cache of before fits
    connection.execute("delete from meta where name = 'background'")  # of the model of before


class _Made:
    """The vectors that a rebuild has made so far, kept in a file of its own; another model's are thrown away."""

    def __init__(self, place: Path, manifest: Manifest) -> None:
        self._path = place / PROGRESS_FILE
        made_for = manifest.to_json()
        try:
            self._open(made_for)
        except sqlite3.DatabaseError:  # damaged: it holds nothing that cannot be made again
            self._path.unlink(missing_ok=True)
            self._open(made_for)

    def _open(self, made_for: str) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._connection.executescript(
            "create table if not exists made_for (manifest text);"
            "create table if not exists vector (passage_key integer primary key, input_hash blob unique, data blob);"
            "create table if not exists statement_vector (passage_key integer primary key, data blob);"
        )
        if self._connection.execute("select manifest from made_for").fetchall() != [(made_for,)]:
            self._connection.executescript("delete from vector; delete from statement_vector; delete from made_for;")
            self._connection.execute("insert into made_for values (?)", (made_for,))

    def add(self, vectors: Mapping[bytes, PassageVectors]) -> None:
        self._connection.execute("begin")
        for input_hash, made in vectors.items():
            key = self._connection.execute(
                "insert or replace into vector (input_hash, data) values (?, ?)",
                (input_hash, made.whole.astype(truth.STORED_DTYPE).tobytes()),
            ).lastrowid
            self._connection.execute(
                "insert or replace into statement_vector values (?, ?)",
                (key, truth.encoded_statements(made.statements)),
            )
        self._connection.execute("commit")

    def vectors(self, input_hashes: Sequence[bytes]) -> dict[bytes, PassageVectors]:
        return truth.known_vectors(self._connection, input_hashes)

    def discard(self) -> None:
        self.close()
        for path in self._path.parent.glob(f"{PROGRESS_FILE}*"):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        self._connection.close()
