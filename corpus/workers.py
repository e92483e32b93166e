"""Reading many files in worker processes: ahead of whoever takes the documents, in order, within limits."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.failures import FailureKind, ReadFailure
from corpus.reading import ReadItem, ReadLimits
from corpus.sources import SourceFile, printable
from corpus.wire import decoded, line

_MAX_PROCESSES = 4
_FILES_AHEAD = 2  # for each process
_ITEMS_AHEAD = 32  # of each file
_START_SECONDS = 120.0  # for a worker to start, on a machine that is busy
_CHECK_SECONDS = 0.25
_MAX_SERVED = 200  # files that one process reads: memory that libraries do not give back must not add up
_MAX_DEATHS = 20  # of workers on one file: an archive in which everything is hostile
_GIVEN_UP = f"na {_MAX_DEATHS} bestanden die vastliepen is de rest van het archief niet gelezen. Haal ze eruit."


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What reading one file may take; `seconds` is the time without a sign of life."""

    seconds: float = 180.0
    memory_bytes: int = 3_000_000_000
    sizes: ReadLimits = field(default_factory=ReadLimits)


_DEFAULT_LIMITS = WorkerLimits()


class _DeathError(Exception):
    """A worker process died, or was ended, over a file."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class ReaderPool:
    """Worker processes that read files; use it in a `with` block. A worker starts when it is first needed."""

    def __init__(self, processes: int | None = None, limits: WorkerLimits = _DEFAULT_LIMITS) -> None:
        self._processes = processes or max(1, min(_MAX_PROCESSES, (os.cpu_count() or 1) - 1))
        self._limits = limits
        self._scratch = tempfile.TemporaryDirectory(prefix="veiligheidswijzer-", ignore_cleanup_errors=True)
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._workers = [_Worker(limits, Path(self._scratch.name)) for _ in range(self._processes)]
        for worker in self._workers:
            self._idle.put(worker)
        self._closing = threading.Event()
        self._threads = ThreadPoolExecutor(self._processes, thread_name_prefix="reading")
        self._watch = threading.Thread(target=self._end_overdue, daemon=True)
        self._watch.start()

    def read(self, files: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, ReadItem | None]]:
        """Yield everything that is in `files`, in their order, and None after the last item of each file.

        A few files are read ahead. A file over which a worker dies gives a failure, and what came before it.
        """
        waiting: deque[tuple[SourceFile, queue.Queue[ReadItem | None], Future[None]]] = deque()
        remaining = iter(files)
        while True:
            while len(waiting) < self._processes * _FILES_AHEAD and (file := next(remaining, None)) is not None:
                items: queue.Queue[ReadItem | None] = queue.Queue(_ITEMS_AHEAD)
                waiting.append((file, items, self._threads.submit(self._read_into, file, items)))
            if not waiting:
                return
            file, items, reading = waiting.popleft()
            while (item := items.get()) is not None:
                yield file, item
            reading.result()  # a fault of ours comes out here
            yield file, None

    def _read_into(self, file: SourceFile, items: queue.Queue[ReadItem | None]) -> None:
        worker = self._idle.get()
        try:
            for item in worker.read(file):
                if not self._put(items, item):
                    return
        finally:
            self._idle.put(worker)
            self._put(items, None)

    def _put(self, items: queue.Queue[ReadItem | None], item: ReadItem | None) -> bool:
        while not self._closing.is_set():
            try:
                items.put(item, timeout=_CHECK_SECONDS)
            except queue.Full:
                continue
            return True
        return False

    def _end_overdue(self) -> None:
        while not self._closing.wait(_CHECK_SECONDS):
            for worker in self._workers:
                worker.end_if_overdue()

    def close(self) -> None:
        """End all workers; what is being read is lost."""
        self._closing.set()
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._watch.join()
        for worker in self._workers:  # nobody uses one any more, so its process can be waited for
            worker.stop()
        self._scratch.cleanup()

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Worker:
    """One worker process, started when there is work and again after it died."""

    def __init__(self, limits: WorkerLimits, scratch: Path) -> None:
        self._limits = limits
        self._scratch = scratch
        self._process: subprocess.Popen[bytes] | None = None
        self._printed: Any = None  # the file that standard error goes to
        self._deadline: float | None = None
        self._is_overdue = False
        self._is_ended = False
        self._served = 0  # files, since the process started

    def read(self, file: SourceFile) -> Iterator[ReadItem]:
        """Yield what is in a file; a death gives a failure, and in an archive costs one member."""
        skip, deaths = 0, 0
        while True:
            part: tuple[int, str] | None = None
            try:
                for message in self._answers(file, skip):
                    if "part" in message:
                        part = (int(message["part"]), str(message["name"]))
                    elif (item := decoded(message)) is not None:
                        yield item
                return
            except _DeathError as death:
                if self._is_ended:
                    return
                deaths += 1
                source = f"{file.source}/{part[1]}" if part else file.source
                yield ReadFailure(source, f"{printable(source)}: {death}", death.kind)
                if part is None:
                    return
                if deaths >= _MAX_DEATHS:
                    yield ReadFailure(file.source, f"{printable(file.source)}: {_GIVEN_UP}", FailureKind.CRASH)
                    return
                skip = part[0] + 1

    def _answers(self, file: SourceFile, skip: int) -> Iterator[dict[str, Any]]:
        if self._served >= _MAX_SERVED:
            self.stop()
        process = self._running()
        self._served += 1
        assert process.stdin is not None  # noqa: S101 - it was asked for
        request = {
            "path": str(file.path),
            "root": str(file.root),
            "document_id": file.document_id,
            "origin": file.origin,
            "skip_parts": skip,
            "text_bytes": self._limits.sizes.text_bytes,
            "document_bytes": self._limits.sizes.document_bytes,
            "archive_bytes": self._limits.sizes.archive_bytes,
        }
        try:
            process.stdin.write(line(request))
            process.stdin.flush()
        except OSError:
            raise self._death() from None
        while True:
            message = self._answer(process, self._limits.seconds)
            if "out_of_memory" in message:
                self.stop()
                raise self._too_much_memory()
            if "done" in message:
                return
            yield message

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._is_overdue = False
            self._served = 0
            self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
            packages = str(Path(__file__).resolve().parents[1])
            start = (
                f"import sys; sys.path.insert(0, {packages!r}); from corpus.worker import main; "
                f"main({self._limits.memory_bytes}, {str(self._scratch)!r})"
            )
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._printed,
            )
            if self._is_ended:  # closed while this one started
                self._process.kill()
            self._answer(self._process, _START_SECONDS)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
        """Wait for one message at most so many seconds."""
        assert process.stdout is not None  # noqa: S101 - it was asked for
        self._deadline = time.monotonic() + seconds
        answer = process.stdout.readline()
        self._deadline = None
        if not answer.endswith(b"\n"):
            raise self._death()
        message: dict[str, Any] = json.loads(answer)
        return message

    def _death(self) -> _DeathError:
        process = self._process
        code = process.wait() if process else 0
        printed = self._last_printed()
        was_overdue = self._is_overdue
        self.stop()
        if was_overdue:
            return _DeathError(
                FailureKind.TIMEOUT,
                f"Het lezen stond langer dan {self._limits.seconds:.0f} seconden stil en is afgebroken. "
                "Sla het bestand opnieuw op, of splits het.",
            )
        if b"memory allocation" in printed or b"MemoryError" in printed or b"bad_alloc" in printed:
            return self._too_much_memory()
        return _DeathError(
            FailureKind.CRASH,
            f"Het leesprogramma liep stuk op dit bestand (code {code}). Open het en sla het opnieuw op.",
        )

    def _too_much_memory(self) -> _DeathError:
        most = f"{self._limits.memory_bytes / 1e9:.1f} GB".replace(".", ",")
        return _DeathError(
            FailureKind.MEMORY,
            f"Het lezen vroeg meer dan {most} geheugen en is afgebroken. Splits het bestand.",
        )

    def _last_printed(self) -> bytes:
        if self._printed is None:
            return b""
        size = self._printed.seek(0, os.SEEK_END)
        self._printed.seek(max(0, size - 4_000))
        return bytes(self._printed.read())

    def stop(self) -> None:
        """End the process and wait until it is gone; the next file starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):  # a request that nobody reads any more
                        stream.close()
            process.wait()
        if self._printed is not None:
            self._printed.close()
            self._printed = None

    def end_if_overdue(self) -> None:
        """End the process if it has given no sign of life for too long; called from another thread."""
        deadline, process = self._deadline, self._process
        if deadline is not None and process is not None and time.monotonic() > deadline:
            self._is_overdue = True
            process.kill()

    def end(self) -> None:
        """End the process for good; called from another thread."""
        self._is_ended = True
        process = self._process
        if process is not None:
            process.kill()

    def __del__(self) -> None:
        self.stop()
