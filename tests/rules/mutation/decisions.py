"""The decisions that a mutant has to get wrong: the tests beside this folder, run in this process on a given engine.

They restate truths by hand, or state laws; none compares with anything that the program printed. What is left out are
tests of other things (files, pages, error messages) and tests that draw their examples at random.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from itertools import product
from types import ModuleType
from typing import Any

from assistant.rules import Engine

TODAY = date(2026, 11, 24)
_KINDS = "tests.rules.kinds.test_"

# The modules whose tests decide, those that are quick and tell much first.
MODULES = (
    "tests.rules.test_releases",
    "tests.rules.test_images",
    "tests.rules.test_printed",
    "tests.rules.test_lifespan",
    "tests.rules.test_reasons",
    "tests.rules.test_fixes",
    f"{_KINDS}compatibility",
    f"{_KINDS}statements_of_fact",
    f"{_KINDS}acquisition",
    f"{_KINDS}licensing",
    f"{_KINDS}activation",
    f"{_KINDS}installation",
    f"{_KINDS}upgrade",
    f"{_KINDS}requirement",
    f"{_KINDS}error",
    f"{_KINDS}runtime",
    f"{_KINDS}aks",
    "tests.rules.test_told_facts",
    "tests.rules.test_told_readings",
    "tests.rules.test_moment",
    "tests.rules.test_versions",
    "tests.rules.test_matrix",
    "tests.rules.test_runtime_matcher",
    "tests.rules.test_aspect",
    "tests.rules.test_laws",
)

# Laws over so many combinations that they take seconds each time.
_SLOW = frozenset(("test_negations_corrections_and_sentences",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One test function with the rows that it is parametrized with."""

    name: str
    test: Callable[..., None]
    asks_for: frozenset[str]
    rows: tuple[Mapping[str, Any], ...]

    def holds(self, engine: Engine) -> bool:
        """Whether it passes on that engine, whatever way it fails."""
        fixtures = _fixtures(engine)
        asked = {name: fixtures[name] for name in self.asks_for}
        try:
            for row in self.rows:
                self.test(**asked, **row)
        except Exception:
            return False
        return True


@cache
def decisions() -> tuple[Decision, ...]:
    """Every test of the modules above that asks for nothing but the engine."""
    return tuple(decision for name in MODULES for decision in _of_module(import_module(name)))


def _of_module(module: ModuleType) -> Iterator[Decision]:
    for name, test in vars(module).items():
        if not name.startswith("test_") or name in _SLOW or hasattr(test, "hypothesis"):
            continue
        marks = getattr(test, "pytestmark", [])
        rows = tuple(_rows(marks))
        wanted = set(inspect.signature(test).parameters) - {key for row in rows for key in row}
        if wanted <= _fixtures(None).keys() and not any(mark.name in ("skipif", "slow") for mark in marks):
            full = f"{module.__name__.rpartition('.')[2]}::{name}"
            yield Decision(name=full, test=test, asks_for=frozenset(wanted), rows=rows)


def _rows(marks: list[Any]) -> Iterator[Mapping[str, Any]]:
    """The arguments of every case of a parametrized test."""
    tables = []
    for mark in (m for m in marks if m.name == "parametrize"):
        names = mark.args[0].split(", ") if isinstance(mark.args[0], str) else list(mark.args[0])
        values = [getattr(value, "values", value) if hasattr(value, "marks") else value for value in mark.args[1]]
        tables.append([dict(zip(names, value if len(names) > 1 else [value], strict=True)) for value in values])
    for combination in product(*tables):
        yield {key: value for row in combination for key, value in row.items()}


def _fixtures(engine: Engine | None) -> Mapping[str, Any]:
    """What tests/rules/conftest.py and tests/rules/kinds/conftest.py provide, for that engine."""

    def holds(proposition: Any, day: date = TODAY) -> str:
        assert engine is not None
        return engine.decide(proposition, day).truth.value

    def corrected(proposition: Any, day: date = TODAY) -> str | None:
        assert engine is not None
        found = engine.decide(proposition, day).correction
        return None if found is None else engine.state(found)

    return {"engine": engine, "today": TODAY, "holds": holds, "corrected": corrected}
