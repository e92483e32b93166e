"""Where many ask, nobody waits long for passages to be read together with questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus import Passage, statements
from index.arrays import FloatVector
from retrieval import Searcher
from web.observing.searcher import MOST_A_SECOND, ObservedSearcher
from web.polite_reader import KEPT_SECONDS, MOST_KEPT, PoliteReader

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
    polite = PoliteReader(slow, lambda: False, longest=0.01)
    first = threading.Thread(target=polite.scores, args=("Hoe lang?", [PASSAGE]))
    first.start()
    assert slow.begun.wait(20)
    assert polite.scores("Waar?", [PASSAGE]) is None
    slow.done.set()
    first.join()
    assert polite.scores("Wanneer?", [PASSAGE]) is not None
    assert slow.reads == ["Hoe lang?", "Wanneer?"]


def test_while_it_is_busy_nothing_is_read() -> None:
    slow = SlowReader()
    assert PoliteReader(slow, lambda: True).scores("Waar?", [PASSAGE]) is None
    assert slow.reads == []


def test_the_same_question_gets_the_same_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, now, busy = SlowReader(), [100.0], [True]
    slow.done.set()
    monkeypatch.setattr("web.polite_reader.time.monotonic", lambda: now[0])
    polite = PoliteReader(slow, lambda: busy[0])
    assert polite.scores("Waar?", [PASSAGE]) is None
    busy[0] = False
    assert polite.scores("Waar?", [PASSAGE]) is None, "the evidence holds another answer than the page"
    read = polite.scores("Wanneer?", [PASSAGE])
    busy[0] = True
    assert polite.scores("Wanneer?", [PASSAGE]) is read is not None
    assert slow.reads == ["Wanneer?"]
    busy[0] = False
    now[0] += KEPT_SECONDS + 1
    assert polite.scores("Waar?", [PASSAGE]) is not None


def test_another_text_is_read_anew_and_only_so_many_are_kept() -> None:
    slow = SlowReader()
    slow.done.set()
    polite = PoliteReader(slow, lambda: False)
    polite.scores("Waar?", [PASSAGE])
    polite.scores("Waar?", [replace(PASSAGE, text="De kermis staat bij de haven.")])
    assert slow.reads == ["Waar?"] * 2
    for number in range(MOST_KEPT):
        polite.scores(f"Hoeveel zijn er meer dan {number}?", [PASSAGE])
    polite.scores("Waar?", [PASSAGE])
    assert slow.reads[2:] == [f"Hoeveel zijn er meer dan {number}?" for number in range(MOST_KEPT)] + ["Waar?"]


def test_passages_are_read_for_some_questions_a_second_and_not_for_more(
    sample_searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, now = SlowReader(), [100.0]
    slow.done.set()
    monkeypatch.setattr("web.observing.searcher.time.monotonic", lambda: now[0])
    observed = ObservedSearcher(Searcher(sample_searcher.store, sample_searcher.embedder, reader=slow), [])
    question = "Waarom hangen er camera's bij het station?"  # of which it is in doubt what answers
    hits = observed.search(question)
    for number in range(MOST_A_SECOND + 3):
        now[0] += 0.01
        observed.answer(question + "?" * number, hits)
    assert len(slow.reads) == MOST_A_SECOND
    now[0] += 1.0
    observed.answer(f"{question}!", hits)
    assert len(slow.reads) == MOST_A_SECOND + 1
