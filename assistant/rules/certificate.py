"""Proof that the table of verdicts is right: properties checked over every input, with what speaks against each.

Inputs are all hosts, images, isolations and platforms, the revisions at which a rule changes its mind, and every day on
which some phase of support changes.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from assistant.errors import AssistantError
from assistant.rules import certificate_told
from assistant.rules.engine import Engine
from assistant.rules.kinds.compatibility import Case, Effect, findings, premises
from assistant.rules.lifespan import lifespan
from assistant.rules.records import Image, Printed, ReleaseRecord, Statement
from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.rulebook import KINDS, RULES
from assistant.rules.verdict import Check, Outcome

_ALLOWED = (Outcome.SUPPORTED, Outcome.CONDITIONAL)
_SHOWN = 20  # findings of one property that are kept; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property: what it says, over how many cases it was checked, and the cases against it in words."""

    name: str
    statement: str
    cases: int
    findings: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it and there was something to check."""
        return not self.findings and self.cases > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """All properties over the facts with that hash."""

    facts_hash: str
    checks: tuple[Property, ...]

    @property
    def certified(self) -> bool:
        """Whether every property holds."""
        return all(check.passed for check in self.checks)


# A property yields one item a case: None where it holds, otherwise what is wrong.
Cases = Iterator[str | None]


def certify(engine: Engine, only: Collection[str] = ()) -> Certificate:
    """Check every property of `PROPERTIES`, or those with the names in `only`; all of them take a second or two."""
    return Certificate(
        facts_hash=engine.facts_hash,
        checks=tuple(
            _run(engine, name, statement, check) for name, statement, check in PROPERTIES if not only or name in only
        ),
    )


def _run(engine: Engine, name: str, statement: str, check: Callable[[Engine], Cases]) -> Property:
    cases, against = 0, []
    for finding in check(engine):
        cases += 1
        if finding is not None:
            against.append(finding)
    if len(against) > _SHOWN:
        against = [*against[:_SHOWN], f"... and {len(against) - _SHOWN} more"]
    return Property(name=name, statement=statement, cases=cases, findings=tuple(against))


def turning_days(engine: Engine) -> tuple[date, ...]:
    """Every day on which the phase of a release or image changes, with the days before the first and after the last."""
    facts = engine.facts
    spans = [lifespan(facts, release) for release in facts.releases]
    spans += [lifespan(facts, image.release, image.family) for image in facts.of(Image)]
    days = {day + timedelta(days=1) for s in spans for day in (s.mainstream_end, s.extended_end) if day is not None}
    days |= {s.available for s in spans if s.available is not None}
    return (min(days) - timedelta(days=1), *sorted(days), max(days) + timedelta(days=1))


def every_case(engine: Engine) -> Iterator[Case]:
    """Every host, image, isolation and platform, with the revisions on both sides of every limit in the facts."""
    known = premises(engine.facts)
    limits = sorted({s.revision for s in engine.facts.of(Statement) if s.revision is not None})
    revisions: list[int | None] = [None, *dict.fromkeys(r for limit in limits for r in (limit - 1, limit, limit + 1))]
    for host, image, isolation, platform in product(engine.hosts(), engine.images(), Isolation, Platform):
        same = host.release.build == image.system.release.build
        for of_host, of_image in product(revisions, revisions) if same else ((None, None),):
            yield Case(
                premises=known,
                host=System(release=host.release, revision=of_host),
                image=System(release=image.system.release, revision=of_image),
                isolation=isolation,
                platform=platform,
            )


def _total(engine: Engine) -> Cases:
    known = {rule.id for rule in RULES}
    for case in every_case(engine):
        outcome, steps = _ask(engine, case)
        unknown = outcome is Outcome.UNKNOWN or not steps or not known.issuperset(steps)
        yield f"{_name(case)}: {outcome.value} by {steps}" if unknown else None


def _same_on_every_day(engine: Engine) -> Cases:
    days = turning_days(engine)
    reference = {_pair(c.host, c.image): c for c in engine.grid(days[0])}
    for day in days[1:]:
        for check in engine.grid(day):
            before = reference[_pair(check.host, check.image)]
            same = all(check.by_isolation[i].outcome is before.by_isolation[i].outcome for i in Isolation)
            yield None if same else f"{check.image.system.release.id} on {check.host.release.id} differs on {day}"


def _next_change(engine: Engine) -> Cases:
    days = turning_days(engine)
    for check in (check for day in days for check in engine.grid(day)):
        day = check.as_of
        later = next((d for d in days if d > day and _phases(engine, check.host, check.image, d) != _of(check)), None)
        name = f"{check.image.system.release.id} on {check.host.release.id}, {day}"
        yield None if later == check.changes_on else f"{name}: says {check.changes_on}, found {later}"


def _phases(engine: Engine, host: System, image: ImageRef, day: date) -> tuple[str, str]:
    host_span = lifespan(engine.facts, host.release.id)
    image_span = lifespan(engine.facts, image.system.release.id, image.family)
    return host_span.phase(day).value, image_span.phase(day).value


def _of(check: Check) -> tuple[str, str]:
    return check.host_phase, check.image_phase


def _no_disagreement(engine: Engine) -> Cases:
    used: set[tuple[str, str]] = set()
    for case in every_case(engine):
        found = findings(case)
        allowing = [rule for rule, finding in found if finding.effect is Effect.ALLOWS]
        against = []
        for rule in (rule for rule, finding in found if finding.effect is Effect.FORBIDS):
            against += [f"{rule.id} forbids what {a.id} allows" for a in allowing if a.id not in rule.limits]
            used |= {(rule.id, a.id) for a in allowing}
        yield f"{_name(case)}: {'; '.join(against)}" if against else None
    for rule in RULES:
        for limited in rule.limits:
            yield None if (rule.id, limited) in used else f"{rule.id} never meets {limited}, which it claims to limit"


def _every_rule_fires(engine: Engine) -> Cases:
    fired = {rule.id for case in every_case(engine) for rule, _ in findings(case)}
    compatibility = next(kind for kind in KINDS if kind.name == "compatibility")
    for rule in compatibility.rules:
        if rule.id != "R0":  # what nothing covers: totality shows that it never comes to that
            yield None if rule.id in fired else f"{rule.id} fires nowhere"


def _newer_never(engine: Engine) -> Cases:
    for case in every_case(engine):
        if case.image.release.build > case.host.release.build:
            outcome, _ = _ask(engine, case)
            yield f"{_name(case)} is {outcome.value}" if outcome in _ALLOWED else None


def _newer_hosts_run_at_least_as_much(engine: Engine) -> Cases:
    """Hyper-V isolation for every image; process isolation for images with the stable interface."""
    stable = engine.facts.get(Statement, "stable-abi").first_build
    hosts = [h for h in engine.hosts() if h.release.id != "ws23h2"]
    for image, older, newer in product(engine.images(), hosts, hosts):
        if older.release.build >= newer.release.build:
            continue
        for isolation in Isolation:
            if isolation is Isolation.PROCESS and image.system.release.build < stable:
                continue
            if _outcome(engine, older, image, isolation) in _ALLOWED:
                worse = _outcome(engine, newer, image, isolation) not in _ALLOWED
                name = f"{image.system.release.id} ({isolation.value})"
                yield f"{name} runs on {older.release.id} and not on {newer.release.id}" if worse else None


def _older_images_run_at_least_as_much(engine: Engine) -> Cases:
    hosts = [h for h in engine.hosts() if h.release.id != "ws23h2"]
    for host, older, newer in product(hosts, engine.images(), engine.images()):
        if older.system.release.build >= newer.system.release.build:
            continue
        if _outcome(engine, host, newer, Isolation.HYPERV) in _ALLOWED:
            worse = _outcome(engine, host, older, Isolation.HYPERV) not in _ALLOWED
            names = f"{newer.system.release.id} and not {older.system.release.id}"
            yield f"{host.release.id} runs {names} with Hyper-V isolation" if worse else None


def _hyperv_at_least_process(engine: Engine) -> Cases:
    for host, image in product(engine.hosts(), engine.images()):
        if _outcome(engine, host, image, Isolation.PROCESS) in _ALLOWED:
            worse = _outcome(engine, host, image, Isolation.HYPERV) not in _ALLOWED
            name = f"{image.system.release.id} on {host.release.id}"
            yield f"{name} runs in process isolation only" if worse else None


def _clusters(engine: Engine) -> Cases:
    """On AKS and Kubernetes: process isolation as on a host of one's own, or conditional by R16; never Hyper-V."""
    for host, image, platform in product(engine.hosts(), engine.images(), (Platform.AKS, Platform.KUBERNETES)):
        plain = _outcome(engine, host, image, Isolation.PROCESS)
        there = _outcome(engine, host, image, Isolation.PROCESS, platform)
        noted = (host.release.id, image.system.release.id) == ("ws2025", "ws2022") and there is Outcome.CONDITIONAL
        hyperv = _outcome(engine, host, image, Isolation.HYPERV, platform)
        name = f"{image.system.release.id} on {host.release.id}, {platform.value}"
        right = (plain is there or noted) and hyperv is Outcome.UNSUPPORTED
        yield None if right else f"{name}: {there.value}, {hyperv.value}"


def _tables_agree(engine: Engine) -> Cases:
    """The newest printed mark of each cell is the verdict, or a recorded conflict, fault or R3 makes it conditional."""
    newest: dict[tuple[str, str, Isolation], bool] = {}
    for row in engine.facts.of(Printed):  # in the file: newest table first
        for host, image in product(row.hosts, row.images):
            newest.setdefault((host, image, Isolation.PROCESS), image in row.process)
            newest.setdefault((host, image, Isolation.HYPERV), image in row.hyperv)
    known = premises(engine.facts)
    for (host, image, isolation), printed in newest.items():
        case = Case(
            premises=known,
            host=System(release=engine.facts.releases[host]),
            image=System(release=engine.facts.releases[image]),
            isolation=isolation,
            platform=Platform.WINDOWS,
        )
        judged = engine.check(case.host, ImageRef(system=case.image), isolation=isolation, as_of=engine.reviewed)
        verdict = judged.by_isolation[isolation]
        expected = Outcome.SUPPORTED if printed else Outcome.UNSUPPORTED
        recorded = any(step.conflict or step.rule == "R3" for step in verdict.derivation)
        agrees = verdict.outcome is expected or (verdict.outcome is Outcome.CONDITIONAL and recorded)
        yield None if agrees else f"{_name(case)}: printed {expected.value}, decided {verdict.outcome.value}"


def _fixes_hold(engine: Engine) -> Cases:
    for check in (c for platform in Platform for c in engine.grid(engine.reviewed, platform)):
        for isolation, verdict in check.by_isolation.items():
            for fix in verdict.fixes:
                outcome = _outcome(engine, fix.host, fix.image, fix.isolation, check.platform)
                right = outcome is fix.outcome and outcome in _ALLOWED
                name = f"{check.image.system.release.id} on {check.host.release.id}, {isolation.value}"
                yield None if right else f"{name}: {fix.text}"


def _conflicts_known(engine: Engine) -> Cases:
    """Every step that rests on a conflict names one that is recorded; one case a step."""
    for check in engine.grid(engine.reviewed):
        for verdict in check.by_isolation.values():
            for step in verdict.derivation:
                if step.conflict is not None:
                    yield None if step.conflict in engine.facts.conflicts else f"{step.rule}: {step.conflict}"


def _rules_have_facts(engine: Engine) -> Cases:
    for rule in RULES:
        rests_on = rule.rests_on(engine.facts)
        missing = [fact for fact in rests_on if fact not in engine.facts.entries]
        yield f"{rule.id} rests on {missing}" if missing or not (rests_on or rule.id == "R0") else None


def _names_resolve(engine: Engine) -> Cases:
    """Every alias of every release, as a host and in running text, is that release."""
    for record in engine.facts.of(ReleaseRecord):
        for alias in (record.id, record.name, *record.aliases, *(noted.alias for noted in record.noted)):
            try:
                found = engine.resolve_host(alias).release.id
            except AssistantError as error:
                yield f"{alias!r}: {error}"
                continue
            yield None if found == record.id else f"{alias!r} is {found}, not {record.id}"


def _ask(engine: Engine, case: Case) -> tuple[Outcome, tuple[str, ...]]:
    check = engine.check(
        case.host,
        ImageRef(system=case.image),
        isolation=case.isolation,
        platform=case.platform,
        as_of=engine.reviewed,
    )
    verdict = check.by_isolation[case.isolation]
    return verdict.outcome, tuple(step.rule for step in verdict.derivation)


def _outcome(
    engine: Engine, host: System, image: ImageRef, isolation: Isolation, platform: Platform = Platform.WINDOWS
) -> Outcome:
    check = engine.check(host, image, isolation=isolation, platform=platform, as_of=engine.reviewed)
    return check.by_isolation[isolation].outcome


def _pair(host: System, image: ImageRef) -> tuple[str, str]:
    return host.release.id, image.system.release.id


def _name(case: Case) -> str:
    return f"{case.image.release.id} on {case.host.release.id} ({case.isolation.value}, {case.platform.value})"


PROPERTIES: tuple[tuple[str, str, Callable[[Engine], Cases]], ...] = (
    ("totality", "Every input has exactly one verdict, with a derivation by known rules.", _total),
    ("agreement", "Where one rule forbids what another allows, it is declared as its exception.", _no_disagreement),
    ("use", "Every rule decides or remarks on something.", _every_rule_fires),
    ("days", "A verdict is the same on every day on which some support changes.", _same_on_every_day),
    ("next change", "`changes_on` is the first later day on which a phase differs.", _next_change),
    ("newer image", "No image runs on a host with a lower build.", _newer_never),
    (
        "newer host",
        "What runs on a host with Hyper-V isolation, or with the stable interface, runs on newer ones (23H2 apart).",
        _newer_hosts_run_at_least_as_much,
    ),
    (
        "older image",
        "A host that runs an image with Hyper-V isolation runs every older one (23H2 apart).",
        _older_images_run_at_least_as_much,
    ),
    ("isolation", "What runs in process isolation runs with Hyper-V isolation.", _hyperv_at_least_process),
    ("clusters", "AKS and Kubernetes differ from a host of one's own as stated only.", _clusters),
    (
        "tables",
        "The newest published mark of a cell is the verdict, or a recorded conflict or fault makes it conditional.",
        _tables_agree,
    ),
    ("fixes", "Every change that is offered really helps.", _fixes_hold),
    ("conflicts", "Every conflict that a verdict rests on is recorded with both sides.", _conflicts_known),
    ("facts", "Every rule rests on facts that exist.", _rules_have_facts),
    ("kinds", "Every claim kind has rules, and each rests on facts.", certificate_told.every_kind_decides),
    ("told", "Every fact that a source states decides what it tells.", certificate_told.facts_are_decided),
    ("denials", "A statement or its denial holds, or both are undecided.", certificate_told.denials_are_opposite),
    ("corrections", "Every correction of a false statement is true.", certificate_told.corrections_hold),
    ("names", "Every alias is read as its own release.", _names_resolve),
)
