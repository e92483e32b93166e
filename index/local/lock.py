"""One writer at a time, over all processes; a writer that died holds nothing."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import StoreBusyError
from index.durable import write_file

LOCK_FILE = "writer.lock"
OWNER_FILE = "writer.json"


class WriterLock:
    """The right to write to one folder. The operating system frees it when its owner dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK_FILE, thread_local=True)
        self.wait_seconds = 5.0

    @contextmanager
    def held(self, wait_seconds: float | None = None) -> Iterator[None]:
        """Hold the lock for a `with` block; a thread that holds it may ask again.

        Raises:
            StoreBusyError: another writer held it for longer than `wait_seconds`, or else the lock's own; says who.
            OSError: the folder cannot be written.

        """
        if self._lock.is_locked:
            yield
            return
        wait_seconds = self.wait_seconds if wait_seconds is None else wait_seconds
        try:
            self._lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise StoreBusyError(
                f"Iemand anders is bezig de index in {self._folder} bij te werken ({self._owner()}). Gewacht: "
                f"{wait_seconds:g} seconden. Probeer het opnieuw als dat klaar is."
            ) from error
        try:
            owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
            write_file(self._folder / OWNER_FILE, json.dumps(owner).encode())
            yield
        finally:
            (self._folder / OWNER_FILE).unlink(missing_ok=True)
            self._lock.release()

    def _owner(self) -> str:
        try:
            owner = json.loads((self._folder / OWNER_FILE).read_bytes())
            since = datetime.fromisoformat(owner["since"]).astimezone()
            return f"proces {owner['pid']} op {owner['host']}, sinds {since:%d-%m-%Y %H:%M}"
        except (OSError, ValueError, KeyError, TypeError):
            return "onbekend proces"
