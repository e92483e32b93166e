"""Questions that wait at the same time, embedded together; a lonely one never waits for company."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from index.arrays import FloatVector
from index.embedding.embedder import Embedder

Waiting = tuple[str, "Future[FloatVector]"]


class QuestionBatching:
    """Embeds the questions of many callers with one embedder; safe to call from several threads.

    A question goes at once if fewer than `at_once` calls of the embedder are under way (None: one for each processor).
    All that come meanwhile go together as soon as one is done, equal ones once.
    """

    def __init__(self, embedder: Embedder, at_once: int | None = None) -> None:
        self._embedder = embedder
        self._waiting: list[Waiting] = []
        self._lock = threading.Lock()
        self._workers = ThreadPoolExecutor(at_once or os.cpu_count() or 1, "questions")

    def embed(self, question: str) -> FloatVector:
        """Return the unit vector of a question, float32 (dimension,); raises what the embedder raises for it."""
        vector: Future[FloatVector] = Future()
        with self._lock:
            self._waiting.append((question, vector))
        self._workers.submit(self._embed_all_that_wait)
        return vector.result()

    def _embed_all_that_wait(self) -> None:
        with self._lock:
            together, self._waiting = self._waiting, []
        if not together:
            return  # another worker took along the question that this call was for
        try:
            questions = list(dict.fromkeys(question for question, _ in together))
            if len(questions) == 1:
                found = {questions[0]: self._embedder.embed_question(questions[0])}
            else:
                found = dict(zip(questions, self._embedder.embed_questions(questions), strict=True))
        except BaseException as error:  # whatever it is, it is raised in the threads that wait for it
            if len(together) == 1:
                together[0][1].set_exception(error)
            else:
                self._embed_one_by_one(together)
            return
        for question, vector in together:
            vector.set_result(found[question])

    def _embed_one_by_one(self, together: list[Waiting]) -> None:
        """Let the fault of one question be told to who asked it, and to nobody else."""
        for question, vector in together:
            try:
                vector.set_result(self._embedder.embed_question(question))
            except BaseException as error:
                vector.set_exception(error)
