"""In which Kubernetes versions AKS has an os-sku, or has it as default: a part of the kind `aks`. Facts in aks.toml."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, settled, undecided
from assistant.rules.factbase import FactBase
from assistant.rules.told import Holds, Telling, Told
from assistant.rules.verdict import Ruling, Step
from assistant.rules.versions import VersionRange


class OsSku(StrEnum):
    """A Windows os-sku of AKS."""

    WINDOWS_2019 = "Windows2019"
    WINDOWS_2022 = "Windows2022"
    WINDOWS_2025 = "Windows2025"
    WINDOWS_ANNUAL = "WindowsAnnual"


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
class KubernetesFrom(Telling):
    """The first Kubernetes version in which an os-sku is available."""

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


def _ranges(
    facts: FactBase, table: type[SkuVersions] | type[DefaultVersions], as_of: date
) -> list[tuple[SkuVersions | DefaultVersions, Told[Any]]]:
    return [(that, entry) for entry in facts.told_of(table) if entry.valid_on(as_of) for that in entry.those]


def available(facts: FactBase, proposition: AvailableIn, as_of: date) -> Ruling[Any]:
    """Within the range of versions of the os-sku; below a range without a beginning nothing is known."""
    for that, entry in _ranges(facts, SkuVersions, as_of):
        if that.sku is not proposition.sku:
            continue
        known = VersionRange(first=that.first, last=that.last)
        step = _range_step("R161", that, entry)
        return settled(proposition, true=proposition.kubernetes in known, step=step)
    return undecided(Step(rule="R161", text=f"The facts do not give the versions of {proposition.sku}."))


def _kubernetes_from(facts: FactBase, proposition: KubernetesFrom, as_of: date) -> Ruling[Any]:
    """The beginning of the range of versions of the os-sku, where it is known."""
    for that, entry in _ranges(facts, SkuVersions, as_of):
        if that.sku is not proposition.sku or that.first is None:
            continue
        right = proposition.kubernetes == that.first
        instead = replace(proposition, kubernetes=that.first)
        return settled(proposition, true=right, step=_range_step("R188", that, entry), instead=instead)
    return undecided(Step(rule="R188", text=f"The facts do not give the first version of {proposition.sku}."))


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


OS_SKU_VERSIONS: tuple[Aspect, ...] = (
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
        proposition=KubernetesFrom,
        rule="R188",
        title="The Kubernetes version that an os-sku needs",
        statement="Windows2022 needs Kubernetes 1.23, Windows2025 1.32 and WindowsAnnual 1.28, or later.",
        sentence="The AKS os-sku {sku} [needs|does not begin with] Kubernetes {kubernetes} or later.",
        procedure=_kubernetes_from,
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
        proposition=DefaultVersions,
        rule="R180",
        title="The range of Kubernetes versions of a default",
        statement="Each os-sku is the default in one range of Kubernetes versions.",
        sentence="The AKS os-sku {sku} [is|is not] the default in the Kubernetes versions from {first} to {last}.",
        table="default",
        value=("first", "last"),
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
)
