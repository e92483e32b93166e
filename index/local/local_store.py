"""The store of one machine: SQLite holds the truth, FAISS and tantivy answer from caches of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from corpus.errors import StoreError
from index.background import Background
from index.durable import remove_unfinished
from index.local import inspection, schema, truth, verification, wiping, writing
from index.local.caches import REWRITE_ALL_UP_TO, Caches, Stamp
from index.local.lock import WriterLock
from index.local.snapshot import Snapshots
from index.local.verification import Finding
from index.local.view import LocalView
from index.manifest import Manifest
from index.passage_vectors import PassageVectors
from index.store import Changes, SourceState, StoreInfo

_VERIFYING_TRIES = 3  # of a generation that writers leave behind meanwhile


class LocalStore:
    """A folder with the truth and its caches; safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, brought to the present format if it is older.

        Raises:
            StoreMissingError, StoreDamagedError, StoreMismatchError: it is not there, damaged or too new.

        """
        self.folder = folder
        self._lock = WriterLock(folder)
        self._caches = Caches(folder)
        self._snapshots = Snapshots(self._caches, self._repair_if_possible)
        self._idle: list[sqlite3.Connection] = []
        self._keep(self._connect())

    @classmethod
    def create(cls, folder: Path, manifest: Manifest) -> LocalStore:
        """Make an empty index in `folder` and open it; one that another process makes meanwhile is opened."""
        with schema.translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with WriterLock(folder).held():
                remove_unfinished(folder)
                if not cls.exists(folder):
                    facts = {"generation": "0", "store_id": uuid4().hex, "manifest": manifest.to_json()}
                    schema.create(folder, {**facts, "updated_at": _now()})
        return cls(folder)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether `folder` holds an index, sound or not."""
        return (folder / schema.TRUTH_FILE).exists()

    def _connect(self) -> sqlite3.Connection:
        try:
            return schema.connect(self.folder)
        except schema.OlderFormatError:
            with self.writing():
                schema.connect(self.folder, write=True).close()
            return schema.connect(self.folder)

    @contextmanager
    def view(self) -> Iterator[LocalView]:
        """Open the newest generation for the length of a `with` block; never waits for a writer."""
        while True:
            with self._reading() as connection:
                if (snapshot := self._snapshots.at(connection)) is not None:
                    yield LocalView(connection, snapshot)
                    return  # otherwise another thread is ahead of this transaction: begin again

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = self._idle.pop() if self._idle else self._connect()
        try:
            connection.execute("begin")
            yield connection
            connection.execute("rollback")
        except sqlite3.Error as error:
            connection.close()
            raise schema.store_error(error, self.folder) from error
        except BaseException:
            connection.close()
            raise
        self._keep(connection)

    def _keep(self, connection: sqlite3.Connection) -> None:
        if isinstance(connection, schema.FrozenConnection):
            connection.close()
        else:
            self._idle.append(connection)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer for the length of a `with` block; StoreBusyError says who is, if not."""
        with ExitStack() as stack:
            with schema.translated(self.folder):  # not the block: it may read and embed, and fail on other disks
                stack.enter_context(self._lock.held())
            yield

    def update(self, changes: Changes) -> int:
        """Make all of `changes` durable at once and return the new generation.

        Raises:
            StoreBusyError: another process is writing.
            StoreWriteError: the disk is full or may not be written.

        """
        return self.write(lambda connection: writing.apply(connection, changes))

    def write(self, change: Callable[[sqlite3.Connection], None], *, anew: bool = False) -> int:
        """Run `change` in one transaction, publish the caches of its generation, and return that generation.

        With `anew` nothing of the older ones stays.
        """
        with self._writer() as connection:
            connection.execute("begin immediate")
            try:
                change(connection)
                truth.set_meta(connection, "updated_at", _now())
                connection.execute("commit")  # from here on it is durable
            except BaseException:
                if connection.in_transaction:
                    connection.execute("rollback")
                schema.write_back(connection)  # a log that filled the disk would keep it full
                raise
            schema.write_back(connection)
            self._publish(connection, anew=anew)
            return truth.generation_of(connection)

    def keep_background(self, background: Background) -> None:
        """Keep what was measured of the newest generation, which stays what it is."""
        with self._writer() as connection:
            truth.set_meta(connection, "background", background.to_json())

    @contextmanager
    def _writer(self, wait_seconds: float | None = None) -> Iterator[sqlite3.Connection]:
        with schema.translated(self.folder), self._lock.held(wait_seconds):
            connection = schema.connect(self.folder, write=True)
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def wiping(self) -> Iterator[None]:
        """Be the only writer, and take what is removed in a `with` block out of the caches at its end, in one go.

        Every write is durable, published and seen by readers at once all the same.
        """
        with self.writing():
            try:
                yield
            finally:
                self.wipe_removed()

    def wipe_removed(self) -> bool:
        """Take removed texts out of the caches too, and tell whether none is left: in a larger index `repair` does it.

        So it does where the caches cannot be written now, since the texts themselves are gone.
        """
        with self._reading() as connection:
            can_wipe = self._can_wipe(connection)
        if can_wipe:
            with suppress(StoreError):
                self.repair()
        return not self.has_words_left

    @property
    def has_words_left(self) -> bool:
        """Whether the caches may hold words of texts that were removed, in any write since they were made anew."""
        with self._reading() as connection:
            return wiping.has_words_left(connection)

    def _can_wipe(self, connection: sqlite3.Connection) -> bool:
        return wiping.has_words_left(connection) and truth.passage_count(connection) <= REWRITE_ALL_UP_TO

    def repair(self) -> None:
        """Make all caches again from the truth; nothing that was removed is in them then."""
        with self._writer() as connection:
            self._caches.forget_all()
            self._publish(connection, anew=True)

    def _publish(self, connection: sqlite3.Connection, *, anew: bool = False) -> None:
        self._caches.publish(connection, anew=anew)
        if anew:
            wiping.note_wiped(connection)

    def verify(self) -> list[Finding]:
        """Check everything against everything and return what is wrong; empty if nothing is."""
        for _ in range(_VERIFYING_TRIES):
            with self._reading() as connection:
                caches = Caches(self.folder)
                found = verification.verify(connection, caches)
                if not found or max(caches.generations(), default=0) <= truth.generation_of(connection):
                    break  # otherwise writers may have taken its search files away meanwhile
        return found

    def _repair_if_possible(self) -> Stamp | None:
        try:
            with self._writer(wait_seconds=0) as connection:
                return self._caches.publish(connection)
        except StoreError:
            return None

    def sources(self) -> dict[str, SourceState]:
        """Return every source that was read to its end, by path."""
        with self._reading() as connection:
            return truth.sources(connection)

    def documents_of(self, source: str) -> dict[str, bytes]:
        """Return the ids of all documents that came from a source, with the SHA-256 of their content."""
        with self._reading() as connection:
            return truth.documents_of(connection, source)

    def document_counts(self) -> dict[str, int]:
        """Return how many documents came from each source."""
        with self._reading() as connection:
            return truth.document_counts(connection)

    def owners(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Return from which source the store has each of these documents."""
        with self._reading() as connection:
            return truth.owners(connection, document_ids)

    def known_vectors(self, input_hashes: Sequence[bytes]) -> dict[bytes, PassageVectors]:
        """Return the vectors that the store has for these inputs."""
        with self._reading() as connection:
            return truth.known_vectors(connection, input_hashes)

    @property
    def manifest(self) -> Manifest:
        """What the vectors of the newest generation were made with."""
        with self._reading() as connection:
            return Manifest.from_json(truth.meta(connection, "manifest"))

    def passage_count(self) -> int:
        """Return how many passages there are; unlike `info` it loads nothing."""
        with self._reading() as connection:
            return truth.passage_count(connection)

    def info(self) -> StoreInfo:
        """Return what there is, how large, and made with what."""
        with self._reading() as connection:
            return inspection.info(connection, self.folder, self._snapshots.at(connection))

    def close(self) -> None:
        """Release files and connections; calling it twice does no harm."""
        while self._idle:
            self._idle.pop().close()
        self._snapshots.close()

    def __enter__(self) -> LocalStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
