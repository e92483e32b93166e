"""What is computed of a passage: a vector of the whole and, in an index that keeps them, one of each statement."""

from __future__ import annotations

from dataclasses import dataclass

from index.arrays import FloatMatrix, FloatVector


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """All vectors of one passage.

    whole: float32 (dim,), unit length. statements: float32 (n, dim), a unit row for each that `corpus.statements` finds
    in the passage, in that order; (0, dim) in an index that keeps none.
    """

    whole: FloatVector
    statements: FloatMatrix
