"""Questions written for learning: what the weights of fusion and of answering sentences do, apart from what is judged.

    python -m benchmarks.written INDEX [QUESTIONS]

INDEX is one of SHARED/data/documents, benchmarks/lessons or benchmarks/explainers (`veiligheidswijzer build FOLDER
--index INDEX`). Of the questions in written.tsv, 8,705 were written in November 2026 by language models that read 3,900
passages of those documents and of wetten_overig, 12,887 and 4,865 by such that wrote the lessons and the explainers
themselves. Of 15,222 about explainers, most made no sense without the text before them: one is left out if the model as
it came has 50 passages or more nearer than that which answers. QUESTIONS (2,000) of those that INDEX has an answer to
are asked, drawn at random but always the same: about one text in eight, of which the default model has learned nothing.
Before each stand the keys of the sentences that answer, which hold wherever a sentence stands and however texts are cut
and cleaned. None of these texts is in an evaluation set.

They flatter what looks at single sentences, since each was written with its sentence in view, and another sentence that
answers just as well counts as wrong. So they choose weights together with a set of another kind (benchmarks.headings).
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from math import log2
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import numpy as np

from benchmarks.machine import described, print_table
from corpus import Passage, statements
from index import LocalStore, Store, open_embedder
from retrieval import Hit, Searcher
from retrieval.answering import chosen_from
from retrieval.fusion import fuse
from retrieval.reading import default_reader

EVERY = 1_000_000  # passages
KEPT_APART = 8  # one text in so many
WRITTEN = Path(__file__).with_name("written.tsv")
LESSONS = Path(__file__).with_name("lessons")
EXPLAINERS = Path(__file__).with_name("explainers")
# What is, and each of its weights changed.
WEIGHTS = ((0.5, 0.05), (0.0, 0.05), (0.3, 0.05), (0.7, 0.05), (0.5, 0.03), (0.5, 0.08))


@dataclass(frozen=True, slots=True)
class Written:
    """A question, and the keys of the sentences that answer it."""

    answers: frozenset[str]
    question: str

    def is_in(self, passage: Passage) -> bool:
        """Tell whether a passage holds an answer."""
        return self.is_answered_at(passage, 0, len(passage.text))

    def is_answered_at(self, passage: Passage, start: int, end: int) -> bool:
        """Tell whether a stretch of a passage has an answer in it."""
        return any(
            start <= first and last <= end and sentence in self.answers for first, last, sentence in _keyed(passage)
        )


@lru_cache(maxsize=50_000)
def _keyed(passage: Passage) -> tuple[tuple[int, int, str], ...]:
    return tuple((one.start, one.end, key(passage.text[one.start : one.end])) for one in statements(passage))


def key(sentence: str) -> str:
    """Return what a sentence is known by: a hash of its letters and digits."""
    letters = "".join(filter(str.isalnum, sentence.casefold()))
    return hashlib.sha256(letters.encode()).hexdigest()[:10]


def written() -> list[Written]:
    """Return all questions."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Written(frozenset(keys.split(",")), question) for keys, question in rows]


def is_apart(title: str) -> bool:
    """Tell whether nothing is learned of a text with this title."""
    return _drawn(title) % KEPT_APART == 0


def part_of(title: str, parts: int) -> int:
    """Return which of so many parts a text with this title is of, from 0 on."""
    return _drawn(title) // KEPT_APART % parts


def _drawn(title: str) -> int:
    return int(hashlib.sha256(title.encode()).hexdigest(), 16)


def answered_by(store: Store, most: int) -> list[Written]:
    """Return at most so many of the questions to which an index has an answer in a text that is kept apart."""
    with store.view() as view:
        passages = [passage for passage in view.passages(view.sample(EVERY)) if is_apart(passage.title)]
        present = {sentence for passage in passages for _, _, sentence in _keyed(passage)}
    found = [one for one in written() if one.answers & present]
    return random.Random(0).sample(found, min(most, len(found)))


def gain(one: Written, hits: list[Hit]) -> float:
    """Return what one question adds to nDCG@10."""
    ranks = [hit.rank for hit in hits if one.is_in(hit.passage)]
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
                chosen = chosen_from(one.question, vector, hits, searcher.embedder, reader=searcher.reader)
                answered.append(
                    chosen is not None
                    and one.is_answered_at(chosen.first.hit.passage, chosen.first.start, chosen.last.end)
                )
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
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with Searcher(LocalStore(Path(sys.argv[1])), open_embedder(), reader=default_reader()) as searcher:
        print_table(rows(searcher, answered_by(searcher.store, most)))


if __name__ == "__main__":
    main()
