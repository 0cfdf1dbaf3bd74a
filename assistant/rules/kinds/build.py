"""Which build is a release? Builds are in releases.toml; each release has exactly one."""

from dataclasses import dataclass, replace
from datetime import date

from assistant.rules.factbase import FactBase
from assistant.rules.release import Release
from assistant.rules.rule import Kind, Rule
from assistant.rules.verdict import Ruling, Step, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOf:
    """The proposition that a release has that build (or has not)."""

    release: Release
    build: int
    asserted: bool = True


def decide(facts: FactBase, proposition: BuildOf, as_of: date) -> Ruling[BuildOf]:  # noqa: ARG001
    """Whether the release has that build; builds do not change with the date."""
    step = _build_of(facts, proposition.release)
    if (facts.releases[proposition.release.id].build == proposition.build) is proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    correction = replace(proposition, build=proposition.release.build, asserted=True)
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def _build_of(facts: FactBase, release: Release) -> Step:
    found = facts.releases[release.id]
    return Step(rule="R26", text=f"{found.name} is build {found.build}.", facts=(found.id,))


def state(facts: FactBase, proposition: BuildOf) -> str:  # noqa: ARG001
    """The proposition as a sentence that asserts it."""
    return f"{proposition.release.name} is {'' if proposition.asserted else 'not '}build {proposition.build}."


RULES: tuple[Rule, ...] = (
    Rule(
        id="R26",
        title="A release has one build",
        statement="The build is the third part of the version and belongs to the release; a server and a client may "
        "share one, such as 17763 and 26100.",
        facts=("ws2019", "win10-1809", "ws2025", "win11-24h2"),
        applies=_build_of,
    ),
)

KIND = Kind(name="build", propositions=(BuildOf,), decide=decide, state=state, rules=RULES)
