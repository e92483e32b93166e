"""The project's own questions on the sample texts: where the answer's passage ranks, and what `ask` makes of it.

    python -m benchmarks.questions [MODEL]

MODEL is the folder of another model than the default one. The weights of answers were fitted on half of these
questions (retrieval/answering.py), so the answer columns flatter.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.machine import described, print_table
from corpus import sample_texts
from index import LocalStore, build, open_embedder
from retrieval import Answer, Searcher
from retrieval.reading import default_reader

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "data" / "questions.jsonl"
Asked = tuple[dict[str, Any], Answer]


def rank_of(question: dict[str, Any], answer: Answer) -> int | None:
    return next((hit.rank for hit in answer.hits if question["answer"] in hit.passage.text), None)


def rows(asked: Sequence[Asked]) -> Iterator[dict[str, object]]:
    kinds = {"alle": [a for a in asked if a[0]["answerable"]]}
    for question, answer in asked:
        kinds.setdefault(question["kind"], []).append((question, answer))
    for kind, members in kinds.items():
        answered = mean(answer.found for _, answer in members)
        row: dict[str, object] = {"kind": kind, "questions": len(members), "answered": round(answered, 3)}
        if all(question["answerable"] for question, _ in members):
            ranks = [rank_of(*member) for member in members]
            right = [a.found and (q["answer"] in (a.text or "") or (a.text or "-") in q["answer"]) for q, a in members]
            row |= {
                "first": round(mean(rank == 1 for rank in ranks), 3),
                "recall@10": round(mean(rank is not None for rank in ranks), 3),
                "nDCG@10": round(mean(1 / math.log2(rank + 1) if rank else 0.0 for rank in ranks), 3),
                "answer_holds_gold": round(mean(right), 3),
            }
        yield row


def main() -> None:
    print(described())
    questions = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    embedder = open_embedder(sys.argv[1] if len(sys.argv) > 1 else None)
    embedder.load()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "index", [sample_texts()], embedder)
        with Searcher(LocalStore(Path(folder) / "index"), embedder, reader=default_reader()) as searcher:
            print_table(rows([(question, searcher.ask(question["question"])) for question in questions]))


if __name__ == "__main__":
    main()
