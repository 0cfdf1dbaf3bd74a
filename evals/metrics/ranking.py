"""Does retrieval find the gold sections? Per leg (dense, lexical, fused), over turns that name some and were answered.

A turn's gold sections are alternatives: the one ranked first decides, so nDCG has one relevant place.
"""

import math
from collections.abc import Callable

from evals.intervals import Figure, mean, share
from evals.metrics.sheet import Metric, Sheet

LEGS = ("fused", "dense", "lexical")


def _ranks(sheet: Sheet, leg: str) -> list[int | None]:
    return [turn.ranks[leg] for case in sheet.cases for turn in case.record.turns if leg in turn.ranks]


def recall(leg: str, at: int) -> Metric:
    """The share of turns with a gold section among the first `at`."""

    def metric(sheet: Sheet) -> Figure:
        ranks = _ranks(sheet, leg)
        return share(sum(rank is not None and rank <= at for rank in ranks), len(ranks))

    return metric


def gain(leg: str, worth: Callable[[int], float]) -> Metric:
    """The mean worth of the rank of the first gold section, 0 where it is not among the first ten."""

    def metric(sheet: Sheet) -> Figure:
        return mean([worth(rank) if rank is not None else 0.0 for rank in _ranks(sheet, leg)])

    return metric


def reciprocal(rank: int) -> float:
    """1 for the first place, 1/2 for the second ..."""
    return 1 / rank


def discounted(rank: int) -> float:
    """1 for the first place, less by the logarithm of the rank."""
    return 1 / math.log2(rank + 1)
