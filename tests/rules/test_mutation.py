"""The mutation check: each mutant fails a decision test, or `explained.toml` says why it decides the same.

A sample by default, the whole core where slow tests run. `python -m tests.rules.mutation all` runs everything.
"""

from collections import Counter
from collections.abc import Iterable

import pytest

from assistant.rules import Engine
from tests.rules.mutation.decisions import MODULES, decisions
from tests.rules.mutation.explained import explanations
from tests.rules.mutation.run import Result, run, run_all
from tests.rules.mutation.sets import all_mutants, core_mutants

# Every so many-th mutant of the core is in the sample.
STRIDE = 97


def survivors(results: Iterable[Result]) -> list[str]:
    """The names of mutants that no decision test notices and that nothing explains."""
    return [result.name for result in results if result.killer is None and result.name not in explanations()]


def test_the_decisions_hold_without_a_mutant(engine: Engine) -> None:
    assert [decision.name for decision in decisions() if not decision.holds(engine)] == []
    assert {decision.name.partition("::")[0] for decision in decisions()} == {m.rpartition(".")[2] for m in MODULES}


def test_every_mutant_has_a_name_of_its_own(engine: Engine) -> None:
    names = Counter(mutant.name for mutant in all_mutants(engine))
    assert [name for name, times in names.items() if times > 1] == []
    assert set(explanations()) <= set(names)
    assert all(reason.endswith(".") for reason in explanations().values())


def test_a_sample_of_the_core(engine: Engine) -> None:
    assert survivors(run(list(core_mutants(engine))[::STRIDE])) == []


def test_a_mutant_is_taken_back(engine: Engine) -> None:
    """The engine decides as before once a mutant was asked."""
    for mutant in list(all_mutants(engine))[::STRIDE]:
        with mutant.installed():
            pass
    assert [decision.name for decision in decisions() if not decision.holds(engine)] == []


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_core() -> None:
    """The timeout is the promise: the whole core is checked in less than two minutes.

    Those that decide the same are left to the command, which says when one of them is noticed after all.
    """
    assert survivors(run_all(("core",), frozenset(explanations()))) == []
