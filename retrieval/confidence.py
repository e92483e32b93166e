"""How sure it is that the hits answer a question, and from where on that is sure enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import Sentence
from retrieval.results import Hit

ANSWERED_FROM = 0.5  # confidence
_COVERED_BY = 3  # hits of which one should hold the words of the question

# A logistic regression, one weight for each field of `Signs`, rounded; fitted as benchmarks/answers.py says.
_WEIGHTS, _OFFSET = (49.0, 50.0, 1.65, -2.3, 6.6), -84.2


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the hits answer a question.

    The cosines are of the nearest sentence and passage. `coverage` is the share of the question's words that one of
    the first hits has, `missing` the count of its names, numbers and prices that the answering passage lacks. For
    a question in `another_language` the cosines are lower and the words say nothing, so `coverage` is 0.
    """

    sentence_cosine: float
    passage_cosine: float
    coverage: float
    missing: int
    another_language: bool


def signs_of(asked: AskedWords, hits: Sequence[Hit], answering: Sentence, sentence_cosine: float) -> Signs:
    """Return the signs for `hits`, the nearest sentence of which has `sentence_cosine` with the question."""
    coverage = max(asked.coverage(_read(hit)) for hit in hits[:_COVERED_BY]) if asked.in_dutch else 0.0
    return Signs(
        sentence_cosine,
        max(hit.cosine for hit in hits),
        coverage,
        asked.missing(_read(answering.hit), answering.text),
        not asked.in_dutch,
    )


def confidence(signs: Signs) -> float:
    """Return the estimated probability, in [0, 1], that the sources answer the question."""
    logit = sum(weight * sign for weight, sign in zip(_WEIGHTS, astuple(signs), strict=True)) + _OFFSET
    return 1 / (1 + math.exp(-logit))


def _read(hit: Hit) -> str:
    """Return all words of a hit: title, date, headings and text."""
    passage = hit.passage
    return " ".join([passage.title, str(passage.date or ""), *passage.headings, passage.text])
