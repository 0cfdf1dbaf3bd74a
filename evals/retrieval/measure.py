"""Figures of retrieval with their 95 % intervals: recall at 1, 5 and 10, mean reciprocal rank and nDCG at 10.

A question's gold sections are alternatives: the first of them that is ranked decides, so nDCG has one relevant place.
A figure over no questions has no value.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

DEPTH = 10
"""Ranks that are looked at; what is lower counts as not found."""

_DRAWS, _SEED = 2_000, 20_261_124


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a system ranks: a document of the index and the section of it, as a heading in plain words."""

    document: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A mean over `n` questions with the 95 % interval [low, high]; all None where there were no questions."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def first_rank(ranked: Sequence[str], gold: frozenset[str]) -> int | None:
    """The rank, from 1, of the first of `gold` in `ranked` with repetitions left out; None below `DEPTH`."""
    distinct = list(dict.fromkeys(ranked))[:DEPTH]
    return next((place for place, key in enumerate(distinct, 1) if key in gold), None)


def figures(ranks: Sequence[int | None]) -> dict[str, Figure]:
    """Every metric over the ranks of some questions: Wilson's interval for recall, bootstrap for means."""
    return {name: metric(ranks) for name, metric in METRICS.items()}


def _recall(at: int) -> Callable[[Sequence[int | None]], Figure]:
    def recall(ranks: Sequence[int | None]) -> Figure:
        return share(sum(rank is not None and rank <= at for rank in ranks), len(ranks))

    return recall


def share(successes: int, n: int) -> Figure:
    """The share of `successes` in `n` with Wilson's interval; no value where n is 0."""
    if not n:
        return Figure(value=None, low=None, high=None, n=0)
    z, share = 1.959964, successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Figure(value=share, low=max(0.0, centre - spread), high=min(1.0, centre + spread), n=n)


def _mean(gain: Callable[[int], float]) -> Callable[[Sequence[int | None]], Figure]:
    def mean(ranks: Sequence[int | None]) -> Figure:
        if not ranks:
            return Figure(value=None, low=None, high=None, n=0)
        gains = np.array([gain(rank) if rank is not None else 0.0 for rank in ranks])
        draws = np.random.default_rng(_SEED).integers(0, len(gains), (_DRAWS, len(gains)))
        low, high = np.percentile(gains[draws].mean(axis=1), (2.5, 97.5))
        return Figure(value=float(gains.mean()), low=float(low), high=float(high), n=len(gains))

    return mean


METRICS: dict[str, Callable[[Sequence[int | None]], Figure]] = {
    "recall@1": _recall(1),
    "recall@5": _recall(5),
    "recall@10": _recall(10),
    "MRR@10": _mean(lambda rank: 1 / rank),
    "nDCG@10": _mean(lambda rank: 1 / math.log2(rank + 1)),
}
