"""Which rules speak in which case: a second statement of where each applies, from the published texts alone.

Written as sets and without the program's own conditions; `RELEASES` is restated in test_releases. The order of reasons
is not tested, as it decides nothing.
"""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from assistant.errors import FactsError
from assistant.rules import Engine, Isolation, Outcome, Platform, System
from assistant.rules.factbase import FactBase
from assistant.rules.kinds import compatibility
from assistant.rules.kinds.compatibility import Case, Compatibility, Judgement, Support, judge, premises
from assistant.rules.kinds.licensing import Covers, Licence
from assistant.rules.records import Printed, Statement
from assistant.rules.verdict import Truth
from tests.rules.test_matrix import CELLS, IMAGES
from tests.rules.test_releases import RELEASES

PROCESS, HYPERV = Isolation.PROCESS, Isolation.HYPERV
BUILDS = {row[0]: row[2] for row in RELEASES}
WINDOWS11 = {ident for ident in BUILDS if ident.startswith("win11")}
WINDOWS10 = {ident for ident in BUILDS if ident.startswith("win10")}
CLIENTS = WINDOWS10 | WINDOWS11
OUTCOMES = {cell[:3]: cell[3] for cell in CELLS}

# (host, image, isolation) on which sources disagree -> the conflict that says so
DISPUTED = {
    **{("ws23h2", image, HYPERV): "C10" for image in IMAGES[:8]},
    ("ws2025", "ws2022", PROCESS): "C08",
    **{(host, "ws2022", PROCESS): "C06" for host in WINDOWS11},
    ("win10-21h1", "ws2022", HYPERV): "C12",
    ("ws2022", "ws20h2", HYPERV): "C31",
    ("win10-2004", "ws2004", PROCESS): "C11",
    ("win10-20h2", "ws20h2", PROCESS): "C11",
    **{(host, "ws2004", PROCESS): None for host in ("win10-20h2", "win10-21h1", "win10-21h2", "win10-22h2")},
}
FAULTY = {
    ("win11-25h2", "ws2022"): "C27",
    ("win11-26h1", "ws2022"): "C27",
    ("win11-25h2", "ws2025"): "C28",
    ("win11-26h1", "ws2025"): "C28",
}


def forbidding(host: str, image: str, isolation: Isolation, platform: Platform) -> set[str]:
    """Rules that forbid whatever the revisions."""
    newer, older = BUILDS[image] > BUILDS[host], BUILDS[image] < BUILDS[host]
    found = {"R7"} if newer else set()
    found |= {"R9"} if host == "ws23h2" and image != "ws2022" else set()
    found |= {"R12"} if host in CLIENTS and image == "ws2025" and BUILDS[host] < 26100 else set()
    if isolation is HYPERV:
        return found | ({"R15"} if platform is not Platform.WINDOWS else set())
    found |= {"R1"} if older and image not in ("ws2022", "ws2025") else set()
    return found | ({"R11"} if host in WINDOWS10 and BUILDS[host] < 17763 else set())


def allowing(host: str, image: str, isolation: Isolation, platform: Platform) -> set[str]:
    """Rules that speak where nothing forbids, apart from those about revisions and disagreements."""
    same = host_and_image_same = BUILDS[host] == BUILDS[image]
    client = host in CLIENTS
    found = {"R10"} if client else set()
    if platform is not Platform.WINDOWS and (host, image) == ("ws2025", "ws2022"):
        found.add("R16")
    found |= {"R19"} if (host, image) in FAULTY else set()
    if isolation is HYPERV:
        found |= {"R6", "R8"} | (set() if client else {"R17"}) | (set() if same else {"R18"})
        conditional = OUTCOMES[host, image, HYPERV] is Outcome.CONDITIONAL and (host, image) not in FAULTY
        return found | ({"R14"} if conditional else set())
    found |= {"R1"} if same else {"R2"}
    found |= {"R11"} if host in WINDOWS10 and host_and_image_same else set()
    return found | ({"R13"} if host in WINDOWS11 else set())


def by_revision(host: str, image: str, revisions: tuple[int | None, int | None]) -> tuple[set[str], set[str], set[str]]:
    """In process isolation: rules that forbid, that remark, and that set a condition, because of the revisions."""
    on_host, in_image = revisions
    known = on_host is not None and in_image is not None
    forbid, remark, condition = set(), set(), set()
    if (host, image) == ("ws2016", "ws2016"):
        (condition if not known else remark if on_host == in_image else forbid).add("R3")
    if BUILDS[host] == BUILDS[image] == 17763:
        apart = known and (on_host < 1039) is not (in_image < 1039)
        (condition if not known else forbid if apart else remark).add("R5")
    if BUILDS[host] == BUILDS[image] and BUILDS[host] >= 17763:
        (remark if known and in_image <= on_host else condition).add("R4")
    return forbid, remark, condition


def expected(
    host: str, image: str, isolation: Isolation, platform: Platform, revisions: tuple[int | None, int | None]
) -> tuple[bool, set[str]]:
    """Whether it is forbidden, and the rules in the derivation."""
    forbid, remark, condition = by_revision(host, image, revisions) if isolation is PROCESS else (set(),) * 3
    always = forbidding(host, image, isolation, platform)
    disputed = {"R20"} if (host, image, isolation) in DISPUTED else set()
    if always | forbid:
        return True, always | forbid | remark | disputed
    return False, allowing(host, image, isolation, platform) | remark | condition | disputed


def judged(
    engine: Engine,
    host: str,
    image: str,
    isolation: Isolation,
    platform: Platform = Platform.WINDOWS,
    revisions: tuple[int | None, int | None] = (None, None),
    facts: FactBase | None = None,
) -> Judgement:
    releases = engine.facts.releases
    return judge(
        Case(
            premises=premises(facts or engine.facts),
            host=System(release=releases[host], revision=revisions[0]),
            image=System(release=releases[image], revision=revisions[1]),
            isolation=isolation,
            platform=platform,
        )
    )


@pytest.mark.parametrize("platform", Platform)
def test_the_rules_that_speak(engine: Engine, platform: Platform) -> None:
    for host, image, isolation in OUTCOMES:
        found = judged(engine, host, image, isolation, platform)
        forbidden, rules = expected(host, image, isolation, platform, (None, None))
        assert {step.rule for step in found.derivation} == rules, (host, image, isolation)
        assert (found.outcome is Outcome.UNSUPPORTED) is forbidden, (host, image, isolation)


REVISIONS = [(1, 1), (1, 2), (2, 1), (1038, 1039), (1039, 1038), (1039, 1039), (1039, 1040), (1039, None), (None, 1039)]


def test_the_rules_that_speak_of_revisions(engine: Engine) -> None:
    for (host, image, isolation), revisions in product(OUTCOMES, REVISIONS):
        if isolation is HYPERV and revisions != (1, 2):
            continue
        if BUILDS[host] != BUILDS[image] and revisions not in ((1, 1), (1038, 1039)):
            continue
        found = judged(engine, host, image, isolation, revisions=revisions)
        forbidden, rules = expected(host, image, isolation, Platform.WINDOWS, revisions)
        assert {step.rule for step in found.derivation} == rules, (host, image, isolation, revisions)
        assert (found.outcome is Outcome.UNSUPPORTED) is forbidden, (host, image, isolation, revisions)
        if not forbidden and isolation is PROCESS:
            _, _, condition = by_revision(host, image, revisions)
            said = " ".join(found.conditions)
            for rule, words in (("R3", "1770"), ("R4", "0xc0370106"), ("R5", "1039")):
                assert (words in said) is (rule in condition), (host, image, revisions)


# Rules that only remark, or allow; all others come with a condition of their own.
WITHOUT_CONDITION = {"R1", "R2", "R6"}


@pytest.mark.parametrize("platform", [Platform.WINDOWS, Platform.AKS])
def test_each_condition_once_and_the_deciding_first(engine: Engine, platform: Platform) -> None:
    for host, image, isolation in OUTCOMES:
        found = judged(engine, host, image, isolation, platform)
        rules = [step.rule for step in found.derivation]
        if found.outcome is Outcome.UNSUPPORTED:
            assert found.conditions == ()
            continue
        assert len(set(found.conditions)) == len(found.conditions) == len(set(rules) - WITHOUT_CONDITION)
        if found.outcome is Outcome.CONDITIONAL:
            words = ("table", "revision of host and image must", "the policy of AKS and Kubernetes")
            assert any(word in found.conditions[0] for word in words), found.conditions[0]


def test_disagreements_are_named(engine: Engine) -> None:
    for (host, image, isolation), conflict in DISPUTED.items():
        steps = judged(engine, host, image, isolation).derivation
        assert [step.conflict for step in steps if step.rule == "R20"] == [conflict], (host, image)
    for (host, image), conflict in FAULTY.items():
        for isolation in Isolation:
            steps = judged(engine, host, image, isolation).derivation
            assert [step.conflict for step in steps if step.rule == "R19"] == [conflict], (host, image)


# (host, image, isolation, platform, revisions) -> rule and words of its reason
WORDS = {
    ("ws2019", "ws2019", PROCESS, Platform.WINDOWS, (2000, 1000)): ("R5", "The host has the update"),
    ("ws2019", "ws2019", PROCESS, Platform.WINDOWS, (1000, 2000)): ("R5", "The image has the update"),
    ("ws2016", "ws2016", PROCESS, Platform.WINDOWS, (5, 6)): ("R3", "the host has 5 and the image 6"),
    ("win11-22h2", "ws2025", HYPERV, Platform.WINDOWS, (None, None)): ("R12", "version 24H2 (build 26100)"),
    ("win10-1803", "ws1803", PROCESS, Platform.WINDOWS, (None, None)): ("R11", "before build 17763"),
    ("ws2025", "ws2022", PROCESS, Platform.WINDOWS, (None, None)): ("R2", "build 20348 or later"),
}


@pytest.mark.parametrize(("asked", "said"), WORDS.items())
def test_reasons_in_words(engine: Engine, asked, said: tuple[str, str]) -> None:
    host, image, isolation, platform, revisions = asked
    steps = judged(engine, host, image, isolation, platform, revisions).derivation
    assert any(step.rule == said[0] and said[1] in step.text for step in steps), steps


def test_that_a_23h2_host_has_the_role_rests_on_a_fact_of_its_own(engine: Engine) -> None:
    for host in BUILDS:
        steps = judged(engine, host, "ws2022", HYPERV).derivation
        facts = {fact for step in steps if step.rule == "R8" for fact in step.facts}
        assert ("annual-hyperv" in facts) is (host == "ws23h2"), host


# Statement -> what it depends on: builds, revisions, releases, numbers, the conflict it rests on.
STATEMENTS = {
    "build-match": (None, None, None, None, None, None),
    "stable-abi": (20348, None, None, None, None, "C08"),
    "ws2016-revision": (None, None, "ws2016", "ws2016", None, None),
    "revisions-free": (17763, None, None, None, None, "C13"),
    "baseline-2b": (17763, 1039, None, None, None, None),
    "own-kernel": (None, None, None, None, None, None),
    "newer-never": (None, None, None, None, None, None),
    "hyperv-role": (None, None, None, None, None, None),
    "hyperv-pull": (None, None, None, None, None, None),
    "hyperv-licence": (None, None, None, None, 2, None),
    "annual-only-2022": (None, None, "ws23h2", "ws2022", None, None),
    "annual-hyperv": (None, None, "ws23h2", None, None, None),
    "client-development": (None, None, None, None, None, None),
    "client-default-hyperv": (None, None, None, None, None, None),
    "windows10-process": (17763, None, None, None, None, "C11"),
    "windows10-last-build": (22000, None, None, None, None, None),
    "ws2025-on-clients": (26100, None, None, "ws2025", None, "C07"),
    "undocumented": (None, None, None, None, None, None),
    "cluster-process-only": (None, None, None, None, None, None),
    "cluster-2022-on-2025": (None, None, "ws2025", "ws2022", None, "C16"),
}


def test_what_statements_depend_on(engine: Engine) -> None:
    found = {s.id: (s.build, s.revision, s.host, s.image, s.amount, s.conflict) for s in engine.facts.of(Statement)}
    assert found == STATEMENTS


def test_the_licence_limit_is_the_same_for_both_kinds(engine: Engine, today: date) -> None:
    amount = engine.facts.get(Statement, "hyperv-licence").amount
    covers = Covers(licence=Licence.STANDARD, isolation=HYPERV, containers=amount)
    assert engine.decide(covers, today).truth is Truth.ENTAILED


def without(facts: FactBase, record: type) -> FactBase:
    """The facts without the entries of one table."""
    return replace(facts, core=replace(facts.core, tables={**facts.core.tables, record: ()}))


def test_what_no_table_prints_is_conditional_with_hyperv_isolation_only(engine: Engine) -> None:
    """Without any printed table process isolation is as before, and Hyper-V isolation rests on the rules alone."""
    facts = without(engine.facts, Printed)
    for (host, image, isolation), outcome in OUTCOMES.items():
        found = judged(engine, host, image, isolation, facts=facts).outcome
        known = outcome if isolation is PROCESS or (host, image) == ("ws23h2", "ws2022") else Outcome.CONDITIONAL
        assert found is (outcome if outcome is Outcome.UNSUPPORTED else known), (host, image, isolation)


def test_a_limit_that_is_missing_is_an_error_and_no_verdict(engine: Engine) -> None:
    for ident, row in STATEMENTS.items():
        if row[0] is not None:
            with pytest.raises(FactsError, match=f"{ident}.*build"):
                _ = replace(engine.facts.get(Statement, ident), build=None).first_build
        if row[1] is not None:
            with pytest.raises(FactsError, match=f"{ident}.*revision"):
                _ = replace(engine.facts.get(Statement, ident), revision=None).first_revision


def test_what_no_rule_speaks_of_is_unknown(engine: Engine, today: date) -> None:
    """Nothing is supported because nothing forbids it."""
    rules, compatibility.RULES = compatibility.RULES, ()
    try:
        found = judged(engine, "ws2025", "ws2022", PROCESS)
        releases = engine.facts.releases
        host, image = System(release=releases["ws2025"]), System(release=releases["ws2022"])
        said = [
            compatibility.decide(engine.facts, Compatibility(host=host, image=image, asserted=asserted), today)
            for asserted in Support
        ]
    finally:
        compatibility.RULES = rules
    assert found.outcome is Outcome.UNKNOWN
    assert [step.rule for step in found.derivation] == ["R0"]
    assert found.conditions == ()
    assert [ruling.truth for ruling in said] == [Truth.UNDECIDED] * 3


@pytest.mark.parametrize(("platform", "called"), [(Platform.AKS, "AKS"), (Platform.KUBERNETES, "Kubernetes")])
def test_the_reason_names_the_cluster_that_was_asked_about(
    engine: Engine, today: date, platform: Platform, called: str
) -> None:
    check = engine.check(
        engine.resolve_host("ws2022"), engine.resolve_image("ltsc2019"), platform=platform, as_of=today
    )
    texts = [step.text for step in check.by_isolation[HYPERV].derivation]
    assert f"{called} runs Windows containers in process isolation only." in texts
