"""Properties of the kinds whose truth is told by facts: part of the certificate.

Each told proposition is asked, with its denial and its correction, on every day on which an entry of its table begins
or ends, and on the days beside those.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from assistant.rules.engine import Engine
from assistant.rules.factbase import SUBJECTS
from assistant.rules.release import Channel, Role
from assistant.rules.rulebook import KINDS
from assistant.rules.told import Holds, Telling, Told
from assistant.rules.verdict import Truth

_TRUTH = {Holds.YES: Truth.ENTAILED, Holds.NO: Truth.CONTRADICTED, Holds.UNKNOWN: Truth.UNDECIDED}
_OPPOSITE = {
    Truth.ENTAILED: Truth.CONTRADICTED,
    Truth.CONTRADICTED: Truth.ENTAILED,
    Truth.UNDECIDED: Truth.UNDECIDED,
}
_GROUPS = frozenset((*Channel, *Role))


def facts_are_decided(engine: Engine) -> Iterator[str | None]:
    """On its first and last day, and on the day of review where it is valid, each entry decides what it tells."""
    for proposition, entries in engine.facts.told.items():
        for entry in entries:
            days = (entry.valid_from, entry.valid_to, engine.reviewed)
            for day in dict.fromkeys(d for d in days if d is not None and entry.valid_on(d)):
                for that in entry.those:
                    ruling = engine.decide(that, day)
                    cited = any(
                        entry.id in step.facts and step.conflict == entry.conflict for step in ruling.derivation
                    )
                    right = ruling.truth is _TRUTH[entry.holds] and cited
                    yield None if right else f"{entry.id} ({proposition.__name__}), {day}: {ruling.truth.value}"


def denials_are_opposite(engine: Engine) -> Iterator[str | None]:
    """A proposition and its denial: exactly one holds, or both are undecided. Of groups both may be false."""
    for that, day in _asked(engine):
        if any(getattr(that, name, None) in _GROUPS for name in SUBJECTS):
            continue
        truth, denied = (engine.decide(said, day).truth for said in (that, replace(that, asserted=False)))
        yield None if denied is _OPPOSITE[truth] else f"{engine.state(that)} {day}: {truth.value}, {denied.value}"


def corrections_hold(engine: Engine) -> Iterator[str | None]:
    """What is contradicted has a correction, and that is true."""
    for that, day in _asked(engine):
        for said in (that, replace(that, asserted=False)):
            ruling = engine.decide(said, day)
            if ruling.truth is Truth.CONTRADICTED:
                true = ruling.correction is not None and engine.decide(ruling.correction, day).truth is Truth.ENTAILED
                yield None if true else f"{engine.state(said)} {day}"


def every_kind_decides(engine: Engine) -> Iterator[str | None]:
    """Every claim kind has propositions, rules, and for each rule facts that it rests on."""
    for kind in KINDS:
        for rule in kind.rules:
            rests = bool(rule.rests_on(engine.facts)) or rule.id == "R0"
            yield None if rests and kind.propositions else f"{kind.name}, {rule.id}"


def _asked(engine: Engine) -> Iterator[tuple[Telling, date]]:
    """Every told proposition on every day around which something of its table changes."""
    for entries in engine.facts.told.values():
        days = _days(engine, entries)
        for that in dict.fromkeys(that for entry in entries for that in entry.those):
            for day in days:
                yield that, day


def _days(engine: Engine, entries: tuple[Told[Any], ...]) -> tuple[date, ...]:
    turning = {day for entry in entries for day in (entry.valid_from, entry.valid_to) if day is not None}
    near = {day + timedelta(days=n) for day in turning for n in (-1, 0, 1)}
    return tuple(sorted(near | {engine.reviewed}))
