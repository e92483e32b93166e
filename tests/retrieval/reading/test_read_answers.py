"""The best passages are read together with the question: which sentence answers, and whether any does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus import Passage, statements
from index.arrays import FloatVector
from index.background import Background
from retrieval import Hit
from retrieval.answering import PASSAGES_READ, answer_from, chosen_from
from retrieval.candidate_sentences import Sentence
from tests.fake_embedder import FakeEmbedder


class ByWord:
    """A reader that thinks most of sentences with one word. `read` are the texts that it read."""

    def __init__(self, word: str) -> None:
        self.read: list[str] = []
        self._word = word

    def prepare(self) -> None:
        """Nothing needs to be loaded."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[FloatVector]:
        self.read = [passage.text for passage in passages]
        said = [[passage.text[s.start : s.end] for s in statements(passage)] for passage in passages]
        return [np.array([100.0 if self._word in one else -100.0 for one in found], np.float32) for found in said]


def hit(text: str, rank: int = 1) -> Hit:
    return Hit(rank, 1.0, Passage(f"p{rank}", "d", "Sluiting", "d.md", (), text, 0, len(text)), (), 0.9)


SHUT = "De burgemeester sluit een pand na een melding. De sluiting duurt drie maanden. De eigenaar krijgt een brief."


# Of an index in which questions about other things are near nothing: what is a little near can answer there.
ELSEWHERE_FAR = Background(178, 0.0, 0.0)


def chosen(question: str, *texts: str, reader: ByWord | None) -> Sentence:
    embedder = FakeEmbedder()
    hits = [hit(text, rank) for rank, text in enumerate(texts, 1)]
    found = chosen_from(question, embedder.embed_question(question), hits, embedder, ELSEWHERE_FAR, reader=reader)
    assert found is not None
    return found.first


def test_what_reads_question_and_passage_together_tells_which_sentence_answers() -> None:
    question = "Wat krijgt de eigenaar van het pand?"
    text = "De eigenaar krijgt van ons een bon. De eigenaar krijgt van ons een brief."
    for word in ("bon", "brief"):
        assert chosen(question, text, reader=ByWord(word)).text == f"De eigenaar krijgt van ons een {word}."


def test_where_one_passage_has_all_probability_the_others_are_not_read() -> None:
    reader = ByWord("maanden")
    texts = (SHUT, "De raad vergadert op donderdag.")
    assert chosen("Hoe lang duurt de sluiting?", *texts, reader=reader).text == "De sluiting duurt drie maanden."
    assert reader.read == [SHUT]


def test_where_no_sentence_answers_by_what_is_read_nothing_is_found() -> None:
    question, embedder = "Hoe lang duurt de sluiting van een pand?", FakeEmbedder()
    vector = embedder.embed_question(question)
    for word, found in (("maanden", True), ("weken", False)):
        answer = answer_from(question, vector, [hit(SHUT)], embedder, ELSEWHERE_FAR, reader=ByWord(word))
        assert answer.found is found, (word, answer.confidence)


def test_what_no_sentence_could_answer_is_not_read() -> None:
    reader = ByWord("brief")
    question, embedder = "Hoeveel inwoners heeft Lima?", FakeEmbedder()
    hits = [hit("De eigenaar krijgt een bon. Hij krijgt een brief.")]
    answer = answer_from(question, embedder.embed_question(question), hits, embedder, reader=reader)
    assert not answer.found
    assert reader.read == []


def test_only_the_best_passages_are_read_and_only_they_answer() -> None:
    texts = ["Het overleg gaat over de sluiting van een pand."] * 5
    reader = ByWord("overleg")
    answer = chosen("Waarover gaat het overleg?", *texts, reader=reader)
    assert len(reader.read) == PASSAGES_READ < len(texts)
    assert answer.hit.rank <= PASSAGES_READ


def test_a_reader_without_time_changes_nothing() -> None:
    class Busy(ByWord):
        def scores(self, question: str, passages: Sequence[Passage]) -> None:  # type: ignore[override]
            super().scores(question, passages)

    question, text = "Wat krijgt de eigenaar?", "De eigenaar krijgt een bon. De eigenaar krijgt een brief."
    reader = Busy("brief")
    assert chosen(question, text, reader=reader) == chosen(question, text, reader=None)
    assert reader.read == [text]


def test_a_passage_that_is_not_read_still_contradicts() -> None:
    texts = ["De sluiting van het pand duurt drie maanden."] + [
        f"De sluiting van het pand duurt {number} maanden." for number in ("vier", "vijf", "zes")
    ]
    hits = [
        replace(hit(text, rank), passage=replace(hit(text, rank).passage, document_id=f"d{rank}"))
        for rank, text in enumerate(texts, 1)
    ]
    embedder = FakeEmbedder()
    question = "Hoe lang duurt de sluiting van het pand?"
    reader = ByWord("drie")
    answer = answer_from(question, embedder.embed_question(question), hits, embedder, reader=reader)
    assert answer.text == texts[0]
    assert answer.otherwise
