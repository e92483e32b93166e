"""What joining neighbours that are found together does to the passages that are shown, and would do to answers.

    python -m benchmarks.joining INDEX

INDEX is made of the sample texts. `recall@k` is the share of the project's own questions of which one of the first k
passages holds the literal answer; a longer passage holds more, so the characters that are shown are counted too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from statistics import mean

from benchmarks.machine import described, print_table
from benchmarks.questions import QUESTIONS
from retrieval import Searcher

DEPTHS = (1, 2, 3, 5, 10)


def rows(place: str) -> Iterator[dict[str, object]]:
    questions = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    questions = [row for row in questions if row["answerable"]]
    with Searcher.open(place) as searcher:
        for joined in (False, True):
            ranks: list[int] = []
            characters: list[int] = []
            answered: list[bool] = []
            holding: list[bool] = []
            for row in questions:
                hits = searcher.search(row["question"], max(DEPTHS), joined=joined)
                ranks.append(next((hit.rank for hit in hits if row["answer"] in hit.passage.text), max(DEPTHS) + 1))
                characters.append(sum(len(hit.passage.text) for hit in hits))
                answer = searcher.answer(row["question"], hits)
                answered.append(answer.found)
                holding.append(answer.found and row["answer"] in (answer.text or ""))
            yield {
                "joined": joined,
                "questions": len(questions),
                **{f"recall@{depth}": round(mean(rank <= depth for rank in ranks), 3) for depth in DEPTHS},
                "characters": round(mean(characters)),
                "answered": round(mean(answered), 3),
                "answer_holds_gold": round(mean(holding), 3),
            }


def main() -> None:
    print(described())
    print_table(rows(sys.argv[1]))


if __name__ == "__main__":
    main()
