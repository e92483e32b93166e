"""One file that holds a whole index, made while others read and write, and an index made of such a file again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from corpus.errors import StoreDamagedError, StoreError, StoreMissingError, StoreWriteError
from index.durable import UNFINISHED_PREFIX, fsync_path, remove_unfinished
from index.local import schema, truth
from index.local.caches import Caches
from index.local.local_store import LocalStore
from index.local.lock import WriterLock


def backup(place: Path, file: Path) -> None:
    """Write the newest generation of the index at `place` to `file`, a new one, completely or not at all.

    Raises:
        StoreError: there is no sound index, or the file exists or cannot be written.
    """
    if file.exists():
        raise StoreWriteError(f"{file} bestaat al en wordt niet overschreven. Kies een andere naam.")
    if not file.parent.is_dir():
        raise StoreWriteError(f"De map {file.parent} bestaat niet. Maak hem eerst, of kies een andere plaats.")
    connection = schema.connect(place)
    beside = file.with_name(f"{UNFINISHED_PREFIX}{uuid4().hex[:8]}-{file.name}")
    try:
        with schema.translated(file.parent):
            connection.execute("vacuum into ?", (str(beside),))
            fsync_path(beside)
            beside.rename(file)
            fsync_path(file.parent)
    finally:
        beside.unlink(missing_ok=True)
        connection.close()


def restore(file: Path, place: Path, *, replace: bool = False) -> None:
    """Make the index at `place` what `file` says, in one step for its readers, as a generation newer than it had.

    An index that is at `place` already, sound or damaged, is kept, unless `replace`.

    Raises:
        StoreError: `file` is not a sound backup, there is an index already, or `place` cannot be written.
    """
    if LocalStore.exists(place) and not replace:
        raise StoreWriteError(
            f"In {place} staat al een index. Kies een andere plaats met --index, of vervang hem met --replace."
        )
    with schema.translated(place):
        place.mkdir(parents=True, exist_ok=True)
        with WriterLock(place).held():
            remove_unfinished(place)  # a killed one left a whole copy
            beside = place / f"{UNFINISHED_PREFIX}{uuid4().hex[:8]}-{schema.TRUTH_FILE}"
            try:
                _copy_checked(file, beside, after=_newest_generation(place))
                try:
                    _put_in_place_of(place, beside)
                except (StoreMissingError, StoreDamagedError):  # nothing that anybody could read
                    for log in ("-wal", "-shm"):
                        (place / f"{schema.TRUTH_FILE}{log}").unlink(missing_ok=True)
                    beside.replace(place / schema.TRUTH_FILE)
                    fsync_path(place)
            finally:
                beside.unlink(missing_ok=True)
            connection = schema.connect(place, write=True)
            try:
                Caches(place).publish(connection)
            finally:
                connection.close()


def _newest_generation(place: Path) -> int:
    """Return the newest generation that readers of `place` may know, 0 if there is none."""
    of_caches = max(Caches(place).generations(), default=0)
    try:
        with closing(schema.connect(place)) as connection:
            return max(truth.generation_of(connection), of_caches)
    except (StoreError, sqlite3.DatabaseError):  # absent or damaged
        return of_caches


def _copy_checked(file: Path, target: Path, *, after: int) -> None:
    """Copy a backup that is sound, as a store of its own with a generation newer than `after`.

    Caches of the index that it came from are not its caches, and who remembers something of a generation is not wrong.
    """
    if not file.is_file():
        raise StoreDamagedError(f"{file} bestaat niet of is geen bestand. Controleer de naam van de reservekopie.")
    source = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        schema.require_ours(source, file)
        if source.execute("pragma integrity_check(1)").fetchone()[0] != "ok":
            raise StoreDamagedError(f"De reservekopie {file} is beschadigd. Gebruik een andere kopie.")
        source.backup(copy)
        truth.set_meta(copy, "store_id", uuid4().hex)
        truth.set_meta(copy, "generation", str(max(truth.generation_of(copy), after + 1)))
        copy.commit()
        copy.execute("pragma journal_mode = wal")
    except sqlite3.DatabaseError as error:
        raise StoreDamagedError(f"De reservekopie {file} is beschadigd ({error}). Gebruik een andere kopie.") from error
    finally:
        source.close()
        copy.close()
    fsync_path(target)


def _put_in_place_of(place: Path, beside: Path) -> None:
    """Overwrite the truth in one transaction: readers see the old or the new one, and a kill harms neither."""
    source = sqlite3.connect(beside)
    target = schema.connect(place, write=True)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
