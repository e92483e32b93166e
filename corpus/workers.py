"""Reading many files in worker processes: ahead of whoever takes the documents, in order, within limits."""

from __future__ import annotations

import os
import queue
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from corpus.read_ahead import ReadAhead
from corpus.reading import ReadItem
from corpus.reading_process import ReadingProcess, WorkerLimits
from corpus.sources import SourceFile

_MAX_PROCESSES = 4
_CHARACTERS_AHEAD = 4_000_000  # of what was read and waits: more than is embedded at once
_CHECK_SECONDS = 0.25
_DEFAULT_LIMITS = WorkerLimits()


class ReaderPool:
    """Worker processes that read files; use it in a `with` block. A worker starts when it is first needed."""

    def __init__(self, processes: int | None = None, limits: WorkerLimits = _DEFAULT_LIMITS) -> None:
        self._processes = processes or max(1, min(_MAX_PROCESSES, _processors() - 1))  # one is for embedding
        self._limits = limits
        self._scratch = tempfile.TemporaryDirectory(prefix="veiligheidswijzer-", ignore_cleanup_errors=True)
        self._idle: queue.SimpleQueue[ReadingProcess] = queue.SimpleQueue()
        self._workers = [ReadingProcess(limits, Path(self._scratch.name)) for _ in range(self._processes)]
        for worker in self._workers:
            self._idle.put(worker)
        self._ahead: set[ReadAhead] = set()
        self._closing = threading.Event()
        self._threads = ThreadPoolExecutor(self._processes, thread_name_prefix="reading")
        self._watch = threading.Thread(target=self._end_overdue, daemon=True)
        self._watch.start()

    def read(self, files: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, ReadItem | None]]:
        """Yield everything that is in `files`, in their order, and None after the last item of each file.

        Reading goes on while what was read is not taken, until much of it waits. A file over which a worker dies gives
        a failure, and what came before it.
        """
        ahead = ReadAhead(files, _CHARACTERS_AHEAD)
        self._ahead.add(ahead)
        try:
            for _ in range(self._processes):
                self._threads.submit(self._read_files, ahead)
            yield from ahead.taken()
        finally:
            ahead.close()
            self._ahead.discard(ahead)

    def _read_files(self, ahead: ReadAhead) -> None:
        worker = self._idle.get()
        try:
            while (one := ahead.begin()) is not None:
                fault: BaseException | None = None
                try:
                    for item in worker.read(one.file):
                        if not ahead.put(one, item):
                            worker.stop()  # what it goes on to say is of this file
                            return
                except BaseException as error:  # a fault of ours, for whoever takes what was read
                    fault = error
                finally:
                    ahead.end(one, fault)
        finally:
            self._idle.put(worker)

    def _end_overdue(self) -> None:
        while not self._closing.wait(_CHECK_SECONDS):
            for worker in self._workers:
                worker.end_if_overdue()

    def close(self) -> None:
        """End all workers; what is being read is lost."""
        self._closing.set()
        for ahead in tuple(self._ahead):
            ahead.close()
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


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
