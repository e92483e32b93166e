"""Where many ask, nobody waits long for passages to be read together with questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app import create_app
from corpus import Passage, statements
from index.arrays import FloatVector
from retrieval import Searcher
from web.polite_reader import KEPT_SECONDS, MOST_A_SECOND, MOST_KEPT, PoliteReader, with_polite_reader

PASSAGE = Passage("p", "d", "Kermis", "d.md", (), "De kermis duurt acht dagen.", 0, 27)


class SlowReader:
    """Reads until `done` is set; `reads` are the questions that it was given."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.begun, self.done = threading.Event(), threading.Event()

    def prepare(self) -> None:
        """Nothing needs to be loaded."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector]:
        self.reads.append(question)
        self.begun.set()
        assert self.done.wait(20)
        return [np.zeros(len(statements(passage)), np.float32) for passage in passages]


def test_who_waits_too_long_for_a_turn_gets_nothing_and_the_next_one_is_read_again() -> None:
    slow = SlowReader()
    polite = PoliteReader(slow, longest=0.01)
    first = threading.Thread(target=polite.scores, args=("Hoe lang?", [PASSAGE]))
    first.start()
    assert slow.begun.wait(20)
    assert polite.scores("Waar?", [PASSAGE]) is None
    slow.done.set()
    first.join()
    assert polite.scores("Wanneer?", [PASSAGE]) is not None
    assert slow.reads == ["Hoe lang?", "Wanneer?"]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which only a test lets pass."""
    time = [100.0]
    monkeypatch.setattr("web.polite_reader.time.monotonic", lambda: time[0])
    return time


@pytest.fixture
def read_at_once() -> SlowReader:
    reader = SlowReader()
    reader.done.set()
    return reader


def test_passages_are_read_for_some_questions_a_second_and_not_for_more(
    sample_searcher: Searcher, read_at_once: SlowReader, now: list[float]
) -> None:
    polite = with_polite_reader(Searcher(sample_searcher.store, sample_searcher.embedder, reader=read_at_once))
    question = "Waarom hangen er camera's bij het station?"
    hits = polite.search(question)
    for number in range(MOST_A_SECOND + 3):
        now[0] += 0.01
        polite.answer(question + "?" * number, hits)
    assert len(read_at_once.reads) == MOST_A_SECOND
    now[0] += 1.0
    polite.answer(f"{question}!", hits)
    assert len(read_at_once.reads) == MOST_A_SECOND + 1


def test_a_searcher_without_a_reader_stays_one(sample_searcher: Searcher) -> None:
    assert with_polite_reader(Searcher(sample_searcher.store, sample_searcher.embedder)).reader is None


def test_the_same_question_gets_the_same_for_a_while(read_at_once: SlowReader, now: list[float]) -> None:
    polite = PoliteReader(read_at_once)
    read = polite.scores("Wanneer?", [PASSAGE])
    for number in range(MOST_A_SECOND):
        polite.scores(f"Hoeveel zijn er meer dan {number}?", [PASSAGE])
    assert polite.scores("Waar?", [PASSAGE]) is None
    now[0] += 60
    before = list(read_at_once.reads)
    assert polite.scores("Waar?", [PASSAGE]) is None, "the evidence holds another answer than the page"
    assert polite.scores("Wanneer?", [PASSAGE]) is read is not None
    assert read_at_once.reads == before
    now[0] += KEPT_SECONDS
    assert polite.scores("Waar?", [PASSAGE]) is not None


def test_another_text_is_read_anew_and_only_so_many_are_kept(read_at_once: SlowReader, now: list[float]) -> None:
    polite = PoliteReader(read_at_once)

    def asked(question: str, passage: Passage = PASSAGE) -> None:
        now[0] += 1.0
        polite.scores(question, [passage])

    asked("Waar?")
    asked("Waar?", replace(PASSAGE, text="De kermis staat bij de haven."))
    assert read_at_once.reads == ["Waar?"] * 2
    for number in range(MOST_KEPT):
        asked(f"Hoeveel zijn er meer dan {number}?")
    asked("Waar?")
    assert read_at_once.reads[2:] == [f"Hoeveel zijn er meer dan {number}?" for number in range(MOST_KEPT)] + ["Waar?"]


def test_evidence_is_taken_with_a_polite_reader(sample_searcher: Searcher, read_at_once: SlowReader) -> None:
    asked = {"vraag": "Waarom hangen er camera's bij het station?", "vorm": "md"}
    searcher = Searcher(sample_searcher.store, sample_searcher.embedder, reader=read_at_once)
    with TestClient(create_app(searcher), base_url="http://127.0.0.1") as client:
        first, second = (client.get("/meenemen", params=asked) for _ in range(2))
    assert first.status_code == second.status_code == 200, first.text[:200]
    assert len(read_at_once.reads) == 1, "what was found for the page is sought again for the evidence"
