"""The caches beside the truth: a folder for each generation, complete and never changed once it has its name."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from index.analysis import ANALYSIS_VERSION
from index.durable import link_or_copy, new_folder, remove_unfinished, sha256_of
from index.local import lexical_writing, truth, vector_kinds, vectors
from index.local.lexical_writing import LOCKS_OF_TANTIVY

CACHES_FOLDER = "caches"
STAMP_FILE = "stamp.json"
VECTORS_FILE = "vectors.faiss"
LEXICAL_FOLDER = "lexical"
_OWN_BY_TANTIVY = {"meta.json", ".managed.json"}  # replaced at every commit; all other files never change
KEPT = 2  # the newest folders that stay: a reader may be opening the last but one

# The vectors are written again when this many passages came or went since, or this part of all: below it, readers
# take the difference from the truth in milliseconds.
REWRITE_ALL_UP_TO = 20_000
REWRITE_SHARE = 0.05


class FileState(NamedTuple):
    """A file: its size in bytes, the SHA-256 of its content, and when it was written; None in stamps of before."""

    size: int
    sha256: str
    mtime_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a cache folder was made from. `files` maps a relative path to what the file was then."""

    store_id: str
    generation: int
    vectors_generation: int
    vector_kind: str
    vector_recall: float | None
    analysis_version: int
    files: dict[str, FileState]


class Caches:
    """The cache folders of one store. Reading needs no lock; `publish` is for the holder of the writer's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / CACHES_FOLDER
        self._verified: dict[str, Stamp] = {}

    def path(self, stamp: Stamp) -> Path:
        """Return the folder of a stamp."""
        return self.folder / _name(stamp.generation)

    def newest(self, store_id: str, up_to: int, *, by_content: bool = False) -> tuple[Stamp | None, list[str]]:
        """Return the stamp of the newest sound folder of this store up to a generation, and what is wrong with others.

        The faults are names of files, relative to the folder of the caches. A folder is checked against its stamp once
        in the life of this object. Files of the size and time in the stamp are as they were made; of others the content
        is read, and `by_content` of all, at every call.
        """
        faults: list[str] = []
        for name in [_name(generation) for generation in self.generations() if generation <= up_to]:
            stamp = self._verified.get(name)  # another thread may forget it at any moment
            if by_content or stamp is None or not (self.folder / name / STAMP_FILE).exists():
                self._verified.pop(name, None)
                stamp, fault = _checked(self.folder / name, store_id, by_content)
                if stamp is None:
                    faults += [f"{name}/{fault}"] if fault else []
                    continue
                self._verified[name] = stamp
            if stamp.store_id == store_id:
                return stamp, faults
        return None, faults

    def forget_all(self) -> None:
        """Check all folders anew at the next call of `newest`."""
        self._verified.clear()

    def publish(self, connection: sqlite3.Connection, *, anew: bool = False) -> Stamp:
        """Make the caches of the generation that `connection` sees, from the newest sound ones unless `anew`.

        Those hold removed texts until tantivy merges them away, and so do the older folders, which `anew` takes away.

        Raises:
            OSError: they cannot be written; the older ones are still there.

        """
        self.folder.mkdir(exist_ok=True)
        remove_unfinished(self.folder)
        generation, store_id = truth.generation_of(connection), truth.meta(connection, "store_id")
        self._remove(one for one in self.generations() if one > generation)  # of a truth that was put back
        older, _ = (None, []) if anew else self.newest(store_id, generation)
        if older is not None and older.generation == generation:
            return older
        name = _name(generation)
        with new_folder(self.folder / name) as target:
            base = self.path(older) / LEXICAL_FOLDER if older is not None else None
            _write_lexical(target / LEXICAL_FOLDER, connection, base, older)
            vector_stamp = self._write_vectors(target, connection, older, generation)
            stamp = Stamp(
                store_id=store_id,
                generation=generation,
                vectors_generation=vector_stamp[0],
                vector_kind=vector_stamp[1],
                vector_recall=vector_stamp[2],
                analysis_version=ANALYSIS_VERSION,
                files=_states(target, older, self.path(older) if older else None),
            )
            (target / STAMP_FILE).write_text(json.dumps(asdict(stamp)), "utf-8")
        self._verified[name] = stamp
        remove_unfinished(self.folder)
        self._remove(self.generations()[1 if anew else KEPT :])
        return stamp

    def generations(self) -> list[int]:
        """Return the generations of which there is a folder, sound or not, the newest first."""
        try:
            return sorted((int(path.name) for path in self.folder.iterdir() if path.name.isdecimal()), reverse=True)
        except FileNotFoundError:
            return []

    def _remove(self, generations: Iterable[int]) -> None:
        for name in map(_name, generations):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            self._verified.pop(name, None)

    def _write_vectors(
        self, target: Path, connection: sqlite3.Connection, older: Stamp | None, generation: int
    ) -> tuple[int, str, float | None]:
        if older is not None:
            total, changed = truth.passages_changed(connection, older.vectors_generation)
            if changed == 0 or (changed <= REWRITE_SHARE * total and total > REWRITE_ALL_UP_TO):
                link_or_copy(self.path(older) / VECTORS_FILE, target / VECTORS_FILE)
                return older.vectors_generation, older.vector_kind, older.vector_recall
        made = vector_kinds.build(connection)
        vectors.save(made.main, target / VECTORS_FILE)
        return generation, made.kind, made.recall


def _write_lexical(target: Path, connection: sqlite3.Connection, base: Path | None, older: Stamp | None) -> None:
    target.mkdir()
    since = 0
    if base is not None and older is not None:
        since = older.generation
        for file in base.iterdir():
            if file.name in _OWN_BY_TANTIVY:
                shutil.copyfile(file, target / file.name)
            elif file.name not in LOCKS_OF_TANTIVY:
                link_or_copy(file, target / file.name)
    removed = truth.removed_keys(connection, since).tolist() if since else []
    lexical_writing.write(target, truth.lexical_rows(connection, since), removed)


def _states(folder: Path, older: Stamp | None, older_folder: Path | None) -> dict[str, FileState]:
    """Return the state of every file; one that is the very same as in the older folder keeps its checksum."""
    states: dict[str, FileState] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_dir() or file.name in LOCKS_OF_TANTIVY:
            continue
        name = file.relative_to(folder).as_posix()
        known = older.files.get(name) if older else None
        is_same = known is not None and older_folder is not None and file.samefile(older_folder / name)
        found = file.stat()
        sha256 = known.sha256 if known is not None and is_same else sha256_of(file)
        states[name] = FileState(found.st_size, sha256, found.st_mtime_ns)
    return states


def _checked(folder: Path, store_id: str, by_content: bool) -> tuple[Stamp | None, str]:
    """Return the stamp of a folder if all its files are as stamped; else None and the first fault.

    A folder of another version of the analysis is no fault, and of no use.
    """
    try:
        values = json.loads((folder / STAMP_FILE).read_text("utf-8"))
        values["files"] = {name: FileState(*state) for name, state in values["files"].items()}
        stamp = Stamp(**values)
    except FileNotFoundError:
        return None, "" if not folder.exists() else STAMP_FILE
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None, STAMP_FILE
    if stamp.store_id != store_id or _name(stamp.generation) != folder.name:
        return None, STAMP_FILE
    if stamp.analysis_version != ANALYSIS_VERSION:
        return None, ""  # sound, but its terms are no longer those of a question
    for name, state in stamp.files.items():
        try:
            found = (folder / name).stat()
            is_touched = by_content or found.st_mtime_ns != state.mtime_ns
            if found.st_size != state.size or (is_touched and sha256_of(folder / name) != state.sha256):
                return None, name
        except OSError:
            return None, name
    return stamp, ""


def _name(generation: int) -> str:
    return f"{generation:012d}"
