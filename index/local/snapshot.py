"""What answers questions at one generation: a vector set and a lexical index, loaded from caches or from the truth."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.local import lexical, lexical_writing, truth, vector_kinds, vectors
from index.local.caches import LEXICAL_FOLDER, VECTORS_FILE, Caches, Stamp
from index.local.lexical import LexicalIndex
from index.local.vectors import VectorSet

_REPAIR_PAUSE_SECONDS = 60.0  # after a repair that failed (disk full, no right to write), before the next try

_MOST_PASSED = 2  # an update, and the wiping after it, each take the search files away that a reader is opening


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The searchable state of one generation of one store; replaced as a whole, never changed.

    `lexical_generation` is behind `generation` only while a writer is about to publish. `stamp` is None where no
    cache on the disk was sound and none could be written.
    """

    store_id: str
    generation: int
    vectors: VectorSet
    lexical: LexicalIndex
    lexical_generation: int
    stamp: Stamp | None
    warnings: tuple[str, ...]


class Snapshots:
    """Keeps the newest snapshot of a store and loads a newer one when a reader sees a newer generation.

    `repair` publishes caches that a writer left behind and returns their stamp, or None if that cannot be done now.
    """

    def __init__(self, caches: Caches, repair: Callable[[], Stamp | None]) -> None:
        self._caches = caches
        self._repair = repair
        self._repair_not_before = 0.0
        self._loading = threading.Lock()
        self._newest: Snapshot | None = None
        self._passed = 0, 0  # a generation of which the files were gone, and how often
        self._private: tempfile.TemporaryDirectory[str] | None = None

    def at(self, connection: sqlite3.Connection) -> Snapshot | None:
        """Return the snapshot of the generation that `connection` sees, or None if only a later one is left."""
        store_id, generation = truth.meta(connection, "store_id"), truth.generation_of(connection)
        newest = self._newest
        if newest is not None and self._is_good(newest, store_id, generation):
            return newest
        with self._loading:
            newest = self._newest
            if newest is not None and newest.store_id == store_id and newest.generation > generation:
                return None
            if newest is None or not self._is_good(newest, store_id, generation):
                same_store = newest if newest is not None and newest.store_id == store_id else None
                newest = self._loaded(connection, store_id, generation, same_store)
                self._newest = newest or self._newest
            return newest

    def _is_good(self, newest: Snapshot, store_id: str, generation: int) -> bool:
        """Tell whether it is of that generation, and as complete as it can be until its writer publishes."""
        if (newest.store_id, newest.generation) != (store_id, generation):
            return False
        if newest.lexical_generation == generation or newest.stamp is None:
            return True
        is_unpublished = max(self._caches.generations(), default=0) <= newest.stamp.generation
        return is_unpublished and time.monotonic() < self._repair_not_before

    def _loaded(
        self, connection: sqlite3.Connection, store_id: str, generation: int, older: Snapshot | None
    ) -> Snapshot | None:
        """Return the snapshot, or None, twice for a generation, if writers took its files away meanwhile."""
        passed = self._passed[1] if self._passed[0] == generation else 0
        try:
            stamp, faults = self._caches.newest(store_id, generation)
            is_passed = stamp is None and max(self._caches.generations(), default=0) > generation
            if not is_passed or passed == _MOST_PASSED:
                return self._load(connection, store_id, generation, older, stamp, faults)
        except (OSError, RuntimeError, ValueError):  # of FAISS and tantivy
            if passed == _MOST_PASSED:
                raise
        self._passed = generation, passed + 1
        return None

    def close(self) -> None:
        """Let go of the snapshot and its files."""
        self._newest = None
        if self._private is not None:
            self._private.cleanup()
            self._private = None

    def _load(
        self,
        connection: sqlite3.Connection,
        store_id: str,
        generation: int,
        older: Snapshot | None,
        stamp: Stamp | None,
        faults: Sequence[str],
    ) -> Snapshot:
        warnings = [f"Zoekbestand {fault} was beschadigd en is opzij gezet." for fault in faults]
        if stamp is None or stamp.generation < generation:
            stamp = self._repaired(store_id, generation) or stamp
            if stamp is None:
                warnings.append("De zoekbestanden staan niet op schijf; ze zijn tijdelijk gemaakt uit de teksten.")
        return Snapshot(
            store_id=store_id,
            generation=generation,
            vectors=self._load_vectors(connection, generation, stamp, older),
            lexical=self._load_lexical(connection, generation, stamp, older),
            lexical_generation=stamp.generation if stamp else generation,
            stamp=stamp,
            warnings=tuple(warnings),
        )

    def _repaired(self, store_id: str, generation: int) -> Stamp | None:
        if time.monotonic() < self._repair_not_before:
            return None
        stamp = self._repair()
        if stamp is None:
            self._repair_not_before = time.monotonic() + _REPAIR_PAUSE_SECONDS
            return None
        return stamp if (stamp.store_id, stamp.generation) == (store_id, generation) else None

    def _load_vectors(
        self, connection: sqlite3.Connection, generation: int, stamp: Stamp | None, older: Snapshot | None
    ) -> VectorSet:
        if stamp is None:
            main, main_generation = vector_kinds.build(connection).main, generation
        elif older is not None and older.vectors.main_generation == stamp.vectors_generation:
            main, main_generation = older.vectors.main, stamp.vectors_generation
        else:
            main = vectors.load(self._caches.path(stamp) / VECTORS_FILE)
            main_generation = stamp.vectors_generation
        added = list(truth.vector_batches(connection, main_generation))
        return VectorSet(
            main=main,
            main_generation=main_generation,
            added_keys=np.concatenate([np.empty(0, np.int64), *(keys for keys, _ in added)]),
            added=np.concatenate([np.empty((0, main.d), np.float32), *(rows for _, rows in added)]),
            removed=truth.removed_keys(connection, main_generation),
        )

    def _load_lexical(
        self, connection: sqlite3.Connection, generation: int, stamp: Stamp | None, older: Snapshot | None
    ) -> LexicalIndex:
        if stamp is None:  # nothing sound on the disk and no way to write it there: one for this process only
            folder = self._private_folder(generation)
            lexical_writing.write(folder, truth.lexical_rows(connection))
            return LexicalIndex(folder)
        if older is not None and older.stamp is not None and older.stamp.generation == stamp.generation:
            return older.lexical
        folder = self._caches.path(stamp) / LEXICAL_FOLDER
        if not lexical.may_be_opened(folder):
            folder = lexical.linked(folder, self._private_folder(generation))
        return LexicalIndex(folder)

    def _private_folder(self, generation: int) -> Path:
        """Make an empty folder for this process only."""
        if self._private is None:
            self._private = tempfile.TemporaryDirectory(prefix="veiligheidswijzer-")
        folder = Path(self._private.name) / str(generation)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder
