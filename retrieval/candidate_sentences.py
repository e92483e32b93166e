"""The sentences that may answer: all of the best hits, and of those the few that are worth embedding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Statement, statements
from retrieval.answer_types import type_match
from retrieval.asked_words import AskedWords
from retrieval.results import Hit

PASSAGES_READ = 6  # hits whose sentences compete
SENTENCES_EMBEDDED = 12  # of an index that keeps no vectors of statements; of one that does, all compete

# Of a sentence in the article that the question names, and again in the lid: few others can make up for it.
ARTICLE_WEIGHT = 8.0

# What a sentence promises before it is embedded, fitted as in retrieval/answering.py: rank and cosine of its passage,
# answer type, and the words of the question in it or its heading.
_RANK_WEIGHT, _PASSAGE_WEIGHT, _TYPE_WEIGHT, _COVERAGE_WEIGHT = 0.8, 100.0, 1.7, 6.2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of a hit. `cosine` is that of its vector and the question's; None if it is not known yet.

    `coverage` is that of the question's words, 0 for a question in another language; `type_match` is as in
    `retrieval.answer_types`, `of_asked` whether it is of an article or lid that the question names, as in
    `retrieval.asked_articles`.
    """

    hit: Hit
    statement: Statement
    cosine: float | None
    coverage: float
    type_match: int
    of_asked: int

    @property
    def number(self) -> int:
        """Counts the sentences of the passage."""
        return self.statement.number

    @property
    def start(self) -> int:
        """Where it begins in the passage."""
        return self.statement.start

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.statement.end

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.hit.passage.text[self.start : self.end]

    @property
    def in_context(self) -> str:
        """The sentence after title and nearest heading, which often hold the subject that it leaves out."""
        return self.statement.in_context(self.hit.passage)


def promising_sentences(asked: AskedWords, hits: Sequence[Hit]) -> list[Sentence]:
    """Return the sentences of `hits` that may answer, in the order of the texts: all, or the most promising ones."""
    sentences = all_sentences(asked, hits[:PASSAGES_READ])
    if all(sentence.cosine is not None for sentence in sentences):
        return sentences
    promises = [
        _RANK_WEIGHT / s.hit.rank
        + _PASSAGE_WEIGHT * s.hit.cosine
        + _TYPE_WEIGHT * s.type_match
        + _COVERAGE_WEIGHT * s.coverage
        + ARTICLE_WEIGHT * s.of_asked
        for s in sentences
    ]
    best = np.argsort(-np.array(promises), kind="stable")[:SENTENCES_EMBEDDED]
    return [sentences[at] for at in sorted(best.tolist())]


def all_sentences(asked: AskedWords, hits: Sequence[Hit]) -> list[Sentence]:
    """Return the sentences of all `hits`, in the order of the texts."""
    return [sentence for hit in hits for sentence in _sentences(asked, hit)]


def _sentences(asked: AskedWords, hit: Hit) -> Iterator[Sentence]:
    for row, statement in enumerate(statements(hit.passage)):
        words = hit.passage.text[statement.start : statement.end]
        coverage = asked.coverage(f"{statement.heading} {words}") if asked.in_dutch else 0.0
        of_asked = asked.articles.fit(hit.passage, statement.start) if asked.articles.articles else 0
        cosine = hit.statement_cosines[row] if hit.statement_cosines else None
        yield Sentence(hit, statement, cosine, coverage, type_match(asked.question, words), of_asked)
