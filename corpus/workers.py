"""Reading many files in worker processes: ahead of whoever takes the documents, in order, within limits."""

from __future__ import annotations

import os
import queue
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from corpus.reading import ReadItem
from corpus.reading_process import ReadingProcess, WorkerLimits
from corpus.sources import SourceFile

_MAX_PROCESSES = 4
_FILES_AHEAD = 2  # for each process
_ITEMS_AHEAD = 32  # of each file
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


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
