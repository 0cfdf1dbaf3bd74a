"""Figures and their intervals: textbook values, laws, and nothing to measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import mean, median, share

# Wilson's interval without correction, from the formula's usual examples.
WILSON = [(0, 10, 0.0, 0.277533), (10, 10, 0.722467, 1.0), (5, 10, 0.236593, 0.763407), (81, 263, 0.255288, 0.366173)]


@pytest.mark.parametrize(("successes", "n", "low", "high"), WILSON)
def test_wilson(successes: int, n: int, low: float, high: float) -> None:
    figure = share(successes, n)
    assert figure.value == pytest.approx(successes / n, abs=1e-6)
    assert (figure.low, figure.high) == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


@pytest.mark.parametrize("figure", [share(0, 0, unscored=3), mean([], unscored=3), median([], unscored=3)])
def test_nothing_to_measure_has_no_value_and_is_counted(figure) -> None:
    assert (figure.value, figure.low, figure.high, figure.n, figure.unscored) == (None, None, None, 0, 3)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(case: tuple[int, int]) -> None:
    figure = share(*case)
    assert 0 <= figure.low <= figure.value + 1e-6
    assert figure.value - 1e-6 <= figure.high <= 1


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50))
def test_a_mean_is_the_same_each_time_and_between_its_extremes(values: list[float]) -> None:
    assert mean(values) == mean(list(values))
    assert min(values) - 1e-6 <= mean(values).value <= max(values) + 1e-6
