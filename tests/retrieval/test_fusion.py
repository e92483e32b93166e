from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store import Candidates
from retrieval.fusion import fuse

COSINES = st.floats(-1, 1, width=32)
SHARES = st.floats(0, 1, width=32)


def candidates(scores: dict[int, float]) -> Candidates:
    return Candidates(np.array(list(scores), np.int64), np.array(list(scores.values()), np.float32))


def test_scores_computed_by_hand() -> None:
    keys, cosines = np.array([1, 2, 3], np.int64), np.array([0.9, 0.8, 0.7], np.float32)
    fused = fuse(keys, cosines, candidates({2: 1.0, 3: 0.5}), lexical_weight=0.1)
    # 1: 0.9 · 0.95 + 0; 2: 0.9 · 0.9 + 0.1 · 1; 3: 0.9 · 0.85 + 0.1 · ½
    assert fused.keys.tolist() == [2, 1, 3]
    assert fused.scores.tolist() == pytest.approx([0.91, 0.855, 0.815])


def test_words_decide_where_vectors_hardly_differ() -> None:
    keys, cosines = np.array([1, 2], np.int64), np.array([0.801, 0.800], np.float32)
    assert fuse(keys, cosines, candidates({2: 0.3})).keys.tolist() == [2, 1]


def test_words_that_hardly_fit_do_not_outweigh_a_nearer_vector() -> None:
    keys, cosines = np.array([1, 2], np.int64), np.array([0.85, 0.80], np.float32)
    assert fuse(keys, cosines, candidates({2: 0.1})).keys.tolist() == [1, 2]


@given(st.dictionaries(st.integers(0, 50), COSINES, max_size=20), st.dictionaries(st.integers(0, 50), SHARES))
def test_every_key_comes_once_in_order_with_a_score_between_0_and_1(
    cosines: dict[int, float], lexical: dict[int, float]
) -> None:
    fused = fuse(candidates(cosines).keys, candidates(cosines).scores, candidates(lexical))
    assert sorted(fused.keys.tolist()) == sorted(cosines)
    assert fused.scores.tolist() == sorted(fused.scores.tolist(), reverse=True)
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in fused.scores.tolist())
