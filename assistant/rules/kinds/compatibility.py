"""May this image run on this host? Rules over the facts of compatibility.toml, evaluated in the order of `RULES`.

Each rule looks at a `Case` and finds nothing, or one `Finding` with an effect: it allows, forbids, makes conditional,
adds a condition, or remarks. `judge` folds the findings: one that forbids outweighs all that allow, one that makes
conditional outweighs what only allows, and a case that nothing allows or forbids is unknown.

It is one file on purpose: whoever audits a verdict reads every rule, its text for people, and how they outweigh each
other from top to bottom, and sees that nothing decides elsewhere.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from assistant.rules.factbase import FactBase
from assistant.rules.records import Dispute, Issue, Printed, Statement
from assistant.rules.release import Isolation, Platform, Role, System
from assistant.rules.rule import Kind, Rule
from assistant.rules.verdict import Outcome, Ruling, Step, Truth

Pair = tuple[str | None, str | None]
Cell = tuple[str, str, Isolation]


class Effect(StrEnum):
    """What a finding does to the verdict, strongest first."""

    FORBIDS = "forbids"
    QUALIFIES = "makes conditional"
    ALLOWS = "allows"
    CONDITION = "adds a condition"
    REMARK = "remarks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule finds in one case. `condition` is what the user has to see to, complete in itself."""

    effect: Effect
    step: Step
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Premises:
    """The facts of compatibility.toml, arranged for lookup."""

    statements: dict[str, Statement]
    documented: frozenset[Pair]
    issues: dict[Cell, Issue]
    disputes: dict[Cell, Dispute]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One combination to judge. The image's family plays no part in the rules."""

    premises: Premises
    host: System
    image: System
    isolation: Isolation
    platform: Platform

    def fact(self, ident: str) -> Statement:
        """The premise of that id."""
        return self.premises.statements[ident]

    @property
    def process(self) -> bool:
        """Whether the container would share the host's kernel."""
        return self.isolation is Isolation.PROCESS

    @property
    def client(self) -> bool:
        """Whether the host is Windows 10 or 11."""
        return self.host.release.role is Role.CLIENT

    @property
    def same_build(self) -> bool:
        """Whether host and image have the same build."""
        return self.host.release.build == self.image.release.build


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict without its fixes. INVARIANT: `derivation` is not empty."""

    outcome: Outcome
    derivation: tuple[Step, ...]
    conditions: tuple[str, ...]


class Support(StrEnum):
    """What a statement asserts about a combination."""

    SUPPORTED = "supported"
    CONDITIONAL = "conditional"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """The proposition that the image is supported, conditionally or not, on the host.

    Without an isolation, `supported` and `conditional` speak of the host's default (server: process, client: Hyper-V),
    or of the better of the two where `some_way` is set; `unsupported` speaks of both.
    """

    host: System
    image: System
    asserted: Support
    isolation: Isolation | None = None
    platform: Platform = Platform.WINDOWS
    some_way: bool = False


@lru_cache(maxsize=8)
def premises(facts: FactBase) -> Premises:
    """The compatibility facts arranged for lookup, built once for a fact base."""
    documented: set[Pair] = {(h, i) for row in facts.of(Printed) for h in row.hosts for i in row.images}
    annual = facts.get(Statement, "annual-only-2022")
    documented.add((annual.host, annual.image))
    return Premises(
        statements={s.id: s for s in facts.of(Statement)},
        documented=frozenset(documented),
        issues={(h, i, m): x for x in facts.of(Issue) for h in x.hosts for i in x.images for m in x.isolations},
        disputes={(h, i, m): x for x in facts.of(Dispute) for h in x.hosts for i in x.images for m in x.isolations},
    )


def findings(case: Case) -> tuple[tuple[Rule, Finding], ...]:
    """Every rule that fires, with what it finds, in the order of `RULES`."""
    return tuple((rule, found) for rule in RULES if isinstance(found := rule.applies(case), Finding))


def judge(case: Case) -> Judgement:
    """The verdict on a case: what forbids outweighs what qualifies, and that what allows."""
    found = [finding for _, finding in findings(case)]
    effects = {finding.effect for finding in found}
    if Effect.FORBIDS in effects:
        kept = (Effect.FORBIDS, Effect.REMARK)
        return Judgement(
            outcome=Outcome.UNSUPPORTED, derivation=tuple(f.step for f in found if f.effect in kept), conditions=()
        )
    if Effect.ALLOWS not in effects:
        return Judgement(outcome=Outcome.UNKNOWN, derivation=(_uncovered(case),), conditions=())
    # Conditions that make the verdict conditional come first: they are what the user must read.
    order = (Effect.QUALIFIES, Effect.ALLOWS, Effect.CONDITION, Effect.REMARK)
    conditions = tuple(f.condition for effect in order for f in found if f.effect is effect and f.condition)
    return Judgement(
        outcome=Outcome.CONDITIONAL if Effect.QUALIFIES in effects else Outcome.SUPPORTED,
        derivation=tuple(f.step for f in found),
        conditions=conditions,
    )


def _newer_image(case: Case) -> Finding | None:
    host, image = case.host.release, case.image.release
    if image.build <= host.build:
        return None
    text = (
        f"The image ({image.name}, build {image.build}) is newer than the host ({host.name}, build {host.build}), "
        "which is possible in neither isolation."
    )
    return _forbids("R7", text, "newer-never")


def _clients_and_2025(case: Case) -> Finding | None:
    fact = case.fact("ws2025-on-clients")
    if not case.client or case.image.release.id != fact.image or case.host.release.build >= fact.first_build:
        return None
    text = f"On clients this image runs from Windows 11, version 24H2 (build {fact.build}) on."
    return _forbids("R12", text, fact.id, fact.conflict)


def _annual_only_2022(case: Case) -> Finding | None:
    fact = case.fact("annual-only-2022")
    if case.host.release.id != fact.host or case.image.release.id == fact.image:
        return None
    text = f"A host with {case.host.release.name} supports the Windows Server 2022 image and no other."
    return _forbids("R9", text, fact.id)


def _cluster_process_only(case: Case) -> Finding | None:
    if case.platform is Platform.WINDOWS or case.process:
        return None
    cluster = "AKS" if case.platform is Platform.AKS else "Kubernetes"
    return _forbids("R15", f"{cluster} runs Windows containers in process isolation only.", "cluster-process-only")


def _same_build(case: Case) -> Finding | None:
    host, image = case.host.release, case.image.release
    if not case.process or image.build > host.build or _has_stable_interface(case):
        return None
    if case.same_build:
        return _allows("R1", f"Host and image have the same build, {host.build}.", "build-match")
    text = (
        f"Process isolation needs the same build, but the host has {host.build} and the image {image.build}; "
        "the container is blocked at start (0xc0370101)."
    )
    return _forbids("R1", text, "build-match")


def _stable_interface(case: Case) -> Finding | None:
    if not case.process or not _has_stable_interface(case):
        return None
    fact = case.fact("stable-abi")
    text = (
        f"The image has the stable interface (build {fact.build} or later), "
        f"so it runs in process isolation on the newer build {case.host.release.build}."
    )
    return _allows("R2", text, fact.id)


def _revision_of_2016(case: Case) -> Finding | None:
    fact = case.fact("ws2016-revision")
    if not case.process or case.host.release.id != fact.host or case.image.release.id != fact.image:
        return None
    if case.host.revision is None or case.image.revision is None:
        text = "On Windows Server 2016 the revisions must be the same too, and here they are not both known."
        return _qualifies("R3", text, fact)
    if case.host.revision == case.image.revision:
        return Finding(effect=Effect.REMARK, step=Step(rule="R3", text="The revisions are the same.", facts=(fact.id,)))
    text = (
        f"On Windows Server 2016 the revisions must be the same too, but the host has {case.host.revision} "
        f"and the image {case.image.revision}."
    )
    return _forbids("R3", text, fact.id)


def _baseline_of_2020(case: Case) -> Finding | None:
    fact = case.fact("baseline-2b")
    if not case.process or not case.same_build or case.host.release.build != fact.build:
        return None
    if case.host.revision is None or case.image.revision is None:
        return _condition("R5", fact.statement, fact)
    first = fact.first_revision
    host_is_new, image_is_new = case.host.revision >= first, case.image.revision >= first
    if host_is_new == image_is_new:
        text = "Host and image are on the same side of the February 2020 update."
        return Finding(effect=Effect.REMARK, step=Step(rule="R5", text=text, facts=(fact.id,)))
    newer, older = ("host", "image") if host_is_new else ("image", "host")
    text = (
        f"The {newer} has the update of February 2020 (revision {first}) and the {older} has not: "
        "across that update containers fail in process isolation."
    )
    return _forbids("R5", text, fact.id)


def _revisions_free(case: Case) -> Finding | None:
    fact = case.fact("revisions-free")
    if not case.process or not case.same_build or case.host.release.build < fact.first_build:
        return None
    host, image = case.host.revision, case.image.revision
    if host is not None and image is not None and image <= host:
        text = "The revisions need not match, and the host is patched at least as far as the image."
        return Finding(effect=Effect.REMARK, step=Step(rule="R4", text=text, facts=(fact.id,)))
    return _condition("R4", fact.statement, fact)


def _own_kernel(case: Case) -> Finding | None:
    if case.process or case.image.release.build > case.host.release.build:
        return None
    text = "With Hyper-V isolation the container has a kernel of its own, and the image is not newer than the host."
    return _allows("R6", text, "own-kernel")


def _hyperv_role(case: Case) -> Finding | None:
    if case.process:
        return None
    found = _condition("R8", case.fact("hyperv-role").statement, case.fact("hyperv-role"))
    if case.host.release.id != case.fact("annual-hyperv").host:
        return found
    # That the role exists on such a host is nowhere documented; it was seen there.
    return replace(found, step=replace(found.step, facts=(*found.step.facts, "annual-hyperv")))


def _hyperv_licence(case: Case) -> Finding | None:
    fact = case.fact("hyperv-licence")
    return None if case.process or case.client else _condition("R17", fact.statement, fact)


def _hyperv_pull(case: Case) -> Finding | None:
    fact = case.fact("hyperv-pull")
    if case.process or case.same_build:
        return None
    return _condition("R18", fact.statement, fact)


def _client_development(case: Case) -> Finding | None:
    fact = case.fact("client-development")
    return _condition("R10", fact.statement, fact) if case.client else None


def _client_default(case: Case) -> Finding | None:
    fact = case.fact("client-default-hyperv")
    if not case.process or not case.client or case.host.release.build < case.fact("windows10-last-build").first_build:
        return None
    return _condition("R13", fact.statement, fact)


def _windows10_process(case: Case) -> Finding | None:
    fact = case.fact("windows10-process")
    build = case.host.release.build
    if not case.process or not case.client or build >= case.fact("windows10-last-build").first_build:
        return None
    if build < fact.first_build:
        text = f"Windows 10 has no process isolation before build {fact.build}; the host has {build}."
        return _forbids("R11", text, fact.id)
    if not case.same_build:
        return None
    text = "Windows 10 runs an image of exactly its own build in process isolation for development and testing only."
    return _qualifies("R11", text, fact)


def _undocumented(case: Case) -> Finding | None:
    fact = case.fact("undocumented")
    host, image = case.host.release, case.image.release
    if case.process or (host.id, image.id) in case.premises.documented:
        return None
    return _qualifies("R14", f"No published table lists {image.name} on {host.name}.", fact)


def _cluster_2022_on_2025(case: Case) -> Finding | None:
    fact = case.fact("cluster-2022-on-2025")
    if case.platform is Platform.WINDOWS or case.host.release.id != fact.host or case.image.release.id != fact.image:
        return None
    return _qualifies("R16", fact.statement, fact)


def _known_fault(case: Case) -> Finding | None:
    issue = case.premises.issues.get((case.host.release.id, case.image.release.id, case.isolation))
    if issue is None:
        return None
    step = Step(rule="R19", text=issue.statement, facts=(issue.id,), conflict=issue.conflict)
    return Finding(effect=Effect.QUALIFIES, step=step, condition=issue.condition)


def _dispute(case: Case) -> Finding | None:
    dispute = case.premises.disputes.get((case.host.release.id, case.image.release.id, case.isolation))
    if dispute is None:
        return None
    step = Step(rule="R20", text=dispute.statement, facts=(dispute.id,), conflict=dispute.conflict)
    return Finding(effect=Effect.REMARK, step=step, condition=dispute.statement)


def _has_stable_interface(case: Case) -> bool:
    """A different, newer host build, and an image from the first stable build on."""
    return case.fact("stable-abi").first_build <= case.image.release.build < case.host.release.build


def _forbids(rule: str, text: str, fact: str, conflict: str | None = None) -> Finding:
    return Finding(effect=Effect.FORBIDS, step=Step(rule=rule, text=text, facts=(fact,), conflict=conflict))


def _allows(rule: str, text: str, fact: str) -> Finding:
    return Finding(effect=Effect.ALLOWS, step=Step(rule=rule, text=text, facts=(fact,)))


def _qualifies(rule: str, text: str, fact: Statement) -> Finding:
    step = Step(rule=rule, text=text, facts=(fact.id,), conflict=fact.conflict)
    return Finding(effect=Effect.QUALIFIES, step=step, condition=fact.condition)


def _condition(rule: str, text: str, fact: Statement) -> Finding:
    step = Step(rule=rule, text=text, facts=(fact.id,), conflict=fact.conflict)
    return Finding(effect=Effect.CONDITION, step=step, condition=fact.condition)


def default_isolation(host: System) -> Isolation:
    """What a container gets where nothing is asked for: process isolation on servers, Hyper-V isolation on clients."""
    return Isolation.HYPERV if host.release.role is Role.CLIENT else Isolation.PROCESS


def decide(facts: FactBase, proposition: Compatibility, as_of: date) -> Ruling[Compatibility]:  # noqa: ARG001
    """Whether the proposition is true. Support dates play no part: the verdict is the documentation's statement."""
    known = premises(facts)
    by = {
        mode: judge(
            Case(
                premises=known,
                host=proposition.host,
                image=proposition.image,
                isolation=mode,
                platform=proposition.platform,
            )
        )
        for mode in Isolation
    }
    isolation, judged = _spoken_of(proposition, by)
    truth = _TRUTHS[proposition.asserted, judged.outcome]
    if proposition.asserted is Support.CONDITIONAL and judged.conditions:
        # What is supported and comes with conditions may be called conditional too.
        truth = Truth.ENTAILED
    correction = None
    if truth is Truth.CONTRADICTED:
        correction = Compatibility(
            host=proposition.host,
            image=proposition.image,
            asserted=Support(judged.outcome.value),
            isolation=isolation,
            platform=proposition.platform,
        )
    return Ruling(truth=truth, derivation=judged.derivation, correction=correction)


def _spoken_of(proposition: Compatibility, by: dict[Isolation, Judgement]) -> tuple[Isolation | None, Judgement]:
    """The isolation that the proposition speaks of, and its judgement."""
    if proposition.isolation is not None:
        return proposition.isolation, by[proposition.isolation]
    if proposition.asserted is Support.UNSUPPORTED or proposition.some_way:
        best = min(by, key=lambda mode: list(Outcome).index(by[mode].outcome))
        return (None if by[best].outcome is Outcome.UNSUPPORTED else best), by[best]
    default = default_isolation(proposition.host)
    return default, by[default]


_TRUTHS = {
    (Support.SUPPORTED, Outcome.SUPPORTED): Truth.ENTAILED,
    (Support.SUPPORTED, Outcome.CONDITIONAL): Truth.UNDECIDED,
    (Support.SUPPORTED, Outcome.UNKNOWN): Truth.UNDECIDED,
    (Support.SUPPORTED, Outcome.UNSUPPORTED): Truth.CONTRADICTED,
    (Support.CONDITIONAL, Outcome.SUPPORTED): Truth.UNDECIDED,
    (Support.CONDITIONAL, Outcome.CONDITIONAL): Truth.ENTAILED,
    (Support.CONDITIONAL, Outcome.UNKNOWN): Truth.UNDECIDED,
    (Support.CONDITIONAL, Outcome.UNSUPPORTED): Truth.CONTRADICTED,
    (Support.UNSUPPORTED, Outcome.SUPPORTED): Truth.CONTRADICTED,
    (Support.UNSUPPORTED, Outcome.CONDITIONAL): Truth.UNDECIDED,
    (Support.UNSUPPORTED, Outcome.UNKNOWN): Truth.UNDECIDED,
    (Support.UNSUPPORTED, Outcome.UNSUPPORTED): Truth.ENTAILED,
}
_SAID = {
    Support.SUPPORTED: "is supported",
    Support.CONDITIONAL: "is supported under conditions",
    Support.UNSUPPORTED: "is not supported",
}
_ISOLATED = {Isolation.PROCESS: " in process isolation", Isolation.HYPERV: " with Hyper-V isolation", None: ""}
_PLACE = {Platform.WINDOWS: "host", Platform.AKS: "AKS node", Platform.KUBERNETES: "Kubernetes node"}


def state(facts: FactBase, proposition: Compatibility) -> str:  # noqa: ARG001
    """The proposition as a sentence that asserts it."""
    place = f"{_named(proposition.host)} {_PLACE[proposition.platform]}"
    said = _SAID[proposition.asserted]
    isolated = _ISOLATED[proposition.isolation]
    if proposition.isolation is None:
        isolated = ", in either isolation" if proposition.asserted is Support.UNSUPPORTED else isolated
        isolated = " in at least one isolation" if proposition.some_way else isolated
    return f"The {_named(proposition.image)} image {said} on a {place}{isolated}."


def _named(system: System) -> str:
    return system.release.name if system.revision is None else f"{system.release.name} ({system.version})"


def _uncovered(case: Case) -> Step:
    text = f"No rule and no published table says anything about {case.image.release.name} on {case.host.release.name}."
    return Step(rule="R0", text=text)


# Order is the order of reasons in a derivation: what forbids, what allows, then what has to be seen to. It decides
# nothing: `judge` weighs effects, and where a rule that forbids meets one that allows, `limits` says that it is meant.
RULES: tuple[Rule, ...] = (
    Rule(
        id="R9",
        title="Version 23H2 hosts run the Windows Server 2022 image only",
        statement="A host with Windows Server, version 23H2 supports the Windows Server 2022 image and no other, "
        "in either isolation.",
        facts=("annual-only-2022",),
        applies=_annual_only_2022,
        limits=("R6",),
    ),
    Rule(
        id="R7",
        title="A newer image never runs on an older host",
        statement="An image whose build is higher than the host's runs in neither isolation.",
        facts=("newer-never",),
        applies=_newer_image,
    ),
    Rule(
        id="R12",
        title="Windows Server 2025 images on clients need Windows 11, version 24H2",
        statement="On a client the Windows Server 2025 image runs from build 26100 on.",
        facts=("ws2025-on-clients",),
        applies=_clients_and_2025,
    ),
    Rule(
        id="R15",
        title="AKS and Kubernetes offer process isolation only",
        statement="On AKS and Kubernetes Hyper-V isolation is not supported, whatever the versions.",
        facts=("cluster-process-only",),
        applies=_cluster_process_only,
        limits=("R6",),
    ),
    Rule(
        id="R1",
        title="Process isolation needs the same build",
        statement="In process isolation an image runs on a host of the same build, and an older image is blocked "
        "unless R2 allows it.",
        facts=("build-match",),
        applies=_same_build,
    ),
    Rule(
        id="R2",
        title="Images with the stable interface run on newer hosts",
        statement="An image from build 20348 on runs in process isolation on hosts with a later build.",
        facts=("stable-abi",),
        applies=_stable_interface,
    ),
    Rule(
        id="R11",
        title="Process isolation on Windows 10",
        statement="Windows 10 has no process isolation before build 17763; from there on it runs an image of exactly "
        "its own build for development and testing, without official support.",
        facts=("windows10-process", "windows10-last-build"),
        applies=_windows10_process,
        limits=("R1",),
    ),
    Rule(
        id="R3",
        title="Windows Server 2016 needs the same revision",
        statement="In process isolation on Windows Server 2016 the revisions of host and image must be the same: "
        "different ones are unsupported, unknown ones make the verdict conditional.",
        facts=("ws2016-revision",),
        applies=_revision_of_2016,
        limits=("R1",),
    ),
    Rule(
        id="R5",
        title="The update of February 2020 divides version 1809",
        statement="In process isolation host and image of build 17763 must both be older than revision 1039 or both at "
        "least as new.",
        facts=("baseline-2b",),
        applies=_baseline_of_2020,
        limits=("R1",),
    ),
    Rule(
        id="R4",
        title="From version 1809 on revisions need not match",
        statement="From build 17763 on the revisions of host and image may differ; a host patched at least as far as "
        "the image avoids the failures that have been reported.",
        facts=("revisions-free",),
        applies=_revisions_free,
    ),
    Rule(
        id="R6",
        title="Hyper-V isolation brings its own kernel",
        statement="With Hyper-V isolation a host runs images of its own build and of older ones.",
        facts=("own-kernel",),
        applies=_own_kernel,
    ),
    Rule(
        id="R14",
        title="What no published table lists is conditional",
        statement="A pair that only the rule of Hyper-V isolation allows and no published table lists is conditional.",
        facts=("undocumented",),
        applies=_undocumented,
    ),
    Rule(
        id="R16",
        title="Windows Server 2022 images on Windows Server 2025 nodes",
        statement="On AKS and Kubernetes the Windows Server 2022 image runs on Windows Server 2025 nodes, while "
        "matching images are the policy.",
        facts=("cluster-2022-on-2025",),
        applies=_cluster_2022_on_2025,
    ),
    Rule(
        id="R19",
        title="Known faults make a documented combination conditional",
        statement="A combination that the tables support and that is known to fail is conditional, and the fault is "
        "named.",
        facts=("issue.2022-on-26200", "issue.2025-on-25h2", "issue.2025-on-26h1"),
        applies=_known_fault,
    ),
    Rule(
        id="R10",
        title="Clients are for development and testing",
        statement="On Windows 10 and 11 containers are for development and testing, with the Pro or Enterprise "
        "edition.",
        facts=("client-development",),
        applies=_client_development,
    ),
    Rule(
        id="R13",
        title="Clients use Hyper-V isolation unless asked otherwise",
        statement="On Windows 11 process isolation has to be asked for.",
        facts=("client-default-hyperv", "windows10-last-build"),
        applies=_client_default,
    ),
    Rule(
        id="R8",
        title="Hyper-V isolation needs the Hyper-V role",
        statement="The host needs the Hyper-V role, and in a virtual machine nested virtualization.",
        facts=("hyperv-role", "annual-hyperv"),
        applies=_hyperv_role,
    ),
    Rule(
        id="R17",
        title="Hyper-V isolation counts against the server licence",
        statement="A Windows Server Standard licence covers two containers with Hyper-V isolation, Datacenter any "
        "number.",
        facts=("hyperv-licence",),
        applies=_hyperv_licence,
    ),
    Rule(
        id="R18",
        title="An older image must still be pulled",
        statement="The default matcher of containerd compares builds whatever the isolation, so it may refuse an older "
        "image.",
        facts=("hyperv-pull",),
        applies=_hyperv_pull,
    ),
    Rule(
        id="R20",
        title="Where sources disagree, the verdict says so",
        statement="A combination on which sources disagree is judged by the side that governs, and the disagreement is "
        "named.",
        facts=(
            "dispute.23h2-older-hyperv",
            "dispute.2022-on-2025",
            "dispute.2022-on-windows11",
            "dispute.2022-on-21h1",
            "dispute.20h2-on-2022",
            "dispute.windows10-2004",
            "dispute.windows10-20h2",
            "dispute.2004-on-later-windows10",
        ),
        applies=_dispute,
    ),
)

# `judge` turns to this one where no other allows or forbids.
UNCOVERED = Rule(
    id="R0",
    title="What nothing covers is unknown",
    statement="A combination that no rule allows or forbids is unknown; it is never taken for supported.",
    facts=(),
    applies=_uncovered,
)

KIND = Kind(name="compatibility", propositions=(Compatibility,), decide=decide, state=state, rules=(*RULES, UNCOVERED))
