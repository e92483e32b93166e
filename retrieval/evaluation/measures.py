"""Measures of rankings, by trec_eval (through ir-measures), and what chance can do to them, by SciPy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MEASURES = ("nDCG@10", "MRR@10", "recall@1", "recall@5", "recall@10", "recall@100")
DEPTH = 100  # hits that the measures look at
RESAMPLES = 9_999  # an odd number, so that one more makes the p-value a multiple of 1/10,000
_SEED = 1
_NAMES = {"nDCG@10": "nDCG@10", "MRR@10": "RR@10", **{f"recall@{k}": f"R@{k}" for k in (1, 5, 10, 100)}}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions, with the interval that holds the real one with 95% certainty (percentile bootstrap)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of first minus second over the same questions, and how likely chance alone gives as much.

    `p_value` is of the two-sided paired randomisation test (Fisher); it is not corrected for several comparisons.
    """

    mean: float
    low: float
    high: float
    p_value: float


def scores(
    relevant: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return each of `MEASURES`, by question id.

    relevant: the gain of each relevant item, by question id. ranked: items found, best first; an item counts where it
    comes first. A question without items scores 0.
    """
    import ir_measures

    run = {
        question_id: {item: float(-rank) for rank, item in enumerate(dict.fromkeys(items))}
        for question_id, items in ranked.items()
    }
    wanted = {ir_measures.parse_measure(name): ours for ours, name in _NAMES.items()}
    found: dict[str, dict[str, float]] = {question_id: dict.fromkeys(MEASURES, 0.0) for question_id in relevant}
    for metric in ir_measures.iter_calc(list(wanted), relevant, run):
        found[metric.query_id][wanted[metric.measure]] = float(metric.value)
    return found


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of two or more values with its interval; the same for the same values."""
    low, high = _interval(np.asarray(values))
    return Estimate(math.fsum(values) / len(values), low, high)


def difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Compare two rankings by their scores of the same questions, in the same order; two or more."""
    from scipy.stats import permutation_test

    apart = np.asarray(first) - np.asarray(second)
    low, high = _interval(apart)
    tested = permutation_test(
        (apart,),  # with one sample, "samples" turns the sign of each value by chance
        lambda values, axis: values.mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(_SEED),
    )
    return Difference(float(apart.mean()), low, high, float(tested.pvalue))


def _interval(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    from scipy.stats import bootstrap

    found = bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=1_000,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(found.low), float(found.high)
