"""The weights by which a sentence of the hits is chosen as the answer, fitted anew: those of retrieval/answering.py.

    python -m benchmarks.answer_weights INDEX [QUESTIONS]

INDEX and QUESTIONS are as in benchmarks.written. Of the sentences that compete for a question one is chosen, by a
logistic regression over them all (McFadden 1974, conditional logit). It is fitted on four fifths of the questions and
tried on the others, five times; beside it, what the constants choose.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import log_softmax

from benchmarks.machine import described, print_table
from benchmarks.written import Written, answered_by
from index import LocalStore, open_embedder
from retrieval import Searcher
from retrieval.answering import (
    _COSINE_WEIGHT,
    _COVERAGE_WEIGHT,
    _PASSAGE_WEIGHT,
    _RANK_WEIGHT,
    _TYPE_WEIGHT,
)
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import Sentence, promising_sentences

NAMES = ("cosine", "1 / rank", "cosine of the passage", "type", "coverage")
CONSTANTS = np.array([_COSINE_WEIGHT, _RANK_WEIGHT, _PASSAGE_WEIGHT, _TYPE_WEIGHT, _COVERAGE_WEIGHT])
USUAL = np.array([0.03, 0.3, 0.03, 0.5, 0.3])  # spread of each, so that one penalty suits all
PENALTY = 1e-3
FOLDS = 5
Features = NDArray[np.float64]
Case = tuple[Features, NDArray[np.bool_]]
"""Of the sentences that compete: what is known of each, and whether it answers."""


def cases(searcher: Searcher, questions: Sequence[Written]) -> Iterator[Case]:
    """Yield those questions of which an answer is among the sentences of the hits."""
    for one in questions:
        hits = searcher.search(one.question, explained=False)
        found = promising_sentences(AskedWords.of(one.question), hits)
        right = np.array([one.is_answered_at(s.hit.passage, s.start, s.end) for s in found], bool)
        if right.any():
            yield features_of(found), right


def features_of(sentences: Sequence[Sentence]) -> Features:
    """Return what is known of each sentence, in the order of NAMES, float64 (n, 5)."""
    return np.array([[s.cosine, 1 / s.hit.rank, s.hit.cosine, s.type_match, s.coverage] for s in sentences], np.float64)


def fitted(found: Sequence[Case]) -> Features:
    """Return the weights that make the answers most probable, float64 (5,)."""
    weights = torch.zeros(len(NAMES), dtype=torch.float64, requires_grad=True)
    scaled = [(torch.tensor(features / USUAL), torch.tensor(right)) for features, right in found]
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        of_right = [torch.logsumexp(log_softmax(features @ weights, 0)[right], 0) for features, right in scaled]
        total = -torch.stack(of_right).mean() + PENALTY * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy() / USUAL)


def share_right(found: Sequence[Case], weights: Features) -> float:
    """Return how often the sentence of most weight answers."""
    return float(np.mean([right[np.argmax(features @ weights)] for features, right in found]))


def rows(found: Sequence[Case]) -> Iterator[dict[str, object]]:
    parts = [[one for at, one in enumerate(found) if at % FOLDS == fold] for fold in range(FOLDS)]
    others = [[one for at, one in enumerate(found) if at % FOLDS != fold] for fold in range(FOLDS)]
    tried = [share_right(part, fitted(rest)) for part, rest in zip(parts, others, strict=True)]
    for way, weights, right in (
        ("constants", CONSTANTS, share_right(found, CONSTANTS)),
        ("fitted", fitted(found), float(np.mean(tried))),
    ):
        yield {"way": way, **dict(zip(NAMES, weights.round(1).tolist(), strict=True)), "right": round(right, 3)}


def main() -> None:
    """Print the weights and how often they choose right."""
    print(described())
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with Searcher(LocalStore(Path(sys.argv[1])), open_embedder()) as searcher:
        questions = answered_by(searcher.store, most)
        found = list(cases(searcher, questions))
    print(f"{len(questions)} questions, an answer is among the sentences of the first passages of {len(found)}")
    print_table(rows(found))


if __name__ == "__main__":
    main()
