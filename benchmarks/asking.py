"""Asking by size of the index, end to end: embed, vectors, words, fuse, fetch. And throughput with many callers.

    python -m benchmarks.asking INDEX FOLDER [SIZE ...]

INDEX is a real index; larger ones are made of it in FOLDER, where they stay for the next time (see
`benchmarks.grown_index`). Each size is measured by a process of its own, so that `resident_MB` is of that size. Recall
is of the passages that vectors find, against comparing with all of them. Milliseconds are medians, but for p95; "cpu"
is processor time, which other programs disturb less. Parts are of questions asked one by one; "per_s_8" is how many
questions a second 8 callers get answered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.grown_index import grown
from benchmarks.machine import described, print_table, resident_megabytes
from index import Embedder, LocalStore, open_embedder
from index.arrays import FloatMatrix
from index.local import schema, truth
from retrieval import Searcher
from retrieval.candidates import CANDIDATES
from retrieval.question import lexical_query

SIZES = (10_000, 100_000, 600_000, 1_000_000)
QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "questions.jsonl"
WARMING = 20
CALLERS = (1, 2, 8, 32)


def questions() -> list[str]:
    return [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of each call, by the clock and of processor time."""

    clock: list[float]
    processor: list[float]


def spent(work: Callable[[int], object], count: int) -> Spent:
    found = Spent([], [])
    for number in range(count):
        started, used = time.perf_counter(), time.process_time()
        work(number)
        found.clock.append((time.perf_counter() - started) * 1000)
        found.processor.append((time.process_time() - used) * 1000)
    return found


def recall(place: Path, asked: FloatMatrix, found: list[set[int]], k: int = 10) -> float:
    """Return the share of the `k` nearest, by comparing with every vector, that is in `found`."""
    connection = schema.connect(place)
    best_keys, best_scores = np.empty((len(asked), 0), np.int64), np.empty((len(asked), 0), np.float32)
    for keys, rows in truth.vector_batches(connection):
        scores = np.concatenate([best_scores, asked @ rows.T], axis=1)
        all_keys = np.concatenate([best_keys, np.broadcast_to(keys, (len(asked), len(keys)))], axis=1)
        best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        best_keys, best_scores = np.take_along_axis(all_keys, best, 1), np.take_along_axis(scores, best, 1)
    connection.close()
    shares = [len(set(keys.tolist()) & own) / k for keys, own in zip(best_keys, found, strict=True)]
    return float(np.mean(shares))


def measure(place: Path) -> dict[str, object]:
    embedder = open_embedder()
    embedder.load()
    asked = questions()
    rest = asked[WARMING:]
    with Searcher(LocalStore(place), embedder) as searcher:
        for question in asked[:WARMING]:
            searcher.search(question)
        whole = spent(lambda n: searcher.search(rest[n]), len(rest))
        embedding = spent(lambda n: embedder.embed_question(rest[n]), len(rest))
        vectors = embedder.embed_questions(rest)
        with searcher.store.view() as view:
            dense = spent(lambda n: view.dense(vectors[n], CANDIDATES), len(rest))
            lexical = spent(lambda n: view.lexical(lexical_query(rest[n]), CANDIDATES), len(rest))
            found = [set(view.dense(vector, 10).keys.tolist()) for vector in vectors]
        resident = resident_megabytes()  # before recall, which reads all vectors
        row: dict[str, object] = {
            "passages": searcher.store.info().passages,
            "median_ms": round(median(whole.clock), 1),
            "p95_ms": round(float(np.quantile(whole.clock, 0.95)), 1),
            "cpu_ms": round(median(whole.processor), 1),
            "embed_cpu_ms": round(median(embedding.processor), 1),
            "vectors_cpu_ms": round(median(dense.processor), 2),
            "words_cpu_ms": round(median(lexical.processor), 1),
            "words_cpu_p95_ms": round(float(np.quantile(lexical.processor, 0.95)), 1),
            "recall@10": round(recall(place, vectors, found), 3),
        }
    rates = {f"per_s_{callers}": rate for callers, rate in throughput(place, embedder)}
    return row | rates | {"resident_MB": resident}


def throughput(place: Path, embedder: Embedder) -> Iterator[tuple[int, float]]:
    """Yield, by number of callers, how many questions are answered in a second."""
    asked = questions()
    for callers in CALLERS:
        with Searcher(LocalStore(place), embedder) as searcher, ThreadPoolExecutor(callers) as pool:
            searcher.search("Wie mag dat?")
            started = time.perf_counter()
            list(pool.map(searcher.search, asked))
            yield callers, round(len(asked) / (time.perf_counter() - started), 1)


def rows(real: Path, folder: Path, sizes: list[int]) -> Iterator[dict[str, object]]:
    for size in sizes:
        place = grown(real, folder / str(size), size)
        command = [sys.executable, "-m", "benchmarks.asking", "--one", str(place)]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        yield json.loads(shown.splitlines()[-1])


def main() -> None:
    if sys.argv[1] == "--one":
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    print(described())
    print_table(rows(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]] or list(SIZES)))


if __name__ == "__main__":
    main()
