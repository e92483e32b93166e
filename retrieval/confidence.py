"""Whether the hits answer a question at all, and how sure it is that the shown answer is the right one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus import Passage
from index.background import Background
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import Sentence
from retrieval.municipalities import is_about_another
from retrieval.results import Hit

PlaceCheck = Callable[[Passage], bool]
ANSWERED_FROM = 0.5  # of `answerable`
_COVERED_BY = 3  # hits of which one should hold the words of the question

# A logistic regression with a weight for each of the first fields of `Signs`, rounded; see benchmarks/answers.py.
_SENTENCE_WEIGHT, _PASSAGE_WEIGHT, _COVERAGE_WEIGHT, _MISSING_WEIGHT, _LANGUAGE_WEIGHT = 46.8, 43.4, 1.0, -2.1, 5.1
_OFFSET = -74.3
# The same of what those say, as log odds, and of what reading says; between a fit on written questions of whose texts
# nothing was learned (0.27 and 0.54) and one on the own questions (0.70 and 0.35), each asked with and without the
# documents that answer. The offset is for four questions of five having an answer.
_UNREAD_WEIGHT, _READING_WEIGHT, _READING_OFFSET = 0.5, 0.4, 0.35
# The same of whether the shown sentences are the right ones where the texts have the answer, on the own questions.
_SHARE_WEIGHT, _SHARE_OFFSET = 5.6, -3.4

# Who types a name alone ("Wet Damocles", a street) asks what is said of it; the cosines of one or two words are low, so
# half of them were refused where the first hits name it. No set has such questions: chosen, not fitted.
_LITERAL = 0.75

# What questions about other things got in the texts that the weights were fitted on: measured there, not fitted.
_USUAL = Background(178, 0.759, 0.785)
# How much of the difference with that is taken off: a balance between refusing questions about other subjects and
# answering those that have an answer, on 15,000 passages of laws and 7,400 of the government (benchmarks/RESULTS.md).
_BACKGROUND_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the hits answer a question, and whether the right sentences are shown.

    The cosines are of the nearest sentence and passage, less what is usual in this index. `coverage` is the share of
    the question's words that one of the first hits has, `missing` the count of its names, numbers and prices that the
    answering passage lacks. For a question in `another_language` the cosines are lower and the words say nothing, so
    `coverage` is 0. `share` is the probability, among all sentences of the first hits, of those that are shown.
    Of `another_municipality` than the question names, nothing is an answer, so no weight is fitted for it.
    """

    sentence_cosine: float
    passage_cosine: float
    coverage: float
    missing: int
    another_language: bool
    share: float
    another_municipality: bool = False
    literal: bool = False
    read: float | None = None


def signs_of_hits(
    asked: AskedWords, hits: Sequence[Hit], sentence_cosine: float, background: Background | None
) -> Signs:
    """Return the best signs that any sentence of `hits` can have, the nearest of which has `sentence_cosine`.

    `background` is that of the index; None where it was not measured, and then it is taken to be the usual one.
    """
    coverage = max(asked.coverage(_read(hit)) for hit in hits[:_COVERED_BY]) if asked.in_dutch else 0.0
    passages, sentences = _more_than_usual(background)
    return Signs(
        sentence_cosine - sentences,
        max(hit.cosine for hit in hits) - passages,
        coverage,
        missing=0,
        another_language=not asked.in_dutch,
        share=1.0,
    )


def signs_of(
    of_hits: Signs,
    asked: AskedWords,
    answering: Sentence,
    share: float,
    read: float | None = None,
    is_of_asked_place: PlaceCheck | None = None,
) -> Signs:
    """Return the signs of one of the hits' sentences, of which those shown have `share` of the probability.

    `is_of_asked_place` tells whether the document of a passage names the municipality that the question names, for a
    passage that itself names another; None is never.
    """
    said, passage = _read(answering.hit), answering.hit.passage
    another = is_about_another(asked.question, said, passage.source)
    return replace(
        of_hits,
        missing=asked.missing(said, answering.text),
        share=share,
        another_municipality=another and not (is_of_asked_place is not None and is_of_asked_place(passage)),
        literal=asked.stands_in(answering.text),
        read=read,
    )


def answerable(signs: Signs) -> float:
    """Return the estimated probability, in [0, 1], that the sources answer the question."""
    if signs.another_municipality:
        return 0.0
    odds = (
        _SENTENCE_WEIGHT * signs.sentence_cosine
        + _PASSAGE_WEIGHT * signs.passage_cosine
        + _COVERAGE_WEIGHT * signs.coverage
        + _MISSING_WEIGHT * signs.missing
        + _LANGUAGE_WEIGHT * signs.another_language
        + _OFFSET
    )
    if signs.read is not None:
        odds = _UNREAD_WEIGHT * odds + _READING_WEIGHT * signs.read + _READING_OFFSET
    return max(_logistic(odds), _LITERAL) if signs.literal else _logistic(odds)


def confidence(signs: Signs) -> float:
    """Return the estimated probability, in [0, 1], that the sentences shown are the answer, and there is one."""
    return answerable(signs) * _logistic(_SHARE_WEIGHT * signs.share + _SHARE_OFFSET)


def _more_than_usual(background: Background | None) -> tuple[float, float]:
    """Return what to take off the cosines of passages and sentences; those of passages say it for both if need be."""
    if background is None:
        return 0.0, 0.0
    passages = background.passage_cosine - _USUAL.passage_cosine
    sentences = passages
    if background.statement_cosine is not None and _USUAL.statement_cosine is not None:
        sentences = background.statement_cosine - _USUAL.statement_cosine
    return _BACKGROUND_SHARE * passages, _BACKGROUND_SHARE * sentences


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _read(hit: Hit) -> str:
    """Return all words of a hit: title, date, headings and text."""
    passage = hit.passage
    return " ".join([passage.title, str(passage.date or ""), *passage.headings, passage.text])
