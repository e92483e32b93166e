"""Reading question and passages together where many may ask: nobody waits long for it.

It takes some twenty times the processor time of finding an answer without it. Who asks while many do gets the answer
that is found without.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from corpus import Passage
from index.arrays import FloatVector
from retrieval.reading import Reader

LONGEST_SECONDS = 0.5  # that one waits for a turn


class PoliteReader:
    """A reader like another one, for one question at a time, and for none while `is_busy`."""

    def __init__(self, reader: Reader, is_busy: Callable[[], bool], longest: float = LONGEST_SECONDS) -> None:
        self._reader = reader
        self._is_busy = is_busy
        self._longest = longest
        self._turn = threading.Lock()

    def prepare(self) -> None:
        """See `Reader`."""
        self._reader.prepare()

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector] | None:
        """See `Reader`."""
        if self._is_busy() or not self._turn.acquire(timeout=self._longest):
            return None
        try:
            return self._reader.scores(question, passages)
        finally:
            self._turn.release()
