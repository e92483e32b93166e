"""Reading question and passages together where many may ask: nobody waits long for it.

It takes some twenty times the processor time of finding an answer without it. Who asks while many do gets the answer
that is found without. For a while the same question gets the same: a page that is opened again, and the evidence that
is taken from it, show the answer that stood there.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from corpus import Passage, embedding_text
from index.arrays import FloatVector
from retrieval import Searcher
from retrieval.reading import Reader

MOST_A_SECOND = 4  # questions, with which passages are read together in half of what two processors can do
LONGEST_SECONDS = 0.5  # that one waits for a turn
KEPT_SECONDS, MOST_KEPT = 1_800.0, 500  # of a question's scores, which take some kilobytes with its passages
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    scores: list[FloatVector] | None
    since: float


class PoliteReader:
    """A reader like another one, for one question at a time, and for none while more than `MOST_A_SECOND` come."""

    def __init__(self, reader: Reader, longest: float = LONGEST_SECONDS) -> None:
        self._reader = reader
        self._longest = longest
        self._last_asked: deque[float] = deque(maxlen=MOST_A_SECOND + 1)  # a deque is safe to add to from threads
        self._turn = threading.Lock()
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()  # the longest kept first
        self._keeping = threading.Lock()

    def prepare(self) -> None:
        """See `Reader`."""
        self._reader.prepare()

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector] | None:
        """See `Reader`."""
        key = (question, *map(embedding_text, passages))
        with self._keeping:
            self._forget_old()
            if (kept := self._kept.get(key)) is not None:
                return kept.scores
        found = self._read(question, passages)
        with self._keeping:  # who asked the same meanwhile may have been first
            return self._kept.setdefault(key, _Kept(found, time.monotonic())).scores

    def _read(self, question: str, passages: Sequence[Passage]) -> list[FloatVector] | None:
        self._last_asked.append(time.monotonic())
        if self._many_ask() or not self._turn.acquire(timeout=self._longest):
            return None
        try:
            return self._reader.scores(question, passages)
        finally:
            self._turn.release()

    def _many_ask(self) -> bool:
        asked = list(self._last_asked)
        return len(asked) > MOST_A_SECOND and time.monotonic() - asked[0] < 1.0

    def _forget_old(self) -> None:
        before = time.monotonic() - KEPT_SECONDS
        while self._kept and (len(self._kept) >= MOST_KEPT or next(iter(self._kept.values())).since < before):
            self._kept.popitem(last=False)


def with_polite_reader(searcher: Searcher) -> Searcher:
    """Return the same searcher with a polite reader, if it has one; the one that is given stays as it is."""
    polite = copy(searcher)
    polite.reader = PoliteReader(searcher.reader) if searcher.reader is not None else None
    return polite
