"""One ranking from two: dense and lexical scores on one scale, weighted and added."""

from __future__ import annotations

import numpy as np

from index.arrays import FloatVector, KeyArray
from index.store import Candidates

DENSE_WEIGHT = 0.7  # against 0.3 for BM25: the best of steps of 0.1 on both sets of ../shared/data/evaluation


LEAST_COSINE_RANGE = 0.06  # candidates that differ less than this are nearly alike; stretching that would add noise


def fuse(keys: KeyArray, cosines: FloatVector, lexical: Candidates, dense_weight: float = DENSE_WEIGHT) -> Candidates:
    """Order `keys` by the weighted sum of scaled cosine and scaled BM25 score, best first.

    keys: int64 (n,), the union of all candidates, and cosines: float32 (n,), theirs. The highest cosine scales to 1,
    and the lowest (or what lies `LEAST_COSINE_RANGE` below the highest, if that is lower) to 0. BM25 scores are divided
    by the highest; a key that lexical search did not return has 0. The result's scores are in [0, 1]; equal scores are
    ordered by key.
    """
    if not len(keys):
        return Candidates(keys, cosines)
    found = dict(zip(lexical.keys.tolist(), lexical.scores.tolist(), strict=True))
    scores = np.array([found.get(key, 0.0) for key in keys.tolist()], np.float32)
    highest = float(cosines.max())
    cosine_range = max(highest - float(cosines.min()), LEAST_COSINE_RANGE)
    fused = dense_weight * (1 - (highest - cosines) / cosine_range)
    fused = fused + (1 - dense_weight) * scores / max(float(scores.max()), 1e-9)
    best = np.lexsort((keys, -fused))
    return Candidates(keys[best], fused[best].astype(np.float32))
