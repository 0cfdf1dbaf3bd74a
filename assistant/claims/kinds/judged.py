"""How a proposition of each kind is judged, and which fields it shows in the contract's JSON."""

from dataclasses import fields as fields_of_class
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from assistant.claims.claim import JudgedPart
from assistant.errors import FactsError
from assistant.rules import Engine, Isolation, Outcome, Platform, Release, System, Truth
from assistant.rules.kinds.compatibility import Case, Compatibility, Support, default_isolation, judge, premises

# category of a condition -> the rules behind a conditional verdict that it names
_CATEGORIES = {
    "revision": {"R3"},
    "development": {"R11"},
    "own-build": {"R11"},
    "undocumented": {"R14"},
    "policy": {"R16"},
    "runtime": {"R19"},
}
# category -> rules whose condition it names although the verdict does not depend on it
_ACCOMPANYING = {
    "development": {"R10", "R11"},
    "edition": {"R10"},
    "role": {"R8"},
    "request": {"R13", "R11"},
    "own-build": {"R1"},
}
_DECISIVE = {"R3", "R11", "R14", "R16", "R19"}


def judged_part(engine: Engine, proposition: Any, conditions: frozenset[str], as_of: date) -> JudgedPart:
    """One proposition with the rules' verdict, and the corrected statement where it is contradicted."""
    if isinstance(proposition, Compatibility):
        host, image = proposition.host, proposition.image
        return _of_pair(
            engine,
            (host.release.id, host.revision, image.release.id, image.revision),
            (proposition.asserted, proposition.isolation, proposition.platform, proposition.some_way),
            conditions,
        )
    return _of_fact(engine, proposition, as_of)


@lru_cache(maxsize=8192)
def _of_fact(engine: Engine, proposition: Any, as_of: date) -> JudgedPart:
    """A proposition of another kind than a pair, judged once a day of asking."""
    try:
        ruling = engine.decide(proposition, as_of)
    except FactsError:  # facts that are not there decide nothing
        return JudgedPart(
            kind=kind_of(engine, proposition), verdict=Truth.UNDECIDED, rules=(), fields=fields_of(proposition)
        )
    correction = (
        engine.state(ruling.correction)
        if ruling.truth is Truth.CONTRADICTED and ruling.correction is not None
        else None
    )
    return JudgedPart(
        kind=kind_of(engine, proposition),
        verdict=ruling.truth,
        rules=tuple(dict.fromkeys(step.rule for step in ruling.derivation)),
        fields=fields_of(proposition),
        correction=correction,
    )


@lru_cache(maxsize=8192)
def _of_pair(
    engine: Engine,
    pair: tuple[str, int | None, str, int | None],
    said: tuple[Support, Isolation | None, Platform, bool],
    conditions: frozenset[str],
) -> JudgedPart:
    """A proposition on a pair, judged once: the same pairs come up in every sentence."""
    releases = engine.facts.releases
    asserted, isolation, platform, some_way = said
    proposition = Compatibility(
        host=System(release=releases[pair[0]], revision=pair[1]),
        image=System(release=releases[pair[2]], revision=pair[3]),
        asserted=asserted,
        isolation=isolation,
        platform=platform,
        some_way=some_way,
    )
    truth, rules, correction = _compatibility(engine, proposition, conditions)
    return JudgedPart(
        kind="compatibility", verdict=truth, rules=rules, fields=fields_of(proposition), correction=correction
    )


def kind_of(engine: Engine, proposition: Any) -> str:
    """The contract's name of the proposition's kind."""
    return engine.kind(proposition).name


def fields_of(proposition: Any) -> dict[str, Any]:
    """The kind's own fields in the contract's JSON."""
    if isinstance(proposition, Compatibility):
        own: dict[str, Any] = {
            "host": proposition.host.release.id,
            "image": proposition.image.release.id,
            "isolation": proposition.isolation.value if proposition.isolation else None,
            "asserted": "unsupported" if proposition.asserted is Support.UNSUPPORTED else "supported",
        }
        if proposition.asserted is Support.CONDITIONAL:
            own["conditional"] = True
        if proposition.platform is not Platform.WINDOWS:
            own["platform"] = proposition.platform.value
        return own
    return {f.name: _plain(getattr(proposition, f.name)) for f in fields_of_class(proposition)}


def _plain(value: Any) -> Any:
    if isinstance(value, Release):
        return value.id
    if isinstance(value, System):
        return value.release.id
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(v) for v in value]
    return value


@lru_cache(maxsize=4096)
def _decided(  # noqa: PLR0917
    engine: Engine,
    host: str,
    host_revision: int | None,
    image: str,
    image_revision: int | None,
    isolation: Isolation,
    platform: Platform,
) -> tuple[Outcome, tuple[str, ...]]:
    releases = engine.facts.releases
    judged = judge(
        Case(
            premises=premises(engine.facts),
            host=System(release=releases[host], revision=host_revision),
            image=System(release=releases[image], revision=image_revision),
            isolation=isolation,
            platform=platform,
        )
    )
    return judged.outcome, tuple(dict.fromkeys(step.rule for step in judged.derivation))


def _compatibility(
    engine: Engine, said: Compatibility, conditions: frozenset[str]
) -> tuple[Truth, tuple[str, ...], str | None]:
    by = {
        mode: _decided(
            engine,
            said.host.release.id,
            said.host.revision,
            said.image.release.id,
            said.image.revision,
            mode,
            said.platform,
        )
        for mode in Isolation
    }
    order = list(Outcome)
    if said.isolation is not None:
        mode = said.isolation
    elif said.asserted is Support.UNSUPPORTED or said.some_way:
        mode = min(by, key=lambda m: order.index(by[m][0]))
    else:
        mode = default_isolation(said.host)
    outcome, rules = by[mode]
    truth = _truth(said.asserted, outcome, set(rules), conditions)
    correction = _correction(engine, said, by) if truth is Truth.CONTRADICTED else None
    return truth, rules, correction


def _truth(asserted: Support, outcome: Outcome, rules: set[str], conditions: frozenset[str]) -> Truth:
    if outcome is Outcome.UNKNOWN:
        return Truth.UNDECIDED
    if asserted is Support.UNSUPPORTED:
        return {Outcome.UNSUPPORTED: Truth.ENTAILED, Outcome.SUPPORTED: Truth.CONTRADICTED}.get(
            outcome, Truth.UNDECIDED
        )
    if outcome is Outcome.UNSUPPORTED:
        return Truth.CONTRADICTED
    named = conditions - {"some"}
    if outcome is Outcome.SUPPORTED:
        fits = all(rules & (_ACCOMPANYING.get(c, set()) | _CATEGORIES.get(c, set())) for c in named)
        return Truth.ENTAILED if fits and (not conditions or "some" not in conditions) else Truth.UNDECIDED
    decisive = rules & _DECISIVE
    if any(decisive & _CATEGORIES.get(c, set()) for c in named):
        return Truth.ENTAILED
    if named and not any(rules & _ACCOMPANYING.get(c, set()) for c in named):
        return Truth.CONTRADICTED
    return Truth.ENTAILED if "some" in conditions else Truth.UNDECIDED


def _correction(engine: Engine, said: Compatibility, by: dict[Isolation, tuple[Outcome, tuple[str, ...]]]) -> str:
    """The true statement: of both isolations where the claim named none and they differ, else of the one it named."""
    if said.isolation is not None or len({outcome for outcome, _ in by.values()}) > 1:
        modes: list[Isolation | None] = [said.isolation] if said.isolation is not None else list(Isolation)
    else:
        modes = [None]
    statements = []
    for mode in modes:
        outcome = by[mode or Isolation.PROCESS][0]
        if outcome is Outcome.UNKNOWN:
            continue
        statements.append(
            engine.state(
                Compatibility(
                    host=said.host, image=said.image, asserted=Support(outcome.value), isolation=mode, platform=said.platform,  # noqa: E501
                    some_way=mode is None and outcome is not Outcome.UNSUPPORTED,
                )
            )
        )  # fmt: skip
    return " ".join(statements)
