"""From what to what can be upgraded in place, and what has to be installed anew? Facts in upgrade.toml."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, tables
from assistant.rules.factbase import FactBase
from assistant.rules.kinds.activation import Edition
from assistant.rules.kinds.installation import Option
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Step


class Method(StrEnum):
    """How several versions are passed."""

    IN_PLACE = "an in-place upgrade"
    ROLLING = "a cluster rolling upgrade"


class Start(StrEnum):
    """A state from which somebody would upgrade."""

    PREVIEW = "a preview release"
    VHD = "a server that boots from a VHD"


class Remedy(StrEnum):
    """What is done about the containers after their host was upgraded."""

    MATCHING_IMAGE = "rebuilding on a base image that matches the host"
    HYPERV = "running older images with Hyper-V isolation"


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlace(Telling):
    """An in-place upgrade from `source` to `target` is supported."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanInstallation(Telling):
    """The way from `source` to `target` requires a clean installation."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsAtATime(Telling):
    """The method passes at most that many versions to reach the release or channel."""

    method: Method
    target: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange(Telling):
    """An upgrade can change the edition in that direction."""

    before: Edition
    after: Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChange(Telling):
    """An upgrade can change the installation option in that direction."""

    before: Option
    after: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsFrom(Telling):
    """An upgrade can start from that."""

    start: Start


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedByWindowsUpdate(Telling):
    """Windows Update offers `target` to `source` as an optional feature update."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterHostUpgrade(Telling):
    """After the upgrade of a container host that makes the containers run again."""

    remedy: Remedy


def _clean(facts: FactBase, proposition: CleanInstallation, as_of: date) -> Ruling[Any]:
    """A clean installation is required exactly where no in-place upgrade is supported; unknown is the same for both."""
    other = InPlace(source=proposition.source, target=proposition.target, asserted=not proposition.asserted)
    ruling = ASPECTS[0].decide(facts, other, as_of)
    inverse = Step(rule="R91", text="A clean installation is required where no in-place upgrade is supported.")
    found = ruling.correction
    correction = found and CleanInstallation(source=found.source, target=found.target, asserted=not found.asserted)
    return Ruling(truth=ruling.truth, derivation=(*ruling.derivation, inverse), correction=correction)


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=InPlace,
        rule="R90",
        title="Which in-place upgrades are supported",
        statement="LTSC releases are upgraded in place to later LTSC releases along the published paths; no path "
        "leads into the Annual Channel, within it, or between LTSC and the Semi-Annual Channel; out of the Annual "
        "Channel none is documented.",
        sentence="An in-place upgrade from {source} to {target} [is|is not] supported.",
        table="path",
        value=("source",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=CleanInstallation,
        rule="R91",
        title="Where a clean installation is required",
        statement="A clean installation is required where no in-place upgrade is supported.",
        sentence="The way from {source} to {target} [requires|does not require] a clean installation.",
        procedure=_clean,
        draws_on=(InPlace,),
    ),
    Aspect(
        proposition=VersionsAtATime,
        rule="R92",
        title="How many versions an upgrade passes",
        statement="In place up to four versions at a time to Windows Server 2025 and up to two to earlier releases; "
        "one at a time in a cluster rolling upgrade.",
        sentence="With {method} to {target}, the most versions at a time [are|are not] {most}.",
        table="versions",
        value=("most",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=EditionChange,
        rule="R93",
        title="Standard becomes Datacenter, not the other way round",
        statement="An upgrade can change Standard to Datacenter, not Datacenter to Standard.",
        sentence="An upgrade [can|cannot] change the edition from {before} to {after}.",
        table="edition",
    ),
    Aspect(
        proposition=OptionChange,
        rule="R94",
        title="An upgrade keeps the installation option",
        statement="An upgrade does not switch between Server Core and Desktop Experience.",
        sentence="An upgrade [can|cannot] switch from {before} to {after}.",
        table="option",
    ),
    Aspect(
        proposition=StartsFrom,
        rule="R95",
        title="What cannot be upgraded",
        statement="Preview releases and servers that boot from a VHD cannot be upgraded.",
        sentence="An in-place upgrade of {start} [is|is not] supported.",
        table="start",
    ),
    Aspect(
        proposition=OfferedByWindowsUpdate,
        rule="R96",
        title="Where Windows Update offers Windows Server 2025",
        statement="In 2026 Windows Update offers Windows Server 2025 to Windows Server 2019 and 2022 only, as third "
        "parties report.",
        sentence="Windows Update [offers|does not offer] {target} to {source} as an optional update.",
        table="windows_update",
        value=("source",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=AfterHostUpgrade,
        rule="R97",
        title="Containers after the upgrade of their host",
        statement="After the upgrade of a container host the base image must match the host, or older images run with "
        "Hyper-V isolation.",
        sentence="After the upgrade of a container host, {remedy} [is|is not] a way to run the containers.",
        table="after",
    ),
)
KIND = kind("upgrade", ASPECTS)
TABLES = tables("upgrade", ASPECTS)
