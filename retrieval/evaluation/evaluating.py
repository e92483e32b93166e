"""Asking all questions of a set in one or more ways, and scoring what was found."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

from retrieval.evaluation.measures import DEPTH, MEASURES, Difference, Estimate, difference, estimate, scores
from retrieval.evaluation.question_sets import ANSWER, JudgedQuestion, QuestionSet
from retrieval.ranking import Ranking
from retrieval.results import Hit
from retrieval.searcher import Searcher

COMPARED_BY = MEASURES[0]
FOUND_SHOWN = 3  # passages that are kept for each question, to see what was found instead


@dataclass(frozen=True, slots=True)
class Found:
    """A passage near the top: where it stands, whether it is right, and how it begins."""

    rank: int
    relevant: bool
    document_id: str
    title: str
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one question gave. `rank` is that of the first right hit, None if it is not among the hits.

    `wanted` is the answer, or the ids of the documents, that should be found.
    """

    question_id: str
    question: str
    wanted: tuple[str, ...]
    rank: int | None
    scores: Mapping[str, float]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class RankingResult:
    """What one way of ranking gave: every measure, and every question in the order of the set."""

    ranking: Ranking
    measures: Mapping[str, Estimate]
    questions: tuple[QuestionResult, ...]
    median_ms: float

    def worst(self, count: int) -> tuple[QuestionResult, ...]:
        """Return the questions that scored lowest, of which the right hit was not the first; worst first."""
        wrong = [result for result in self.questions if result.scores[COMPARED_BY] < 1]
        return tuple(sorted(wrong, key=lambda r: (r.scores[COMPARED_BY], -(r.rank or DEPTH + 1)))[:count])


@dataclass(frozen=True, slots=True)
class RankingsCompared:
    """Two ways of ranking on the same questions: first minus second in `measure`."""

    first: Ranking
    second: Ranking
    measure: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well the questions of a set are answered. With `of_documents`, hits are documents; otherwise passages.

    `not_in_index` counts the questions that count as missed since the index has none of the documents that they seek.
    """

    name: str
    of_documents: bool
    unanswerable: int
    not_in_index: int
    rankings: tuple[RankingResult, ...]
    comparisons: tuple[RankingsCompared, ...]


def evaluate(
    searcher: Searcher,
    questions: QuestionSet,
    rankings: Sequence[Ranking] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Ask all `questions` in each of the ways `rankings`, by default the best one, and score the first 100 hits.

    With several ways, each is compared with each on the same questions. `progress` is told how many of all searches are
    done. The same index and questions give the same numbers, but for the times, which are without that of the model
    for the question. Passages that say the same are not folded: which of two equal documents is shown would decide the
    score.
    """
    rankings = rankings or searcher.rankings[-1:]
    total = len(rankings) * len(questions.questions)
    results: list[RankingResult] = []
    for number, ranking in enumerate(rankings):
        done_before = number * len(questions.questions)
        answered: list[tuple[JudgedQuestion, list[Hit]]] = []
        times: list[float] = []
        for count, judged in enumerate(questions.questions, start=1):
            searcher.embed(judged.question)  # not in the time: it is done once for all ways
            started = time.perf_counter()
            hits = searcher.search(judged.question, DEPTH, questions.of_documents, ranking=ranking, folded=False)
            times.append((time.perf_counter() - started) * 1000)
            answered.append((judged, hits))
            if progress:
                progress(done_before + count, total)
        results.append(_scored(ranking, answered, median(times)))
    return Evaluation(
        questions.name,
        questions.of_documents,
        questions.unanswerable,
        _not_in_index(searcher, questions),
        tuple(results),
        tuple(_compared(results)),
    )


def _not_in_index(searcher: Searcher, questions: QuestionSet) -> int:
    with searcher.store.view() as view:
        documents = view.documents()
    files = [Path(document.source) for document in documents]
    known = {ANSWER, *(document.document_id for document in documents)}
    known |= {file.name for file in files} | {file.stem for file in files}
    return sum(known.isdisjoint(judged.relevant) for judged in questions.questions)


def _scored(ranking: Ranking, answered: Sequence[tuple[JudgedQuestion, list[Hit]]], median_ms: float) -> RankingResult:
    # By place in the set: ids that occur twice in a file of questions stay two questions.
    relevant = {str(place): judged.relevant for place, (judged, _) in enumerate(answered)}
    ranked = {str(place): [judged.item(hit) for hit in hits] for place, (judged, hits) in enumerate(answered)}
    by_question = scores(relevant, ranked)
    questions = tuple(
        _question_result(judged, hits, by_question[str(place)]) for place, (judged, hits) in enumerate(answered)
    )
    measures = {name: estimate([result.scores[name] for result in questions]) for name in MEASURES}
    return RankingResult(ranking, measures, questions, round(median_ms, 2))


def _question_result(judged: JudgedQuestion, hits: Sequence[Hit], of: Mapping[str, float]) -> QuestionResult:
    right = [judged.item(hit) in judged.relevant for hit in hits]
    found = tuple(
        Found(
            hit.rank, relevant, hit.passage.document_id, hit.passage.title, hit.passage.headings, hit.passage.text[:300]
        )
        for hit, relevant in zip(hits[:FOUND_SHOWN], right, strict=False)
    )
    wanted = tuple(judged.answer or "" if item == ANSWER else item for item in judged.relevant)
    rank = right.index(True) + 1 if any(right) else None
    return QuestionResult(judged.question_id, judged.question, wanted, rank, of, found)


def _compared(results: Sequence[RankingResult]) -> list[RankingsCompared]:
    return [
        RankingsCompared(
            second.ranking,
            first.ranking,
            COMPARED_BY,
            difference(
                [result.scores[COMPARED_BY] for result in second.questions],
                [result.scores[COMPARED_BY] for result in first.questions],
            ),
        )
        for first, second in combinations(results, 2)
    ]
