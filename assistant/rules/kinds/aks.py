"""Windows nodes on Azure Kubernetes Service and Kubernetes: os-skus, versions, dates, rules. Facts in aks.toml.

The os-sku's dates of retirement decide its state; Kubernetes and other orchestrators are in `orchestration`.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, settled, tables, undecided
from assistant.rules.factbase import FactBase
from assistant.rules.moment import Moment
from assistant.rules.orchestration import ORCHESTRATION
from assistant.rules.told import Holds, Telling, Told
from assistant.rules.verdict import Ruling, Step
from assistant.rules.versions import VersionRange


class OsSku(StrEnum):
    """A Windows os-sku of AKS."""

    WINDOWS_2019 = "Windows2019"
    WINDOWS_2022 = "Windows2022"
    WINDOWS_2025 = "Windows2025"
    WINDOWS_ANNUAL = "WindowsAnnual"


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


class Need(StrEnum):
    """What a node pool needs beside versions."""

    FIPS = "the option --enable-fips-image"
    EXTENSION = "the aks-preview extension"


class Feature(StrEnum):
    """What else is used on a cluster."""

    NETWORK_POLICY_MANAGER = "Azure Network Policy Manager"
    CONTAINER_INSIGHTS = "Container insights"


class NodeProperty(StrEnum):
    """How nodes are made by default."""

    GENERATION_2 = "Generation 2 virtual machines"
    CONTAINERD_2 = "containerd 2.0"


class PoolRule(StrEnum):
    """A statement about all Windows node pools of AKS."""

    ONE_VERSION = "A node pool has one Windows version"
    CHANGE_IN_PLACE = "The os-sku of a Windows node pool can be changed in place"
    NEW_POOL = "The Windows version is changed by a new node pool, redeployment and removal of the old pool"
    HYPERV_PLANNED = "Hyper-V isolation is planned for AKS"
    RETEST = "HostProcess containers should be tested again after leaving WindowsAnnual"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuRuns(Telling):
    """Nodes of the os-sku run that release."""

    sku: OsSku
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuVersions(Telling):
    """The Kubernetes versions in which an os-sku is available. None is an open end."""

    sku: OsSku
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableIn(Telling):
    """The os-sku is available in that Kubernetes version."""

    sku: OsSku
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFrom(Telling):
    """The os-sku is not available from that Kubernetes version on."""

    sku: OsSku
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultVersions(Telling):
    """The Kubernetes versions in which an os-sku is the default of Windows node pools. None is an open end."""

    sku: OsSku
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultIn(Telling):
    """The os-sku is the default of Windows node pools in that Kubernetes version."""

    sku: OsSku
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultFrom(Telling):
    """The first Kubernetes version in which an os-sku is the default."""

    sku: OsSku
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Telling):
    """The date of a milestone."""

    sku: OsSku
    milestone: Milestone
    when: Moment


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
class PoolNeeds(Telling):
    """A node pool of the os-sku needs that."""

    sku: OsSku
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class CliFrom(Telling):
    """The first version of the Azure CLI that can create the pool."""

    sku: OsSku
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOf(Telling):
    """The feature flag that the preview needs."""

    sku: OsSku
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksWith(Telling):
    """The os-sku works with that feature."""

    sku: OsSku
    feature: Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeImage(Telling):
    """A node image of the os-sku."""

    sku: OsSku
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestNodeImage(Telling):
    """The version of the latest node image."""

    sku: OsSku
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesHave(Telling):
    """Nodes of the os-sku have that by default."""

    sku: OsSku
    what: NodeProperty


@dataclass(frozen=True, slots=True, kw_only=True)
class Caches(Telling):
    """Nodes of the os-sku hold the Server Core and Nano Server images of that release already."""

    sku: OsSku
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolsAre(Telling):
    """A statement about all Windows node pools holds."""

    rule: PoolRule


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFor(Telling):
    """A table of AKS lists that Annual Channel version for a Kubernetes version."""

    version: str
    kubernetes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReleased(Telling):
    """That version of the Annual Channel was ever released."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Life:
    """The milestones of an os-sku as they are dated on a day."""

    days: dict[Milestone, date]
    facts: tuple[str, ...]

    def state(self, as_of: date) -> State:
        """Retired from that day on; generally available unless a preview came first or availability comes later."""
        retired, general, preview = (
            self.days.get(m) for m in (Milestone.RETIRED, Milestone.GENERAL, Milestone.PREVIEW)
        )
        if retired is not None and as_of >= retired:
            return State.RETIRED
        if general is not None and as_of >= general:
            return State.GENERAL
        if preview is None and general is None:
            return State.GENERAL
        return State.PREVIEW if preview is not None and as_of >= preview else State.NOT_YET


def _life(facts: FactBase, sku: OsSku, as_of: date) -> _Life:
    valid = [
        (that, entry)
        for entry in facts.told_of(Happened)
        if entry.holds is Holds.YES and (entry.valid_from or as_of) <= as_of <= (entry.valid_to or as_of)
        for that in entry.those
        if that.sku is sku
    ]
    return _Life(days={that.milestone: that.when.day for that, _ in valid}, facts=tuple(entry.id for _, entry in valid))


def _sku_is(facts: FactBase, proposition: SkuIs, as_of: date) -> Ruling[Any]:
    """By the milestones of the os-sku."""
    life = _life(facts, proposition.sku, as_of)
    state = life.state(as_of)
    step = Step(rule="R166", text=f"The os-sku {proposition.sku} is {state}.", facts=life.facts)
    return settled(proposition, true=proposition.state is state, step=step, instead=replace(proposition, state=state))


def _ranges(
    facts: FactBase, table: type[SkuVersions] | type[DefaultVersions], as_of: date
) -> list[tuple[SkuVersions | DefaultVersions, Told[Any]]]:
    return [
        (that, entry)
        for entry in facts.told_of(table)
        if (entry.valid_from or as_of) <= as_of <= (entry.valid_to or as_of)
        for that in entry.those
    ]


def _available(facts: FactBase, proposition: AvailableIn, as_of: date) -> Ruling[Any]:
    """Within the range of versions of the os-sku; below a range without a beginning nothing is known."""
    for that, entry in _ranges(facts, SkuVersions, as_of):
        if that.sku is not proposition.sku:
            continue
        known = VersionRange(first=that.first, last=that.last)
        step = _range_step("R161", that, entry)
        return settled(proposition, true=proposition.kubernetes in known, step=step)
    return undecided(Step(rule="R161", text=f"The facts do not give the versions of {proposition.sku}."))


def _not_from(facts: FactBase, proposition: NotFrom, as_of: date) -> Ruling[Any]:
    """From the version after the last one of the os-sku on."""
    for that, entry in _ranges(facts, SkuVersions, as_of):
        if that.sku is not proposition.sku:
            continue
        step = _range_step("R162", that, entry)
        if that.last is None:
            return settled(proposition, true=False, step=step)
        major, minor = that.last.split(".")
        following = f"{major}.{int(minor) + 1}"
        instead = replace(proposition, kubernetes=following)
        return settled(proposition, true=proposition.kubernetes == following, step=step, instead=instead)
    return undecided(Step(rule="R162", text=f"The facts do not give the versions of {proposition.sku}."))


def _default_in(facts: FactBase, proposition: DefaultIn, as_of: date) -> Ruling[Any]:
    """By the range that the version lies in; where the sources disagree it is undecided."""
    for that, entry in _ranges(facts, DefaultVersions, as_of):
        if proposition.kubernetes not in VersionRange(first=that.first, last=that.last):
            continue
        step = _range_step("R164", that, entry)
        if entry.holds is Holds.UNKNOWN:
            return undecided(step)
        right = that.sku is proposition.sku
        return settled(proposition, true=right, step=step, instead=replace(proposition, sku=that.sku))
    return undecided(Step(rule="R164", text="The facts do not give the default of this Kubernetes version."))


def _default_from(facts: FactBase, proposition: DefaultFrom, as_of: date) -> Ruling[Any]:
    """The beginning of the os-sku's range; for the two versions that the sources disagree on it is undecided."""
    ranges = _ranges(facts, DefaultVersions, as_of)
    own = [(that, entry) for that, entry in ranges if that.sku is proposition.sku]
    if not own:
        return undecided(Step(rule="R164", text=f"The facts do not say that {proposition.sku} is ever the default."))
    that, entry = own[0]
    step = _range_step("R164", that, entry)
    open_to = {e.first for e, _ in own}
    if entry.holds is Holds.UNKNOWN or len(open_to) > 1:
        if proposition.kubernetes in open_to:
            return undecided(step)
        return settled(proposition, true=False, step=step)
    right = proposition.kubernetes == that.first
    return settled(proposition, true=right, step=step, instead=replace(proposition, kubernetes=that.first or ""))


def _range_step(rule: str, that: SkuVersions | DefaultVersions, entry: Told[Any]) -> Step:
    span = f"from {that.first}" if that.first else "from the first"
    text = f"{that.sku}: Kubernetes {span} to {that.last or 'the latest'}."
    return Step(rule=rule, text=entry.statement or text, facts=(entry.id,), conflict=entry.conflict)


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
        proposition=AvailableIn,
        rule="R161",
        title="In which Kubernetes versions an os-sku is available",
        statement="Windows2019 up to 1.32, Windows2022 from 1.23 to 1.36, Windows2025 from 1.32, WindowsAnnual from "
        "1.28.",
        sentence="The AKS os-sku {sku} [is|is not] available in Kubernetes {kubernetes}.",
        procedure=_available,
        draws_on=(SkuVersions,),
    ),
    Aspect(
        proposition=NotFrom,
        rule="R162",
        title="From which Kubernetes version on an os-sku is gone",
        statement="An os-sku is not available from the version after its last one on.",
        sentence="The AKS os-sku {sku} [ends|does not end] with Kubernetes {kubernetes}, in which it is not available "
        "any more.",
        procedure=_not_from,
        draws_on=(SkuVersions,),
    ),
    Aspect(
        proposition=SkuVersions,
        rule="R163",
        title="The range of Kubernetes versions of an os-sku",
        statement="Each os-sku has one range of Kubernetes versions at a time.",
        sentence="The AKS os-sku {sku} [has|does not have] the Kubernetes versions from {first} to {last}.",
        table="versions",
        value=("first", "last"),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=DefaultIn,
        rule="R164",
        title="The default os-sku",
        statement="Windows2022 is the default in Kubernetes 1.25 to 1.35; whether Windows2025 follows in 1.36 or in "
        "1.37 is disputed.",
        sentence="In Kubernetes {kubernetes} the default os-sku of Windows node pools on AKS [is|is not] {sku}.",
        procedure=_default_in,
        draws_on=(DefaultVersions,),
    ),
    Aspect(
        proposition=DefaultFrom,
        rule="R165",
        title="Since when an os-sku is the default",
        statement="Windows2022 is the default from Kubernetes 1.25 on, Windows2025 from 1.36 or 1.37 on.",
        sentence="The AKS os-sku {sku} [becomes|does not become] the default with Kubernetes {kubernetes}.",
        procedure=_default_from,
        draws_on=(DefaultVersions,),
    ),
    Aspect(
        proposition=SkuIs,
        rule="R166",
        title="What an os-sku is on a day",
        statement="An os-sku is in preview from its preview on, generally available from that day on, and retired "
        "from its retirement on.",
        sentence="The AKS os-sku {sku} [is|is not] {state}.",
        procedure=_sku_is,
        draws_on=(Happened,),
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
        proposition=PoolNeeds,
        rule="R169",
        title="What a node pool needs",
        statement="Windows2025 needs --enable-fips-image, WindowsAnnual needed the aks-preview extension.",
        sentence="A node pool of the AKS os-sku {sku} [needs|does not need] {need}.",
        table="needs",
    ),
    Aspect(
        proposition=CliFrom,
        rule="R170",
        title="The Azure CLI that a node pool needs",
        statement="2.87.0 for Windows2025 and 2.56.0 for WindowsAnnual.",
        sentence="The AKS os-sku {sku} [needs|does not begin with] Azure CLI {version} or later.",
        table="cli",
        value=("version",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=FlagOf,
        rule="R171",
        title="The feature flag of the preview",
        statement="The preview of WindowsAnnual needs the flag AKSWindowsAnnualPreview.",
        sentence="The AKS os-sku {sku} [needs|does not need] the feature flag {flag}.",
        table="flag",
        value=("flag",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=WorksWith,
        rule="R172",
        title="What WindowsAnnual does not work with",
        statement="WindowsAnnual works neither with Azure Network Policy Manager nor with Container insights.",
        sentence="The AKS os-sku {sku} [works|does not work] with {feature}.",
        table="feature",
    ),
    Aspect(
        proposition=NodeImage,
        rule="R173",
        title="Node images of WindowsAnnual",
        statement="WindowsAnnual has the node images AKSWindows-23H2 and AKSWindows-23H2-gen2.",
        sentence="{image} [is|is not] a node image of the AKS os-sku {sku}.",
        table="node_image",
        value=("image",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=LatestNodeImage,
        rule="R174",
        title="Latest node images",
        statement="The latest node images are those of the newest release notes at hand.",
        sentence="The latest node image of the AKS os-sku {sku} [is|is not] {image}.",
        table="latest_image",
        value=("image",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NodesHave,
        rule="R175",
        title="How Windows2025 nodes are made",
        statement="Windows2025 nodes are Generation 2 virtual machines with containerd 2.0 by default.",
        sentence="Nodes of the AKS os-sku {sku} [have|do not have] {what} by default.",
        table="nodes_have",
    ),
    Aspect(
        proposition=Caches,
        rule="R176",
        title="Images that nodes hold already",
        statement="Windows2025 nodes hold the images of Windows Server 2022 and 2025.",
        sentence="Nodes of the AKS os-sku {sku} [cache|do not cache] the {subject} images.",
        table="caches",
        value=("subject",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=PoolsAre,
        rule="R177",
        title="Rules of Windows node pools",
        statement="A pool has one Windows version, and another version means a new pool; Hyper-V isolation is not "
        "planned.",
        sentence="[|It is not so that: ]{rule}.",
        table="pools",
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
    Aspect(
        proposition=DefaultVersions,
        rule="R180",
        title="The range of Kubernetes versions of a default",
        statement="Each os-sku is the default in one range of Kubernetes versions.",
        sentence="The AKS os-sku {sku} [is|is not] the default in the Kubernetes versions from {first} to {last}.",
        table="default",
        value=("first", "last"),
    ),
    *ORCHESTRATION,
)
KIND = kind("aks", ASPECTS)
TABLES = tables("aks", ASPECTS)
