"""One ranking from two: dense and lexical scores on one scale, weighted and added."""

from __future__ import annotations

import numpy as np

from index.arrays import FloatVector, KeyArray
from index.store import Candidates

DENSE_WEIGHT = 0.7  # against 0.3 for BM25: the best of steps of 0.1 on both sets of ../shared/data/evaluation


def fuse(keys: KeyArray, cosines: FloatVector, lexical: Candidates, dense_weight: float = DENSE_WEIGHT) -> Candidates:
    """Order `keys` by the weighted sum of min-max-scaled cosine and BM25 score, best first.

    keys: int64 (n,), the union of all candidates, and cosines: float32 (n,), theirs. A key that lexical search did
    not return has BM25 score 0. The result's scores are in [0, 1]; equal scores are ordered by key.
    """
    found = dict(zip(lexical.keys.tolist(), lexical.scores.tolist(), strict=True))
    scores = np.array([found.get(key, 0.0) for key in keys.tolist()], np.float32)
    fused = dense_weight * _scaled(cosines) + (1 - dense_weight) * _scaled(scores)
    best = np.lexsort((keys, -fused))
    return Candidates(keys[best], fused[best].astype(np.float32))


def _scaled(scores: FloatVector) -> FloatVector:
    """Return scores mapped linearly onto [0, 1]; all zero where they do not differ."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return np.zeros_like(scores) if high == low else (scores - low) / (high - low)
