"""The answer: one to three sentences of the best passages, or the word that there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import split_sentences
from corpus.sentences import LIST_MARKER
from index import Embedder
from index.arrays import FloatVector
from retrieval.answer_types import type_match
from retrieval.results import Answer, Citation, Hit

PASSAGES_READ = 4  # hits whose sentences compete
LONGEST_SENTENCE_CHARACTERS = 1_000
LONGEST_HEADING_CHARACTERS = 150
MOST_SENTENCES = 3
ANSWERED_FROM = 0.5  # confidence

# Logistic regressions on tests/data/questions.jsonl and the sample texts, fitted on one half of the questions and
# tried on the other, then rounded. A sentence's weight that it answers:
_COSINE_WEIGHT, _RANK_WEIGHT, _TYPE_WEIGHT = 60.0, 1.4, 0.7
_SENTENCE_COST = 0.03  # in probability, of every sentence after the first
# and the probability that there is an answer, with questions about other subjects as the other class:
_CONFIDENCE_SENTENCE, _CONFIDENCE_PASSAGE, _CONFIDENCE_OFFSET = 49.8, 42.5, -77.9


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a hit, with its place in the passage; `number` counts the sentences of that passage."""

    hit: Hit
    number: int
    start: int
    end: int
    heading: str  # the nearest above it, or ""

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]


def answer_from(question: str, vector: FloatVector, hits: Sequence[Hit], embedder: Embedder) -> Answer:
    """Return the best sentences of `hits` as the literal answer to `question`, whose vector is `vector`.

    A sentence is weighed by its cosine with the question, the rank of its passage, and whether it holds what the
    question asks for (a number, somebody, ...). Neighbours of one paragraph that share most of the probability
    answer together.
    """
    sentences = [sentence for hit in hits[:PASSAGES_READ] for sentence in _sentences(hit)]
    if not sentences:
        return Answer(question, False, 0.0, None, (), tuple(hits))
    cosines = embedder.embed_passages([_in_context(sentence) for sentence in sentences]) @ vector
    weights = np.array(
        [
            _COSINE_WEIGHT * cosine + _RANK_WEIGHT / s.hit.rank + _TYPE_WEIGHT * type_match(question, s.text)
            for s, cosine in zip(sentences, cosines.tolist(), strict=True)
        ]
    )
    shares = np.exp(weights - weights.max())
    first, last = _best_run(sentences, (shares / shares.sum()).tolist())
    confidence = _confidence(float(cosines.max()), max(hit.cosine for hit in hits))
    if confidence < ANSWERED_FROM:
        return Answer(question, False, confidence, None, (), tuple(hits))
    hit = sentences[first].hit
    passage = hit.passage
    start, end = sentences[first].start, sentences[last].end
    text = passage.text[start:end]
    citation = Citation(passage, passage.start + start, passage.start + end, text, hit.origin)
    return Answer(question, True, confidence, text, (citation,), tuple(hits))


def _sentences(hit: Hit) -> Iterator[_Sentence]:
    """Yield the sentences of the passage, and no headings: those repeat the words of a question and answer nothing."""
    text = hit.passage.text
    heading = hit.passage.headings[-1] if hit.passage.headings else ""
    for number, span in enumerate(split_sentences(text)):
        if _is_heading(text, span.start, span.end):
            heading = text[span.start : span.end]
        elif span.end - span.start <= LONGEST_SENTENCE_CHARACTERS:
            yield _Sentence(hit, number, span.start, span.end, heading)


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


def _in_context(sentence: _Sentence) -> str:
    """Return the sentence after title and nearest heading, which often hold the subject that it leaves out."""
    context = [sentence.hit.passage.title, *([sentence.heading] if sentence.heading else [])]
    return f"{' > '.join(context)}\n{sentence.text}"


def _best_run(sentences: Sequence[_Sentence], shares: Sequence[float]) -> tuple[int, int]:
    """Return the first and last position of the neighbours in one paragraph with the largest share together."""

    def worth(first: int, last: int) -> float:
        return sum(shares[first : last + 1]) - _SENTENCE_COST * (last - first)

    runs = [
        (first, last)
        for first in range(len(sentences))
        for last in range(first, min(first + MOST_SENTENCES, len(sentences)))
        if sentences[last].hit is sentences[first].hit
        and sentences[last].number - sentences[first].number == last - first
        and "\n\n" not in sentences[first].hit.passage.text[sentences[first].start : sentences[last].end]
    ]
    return max(runs, key=lambda run: worth(*run))


def _confidence(sentence_cosine: float, passage_cosine: float) -> float:
    """Return the estimated probability, in [0, 1], that the hits answer the question."""
    logit = _CONFIDENCE_SENTENCE * sentence_cosine + _CONFIDENCE_PASSAGE * passage_cosine + _CONFIDENCE_OFFSET
    return 1 / (1 + math.exp(-logit))
