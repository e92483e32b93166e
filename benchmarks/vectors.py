"""Exact against clustered vector search by number of passages: time, recall, memory; gives EXACT_UP_TO its value.

    python -m benchmarks.vectors INDEX [SIZE ...]

INDEX holds the real vectors that larger sets are made of: a real one, plus a part of another, plus noise, scaled to
unit length. Isotropic random vectors would mislead: nothing is near anything there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import described, print_table
from index.arrays import FloatMatrix, FloatVector, KeyArray
from index.local import schema, truth, vector_kinds
from index.local.vectors import VectorSet

QUESTIONS = 100
DEPTH = 100  # candidates that a question takes
BATCH = 20_000


def real_vectors(place: Path) -> FloatMatrix:
    connection = schema.connect(place)
    batches = [rows for _, rows in truth.vector_batches(connection)]
    connection.close()
    return np.concatenate(batches)


def made(real: FloatMatrix, count: int, seed: int) -> FloatMatrix:
    """Return `count` vectors between real ones, with noise of a tenth of the usual distance."""
    chance = np.random.default_rng(seed)
    first, second = (real[chance.integers(0, len(real), count)] for _ in "12")
    share = chance.uniform(0.0, 0.4, (count, 1)).astype(np.float32)
    noise = chance.standard_normal((count, real.shape[1])).astype(np.float32) * 0.005
    mixed = (1 - share) * first + share * second + noise
    scaled: FloatMatrix = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return scaled


def milliseconds(vectors: VectorSet, questions: FloatMatrix) -> tuple[float, float]:
    """Return median and 95th percentile of one search."""
    times = []
    for question in questions:
        started = time.perf_counter()
        vectors.search(question, DEPTH)
        times.append((time.perf_counter() - started) * 1000)
    return float(np.median(times)), float(np.quantile(times, 0.95))


def shared(exact: VectorSet, other: VectorSet, questions: FloatMatrix, k: int = 10) -> float:
    """Return recall@k of `other` on questions that are not in the index."""
    found = [np.intersect1d(exact.search(q, k).keys, other.search(q, k).keys) for q in questions]
    return float(np.mean([len(keys) for keys in found])) / k


def whole(main: object, dimension: int) -> VectorSet:
    none: KeyArray = np.empty(0, np.int64)
    return VectorSet(main, 1, none, np.empty((0, dimension), np.float32), none)


def measure(real: FloatMatrix, count: int) -> dict[str, float]:
    data = made(real, count, seed=1)
    questions = made(real, QUESTIONS, seed=2)
    dimension = data.shape[1]

    def batches() -> list[tuple[KeyArray, FloatMatrix]]:
        keys = np.arange(count, dtype=np.int64)
        return [(keys[i : i + BATCH], data[i : i + BATCH]) for i in range(0, count, BATCH)]

    exact = whole(vector_kinds.exact(batches, dimension), dimension)
    started = time.perf_counter()
    made_index = vector_kinds.clustered(batches, dimension, count)
    building = time.perf_counter() - started
    clustered = whole(made_index.main, dimension)
    warm: FloatVector = questions[0]
    exact.search(warm, DEPTH)
    clustered.search(warm, DEPTH)
    exact_ms, exact_p95 = milliseconds(exact, questions)
    ivf_ms, ivf_p95 = milliseconds(clustered, questions)
    return {
        "passages": count,
        "exact_ms": round(exact_ms, 2),
        "exact_p95_ms": round(exact_p95, 2),
        "ivf_ms": round(ivf_ms, 2),
        "ivf_p95_ms": round(ivf_p95, 2),
        "nprobe": made_index.main.nprobe,
        "own_recall@10": round(made_index.recall or 0.0, 3),
        "other_recall@10": round(shared(exact, clustered, questions), 3),
        "build_s": round(building, 1),
        "bytes_a_passage": round(clustered.memory_bytes / count),
    }


def main() -> None:
    real = real_vectors(Path(sys.argv[1]))
    sizes = [int(size) for size in sys.argv[2:]] or [20_000, 100_000, 250_000, 500_000]
    print(f"{described()}; {len(real)} real vectors")
    print_table(measure(real, size) for size in sizes)


if __name__ == "__main__":
    main()
