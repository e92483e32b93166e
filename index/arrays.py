"""Names for the arrays that flow between the packages: float32, C-contiguous, a unit-length row per text."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatVector: TypeAlias = NDArray[np.float32]
"""Shape (dimension,)."""

FloatMatrix: TypeAlias = NDArray[np.float32]
"""Shape (n, dimension); row i belongs to text i."""

KeyArray: TypeAlias = NDArray[np.int64]
"""Shape (n,); passage keys of a store."""
