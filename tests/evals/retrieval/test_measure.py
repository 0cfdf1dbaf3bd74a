"""Figures: known values, intervals that hold them, and no value where nothing was measured."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.retrieval.measure import DEPTH, figures, first_rank

RANKS = st.lists(st.none() | st.integers(1, DEPTH), min_size=1, max_size=40)


def test_the_first_gold_counts_and_repetitions_do_not() -> None:
    assert first_rank(["a", "a", "b", "c"], frozenset({"b", "c"})) == 2
    assert first_rank(["a"], frozenset({"b"})) is None
    assert first_rank([str(number) for number in range(20)], frozenset({"10"})) is None


def test_known_values() -> None:
    measured = figures([1, 2, None, 6])
    assert measured["recall@1"].value == 0.25
    assert measured["recall@5"].value == 0.5
    assert measured["recall@10"].value == 0.75
    assert measured["MRR@10"].value == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert measured["nDCG@10"].value == pytest.approx((1 + 1 / math.log2(3) + 1 / math.log2(7)) / 4)
    wilson = measured["recall@5"]
    assert (wilson.low, wilson.high) == pytest.approx((0.150, 0.850), abs=0.001)


@given(RANKS)
def test_every_figure_lies_in_its_interval_and_is_the_same_again(ranks: list[int | None]) -> None:
    measured = figures(ranks)
    for figure in measured.values():
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert -1e-9 <= figure.low <= figure.value + 1e-9 <= figure.high + 2e-9 <= 1 + 1e-8
    assert measured == figures(ranks)


def test_nothing_measured_has_no_value() -> None:
    assert all(figure.value is None and figure.n == 0 for figure in figures([]).values())
