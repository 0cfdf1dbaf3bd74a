"""Mutants of the tables that decide beside functions and facts: rows of rules and of truths, readings of aspects."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from assistant.rules import Engine, fixes
from assistant.rules.aspect import Aspect, Reading
from assistant.rules.kinds import (
    acquisition,
    activation,
    aks,
    compatibility,
    error,
    installation,
    licensing,
    lifecycle,
    requirement,
    runtime,
    upgrade,
)
from assistant.rules.verdict import Truth
from tests.rules.mutation.mutant import Mutant, changed

_COMPATIBILITY = "kinds/compatibility.py"
_TOLD = (acquisition, licensing, activation, installation, upgrade, requirement, error, runtime, aks)


def mutants(engine: Engine) -> Iterator[Mutant]:
    """Every mutant of every table."""
    yield from _rules(engine)
    yield from _truths(engine)
    yield from _tuples(engine)
    for module in _TOLD:
        for aspect in module.ASPECTS:
            yield from _aspect(engine, module.__name__.rpartition(".")[2], aspect)


def _rules(engine: Engine) -> Iterator[Mutant]:
    """Each rule left out; each exception that a rule claims left out."""
    rules = compatibility.RULES
    for rule in rules:
        rest = tuple(other for other in rules if other is not rule)
        yield _mutant(
            engine, _COMPATIBILITY, rule.id, "left out", lambda rest=rest: changed(compatibility, "RULES", rest)
        )
        for limited in rule.limits:
            kept = tuple(other for other in rule.limits if other != limited)
            yield _mutant(
                engine,
                _COMPATIBILITY,
                rule.id,
                f"limits without {limited}",
                lambda rule=rule, kept=kept: changed(rule, "limits", kept),
            )


def _truths(engine: Engine) -> Iterator[Mutant]:
    """Each cell of the table that turns a verdict into the truth of a statement."""
    for cell, truth in compatibility._TRUTHS.items():
        for other in Truth:
            if other is not truth:
                wrong = {**compatibility._TRUTHS, cell: other}
                yield _mutant(
                    engine,
                    _COMPATIBILITY,
                    "_TRUTHS",
                    f"{cell[0]} and {cell[1]}: {truth} -> {other}",
                    lambda wrong=wrong: changed(compatibility, "_TRUTHS", wrong),
                )


def _tuples(engine: Engine) -> Iterator[Mutant]:
    """Each element of the tables of phases in support and of outcomes that help left out."""
    for module, file, name in (
        (fixes, "fixes.py", "_IN_SUPPORT"),
        (fixes, "fixes.py", "_HELPS"),
        (lifecycle, "kinds/lifecycle.py", "_IN_SUPPORT"),
    ):
        known = getattr(module, name)
        for element in known:
            rest = tuple(other for other in known if other is not element)
            yield _mutant(
                engine,
                file,
                name,
                f"without {element}",
                lambda module=module, name=name, rest=rest: changed(module, name, rest),
            )


def _aspect(engine: Engine, kind: str, aspect: Aspect) -> Iterator[Mutant]:
    """Another reading of what the facts leave out, where there is a value that they can leave out."""
    if aspect.procedure is None and aspect.value:
        for reading in Reading:
            if reading is not aspect.reading:
                yield _mutant(
                    engine,
                    f"kinds/{kind}.py",
                    f"{aspect.rule} {aspect.proposition.__name__}",
                    f"reading {aspect.reading} -> {reading}",
                    lambda reading=reading: changed(aspect, "reading", reading),
                )


def _mutant(
    engine: Engine, file: str, place: str, what: str, change: Callable[[], AbstractContextManager[None]]
) -> Mutant:
    @contextmanager
    def installed() -> Iterator[Engine]:
        with change():
            yield Engine(replace(engine.facts))

    return Mutant(name=f"{file} {place}: {what}", file=file, place=place, installed=installed)
