"""Making the FAISS index of a generation: exact while that is fast enough, clustered with measured recall beyond."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.arrays import FloatMatrix, KeyArray
from index.local import truth
from index.local.vectors import SPARE
from index.manifest import Manifest

Batches = Callable[[], Iterable[tuple[KeyArray, FloatMatrix]]]
"""Gives all keys, int64 (n,), and vectors, float32 (n, dim), batch by batch, from the start at each call."""

EXACT_UP_TO = 250_000  # passages; benchmarks/vectors.py measures both kinds round this number
AIMED_RECALL = 0.97  # of the ten nearest
_TRAINED_PER_CLUSTER = 40  # vectors; FAISS warns below 39
# The part of the clusters that is searched at least: questions lie further from passages than passages from each other,
# so recall on vectors of the index flatters. Of 600,000 passages, 16 of 1,545 clusters hold 0.76 of the ten nearest of
# real questions, 128 of them 0.96, in 5 ms (benchmarks/RESULTS.md).
_LEAST_SEARCHED = 1 / 12
_RECALL_QUESTIONS = 200
_RECALL_DEPTH = 10
_SAME_SCORE = 1e-6  # by which sums of 32-bit numbers differ with their order


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """A FAISS index with its kind, "exact" or "ivf", and its recall@10 against exact search (None: exact)."""

    main: Any
    kind: str
    recall: float | None


def build(connection: sqlite3.Connection) -> VectorIndex:
    """Return an index of all vectors of the truth, of the kind that suits their number."""
    dimension = Manifest.from_json(truth.meta(connection, "manifest")).dimension
    (count,) = connection.execute("select count(*) from vector").fetchone()

    def batches() -> Iterable[tuple[KeyArray, FloatMatrix]]:
        return truth.vector_batches(connection)

    if count <= EXACT_UP_TO:
        return VectorIndex(exact(batches, dimension), "exact", None)
    return clustered(batches, dimension, count)


def exact(batches: Batches, dimension: int) -> Any:
    """Return a FAISS index that compares with every vector, kept in 16 bits as the truth keeps them."""
    import faiss

    main = faiss.IndexIDMap(
        faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    )
    for keys, vectors in batches():
        main.add_with_ids(vectors, keys)
    return main


def clustered(batches: Batches, dimension: int, count: int) -> VectorIndex:
    """Return a FAISS IVF index with 8-bit codes that searches as many clusters as `AIMED_RECALL` takes.

    They are half of 16-bit ones in memory. They move a score by 0.0002 on average, and by up to 0.013 was seen where a
    few dimensions are much larger than others; so who searches takes more than is wanted, and computes scores anew from
    the vectors of the truth. Recall is measured likewise, with vectors of the index itself as questions.
    """
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)  # building may use all processors
    clusters = max(1, round(2 * math.sqrt(count)))
    main = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        clusters,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    main.train(_sample(batches, count, clusters * _TRAINED_PER_CLUSTER, seed=1))
    for keys, vectors in batches():
        main.add_with_ids(vectors, keys)
    questions = _sample(batches, count, _RECALL_QUESTIONS, seed=2)
    reached = _reached(batches, questions)
    main.nprobe = min(max(16, round(clusters * _LEAST_SEARCHED)), clusters)
    while (recall := _recall(main, batches, questions, reached)) < AIMED_RECALL and main.nprobe < clusters:
        main.nprobe = min(main.nprobe * 2, clusters)
    return VectorIndex(main, "ivf", recall)


def _sample(batches: Batches, count: int, wanted: int, seed: int) -> FloatMatrix:
    """Return about `wanted` of the `count` vectors, chosen by chance, the same at every call."""
    chance = np.random.default_rng(seed)
    chosen = [vectors[chance.random(len(vectors)) < wanted / count] for _, vectors in batches()]
    return np.concatenate(chosen)


def _reached(batches: Batches, questions: FloatMatrix) -> FloatMatrix:
    """Return the scores of the nearest vectors of each question, float32 (n, depth), by comparing with every one."""
    best = np.empty((len(questions), 0), np.float32)
    for _, vectors in batches():
        best = np.concatenate([best, questions @ vectors.T], axis=1)
        best = -np.partition(-best, min(_RECALL_DEPTH, best.shape[1]) - 1, axis=1)[:, :_RECALL_DEPTH]
    return best


def _recall(main: Any, batches: Batches, questions: FloatMatrix, reached: FloatMatrix) -> float:
    """Return the share of the nearest that `main` finds; any vector as near as the last of them counts as one."""
    depth = reached.shape[1]
    _, found = main.search(questions, depth + SPARE)
    scores = np.full(found.shape, -np.inf, np.float32)
    for keys, vectors in batches():
        order = np.argsort(keys)
        at = order[np.searchsorted(keys, found, sorter=order).clip(max=len(keys) - 1)]
        is_here = keys[at] == found
        scores[is_here] = np.einsum("ij,ij->i", questions[np.nonzero(is_here)[0]], vectors[at[is_here]])
    nearest = -np.partition(-scores, depth - 1, axis=1)[:, :depth]
    return float((nearest >= reached.min(axis=1, keepdims=True) - _SAME_SCORE).mean())
