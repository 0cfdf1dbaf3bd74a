"""Which decision each mutant gets wrong; survivors are those that get none wrong."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from assistant.errors import AssistantError
from assistant.rules import Engine
from tests.rules.mutation.decisions import Decision, decisions
from tests.rules.mutation.mutant import Mutant
from tests.rules.mutation.sets import CORE_FILES, TOLD_KINDS, mutants_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A mutant by its name, file and place, and the first decision that is wrong with it, None where it survives."""

    name: str
    file: str
    place: str
    killer: str | None


def run_all(words: tuple[str, ...], without: frozenset[str] = frozenset()) -> list[Result]:
    """The results of the mutants that `words` select (see `sets.mutants_of`), worked on by a process a core.

    `without` are names of mutants to leave out: a survivor takes as long as all decisions together.
    """
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        shares = list(pool.map(partial(_share, words, without, workers), range(workers)))
    by_place = sorted((found for share in shares for found in share), key=lambda found: found[0])
    return [result for _, result in by_place]


def _share(words: tuple[str, ...], without: frozenset[str], workers: int, worker: int) -> list[tuple[int, Result]]:
    """Every so many-th mutant, with its place among all."""
    wanted = (mutant for mutant in mutants_of(Engine.load(), words) if mutant.name not in without)
    places = list(enumerate(wanted))[worker::workers]
    return list(zip((place for place, _ in places), run(mutant for _, mutant in places), strict=True))


def run(mutants: Iterable[Mutant]) -> Iterator[Result]:
    """The result of each mutant, in order. What was wrong with the neighbours before is asked first."""
    orders: dict[str, list[Decision]] = {}
    for mutant in mutants:
        if mutant.file not in orders:
            orders[mutant.file] = _order(mutant.file)
        order = orders[mutant.file]
        killer = killed_by(mutant, order)
        if isinstance(killer, Decision):
            order.remove(killer)
            order.insert(0, killer)
            killer = killer.name
        yield Result(name=mutant.name, file=mutant.file, place=mutant.place, killer=killer)


def _order(file: str) -> list[Decision]:
    """The decision tests, those that are named like the file first; of told facts only those that may read them."""
    subject = file.rpartition("/")[2].partition(".")[0]
    asked = [d for d in decisions() if file in CORE_FILES or file.endswith(".py") or d.name.startswith(_READ_TOLD)]
    return sorted(asked, key=lambda decision: f"test_{subject}" not in decision.name)


# Decisions of the core read no told fact; leaving them out saves most of the time that a survivor takes.
_READ_TOLD = tuple(f"test_{stem}" for stem in (*TOLD_KINDS, "told", "aspect", "reasons"))


def killed_by(mutant: Mutant, order: Iterable[Decision]) -> Decision | str | None:
    """The first decision that is wrong, or why there is no engine to ask, or None."""
    try:
        with mutant.installed() as engine:
            return next((decision for decision in order if not decision.holds(engine)), None)
    except AssistantError as error:
        return f"refused: {error.what}"
