"""Names for the arrays that flow between the packages: float32, C-contiguous, a unit-length row per text."""

from __future__ import annotations

from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

FloatVector: TypeAlias = NDArray[np.float32]
"""Shape (dimension,)."""

FloatMatrix: TypeAlias = NDArray[np.float32]
"""Shape (n, dimension); row i belongs to text i."""

KeyArray: TypeAlias = NDArray[np.int64]
"""Shape (n,); passage keys of a store."""


def products(rows: FloatMatrix, vector: FloatVector) -> FloatVector:
    """Return the inner product of each row with `vector`, float32 (n,), computed by this thread alone.

    `rows @ vector` wakes the threads of OpenBLAS, which go on spinning after it: half of the processor time of a
    question went to them, while other questions waited.
    """
    return cast(FloatVector, np.einsum("ij,j->i", rows, vector))
