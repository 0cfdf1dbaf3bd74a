"""Windows nodes on Azure Kubernetes Service: os-skus, their dates and state, and plans that came to nothing.

Facts in aks.toml. Further aspects of the kind: Kubernetes versions in `os_sku_versions`, node pools in `node_pools`,
Kubernetes and other orchestrators in `orchestration`.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, look_up, settled, tables, undecided
from assistant.rules.aspects.node_pools import NODE_POOLS
from assistant.rules.aspects.orchestration import ORCHESTRATION
from assistant.rules.aspects.os_sku_versions import OS_SKU_VERSIONS, AvailableIn, OsSku, SkuVersions, available
from assistant.rules.factbase import FactBase
from assistant.rules.moment import Moment
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Step, Truth


class Milestone(StrEnum):
    """An event in the life of an os-sku."""

    PREVIEW = "preview"
    GENERAL = "general availability"
    ANNOUNCED = "announcement of the retirement"
    RETIRED = "retirement"
    IMAGES_REMOVED = "removal of the node images"


class State(StrEnum):
    """What an os-sku is on a day."""

    NOT_YET = "not offered yet"
    PREVIEW = "in preview"
    GENERAL = "generally available"
    RETIRED = "retired"


class Action(StrEnum):
    """What is done with node pools of an os-sku."""

    CREATE = "Creating node pools"
    PATCH = "Getting node images and patches"
    SCALE = "Scaling existing node pools"
    REIMAGE = "Reimaging existing nodes"
    KEEP = "Running existing node pools"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuRuns(Telling):
    """Nodes of the os-sku run that release."""

    sku: OsSku
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Telling):
    """The date of a milestone."""

    sku: OsSku
    milestone: Milestone
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EverReached(Telling):
    """The os-sku has reached that milestone by the as-of date."""

    sku: OsSku
    milestone: Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuIs(Telling):
    """The state of an os-sku on the as-of date."""

    sku: OsSku
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible(Telling):
    """That can be done with node pools of the os-sku on the as-of date."""

    sku: OsSku
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFor(Telling):
    """A table of AKS lists that Annual Channel version for a Kubernetes version."""

    version: str
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReleased(Telling):
    """That version of the Annual Channel was ever released."""

    version: str


def _available(facts: FactBase, proposition: AvailableIn, as_of: date) -> Ruling[Any]:
    """By the range of versions, which says nothing more of an os-sku that is retired."""
    ruling = available(facts, proposition, as_of)
    retired = SkuIs(sku=proposition.sku, state=State.RETIRED)
    within = (ruling.truth is Truth.ENTAILED) is proposition.asserted
    if ruling.truth is not Truth.UNDECIDED and within and _sku_is(facts, retired, as_of).truth is Truth.ENTAILED:
        text = f"{ruling.derivation[0].text} But the os-sku is retired, and node pools of it cannot be relied on."
        return undecided(replace(ruling.derivation[0], text=text))
    return ruling


def _sku_is(facts: FactBase, proposition: SkuIs, as_of: date) -> Ruling[Any]:
    """By the milestones of the os-sku as they are dated on that day."""
    told = [
        (that, entry.id)
        for entry in facts.told_of(Happened)
        if entry.valid_on(as_of)
        for that in entry.those
        if that.sku is proposition.sku
    ]
    state = _state({that.milestone: that.when.day for that, _ in told}, as_of)
    used = tuple(dict.fromkeys(fact for _, fact in told))
    if state is None:
        # No day of a beginning is known: then it counts from the day of the source that speaks of it.
        reached = EverReached(sku=proposition.sku, milestone=Milestone.GENERAL)
        known = look_up(_EVER_REACHED, facts, reached, as_of)
        if known.truth is not Truth.ENTAILED:
            return undecided(
                Step(rule="R166", text=f"The facts do not say what {proposition.sku} was then.", facts=used)
            )
        state = State.GENERAL
        used = (*used, *known.derivation[0].facts)
    step = Step(rule="R166", text=f"The os-sku {proposition.sku} is {state}.", facts=used)
    return settled(proposition, true=proposition.state is state, step=step, instead=replace(proposition, state=state))


def _state(days: dict[Milestone, date], as_of: date) -> State | None:
    """The state by the days of the milestones, or None where none of them says how the os-sku began."""
    if _reached(days, Milestone.RETIRED, as_of):
        return State.RETIRED
    if _reached(days, Milestone.GENERAL, as_of):
        return State.GENERAL
    if _reached(days, Milestone.PREVIEW, as_of):
        return State.PREVIEW
    return State.NOT_YET if Milestone.PREVIEW in days else None


def _reached(days: dict[Milestone, date], milestone: Milestone, as_of: date) -> bool:
    day = days.get(milestone)
    return day is not None and day <= as_of


_EVER_REACHED = Aspect(
    proposition=EverReached,
    rule="R189",
    title="WindowsAnnual never left preview",
    statement="Windows2025 is generally available since 29 May 2026; WindowsAnnual never was.",
    sentence="The AKS os-sku {sku} [has reached|never reached] {milestone}.",
    table="reached",
)
ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=SkuRuns,
        rule="R160",
        title="Which release an os-sku runs",
        statement="Windows2019, Windows2022 and Windows2025 run the release of that year, WindowsAnnual version 23H2.",
        sentence="The AKS os-sku {sku} [runs|does not run] {subject}.",
        table="sku",
        value=("subject",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=SkuIs,
        rule="R166",
        title="What an os-sku is on a day",
        statement="An os-sku is in preview from its preview on, generally available from that day on, and retired "
        "from its retirement on.",
        sentence="The AKS os-sku {sku} [is|is not] {state}.",
        procedure=_sku_is,
        draws_on=(Happened, EverReached),
    ),
    Aspect(
        proposition=Happened,
        rule="R167",
        title="Milestones of os-skus",
        statement="Each milestone of an os-sku has one date at a time; a plan that was replaced counts until its "
        "replacement.",
        sentence="The {milestone} of the AKS os-sku {sku} [falls|does not fall] {when}.",
        table="milestone",
        value=("when",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=Possible,
        rule="R168",
        title="What can be done with node pools",
        statement="After its retirement an os-sku gets no pools, images and patches; after the removal of its images "
        "scaling and reimaging fail.",
        sentence="{action} of the AKS os-sku {sku} [is|is not] possible.",
        table="possible",
    ),
    Aspect(
        proposition=PlannedFor,
        rule="R178",
        title="What AKS planned for the Annual Channel",
        statement="AKS tables listed versions 24H2 and 25H2 of the Annual Channel for later Kubernetes versions.",
        sentence="The AKS documentation [lists|does not list] Annual Channel {version} for Kubernetes {kubernetes}.",
        table="planned",
        value=("kubernetes",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=AnnualReleased,
        rule="R179",
        title="Annual Channel releases that never came",
        statement="Version 23H2 was released; versions 24H2 and 25H2 of the Annual Channel never were.",
        sentence="Annual Channel {version} [was|was never] released.",
        table="released",
    ),
    _EVER_REACHED,
    Aspect(
        proposition=AvailableIn,
        rule="R161",
        title="In which Kubernetes versions an os-sku is available",
        statement="Windows2019 up to 1.32, Windows2022 from 1.23 to 1.36, Windows2025 from 1.32, WindowsAnnual from "
        "1.28.",
        sentence="The AKS os-sku {sku} [is|is not] available in Kubernetes {kubernetes}.",
        procedure=_available,
        draws_on=(SkuVersions, Happened),
    ),
    *OS_SKU_VERSIONS,
    *NODE_POOLS,
    *ORCHESTRATION,
)
KIND = kind("aks", ASPECTS)
TABLES = tables("aks", ASPECTS)
