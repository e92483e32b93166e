"""The sentences that may answer: all of the best hits, and of those the few that are worth embedding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import split_sentences
from corpus.sentences import LIST_MARKER
from retrieval.answer_types import type_match
from retrieval.asked_words import AskedWords
from retrieval.results import Hit

PASSAGES_READ = 6  # hits whose sentences compete
SENTENCES_EMBEDDED = 12
LONGEST_SENTENCE_CHARACTERS = 1_000
LONGEST_HEADING_CHARACTERS = 150

# What a sentence promises before it is embedded, fitted as in retrieval/answering.py: rank and cosine of its passage,
# answer type, and the words of the question in it or its heading.
_RANK_WEIGHT, _PASSAGE_WEIGHT, _TYPE_WEIGHT, _COVERAGE_WEIGHT = 0.8, 100.0, 1.7, 6.2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, with its place in the passage; `number` counts the sentences of that passage.

    `coverage` is that of the question's words, 0 for a question in another language; `type_match` is as in
    `retrieval.answer_types`.
    """

    hit: Hit
    number: int
    start: int
    end: int
    heading: str  # the nearest above it, or ""
    coverage: float
    type_match: int

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.hit.passage.text[self.start : self.end]

    @property
    def in_context(self) -> str:
        """The sentence after title and nearest heading, which often hold the subject that it leaves out."""
        context = [self.hit.passage.title, *([self.heading] if self.heading else [])]
        return f"{' > '.join(context)}\n{self.text}"


def promising_sentences(asked: AskedWords, hits: Sequence[Hit]) -> list[Sentence]:
    """Return the sentences of `hits` that are most likely to answer, in the order of the texts."""
    sentences = [sentence for hit in hits[:PASSAGES_READ] for sentence in _sentences(asked, hit)]
    promises = [
        _RANK_WEIGHT / s.hit.rank
        + _PASSAGE_WEIGHT * s.hit.cosine
        + _TYPE_WEIGHT * s.type_match
        + _COVERAGE_WEIGHT * s.coverage
        for s in sentences
    ]
    best = np.argsort(-np.array(promises), kind="stable")[:SENTENCES_EMBEDDED]
    return [sentences[at] for at in sorted(best.tolist())]


def _sentences(asked: AskedWords, hit: Hit) -> Iterator[Sentence]:
    """Yield the sentences of the passage, and no headings: those repeat the words of a question and answer nothing."""
    text = hit.passage.text
    heading = hit.passage.headings[-1] if hit.passage.headings else ""
    for number, span in enumerate(split_sentences(text)):
        words = text[span.start : span.end]
        if _is_heading(text, span.start, span.end):
            heading = words
        elif len(words) <= LONGEST_SENTENCE_CHARACTERS:
            coverage = asked.coverage(f"{heading} {words}") if asked.in_dutch else 0.0
            yield Sentence(hit, number, span.start, span.end, heading, coverage, type_match(asked.question, words))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence is a short line of its own above a paragraph, with no full stop."""
    alone = text[:start].endswith("\n\n") or start == 0
    return (
        alone
        and text.startswith("\n\n", end)
        and end - start <= LONGEST_HEADING_CHARACTERS
        and text[end - 1] not in ".!:;,"
        and not LIST_MARKER.match(text, start)
    )
