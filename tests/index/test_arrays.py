"""Inner products are those of numpy's own product."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import products


@given(st.integers(0, 40), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_products_are_those_of_the_rows_one_by_one(count: int, dimension: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = draw.standard_normal((count, dimension)).astype(np.float32)
    vector = draw.standard_normal(dimension).astype(np.float32)
    found = products(rows, vector)
    assert found.dtype == np.float32
    expected = rows.astype(np.float64) @ vector.astype(np.float64)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4 * dimension**0.5)
