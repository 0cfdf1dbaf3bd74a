"""`holds`: what the packaged facts say of a proposition, in one word, and `corrected`: what is true instead."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from assistant.rules import Engine

Judge = Callable[..., Any]


@pytest.fixture(scope="session")
def holds(engine: Engine, today: date) -> Judge:
    """'entailed', 'contradicted' or 'undecided', today or on another day."""
    return lambda proposition, day=today: engine.decide(proposition, day).truth.value


@pytest.fixture(scope="session")
def corrected(engine: Engine, today: date) -> Judge:
    """The sentence that corrects a proposition, None where nothing has to be corrected."""

    def say(proposition: Any, day: date = today) -> str | None:
        found = engine.decide(proposition, day).correction
        return None if found is None else engine.state(found)

    return say
