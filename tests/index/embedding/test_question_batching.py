"""Questions that wait together are embedded together: same vectors, few calls, and faults told to who asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ModelError
from index.arrays import FloatMatrix, FloatVector
from index.embedding.question_batching import QuestionBatching
from tests.fake_embedder import FakeEmbedder

PATIENCE_SECONDS = 120


class Counting(FakeEmbedder):
    """Counts its calls, lets the first ones last until `go_on`, and cannot embed what holds "fout"."""

    def __init__(self, slow_calls: int = 0) -> None:
        super().__init__()
        self.calls: list[list[str]] = []
        self.go_on = threading.Event()
        self.slow_calls = slow_calls

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        self.calls.append(list(texts))
        if len(self.calls) <= self.slow_calls:
            assert self.go_on.wait(PATIENCE_SECONDS)
        for text in texts:
            if "fout" in text:
                raise ModelError(f"geen vector voor {text}")
        return super().embed_questions(texts)


def outcome(batching: QuestionBatching, question: str) -> FloatVector | str:
    try:
        return batching.embed(question)
    except ModelError as error:
        return str(error)


def expected(question: str) -> FloatVector | str:
    return f"geen vector voor {question}" if "fout" in question else FakeEmbedder().embed_question(question)


def ask_together(batching: QuestionBatching, embedder: Counting, questions: Sequence[str]) -> list[FloatVector | str]:
    """Ask each question by a thread of its own while the slow calls of `embedder` last, all but the first ones.

    Those are asked one by one, so that each slow call is for one of them; then all others wait together.
    """
    with ThreadPoolExecutor(len(questions)) as callers:
        asked = []
        for number, question in enumerate(questions, start=1):
            asked.append(callers.submit(outcome, batching, question))
            wait_until(partial(_all_taken, batching, embedder, number, number <= embedder.slow_calls))
        embedder.go_on.set()
        return [one.result(PATIENCE_SECONDS) for one in asked]


def _all_taken(batching: QuestionBatching, embedder: Counting, questions: int, by_the_embedder: bool) -> bool:
    return len(embedder.calls) + (0 if by_the_embedder else len(batching._waiting)) == questions


def wait_until(happened: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < give_up
        time.sleep(0.001)


def test_a_lonely_question_goes_at_once_and_alone() -> None:
    embedder = Counting()
    vector = QuestionBatching(embedder).embed("Wie mag dat?")
    assert np.array_equal(vector, FakeEmbedder().embed_question("Wie mag dat?"))
    assert embedder.calls == [["Wie mag dat?"]]


@pytest.mark.parametrize("at_once", [1, 2])
def test_32_callers_at_once_take_one_call_more_than_may_run_side_by_side(at_once: int) -> None:
    questions = [f"vraag nummer {number}" for number in range(32)]
    embedder = Counting(slow_calls=at_once)
    found = ask_together(QuestionBatching(embedder, at_once), embedder, questions)
    for question, vector in zip(questions, found, strict=True):
        assert np.array_equal(vector, expected(question)), f"{question} got the vector of another question"
    assert [len(call) for call in embedder.calls] == [*[1] * at_once, 32 - at_once]
    assert sorted(question for call in embedder.calls for question in call) == sorted(questions)


def test_a_question_that_many_ask_is_embedded_once() -> None:
    embedder = Counting(slow_calls=1)
    ask_together(QuestionBatching(embedder, 1), embedder, ["eerst", *["zelfde"] * 9])
    assert embedder.calls == [["eerst"], ["zelfde"]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["boa", "camera", "fout een", "fout twee", "wijk", ""]), min_size=1, max_size=12))
def test_every_caller_gets_its_own_vector_or_its_own_fault(questions: list[str]) -> None:
    embedder = Counting(slow_calls=1)
    found = ask_together(QuestionBatching(embedder, 1), embedder, questions)
    for question, got in zip(questions, found, strict=True):
        assert np.array_equal(got, expected(question)), (question, got)
