"""Reading question and passage together tells which sentence answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus import Passage, statements
from corpus.errors import ModelError
from index.arrays import FloatVector
from retrieval.reading import DefaultReader, Reader, default_reader
from retrieval.reading import reader as module
from retrieval.reading.reader import UNREAD

CAMERAS = Passage(
    "p", "d", "Cameratoezicht", "d.md", ("Beelden",),
    "De gemeente hangt camera's op bij het station. Borden wijzen bezoekers daarop. "
    "Beelden blijven ten hoogste vier weken in het systeem; daarna worden ze gewist. "
    "De politie kijkt op vrijdag en zaterdag live mee. Een incident wordt gemeld bij de meldkamer.",
    0, 260,
)  # fmt: skip
FAIR = Passage("q", "e", "Kermis", "e.md", (), "De kermis duurt acht dagen. Om middernacht gaat alles uit.", 0, 60)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return DefaultReader()


def said_of(reader: Reader, question: str, *passages: Passage) -> list[FloatVector]:
    found = reader.scores(question, passages)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hoe lang worden beelden bewaard?", "Beelden blijven"),
        ("Wanneer kijkt de politie mee?", "De politie kijkt"),
        ("Hoe weten bezoekers dat er gefilmd wordt?", "Borden wijzen"),
        ("Waar hangen de camera's?", "De gemeente hangt"),
    ],
)
def test_the_sentence_that_answers_has_the_highest_score(reader: Reader, question: str, answer: str) -> None:
    [scores] = said_of(reader, question, CAMERAS)
    said = [CAMERAS.text[s.start : s.end] for s in statements(CAMERAS)]
    assert len(scores) == len(said)
    order = [said[at] for at in np.argsort(-scores)]
    assert order[0].startswith(answer), order


def test_a_passage_alone_has_the_scores_that_it_has_beside_another(reader: Reader) -> None:
    question = "Hoe lang worden beelden bewaard?"
    together = said_of(reader, question, CAMERAS, FAIR)
    for passage, scores in zip((CAMERAS, FAIR), together, strict=True):
        assert np.array_equal(said_of(reader, question, passage)[0], scores), passage.title


def test_searchers_share_what_is_loaded() -> None:
    assert default_reader() is default_reader()


def test_threads_get_what_one_gets(reader: Reader) -> None:
    questions = ["Hoe lang worden beelden bewaard?", "Wanneer kijkt de politie mee?"] * 4
    alone = [said_of(reader, question, CAMERAS, FAIR) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: said_of(reader, question, CAMERAS, FAIR), questions))
    for one, other in zip(alone, found, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_what_is_not_read_is_never_the_best(reader: Reader) -> None:
    text = " ".join(["De raad stelt de nota vast en bespreekt de voortgang."] * 100)
    [scores] = said_of(reader, "Wie stelt de nota vast?", Passage("p", "d", "Nota", "d.md", (), text, 0, len(text)))
    assert scores[-1] == UNREAD < scores[0]


def test_nothing_to_read_gives_nothing(reader: Reader) -> None:
    assert said_of(reader, "Wie?") == []
    assert [len(scores) for scores in said_of(reader, "Wie?", Passage("p", "d", "Leeg", "d.md", (), "", 0, 0))] == [0]


def test_a_changed_file_is_refused_until_it_is_whole_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = module.READING
    broken = tmp_path / "reading.safetensors"
    broken.write_bytes(whole.read_bytes()[:-1] + b"?")
    made = DefaultReader()
    monkeypatch.setattr(module, "READING", broken)
    with pytest.raises(ModelError, match="niet het verwachte"):
        said_of(made, "Wie?", FAIR)
    monkeypatch.setattr(module, "READING", whole)
    assert len(said_of(made, "Wie?", FAIR)[0]) == 2


def test_without_the_default_model_nothing_is_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> Path:
        raise ModelError("Het standaardmodel is er niet voor dit systeem.")

    monkeypatch.setattr(module, "packed_model_file", absent)
    assert default_reader.__wrapped__() is None
