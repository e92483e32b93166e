from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store import Candidates
from retrieval.fusion import fuse

SCORES = st.floats(-1, 1, width=32)


def candidates(scores: dict[int, float]) -> Candidates:
    return Candidates(np.array(list(scores), np.int64), np.array(list(scores.values()), np.float32))


def test_scores_computed_by_hand() -> None:
    keys, cosines = np.array([1, 2, 3], np.int64), np.array([0.9, 0.8, 0.7], np.float32)
    fused = fuse(keys, cosines, candidates({2: 10.0, 3: 5.0}), dense_weight=0.7)
    # 1: 0.7 · 1 + 0; 2: 0.7 · ½ + 0.3 · 1; 3: 0 + 0.3 · ½
    assert fused.keys.tolist() == [1, 2, 3]
    assert fused.scores.tolist() == pytest.approx([0.7, 0.65, 0.15])


def test_words_decide_where_vectors_hardly_differ() -> None:
    keys, cosines = np.array([1, 2], np.int64), np.array([0.801, 0.800], np.float32)
    assert fuse(keys, cosines, candidates({2: 3.0})).keys.tolist() == [2, 1]


@given(st.dictionaries(st.integers(0, 50), SCORES, max_size=20), st.dictionaries(st.integers(0, 50), st.floats(0, 40)))
def test_every_key_comes_once_in_order_with_a_score_between_0_and_1(
    cosines: dict[int, float], lexical: dict[int, float]
) -> None:
    fused = fuse(candidates(cosines).keys, candidates(cosines).scores, candidates(lexical))
    assert sorted(fused.keys.tolist()) == sorted(cosines)
    assert fused.scores.tolist() == sorted(fused.scores.tolist(), reverse=True)
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in fused.scores.tolist())
