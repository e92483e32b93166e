"""What `ask` answers and refuses, how sure it says to be, and the weights of its confidence fitted anew.

    python -m benchmarks.answers [SHARED] [DIAGRAM.svg]

Own questions on the sample texts; "one text" kinds are the same with only one text to find in, the right one, or
another text, which does not answer. With SHARED, the questions of rijksoverheid_vac on the sample texts, which
are about other subjects but not always far from safety, and on their own texts. DIAGRAM.svg becomes a picture of the
bins of "as_is" and "confidence".

`WEIGHTS` says what the fit is on. It is done five times, each time on four fifths of the texts with their questions;
"fitted" is what those fits answer on the other fifth. "as_is" is what the constants in retrieval/confidence.py answer,
which are rounded from such a fit.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.machine import described, print_table
from benchmarks.questions import QUESTIONS
from benchmarks.reliability_diagram import diagram
from corpus import sample_texts
from index import Embedder, Filter, build, open_embedder
from retrieval import Searcher
from retrieval.answer_span import answer_span
from retrieval.answering import chosen_from
from retrieval.confidence import ANSWERED_FROM, Signs, answerable, confidence
from retrieval.evaluation.question_sets import read_question_set

OWN, OTHER, CLOSE, ONE_RIGHT, ONE_WRONG = "own", "ander_onderwerp", "dichtbij", "one text, right", "one text, wrong"
VAC_ELSEWHERE, VAC = "vac, on the sample texts", "vac, on its own texts"
WEIGHTS = {OWN: 1.0, OTHER: 1.0, CLOSE: 1.0, ONE_RIGHT: 0.5, ONE_WRONG: 0.2, VAC_ELSEWHERE: 0.25}
UNREAD_SIGNS = 5  # the first of `Signs`, of which each has a weight
FOLDS = 5
Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked, and what came of it: its signs, and whether the answer would hold the gold sentence."""

    kind: str
    group: str  # the text that it is about: questions of one group are never on both sides of a fit
    answerable: bool
    signs: Signs
    holds_gold: bool
    seconds: float  # what finding the answer took after the search


def asked(searcher: Searcher, kind: str, row: dict[str, str], where: Filter | None = None) -> Case | None:
    """Ask as `Searcher.ask` does, without the threshold; None if there was no sentence at all."""
    vector = searcher.embedder.embed_question(row["question"])
    hits = searcher.search(row["question"], where=where)
    started = perf_counter()
    with searcher.store.view() as view:
        background = view.background
    chosen = chosen_from(row["question"], vector, hits, searcher.embedder, background, reader=searcher.reader)
    if chosen is None:
        return None
    start, end = answer_span(row["question"], chosen.first, chosen.last)
    seconds = perf_counter() - started
    gold = row.get("answer")
    holds = gold is not None and gold in chosen.first.hit.passage.text[start:end]
    return Case(kind, row["group"], kind in (OWN, ONE_RIGHT, VAC), chosen.signs, holds, seconds)


def own_cases(searcher: Searcher) -> Iterator[Case | None]:
    """Yield the own questions, each on all sample texts and on one of them."""
    chance = random.Random(3)
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    texts = sorted({row["text"] for row in rows if row["answerable"]})
    for row in rows:
        row["group"] = row.get("text", row["id"])
        yield asked(searcher, OWN if row["answerable"] else row["kind"], row)
        if row["answerable"]:
            yield asked(searcher, ONE_RIGHT, row, _only(row["text"]))
        yield asked(searcher, ONE_WRONG, row, _only(chance.choice([text for text in texts if text != row["group"]])))


def vac_cases(folder: Path, embedder: Embedder, sample: Searcher, scratch: Path) -> Iterator[Case | None]:
    """Yield the questions of rijksoverheid_vac, on the sample texts and on their own."""
    rows = [{"question": q.question, "group": q.question_id} for q in read_question_set(folder).questions]
    yield from (asked(sample, VAC_ELSEWHERE, row) for row in rows)
    build(scratch, [folder / "corpus.jsonl"], embedder)
    with Searcher.open(scratch) as searcher:
        yield from (asked(searcher, VAC, row) for row in rows)


def _only(text: str) -> Filter:
    return Filter({"source": (f"{text}.md",)})


def fitted(cases: Sequence[Case]) -> tuple[Probabilities, list[float]]:
    """Return what fits without a case's group say of it, and the weights and offset of a fit on all."""
    signs = np.array([astuple(case.signs)[:UNREAD_SIGNS] for case in cases], np.float64)
    scale = np.array([0.03, 0.03, 0.3, 0.5, 0.5])  # the usual spread of each, so that one penalty suits all
    has_answer = np.array([case.answerable for case in cases])
    weights = np.array([WEIGHTS.get(case.kind, 0.0) for case in cases])
    fold = np.array([zlib.crc32(case.group.encode()) % FOLDS for case in cases])

    def fit(rows: npt.NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(max_iter=2_000)
        return model.fit(signs[rows] / scale, has_answer[rows], sample_weight=weights[rows])

    probabilities = np.zeros(len(cases))
    for number in range(FOLDS):
        model = fit((fold != number) & (weights > 0))
        probabilities[fold == number] = model.predict_proba(signs[fold == number] / scale)[:, 1]
    whole = fit(weights > 0)
    return probabilities, [*(whole.coef_[0] / scale).round(2).tolist(), round(float(whole.intercept_[0]), 2)]


def rows_of(cases: Sequence[Case], ways: dict[str, Probabilities]) -> Iterator[dict[str, object]]:
    """Yield for every kind the share that is answered, in each way of being sure."""
    for kind in dict.fromkeys(case.kind for case in cases):
        at = [number for number, case in enumerate(cases) if case.kind == kind]
        row: dict[str, object] = {"kind": kind, "questions": len(at)}
        for way, sure in ways.items():
            row[f"answered {way}"] = round(float((sure[at] >= ANSWERED_FROM).mean()), 3)
        with_gold = kind in (OWN, ONE_RIGHT)
        found = [cases[n].holds_gold and ways["as_is"][n] >= ANSWERED_FROM for n in at]
        yield row | {"answer_holds_gold": round(float(np.mean(found)), 3) if with_gold else ""}


def rows_of_confidence(cases: Sequence[Case], ways: dict[str, Probabilities]) -> Iterator[dict[str, object]]:
    """Yield how well each way of being sure tells own questions from others, and its calibration error.

    "confidence" is what a user is told: that the shown sentences are right. The others say that there is an answer.
    """
    kinds = np.array([case.kind for case in cases])
    own = np.isin(kinds, (OWN, OTHER, CLOSE))
    for way, sure in ways.items():
        right = was_right(cases, way)[own]
        row: dict[str, object] = {"way": way}
        for kind in (OTHER, CLOSE, VAC_ELSEWHERE):
            if (pair := np.isin(kinds, (OWN, kind))).sum() > (kinds == OWN).sum():
                row[f"AUROC {kind}"] = round(float(roc_auc_score(kinds[pair] == OWN, sure[pair])), 3)
        bins = own_reliability(cases, way, sure)
        error = sum(abs(said - was) * count for said, was, count in bins) / own.sum()
        row["ECE"] = round(error, 3)
        if way != "confidence":
            refused = sure[own] < ANSWERED_FROM
            row["precision of refusal"] = round(float((~right)[refused].mean()), 3)
            row["recall of refusal"] = round(float(refused[~right].mean()), 3)
        yield row | {"bins (said, was, n)": "; ".join(f"{s:.2f} {w:.2f} {n}" for s, w, n in bins)}


def was_right(cases: Sequence[Case], way: str) -> npt.NDArray[np.bool_]:
    """Return what `way` should have said of each case: that the answer is right, or that there is one."""
    return np.array([case.holds_gold if way == "confidence" else case.answerable for case in cases])


def own_reliability(cases: Sequence[Case], way: str, sure: Probabilities) -> list[tuple[float, float, int]]:
    """Return the `reliability` of one way on the own questions and those about other things."""
    own = np.array([case.kind in (OWN, OTHER, CLOSE) for case in cases])
    return reliability(sure[own], was_right(cases, way)[own])


def reliability(sure: Probabilities, right: npt.NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Return for each tenth of confidence its mean, the share that is answerable, and how many there are."""
    tenth = np.minimum((sure * 10).astype(int), 9)
    kept = [tenth == number for number in range(10) if (tenth == number).any()]
    return [(float(sure[rows].mean()), float(right[rows].mean()), int(rows.sum())) for rows in kept]


def main() -> None:
    pictures = [Path(name) for name in sys.argv[1:] if name.endswith(".svg")]
    shared = [name for name in sys.argv[1:] if not name.endswith(".svg")]
    print(described())
    embedder = open_embedder()
    embedder.load()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "sample", [sample_texts()], embedder)
        with Searcher.open(Path(folder) / "sample") as searcher:
            searcher.embedder.load()
            found = list(own_cases(searcher))
            if shared:
                questions = Path(shared[0]) / "data" / "evaluation" / "rijksoverheid_vac"
                found += vac_cases(questions, embedder, searcher, Path(folder) / "vac")
    cases = [case for case in found if case is not None]
    probabilities, weights = fitted(cases)
    ways = {"as_is": np.array([answerable(case.signs) for case in cases]), "fitted": probabilities}
    print_table(rows_of(cases, ways))
    ways["confidence"] = np.array([confidence(case.signs) for case in cases])
    print_table(rows_of_confidence(cases, ways))
    for picture in pictures:
        drawn = {way: own_reliability(cases, way, ways[way]) for way in ("as_is", "confidence")}
        picture.write_text(diagram(drawn), "utf-8")
    print("weights and offset of a fit on all:", weights)
    print(f"finding the answer after the search: median {1000 * median(case.seconds for case in cases):.0f} ms")


if __name__ == "__main__":
    main()
