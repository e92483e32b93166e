"""What vectors of statements bring: search with the nearest statement of a passage weighing nothing, some, and half.

    python -m benchmarks.statements SHARED SET...

SET is "own", for the project's own questions on the sample texts (by passage), or a folder of SHARED/data/evaluation
(by document). An index with all statements is made for each: that of overheid_vraagkoppen takes half an hour.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from unittest.mock import patch

from benchmarks.machine import described, print_table
from benchmarks.retrieval import OWN
from corpus import sample_texts
from index import LocalStore, build, open_embedder
from retrieval import Searcher
from retrieval.evaluation import evaluate, read_question_set
from retrieval.ranking import Ranking

WEIGHTS = (0.0, 0.3, 0.5)


def rows(shared: Path, names: list[str], scratch: Path) -> Iterator[dict[str, object]]:
    embedder = open_embedder()
    embedder.load()
    for name in names:
        folder = shared / "data" / "evaluation" / name
        corpus, questions = (sample_texts(), OWN) if name == "own" else (folder / "corpus.jsonl", folder)
        seconds = {}
        for keep in (False, True):
            started = process_time()
            build(scratch / f"{name}-{keep}", [corpus], embedder, keep_statements=keep)
            seconds[keep] = process_time() - started
        with Searcher(LocalStore(scratch / f"{name}-True"), embedder) as searcher:
            judged = read_question_set(questions, per_document=name != "own")
            for weight in WEIGHTS:
                with patch("retrieval.fusion.STATEMENT_WEIGHT", weight):
                    (result,) = evaluate(searcher, judged, [Ranking.HYBRID]).rankings
                scores = {measure: round(result.measures[measure].mean, 4) for measure in ("nDCG@10", "recall@1")}
                longer = round(seconds[True] / seconds[False], 1)
                yield {"set": name, "weight": weight, **scores, "building, times the processor time": longer}


def main() -> None:
    print(described())
    with tempfile.TemporaryDirectory() as folder:
        print_table(rows(Path(sys.argv[1]), sys.argv[2:], Path(folder)))


if __name__ == "__main__":
    main()
