"""The answer: the sentence of the best passages that fits the question best, or the word that there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus import split_sentences
from index import Embedder
from index.analysis import terms
from index.arrays import FloatVector
from retrieval.results import Answer, Citation, Hit

PASSAGES_READ = 4  # hits whose sentences compete
LONGEST_SENTENCE_CHARACTERS = 1_000

# Weights of a sentence's score, and of the logistic confidence; fitted by benchmarks/answers.py.
COVERAGE_WEIGHT = 0.10
RANK_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    start: int  # in the passage
    end: int
    text: str


def answer_from(question: str, vector: FloatVector, hits: Sequence[Hit], embedder: Embedder) -> Answer:
    """Return the best sentence of `hits` as the literal answer to `question`, whose vector is `vector`.

    A sentence is judged by its cosine with the question, by the part of the question's terms that it and its
    passage's headings hold, and by the rank of its passage.
    """
    candidates = [
        _Candidate(hit, span.start, span.end, hit.passage.text[span.start : span.end])
        for hit in hits[:PASSAGES_READ]
        for span in split_sentences(hit.passage.text)
        if span.end - span.start <= LONGEST_SENTENCE_CHARACTERS
    ]
    if not candidates:
        return Answer(question, False, 0.0, None, (), tuple(hits))
    cosines = embedder.embed_passages([_in_context(c) for c in candidates]) @ vector
    coverage = np.array([_coverage(question, c) for c in candidates])
    ranks = np.array([1 / c.hit.rank for c in candidates])
    scores = cosines + COVERAGE_WEIGHT * coverage + RANK_WEIGHT * ranks
    best = int(np.argmax(scores))
    chosen = candidates[best]
    confidence = _confidence(float(cosines[best]), float(coverage[best]))
    if confidence < 0.5:
        return Answer(question, False, confidence, None, (), tuple(hits))
    passage = chosen.hit.passage
    citation = Citation(passage, passage.start + chosen.start, passage.start + chosen.end, chosen.text)
    return Answer(question, True, confidence, chosen.text, (citation,), tuple(hits))


def _in_context(candidate: _Candidate) -> str:
    """Return the sentence after the nearest heading, which often holds the subject that it leaves out."""
    passage = candidate.hit.passage
    subject = passage.headings[-1] if passage.headings else passage.title
    return f"{subject}\n{candidate.text}"


def _coverage(question: str, candidate: _Candidate) -> float:
    """Return the part of the question's terms, in [0, 1], that the sentence or its title and headings hold."""
    wanted = set(terms(question))
    passage = candidate.hit.passage
    held = set(terms(" ".join((passage.title, *passage.headings, candidate.text))))
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _confidence(cosine: float, coverage: float) -> float:
    """Return the estimated probability that the sentence answers the question (logistic regression)."""
    return 1 / (1 + math.exp(-(40.0 * (cosine - 0.86) + 2.0 * coverage)))
