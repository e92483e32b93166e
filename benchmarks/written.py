"""Questions written for learning: what the weights of fusion and of answering sentences do, apart from what is judged.

    python -m benchmarks.written INDEX

INDEX is one of SHARED/data/documents (`veiligheidswijzer build SHARED/data/documents --index INDEX`). The questions in
written.tsv were written in November 2026 by language models that read 1,500 passages of those texts: document, the
places in its text that answer, and the question. None of these texts is in an evaluation set.

They flatter what looks at single sentences, since each was written with its sentence in view, and a passage that
answers just as well counts as wrong. So they choose weights together with a set of another kind (benchmarks.headings).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import numpy as np

from benchmarks.machine import described, print_table
from corpus import Passage
from index import LocalStore, open_embedder
from retrieval import Hit, Searcher
from retrieval.answering import chosen_from
from retrieval.fusion import fuse

WRITTEN = Path(__file__).with_name("written.tsv")
# What is, and each of its weights changed.
WEIGHTS = ((0.5, 0.05), (0.0, 0.05), (0.3, 0.05), (0.7, 0.05), (0.5, 0.03), (0.5, 0.08))


@dataclass(frozen=True, slots=True)
class Written:
    """A question, and where the text of its document answers it: [start, end) of one or more sentences."""

    document_id: str
    answers: tuple[tuple[int, int], ...]
    question: str

    def is_in(self, passage: Passage) -> bool:
        """Tell whether a passage holds the first of the answers."""
        return passage.document_id == self.document_id and passage.start <= self.answers[0][0] < passage.end

    def is_answered_at(self, passage: Passage, start: int, end: int) -> bool:
        """Tell whether a stretch of a passage has an answer in it."""
        places = ((first - passage.start, last - passage.start) for first, last in self.answers)
        return self.is_in(passage) and any(start <= first and last <= end for first, last in places)


def written() -> list[Written]:
    """Return all questions."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        return [
            Written(document, tuple(_place(place) for place in places.split(",")), question)
            for document, places, question in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def _place(text: str) -> tuple[int, int]:
    start, end = map(int, text.split("-"))
    return start, end


def gain(one: Written, hits: list[Hit]) -> float:
    """Return what one question adds to nDCG@10; passages with the same words are one."""
    ranks = [hit.rank for hit in hits if any(one.is_in(passage) for passage in (hit.passage, *hit.elsewhere))]
    return 1 / log2(ranks[0] + 1) if ranks else 0.0


def rows(searcher: Searcher, questions: list[Written]) -> Iterator[dict[str, object]]:
    """Measure each pair of weights."""
    vectors = searcher.embedder.embed_questions([one.question for one in questions])
    for statement, lexical in WEIGHTS:
        gains, answered = [], []
        with (
            patch("retrieval.fusion.STATEMENT_WEIGHT", statement),
            patch("retrieval.candidates.fuse", partial(fuse, lexical_weight=lexical)),
        ):
            for one, vector in zip(questions, vectors, strict=True):
                hits = searcher.search(one.question, explained=False)
                gains.append(gain(one, hits))
                chosen = chosen_from(one.question, vector, hits, searcher.embedder)
                first, last, _ = chosen if chosen else (None, None, None)
                answered.append(bool(first and last and one.is_answered_at(first.hit.passage, first.start, last.end)))
        yield {
            "statement": statement,
            "lexical": lexical,
            "nDCG@10": f"{mean(gains):.4f} ± {1.96 * np.std(gains) / len(gains) ** 0.5:.4f}",
            "first": round(mean(gain == 1 for gain in gains), 3),
            "answer holds a sentence that answers": round(mean(answered), 3),
        }


def main() -> None:
    """Print what was measured."""
    print(described())
    with Searcher(LocalStore(Path(sys.argv[1])), open_embedder()) as searcher:
        print_table(rows(searcher, written()))


if __name__ == "__main__":
    main()
