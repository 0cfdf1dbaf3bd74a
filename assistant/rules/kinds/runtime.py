"""What do container runtimes check, accept and need? Facts in runtime.toml; `patching` holds the part on revisions.

Most of its length are the propositions and the table `ASPECTS` at the end, a row for each: one kind is one file.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, settled, tables, undecided
from assistant.rules.aspects.patching import PATCHING
from assistant.rules.factbase import FactBase
from assistant.rules.matchers import Way, accepted
from assistant.rules.release import Isolation
from assistant.rules.told import Telling, Told
from assistant.rules.verdict import Ruling, Step
from assistant.rules.versions import VersionRange


class Runtime(StrEnum):
    """A program that runs or pulls Windows containers."""

    CONTAINERD = "containerd"
    DOCKER_STORE = "Docker with the containerd image store"
    DOCKER_CLASSIC = "Docker with the classic Windows image store (windowsfilter)"
    HCSSHIM = "hcsshim"
    PLATFORMS = "containerd/platforms"
    MIRANTIS = "Mirantis Container Runtime"


class ImageAge(StrEnum):
    """An image compared with its host."""

    NEWER = "newer"
    OLDER = "older"


class Exempt(StrEnum):
    """What version matching might not apply to."""

    HOST_PROCESS = "HostProcess containers"
    NO_VERSION = "images without an operating system version"


class SwarmMeans(StrEnum):
    """How Windows versions could be matched in Docker Swarm."""

    ITSELF = "by itself"
    HYPERV = "by Hyper-V isolation as the daemon's default"
    LABELS = "by node labels and constraints"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Telling):
    """Those versions of a runtime accept images in that way. None is an open end."""

    runtime: Runtime
    way: Way
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeCheckSince(Telling):
    """A version with which the check of a range of builds came into a runtime."""

    runtime: Runtime
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepts(Telling):
    """That version of a runtime accepts an image of that build on a host of that build; None is every version."""

    runtime: Runtime
    version: str | None
    host_build: int
    image_build: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LowestAccepted(Telling):
    """The lowest build of images that a version of a runtime accepts on a host of that build."""

    runtime: Runtime
    version: str | None
    host_build: int
    lowest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksPull(Telling):
    """The runtime refuses to pull images that are so compared with the host."""

    runtime: Runtime
    age: ImageAge


@dataclass(frozen=True, slots=True, kw_only=True)
class HeedsIsolation(Telling):
    """The matcher of a runtime takes the isolation into account."""

    runtime: Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class IsExempt(Telling):
    """Version matching does not apply to that."""

    what: Exempt


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerGives(Telling):
    """The runtime handler of that name gives that isolation."""

    handler: str
    isolation: Isolation


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonFromBuild(Telling):
    """Today's Docker daemon starts from that build on."""

    build: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsOldEngine(Telling):
    """A host with the release needs an old Docker engine."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportedByMicrosoft(Telling):
    """Microsoft directly supports the runtime on premises."""

    runtime: Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedOnPremises(Telling):
    """Microsoft's support policy recommends the runtime on premises."""

    runtime: Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildNamed(Telling):
    """hcsshim has that name for a build."""

    build: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwarmMatches(Telling):
    """Docker Swarm gets Windows versions matched in that manner."""

    means: SwarmMeans


def _matching(facts: FactBase, proposition: Matching, as_of: date) -> Ruling[Any]:
    """By the entry whose versions include those named; a claim about more versions than an entry has is undecided."""
    asked = VersionRange(first=proposition.first, last=proposition.last)
    for that, entry in _matchings(facts, proposition.runtime, as_of):
        known = VersionRange(first=that.first, last=that.last)
        if _within(asked, known):
            step = _matching_step("R130", that, entry)
            return settled(
                proposition, true=that.way is proposition.way, step=step, instead=replace(proposition, way=that.way)
            )
        if asked.overlaps(known) and that.way is not proposition.way:
            # Some of the versions named work otherwise, which refutes the claim for all of them.
            return settled(proposition, true=False, step=_matching_step("R130", that, entry))
    return undecided(
        Step(rule="R130", text=f"The facts do not say how all these versions of {proposition.runtime} match.")
    )


def _within(asked: VersionRange, known: VersionRange) -> bool:
    first = known.first is None or (asked.first is not None and not known.is_after(asked.first))
    last = known.last is None or (asked.last is not None and not known.is_before(asked.last))
    return first and last


def _matchings(facts: FactBase, runtime: Runtime, as_of: date) -> list[tuple[Matching, Told[Matching]]]:
    """What is told of a runtime on that day."""
    return [
        (that, e) for e in facts.told_of(Matching) if e.valid_on(as_of) for that in e.those if that.runtime is runtime
    ]


def _matching_step(rule: str, that: Matching, entry: Told[Matching]) -> Step:
    text = f"{_versions(that)} accept {that.way}."
    return Step(rule=rule, text=text[:1].upper() + text[1:], facts=(entry.id,), conflict=entry.conflict)


def _versions(that: Matching) -> str:
    first = f" from {that.first}" if that.first else ""
    last = f" to {that.last}" if that.last else ""
    return f"{that.runtime}, versions{first}{last}" if first or last else f"{that.runtime}, all versions"


def _ways(facts: FactBase, runtime: Runtime, version: str | None, as_of: date) -> list[tuple[Matching, Told[Matching]]]:
    """How that version matches, or, without a version, how the versions do."""
    found = _matchings(facts, runtime, as_of)
    return [f for f in found if version is None or version in VersionRange(first=f[0].first, last=f[0].last)]


def _accepts(facts: FactBase, proposition: Accepts, as_of: date) -> Ruling[Any]:
    """By the matcher of that version, or of all versions where they agree."""
    found = _ways(facts, proposition.runtime, proposition.version, as_of)
    answers = set()
    for that, _ in found:
        lowest, highest = accepted(facts, that.way, proposition.host_build)
        answers.add(lowest <= proposition.image_build <= highest)
    if len(answers) != 1:
        return undecided(Step(rule="R132", text=_unsettled(proposition.runtime, bool(found))))
    return settled(proposition, true=answers.pop(), step=_matching_step("R132", *found[0]))


def _lowest(facts: FactBase, proposition: LowestAccepted, as_of: date) -> Ruling[Any]:
    """By the matcher of that version, or of all versions where they agree."""
    found = _ways(facts, proposition.runtime, proposition.version, as_of)
    answers = {accepted(facts, that.way, proposition.host_build)[0] for that, _ in found}
    if len(answers) != 1:
        return undecided(Step(rule="R133", text=_unsettled(proposition.runtime, bool(found))))
    lowest = answers.pop()
    step = _matching_step("R133", *found[0])
    return settled(
        proposition, true=proposition.lowest == lowest, step=step, instead=replace(proposition, lowest=lowest)
    )


def _unsettled(runtime: Runtime, known: bool) -> str:
    return f"Versions of {runtime} differ in this." if known else f"The facts do not say how this {runtime} matches."


def _old_engine(facts: FactBase, proposition: NeedsOldEngine, as_of: date) -> Ruling[Any]:  # noqa: ARG001
    """A host below the minimum build of today's daemon."""
    entry = facts.told_of(DaemonFromBuild)[0]
    least = entry.those[0].build
    release = facts.releases.get(proposition.subject)
    if release is None:
        return undecided(Step(rule="R139", text="This is decided for a release, not for a group.", facts=(entry.id,)))
    text = f"Today's Docker daemon needs build {least}, and {release.name} has {release.build}."
    step = Step(rule="R139", text=text, facts=(entry.id, release.id))
    return settled(proposition, true=release.build < least, step=step)


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=Matching,
        rule="R130",
        title="How versions of a runtime match images to hosts",
        statement="Old matchers want the exact build; later ones accept from Windows Server 2022 on; "
        "containerd/platforms rc.2 to rc.4 and hcsshim from the newest LTSC build strictly below the host on; rc.5 "
        "from the previous LTSC release on.",
        sentence="{runtime}, versions {first} to {last}, [accepts|does not accept exactly] {way}.",
        table="matching",
        procedure=_matching,
    ),
    Aspect(
        proposition=RangeCheckSince,
        rule="R131",
        title="When the check of a range came",
        statement="The check of a range of builds came with containerd 1.6.24 and 1.7.6.",
        sentence="The check of a range of builds [came|did not come] with {runtime} {version}.",
        table="since",
        value=("version",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=Accepts,
        rule="R132",
        title="Whether a runtime accepts an image",
        statement="A runtime accepts an image whose build lies between the lowest build that its matcher takes and "
        "the host's.",
        sentence="{runtime}, version {version}, [accepts|refuses] an image of build {image_build} on a host of build "
        "{host_build}.",
        procedure=_accepts,
        facts=("stable-abi",),
        draws_on=(Matching,),
    ),
    Aspect(
        proposition=LowestAccepted,
        rule="R133",
        title="The lowest build that a runtime accepts",
        statement="The lowest build follows from the way of matching and the builds of LTSC releases.",
        sentence="On a host of build {host_build} {runtime}, version {version}, [accepts|does not accept exactly] "
        "images from build {lowest} on.",
        procedure=_lowest,
        facts=("stable-abi",),
        draws_on=(Matching,),
    ),
    Aspect(
        proposition=BlocksPull,
        rule="R134",
        title="Docker's classic store blocks newer images only",
        statement="Docker with the classic Windows store refuses to pull newer images; older ones are pulled and fail "
        "at the start in process isolation.",
        sentence="{runtime} [refuses|does not refuse] to pull an image that is {age} than the host.",
        table="blocks",
    ),
    Aspect(
        proposition=HeedsIsolation,
        rule="R135",
        title="The matcher takes no notice of the isolation",
        statement="The default matcher of containerd takes no notice of the isolation.",
        sentence="The matcher of {runtime} [takes|takes no] notice of the isolation.",
        table="heeds",
    ),
    Aspect(
        proposition=IsExempt,
        rule="R136",
        title="What needs no match",
        statement="HostProcess containers and images without an operating system version match every host.",
        sentence="Version matching [does not apply|applies] to {what}.",
        table="exempt",
    ),
    Aspect(
        proposition=HandlerGives,
        rule="R137",
        title="Runtime handlers of containerd",
        statement="By default there are runhcs-wcow-process and runhcs-wcow-hypervisor.",
        sentence="The runtime handler {handler} [runs|does not run] containers {isolation}.",
        table="handler",
        value=("isolation",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=DaemonFromBuild,
        rule="R138",
        title="The build that today's Docker daemon needs",
        statement="Today's Docker daemon refuses to start below build 17763.",
        sentence="Today's Docker daemon [needs|does not begin with] build {build} or later.",
        table="daemon",
        value=("build",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NeedsOldEngine,
        rule="R139",
        title="Hosts that need an old engine",
        statement="A host below the minimum build of today's daemon needs an old engine.",
        sentence="{subject} [needs|does not need] an old Docker engine.",
        procedure=_old_engine,
        draws_on=(DaemonFromBuild,),
    ),
    Aspect(
        proposition=SupportedByMicrosoft,
        rule="R140",
        title="Microsoft does not support containerd on premises",
        statement="On premises containerd is not directly supported by Microsoft.",
        sentence="On premises Microsoft [directly supports|does not directly support] {runtime}.",
        table="vendor",
    ),
    Aspect(
        proposition=RecommendedOnPremises,
        rule="R141",
        title="What the support policy recommends",
        statement="The support policy recommends Mirantis Container Runtime.",
        sentence="For on-premises hosts the support policy [recommends|does not recommend] {runtime}.",
        table="recommended",
    ),
    Aspect(
        proposition=BuildNamed,
        rule="R142",
        title="Names of builds in hcsshim",
        statement="hcsshim calls build 26100 V25H1Server and LTSC2025, build 25398 V23H2.",
        sentence="In hcsshim build {build} [is|is not] named {name}.",
        table="build_name",
        value=("name",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=SwarmMatches,
        rule="R143",
        title="Docker Swarm does not match versions",
        statement="Docker Swarm does not match Windows versions by itself; Hyper-V isolation as default or labels do "
        "it.",
        sentence="In Docker Swarm Windows versions [can|cannot] be matched {means}.",
        table="swarm",
    ),
    *PATCHING,
)
KIND = kind("runtime", ASPECTS)
TABLES = tables("runtime", ASPECTS)
