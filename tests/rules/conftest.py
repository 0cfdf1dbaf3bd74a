"""The engine over the packaged facts, and the day on which they were reviewed."""

from datetime import date

import pytest

from assistant.rules import Engine

REVIEWED = date(2026, 11, 24)


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.load()


@pytest.fixture(scope="session")
def today() -> date:
    return REVIEWED
