"""The truth file: how an SQLite database of ours is recognised, made, migrated and opened."""

from __future__ import annotations

import errno
import os
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from corpus.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreMismatchError,
    StoreMissingError,
    StoreWriteError,
)
from index.durable import UNFINISHED_PREFIX, fsync_path

TRUTH_FILE = "passages.sqlite"
APPLICATION_ID = 0x56574A5A  # "VWJZ", in the header of every truth file

MIGRATIONS: tuple[str, ...] = (
    # 0 → 1: the first format.
    """
    create table meta (name text primary key, value text not null) without rowid;
    create table source (path text primary key, content_hash blob not null, size integer not null);
    create table document (
        document_key integer primary key autoincrement,
        document_id text not null unique,
        content_hash blob not null,
        source text not null,
        title text not null,
        date text,
        text text not null,
        sections text not null,
        metadata text not null
    );
    create index document_source on document (source);
    create table document_field (
        name text not null,
        value text not null,
        document_key integer not null references document on delete cascade,
        primary key (name, value, document_key)
    ) without rowid;
    create index document_field_document on document_field (document_key);
    create table passage (
        passage_key integer primary key autoincrement,
        passage_id text not null unique,
        document_key integer not null references document on delete cascade,
        headings text not null,
        text text not null,
        start integer not null,
        "end" integer not null,
        page integer,
        generation integer not null
    );
    create index passage_document on passage (document_key);
    create index passage_generation on passage (generation);
    create table vector (
        passage_key integer primary key references passage on delete cascade,
        input_hash blob not null,
        data blob not null
    );
    create index vector_input on vector (input_hash);
    create table removed (passage_key integer primary key, generation integer not null);
    create index removed_generation on removed (generation);
    create trigger passage_removed after delete on passage begin
        insert into removed values (
            old.passage_key, (select value from meta where name = 'generation') + 1
        );
    end;
    """,
    # 1 → 2: the place of a passage in a statute, and what passages of equal text share.
    """
    alter table passage add column address text;
    alter table passage add column fingerprint blob;
    create index passage_fingerprint on passage (fingerprint);
    """,
    # 2 → 3: vectors of statements, apart, so that reading all vectors of passages stays fast.
    """
    create table statement_vector (
        passage_key integer primary key references passage on delete cascade,
        data blob not null
    );
    """,
)
FORMAT_VERSION = len(MIGRATIONS)

_READ_ONLY = "In {folder} mag niet worden geschreven. Vraag schrijfrecht aan of kies een andere plaats met --index."
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT}


class FrozenConnection(sqlite3.Connection):
    """A connection that never notices what others write: use it for one question, and open another for the next."""


class OlderFormatError(StoreMismatchError):
    """The index is of an older format, and only a connection that may write brings it up to date."""


def create(folder: Path, meta: Mapping[str, str]) -> None:
    """Make an empty truth file of the present format that holds `meta`: completely, or not at all.

    Raises:
        StoreWriteError: the folder cannot be written.

    """
    path = folder / TRUTH_FILE
    beside = folder / f"{UNFINISHED_PREFIX}{uuid4().hex[:8]}-{TRUTH_FILE}"
    with translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            connection = sqlite3.connect(beside, isolation_level=None)
            try:
                connection.execute("pragma synchronous = full")
                connection.execute("pragma journal_mode = wal")
                _migrate(connection, 0)
                connection.executemany("insert into meta values (?, ?)", meta.items())
            finally:
                connection.close()
            beside.rename(path)
            fsync_path(folder)
        finally:
            beside.unlink(missing_ok=True)


def connect(folder: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the truth file in `folder`; a connection that may write first migrates it to the present format.

    Raises:
        StoreMissingError: there is no index in `folder`.
        StoreDamagedError: the file is damaged, empty, or not ours.
        StoreMismatchError: a newer application made it, or an older one did and it may only be read.
        StoreWriteError: it cannot be written.

    """
    path = folder / TRUTH_FILE
    if not path.exists():
        raise StoreMissingError(
            f"Er is geen index in {folder}. Maak er een met 'veiligheidswijzer build MAP' of kies een andere "
            "plaats met --index."
        )
    with translated(folder):
        _require_whole(path)
        connection = _open(path, write=write)
        try:
            found = require_ours(connection, path)
            if write:
                connection.execute("pragma journal_mode = wal")  # a backup, for one, is not in this mode
                _migrate(connection, found)
            elif found < FORMAT_VERSION or _blocks_readers(connection, path):
                raise OlderFormatError(
                    f"De index in {folder} heeft het oude formaat {found} en wordt bijgewerkt zodra er in "
                    f"geschreven mag worden. Voer 'veiligheidswijzer repair --index {folder}' uit."
                )
        except BaseException:
            connection.close()
            raise
    return connection


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    # Who may not write to the folder cannot make the -shm file, and reads without it while there is no log.
    immutable = not (write or path.with_name(path.name + "-wal").exists() or os.access(path.parent, os.W_OK))
    uri = f"{path.resolve().as_uri()}?mode={'rw' if write else 'ro'}{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(
        uri,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=30,
        cached_statements=256,
        factory=FrozenConnection if immutable else sqlite3.Connection,
    )
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")  # removed texts are confidential: overwrite them
    return connection


def _blocks_readers(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether a writer would keep readers out, as with a file that is not in the WAL mode yet."""
    return os.access(path.parent, os.W_OK) and connection.execute("pragma journal_mode").fetchone()[0] != "wal"


def _require_whole(path: Path) -> None:
    """Refuse a file that lost its end, which SQLite itself notices only on reading there.

    Its header counts its pages (https://www.sqlite.org/fileformat.html, offsets 16 and 28); only a log that is not
    yet written back may hold more.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) == 100:
        (page_size,), (pages,) = struct.unpack_from(">H", header, 16), struct.unpack_from(">I", header, 28)
        if path.stat().st_size >= pages * (65_536 if page_size == 1 else page_size):
            return
    raise StoreDamagedError(_damaged(path.parent, "het bestand is niet heel"))


def _damaged(folder: Path, cause: object) -> str:
    return (
        f"De index in {folder} is beschadigd ({cause}). Hij is niet gewijzigd. Zet een reservekopie terug met "
        "'veiligheidswijzer restore', of maak de index opnieuw op een andere plaats."
    )


def require_ours(connection: sqlite3.Connection, path: Path) -> int:
    """Return the format of a truth file, or refuse what is not one, or is of a newer application.

    Raises:
        StoreDamagedError, StoreMismatchError: with the remedy.
    """
    (application_id,) = connection.execute("pragma application_id").fetchone()
    (found,) = connection.execute("pragma user_version").fetchone()
    if application_id != APPLICATION_ID or found == 0:
        raise StoreDamagedError(
            f"{path} is geen index van Veiligheidswijzer, of is beschadigd. Het bestand is niet gewijzigd. Kies een "
            "andere plaats met --index, of zet een reservekopie terug met 'veiligheidswijzer restore'."
        )
    if found > FORMAT_VERSION:
        raise StoreMismatchError(
            f"De index in {path.parent} heeft formaat {found}; deze versie kent formaten tot en met "
            f"{FORMAT_VERSION}. Installeer een nieuwere versie van Veiligheidswijzer."
        )
    return int(found)


def _migrate(connection: sqlite3.Connection, found: int) -> None:
    for number in range(found, FORMAT_VERSION):
        connection.executescript(
            f"begin immediate; pragma application_id = {APPLICATION_ID}; pragma user_version = {number + 1};"
            f"{MIGRATIONS[number]} commit;"
        )


def write_back(connection: sqlite3.Connection) -> None:
    """Move the write-ahead log into the file and empty it, unless a reader needs it right now."""
    with suppress(sqlite3.OperationalError):
        connection.execute("pragma busy_timeout = 100")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("pragma busy_timeout = 30000")


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into ours, with the remedy.

    Raises:
        StoreBusyError, StoreDamagedError, StoreWriteError, StoreError: as the error within means.

    """
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(error, folder) from error
    except OSError as error:
        raise _system_error(error, folder) from error


def _system_error(error: OSError, folder: Path) -> StoreError:
    if error.errno in _NOT_ALLOWED:
        return StoreWriteError(_READ_ONLY.format(folder=folder))
    cause = "de schijf is vol" if error.errno in _FULL else f"{error.strerror or error}"
    return StoreWriteError(
        f"Schrijven in {folder} lukt niet: {cause}. Wat eerder is opgeslagen, staat er nog. "
        "Maak ruimte op de schijf en probeer het opnieuw."
    )


def store_error(error: sqlite3.Error, folder: Path) -> StoreError:
    """Return our error for one of SQLite, in Dutch and with the remedy."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreWriteError(
            f"De schijf van {folder} is vol of geeft een fout ({name}). Wat eerder is opgeslagen, staat er nog. "
            "Maak ruimte en probeer het opnieuw."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return StoreWriteError(_READ_ONLY.format(folder=folder))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return StoreBusyError(
            f"Een ander programma houdt de index in {folder} bezet ({error}). Probeer het opnieuw als dat klaar is."
        )
    # Those of the kinds below it, such as a connection that was closed, say nothing about the file.
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or type(error) is sqlite3.DatabaseError:
        return StoreDamagedError(_damaged(folder, error))
    return StoreError(f"De index in {folder} geeft een fout: {error}.")
