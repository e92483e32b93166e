"""The answer: one to three sentences of the best passages, or a list of them, or the word that there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus import statements
from index import Embedder
from index.arrays import FloatVector, products
from index.background import Background
from retrieval.answer_span import answer_span, best_run
from retrieval.article_beginning import SURE_OF_ARTICLE, article_beginning
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import ARTICLE_WEIGHT, Sentence, all_sentences, promising_sentences
from retrieval.confidence import ANSWERED_FROM, PlaceCheck, Signs, answerable, confidence, signs_of, signs_of_hits
from retrieval.disagreement import says_otherwise
from retrieval.reading import Reader
from retrieval.results import Answer, Citation, Hit

# A sentence's weight that it answers: a logistic regression over the sentences of one question, on the questions of
# benchmarks/written.tsv and, as heavy together, tests/data/questions.jsonl; tried on questions left out, then rounded.
_COSINE_WEIGHT, _RANK_WEIGHT, _PASSAGE_WEIGHT, _TYPE_WEIGHT, _COVERAGE_WEIGHT = 65.0, 2.0, 9.0, 1.2, 3.0

# A reader looks at the best passage, and at the second if it has at least so much of the probability. To read more made
# the best sentence right no more often (benchmarks/RESULTS.md).
LEAST_READ, PASSAGES_READ = 0.15, 2
_READING_WEIGHT = 0.7  # of its scores; 1 was right a hundredth more often on written questions, not on the own ones

_CLOSING = "\"'”’»›)]*_"  # what may stand behind the mark that ends a sentence
Weights = npt.NDArray[np.float64]


def answer_from(
    question: str,
    vector: FloatVector,
    hits: Sequence[Hit],
    embedder: Embedder,
    background: Background | None = None,
    is_of_asked_place: PlaceCheck | None = None,
    reader: Reader | None = None,
) -> Answer:
    """Return the best sentences of `hits` as the literal answer to `question`, whose vector is `vector`.

    `background` is that of the index, for which and `is_of_asked_place` see `retrieval.confidence`. None for `reader`
    leaves out what it says.

    A sentence is weighed by its cosine with the question and that of its passage, the rank of that passage, the
    words of the question that it has, and whether it holds what the question asks for (a number, somebody, ...), and by
    what the reader makes of it. Neighbours of one paragraph that share most of the probability answer
    together. A question in a text is no answer. A question for an article alone is answered with how it begins.
    """
    asked = AskedWords.of(question)
    if asked.articles.articles and (run := article_beginning(asked.articles, all_sentences(asked, hits))) is not None:
        return _answer(question, *run, SURE_OF_ARTICLE, hits)
    chosen = chosen_from(question, vector, hits, embedder, background, is_of_asked_place, reader)
    if chosen is None:
        return Answer(question, False, 0.0, None, (), tuple(hits))
    first, last, signs = chosen.first, chosen.last, chosen.signs
    sure = confidence(signs) / asked.articles.texts_with(hit.passage for hit in hits)  # which is meant nobody knows
    if answerable(signs) < ANSWERED_FROM or asked.articles.are_unknown_to(first.hit.passage, first.start):
        return Answer(question, False, sure, None, (), tuple(hits))
    return _answer(question, first, last, sure, hits, chosen.otherwise)


def _answer(
    question: str, first: Sentence, last: Sentence, sure: float, hits: Sequence[Hit], otherwise: Sentence | None = None
) -> Answer:
    cited = _cited(question, first, last)
    others = (_cited(question, otherwise, otherwise),) if otherwise is not None else ()
    return Answer(question, True, sure, cited.text, (cited, *others), tuple(hits))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The first and last sentence that answer best, and the signs that they do.

    `otherwise` is a sentence of another document that gives other numbers, None if there is none.
    """

    first: Sentence
    last: Sentence
    signs: Signs
    otherwise: Sentence | None


def chosen_from(
    question: str,
    vector: FloatVector,
    hits: Sequence[Hit],
    embedder: Embedder,
    background: Background | None = None,
    is_of_asked_place: PlaceCheck | None = None,
    reader: Reader | None = None,
) -> Chosen | None:
    """Return the sentences that answer best; None if there is no sentence.

    Nothing is read where no sentence could say enough to be shown.
    """
    asked = AskedWords.of(question)
    sentences = promising_sentences(asked, hits)
    if not sentences:
        return None
    cosines = _cosines(sentences, vector, embedder)
    known = np.array([_weight(s, cosine) for s, cosine in zip(sentences, cosines.tolist(), strict=True)])
    of_asked = ARTICLE_WEIGHT * np.array([s.of_asked for s in sentences])
    promised = unread = _of_answers(sentences, known)
    of_hits = signs_of_hits(asked, hits, float(cosines.max()), background)
    read = None
    if reader is not None and answerable(of_hits) >= ANSWERED_FROM:
        reading = _reading(question, sentences, _shares(unread + of_asked), reader)
        if reading is not None:
            promised, read = _of_answers(sentences, known + reading.weights), reading.answers
    weights = promised + of_asked
    first, last = best_run(sentences, _shares(weights).tolist())
    answering = sentences[int(weights.argmax())]
    shown = [s.hit is first.hit and first.number <= s.number <= last.number for s in sentences]
    share = float(_shares(promised)[shown].sum())  # the article says where to look, and not that the answer is there
    signs = signs_of(of_hits, asked, answering, share, read, is_of_asked_place)
    # What contradicts may be in a passage that was not read.
    return Chosen(first, last, signs, says_otherwise(asked, sentences, (unread + of_asked).tolist(), first, last))


def _shares(weights: Weights) -> Weights:
    shares = np.exp(weights - weights.max())
    return np.asarray(shares / shares.sum())


def _cited(question: str, first: Sentence, last: Sentence) -> Citation:
    passage = first.hit.passage
    start, end = answer_span(question, first, last)
    return Citation(passage, passage.start + start, passage.start + end, passage.text[start:end], first.hit.origin)


def _cosines(sentences: Sequence[Sentence], vector: FloatVector, embedder: Embedder) -> FloatVector:
    """Return how near each sentence is to the question, float32 (n,), embedding those of which it is not known."""
    known = [sentence.cosine for sentence in sentences]
    unknown = [sentence.in_context for sentence, cosine in zip(sentences, known, strict=True) if cosine is None]
    computed = iter(products(embedder.embed_passages(unknown), vector).tolist() if unknown else [])
    return np.array([next(computed) if cosine is None else cosine for cosine in known], np.float32)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading adds to the weight of each sentence, and the log odds that a sentence of what was read answers.

    Minus infinity for sentences of passages that are not read: they have little of the probability.
    """

    weights: Weights
    answers: float


def _reading(question: str, sentences: Sequence[Sentence], shares: Weights, reader: Reader) -> _Reading | None:
    """Return what the reader makes of the passages with most of the probability; None if it has no time."""
    of_hit: defaultdict[int, float] = defaultdict(float)
    for sentence, share in zip(sentences, shares.tolist(), strict=True):
        of_hit[sentence.hit.rank] += share
    hits = list(dict.fromkeys(sentences[at].hit.rank for at in np.argsort(-shares)))
    read = [rank for at, rank in enumerate(hits) if at == 0 or of_hit[rank] >= LEAST_READ][:PASSAGES_READ]
    passages = {sentence.hit.rank: sentence.hit.passage for sentence in sentences}
    found = reader.scores(question, [passages[rank] for rank in read])
    if found is None:
        return None
    scores = {
        (rank, statement.number): score
        for rank, of_passage in zip(read, found, strict=True)
        for statement, score in zip(statements(passages[rank]), of_passage.tolist(), strict=True)
    }
    weights = np.array([_READING_WEIGHT * scores.get((s.hit.rank, s.number), -np.inf) for s in sentences])
    return _Reading(weights, float(np.logaddexp.reduce(list(scores.values()))))


def _of_answers(sentences: Sequence[Sentence], weights: Weights) -> Weights:
    """Return `weights` with those of questions in a text given to the sentence after them: they do not answer."""
    asks = np.array([sentence.text.rstrip(_CLOSING).endswith("?") for sentence in sentences])
    if asks.all():
        return weights
    answering = np.where(asks, -np.inf, weights)
    for at, sentence in enumerate(sentences[:-1]):
        after = sentences[at + 1]
        if asks[at] and not asks[at + 1] and after.hit is sentence.hit and after.number == sentence.number + 1:
            answering[at + 1] = max(weights[at], weights[at + 1])
    return answering


def _weight(sentence: Sentence, cosine: float) -> float:
    return (
        _COSINE_WEIGHT * cosine
        + _RANK_WEIGHT / sentence.hit.rank
        + _PASSAGE_WEIGHT * sentence.hit.cosine
        + _TYPE_WEIGHT * sentence.type_match
        + _COVERAGE_WEIGHT * sentence.coverage
    )
