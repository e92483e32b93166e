"""A searcher that counts and times what is asked, and writes questions down only if that was asked for."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from index import Filter
from retrieval import Answer, Hit, Searcher
from retrieval.ranking import Ranking

QUESTION_LOG = "veiligheidswijzer.questions"


class Observer(Protocol):
    """Is told what was done. Several threads may call it."""

    def searched(self, seconds: float) -> None:
        """Count one search."""

    def answered(self, question: str, answer: Answer, seconds: float) -> None:
        """Count one question with its answer."""


class ObservedSearcher(Searcher):
    """A searcher like another one, over the same store, that tells `observers` what it does."""

    def __init__(self, searcher: Searcher, observers: Sequence[Observer]) -> None:
        super().__init__(searcher.store, searcher.embedder, searcher.reranker, searcher.reader)
        self._observers = observers

    def search(
        self,
        question: str,
        k: int = 10,
        per_document: bool = False,
        *,
        where: Filter | None = None,
        ranking: Ranking | None = None,
        **more: Any,
    ) -> list[Hit]:
        """See `Searcher`."""
        started = time.perf_counter()
        hits = super().search(question, k, per_document, where=where, ranking=ranking, **more)
        for observer in self._observers:
            observer.searched(time.perf_counter() - started)
        return hits

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """See `Searcher`."""
        started = time.perf_counter()
        answer = super().answer(question, hits)
        for observer in self._observers:
            observer.answered(question, answer, time.perf_counter() - started)
        return answer


class QuestionLog:
    """Writes a line of JSON for every question that is answered: when, what, and whether it was found; not by whom."""

    def __init__(self) -> None:
        self._log = logging.getLogger(QUESTION_LOG)

    def searched(self, seconds: float) -> None:
        """See `Observer`."""

    def answered(self, question: str, answer: Answer, seconds: float) -> None:
        """See `Observer`."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "question": question,
            "found": answer.found,
            "seconds": round(seconds, 3),
        }
        self._log.info(json.dumps(line, ensure_ascii=False))


def write_questions_to_stderr() -> None:
    """Let the lines of `QuestionLog` appear on standard error, as they are."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger(QUESTION_LOG)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
