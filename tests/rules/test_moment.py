"""Dates as exact as they are named."""

from datetime import date

import pytest

from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.moment import Moment

DAY = Moment(day=date(2024, 4, 15))
MONTH = Moment(day=date(2024, 4, 1), precision=Precision.MONTH)
YEAR = Moment(day=date(2024, 1, 1), precision=Precision.YEAR)
OTHER_DAY = Moment(day=date(2024, 4, 16))
OTHER_MONTH = Moment(day=date(2024, 5, 1), precision=Precision.MONTH)
OTHER_YEAR = Moment(day=date(2023, 4, 15), precision=Precision.YEAR)


@pytest.mark.parametrize(
    ("said", "fact", "agrees"),
    [
        (DAY, DAY, True),
        (DAY, OTHER_DAY, False),
        (MONTH, DAY, True),
        (YEAR, DAY, True),
        (YEAR, MONTH, True),
        (MONTH, MONTH, True),
        (OTHER_MONTH, DAY, False),
        (OTHER_MONTH, MONTH, False),
        (OTHER_YEAR, DAY, False),
        (OTHER_YEAR, MONTH, False),
        (DAY, MONTH, None),
        (DAY, YEAR, None),
        (MONTH, YEAR, None),
        (DAY, OTHER_MONTH, False),
        (DAY, OTHER_YEAR, False),
        (MONTH, OTHER_YEAR, False),
    ],
)
def test_agreement(said, fact, agrees) -> None:
    assert said.agrees_with(fact) is agrees


def test_words() -> None:
    assert [m.in_words() for m in (DAY, MONTH, YEAR)] == ["on 15 April 2024", "in April 2024", "in 2024"]
