"""Changes to the index that the page asks for: one at a time, in a thread of their own, and how far they are."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from corpus.errors import StoreBusyError, VeiligheidswijzerError
from web.managing import texts

State = Literal["waiting", "blocked", "busy", "done", "failed"]
MOST_REMEMBERED = 200
RETRY_SECONDS = 2.0
REPORTED_SECONDS = 3600.0  # on the page of documents, for who looked elsewhere meanwhile
LONGEST_BLOCKED_SECONDS = 3600.0  # a first build of a large archive may take that long

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Task:
    """A change under way. `share`, in [0, 1], is how much is done; `lines` are Dutch sentences for who asked for it."""

    task_id: str
    state: State = "waiting"
    share: float = 0.0
    lines: list[str] = field(default_factory=list)
    ended: float | None = None  # by the clock that only grows

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens."""
        return self.state in {"done", "failed"}

    def tell(self, line: str, share: float) -> None:
        """Say how far it is, in place of what was said before."""
        self.lines, self.share = [line], share


Work = Callable[[Task], list[str]]
"""Does a change, tells the task how far it is, and returns what to say at the end."""


class Tasks:
    """Carries out changes in the order in which they were asked for. Waits while another program writes the index."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Task, Work, Callable[[], None]]] = queue.SimpleQueue()
        self._known: OrderedDict[str, Task] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, work: Work, given_up: Callable[[], None] = lambda: None) -> Task:
        """Do `work` when its turn comes; `given_up` is called if it never does."""
        task = Task(secrets.token_urlsafe(8))
        with self._lock:
            self._known[task.task_id] = task
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
            self._waiting.put((task, work, given_up))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="documents", daemon=True)
                self._thread.start()
        return task

    def find(self, task_id: str) -> Task | None:
        """Return a task, None for one that is forgotten."""
        return self._known.get(task_id)

    def latest(self) -> Task | None:
        """Return the newest task that is under way, or else the last one while its report is fresh."""
        with self._lock:
            known = list(reversed(self._known.values()))
        busy = [task for task in known if not task.is_over]
        fresh = [task for task in known[:1] if time.monotonic() - (task.ended or 0.0) < REPORTED_SECONDS]
        return next(iter([*busy, *fresh]), None)

    def _run(self) -> None:
        while True:
            task, work, given_up = self._waiting.get()
            try:
                task.lines = _retried(task, work, given_up)
                task.state, task.share = "done", 1.0
            except VeiligheidswijzerError as error:
                task.lines, task.state = [str(error)], "failed"
            except Exception:
                _log.exception("a change to the index failed")
                task.lines, task.state = [texts.UNEXPECTED], "failed"
            task.ended = time.monotonic()


def _retried(task: Task, work: Work, given_up: Callable[[], None]) -> list[str]:
    started = time.monotonic()
    while True:
        try:
            task.state = "busy"
            return work(task)
        except StoreBusyError as error:
            if time.monotonic() - started > LONGEST_BLOCKED_SECONDS:
                given_up()
                raise StoreBusyError(texts.GIVEN_UP) from error
            task.state, task.lines = "blocked", [texts.BLOCKED]
            time.sleep(RETRY_SECONDS)
