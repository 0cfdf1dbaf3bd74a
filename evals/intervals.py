"""A figure with its 95 % interval: Wilson's for shares, a bootstrap with a fixed seed for means and medians.

What could not be scored is counted beside the figure, never averaged into it; a figure over nothing has no value.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_Z = 1.959964
_DRAWS, _SEED = 1_000, 20_261_124
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric's value over `n` cases with its interval [low, high]; all None where there were none.

    `unscored`: cases that belong to the metric and could not be scored.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    unscored: int = 0


def share(successes: int, n: int, *, unscored: int = 0) -> Figure:
    """`successes` of `n`, with Wilson's interval."""
    if not n:
        return Figure(value=None, n=0, unscored=unscored)
    p = successes / n
    centre = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
    spread = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
    return _figure(p, n, max(0.0, centre - spread), min(1.0, centre + spread), unscored)


def mean(values: Sequence[float], *, unscored: int = 0) -> Figure:
    """The mean of `values`, with a bootstrap interval."""
    return _bootstrapped(values, np.mean, unscored)


def median(values: Sequence[float], *, unscored: int = 0) -> Figure:
    """The median of `values`, with a bootstrap interval."""
    return _bootstrapped(values, np.median, unscored)


def _bootstrapped(values: Sequence[float], statistic: Callable[..., Any], unscored: int) -> Figure:
    if not values:
        return Figure(value=None, n=0, unscored=unscored)
    sample: npt.NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(_SEED).integers(0, len(sample), (_DRAWS, len(sample)))
    low, high = np.percentile(statistic(sample[draws], axis=1), (2.5, 97.5))
    return _figure(float(statistic(sample)), len(sample), float(low), float(high), unscored)


def _figure(value: float, n: int, low: float, high: float, unscored: int) -> Figure:
    return Figure(
        value=round(value, _DIGITS), n=n, low=round(low, _DIGITS), high=round(high, _DIGITS), unscored=unscored
    )
