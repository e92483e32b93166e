"""What each part of a search brings: the vectors, the stems, the pieces of words, and their weights together.

    python -m benchmarks.retrieval SHARED

SHARED is the folder with data/evaluation; its sets are judged by document, the project's own questions on the sample
texts by passage. Their indexes are kept in the user's cache folder, as `evaluate` keeps them. Every row gives nDCG@10
of all questions and, in brackets, of the even and the odd ones: what is better in one half only is chance.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from benchmarks.machine import described, print_table
from corpus import sample_texts
from index import Embedder, LocalStore, open_embedder
from index.store import LexicalQuery
from retrieval import Searcher, fusion, question
from retrieval.evaluation import QuestionSet, evaluate, index_of, read_question_set
from retrieval.ranking import Ranking

OWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "questions.jsonl"
LEXICAL_WEIGHTS = (0.03, 0.05, 0.07, 0.09)
GRAM_WEIGHTS = (0.0, 0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Asked:
    """A set of questions with an index that is open for it."""

    name: str
    searcher: Searcher
    questions: QuestionSet


def opened(shared: Path, embedder: Embedder) -> Iterator[Asked]:
    sets = {"own": (sample_texts(), OWN)}
    for folder in sorted((shared / "data" / "evaluation").iterdir()):
        sets[folder.name] = (folder / "corpus.jsonl", folder)
    for name, (corpus, questions) in sets.items():
        place = index_of(corpus, embedder)
        yield Asked(
            name, Searcher(LocalStore(place), embedder), read_question_set(questions, per_document=name != "own")
        )


def row(name: str, sets: list[Asked], ranking: Ranking) -> dict[str, object]:
    shown: dict[str, object] = {"search": name}
    for asked in sets:
        (result,) = evaluate(asked.searcher, asked.questions, [ranking]).rankings
        values = [one.scores["nDCG@10"] for one in result.questions]
        shown[asked.name] = f"{mean(values):.3f} ({mean(values[::2]):.3f}/{mean(values[1::2]):.3f})"
    return shown


def rows(sets: list[Asked]) -> Iterator[dict[str, object]]:
    yield row("dense", sets, Ranking.DENSE)
    yield row("lexical", sets, Ranking.LEXICAL)
    for lexical_weight in LEXICAL_WEIGHTS:
        for gram_weight in GRAM_WEIGHTS:
            weighted = partial(fusion.fuse, lexical_weight=lexical_weight)
            with (
                patch("retrieval.candidates.fuse", weighted),
                patch("retrieval.candidates.lexical_query", partial(query_with, gram_weight)),
            ):
                yield row(f"lexical weight {lexical_weight}, pieces {gram_weight}", sets, Ranking.HYBRID)


def query_with(gram_weight: float, asked: str) -> LexicalQuery:
    return replace(question.lexical_query(asked), gram_weight=gram_weight)


def main() -> None:
    print(described())
    embedder = open_embedder()
    embedder.load()
    with patch("retrieval.searcher.REMEMBERED_QUESTIONS", 10_000):  # every question is embedded once, for all rows
        sets = list(opened(Path(sys.argv[1]), embedder))
    print({asked.name: asked.searcher.store.info().passages for asked in sets})
    print_table(rows(sets))


if __name__ == "__main__":
    main()
