"""Rules one by one: full versions, conditions, platforms, disputes and the truth of statements."""

from datetime import date

import pytest

from assistant.rules import Engine, Isolation, Outcome, Platform, Truth, Verdict
from assistant.rules.kinds.compatibility import Compatibility, Support

PROCESS, HYPERV = Isolation.PROCESS, Isolation.HYPERV
YES, MAYBE, NO = Outcome.SUPPORTED, Outcome.CONDITIONAL, Outcome.UNSUPPORTED


def verdict(
    engine: Engine, host: str, image: str, isolation: Isolation, platform: Platform = Platform.WINDOWS
) -> Verdict:
    check = engine.check(
        engine.resolve_host(host),
        engine.resolve_image(image),
        isolation=isolation,
        platform=platform,
        as_of=date(2026, 11, 24),
    )
    return check.by_isolation[isolation]


@pytest.mark.parametrize(
    ("host", "image", "isolation", "outcome", "rule"),
    [
        ("10.0.14393.1770", "10.0.14393.1770", PROCESS, YES, "R3"),
        ("10.0.14393.1914", "10.0.14393.1944", PROCESS, NO, "R3"),
        ("10.0.14393.1944", "10.0.14393.1914", PROCESS, NO, "R3"),
        ("10.0.14393.1914", "ltsc2016", PROCESS, MAYBE, "R3"),
        ("ws2016", "10.0.14393.1914", PROCESS, MAYBE, "R3"),
        ("10.0.14393.1914", "10.0.14393.1944", HYPERV, YES, "R6"),
        ("10.0.17763.1038", "10.0.17763.1", PROCESS, YES, "R5"),
        ("10.0.17763.1039", "10.0.17763.1040", PROCESS, YES, "R5"),
        ("10.0.17763.1039", "10.0.17763.1038", PROCESS, NO, "R5"),
        ("10.0.17763.1038", "10.0.17763.1039", PROCESS, NO, "R5"),
        ("10.0.17763.1038", "10.0.17763.1039", HYPERV, YES, "R6"),
        ("10.0.17763.1038", "ltsc2019", PROCESS, YES, "R5"),
        ("10.0.20348.1", "10.0.20348.9999", PROCESS, YES, "R4"),
        ("10.0.20348.9999", "10.0.20348.1", PROCESS, YES, "R4"),
        ("10.0.26100.1", "10.0.20348.9999", PROCESS, YES, "R2"),
        ("Windows 10 1809 (10.0.17763.1039)", "10.0.17763.1038", PROCESS, NO, "R5"),
        ("Windows 10 1607 (14393.5)", "10.0.14393.5", PROCESS, NO, "R11"),
    ],
)
def test_full_versions(
    engine: Engine, host: str, image: str, isolation: Isolation, outcome: Outcome, rule: str
) -> None:
    found = verdict(engine, host, image, isolation)
    assert found.outcome is outcome
    assert rule in [step.rule for step in found.derivation]


def test_a_newer_image_on_an_older_patch_level_says_so(engine: Engine) -> None:
    behind = verdict(engine, "10.0.20348.1", "10.0.20348.9999", PROCESS)
    ahead = verdict(engine, "10.0.20348.9999", "10.0.20348.1", PROCESS)
    assert any("0xc0370106" in condition for condition in behind.conditions)
    assert "C13" in {step.conflict for step in behind.derivation}
    assert not ahead.conditions


# (host, image, isolation) -> words of its conditions
CONDITIONS = {
    ("ws2016", "ltsc2016", PROCESS): ["revision of host and image must be the same"],
    ("ws2019", "ltsc2019", PROCESS): ["February 2020", "need not match"],
    ("ws2022", "ltsc2022", PROCESS): ["need not match"],
    ("ws2022", "ltsc2022", HYPERV): ["Hyper-V role", "nested virtualization", "Standard licence covers two"],
    ("ws2022", "ltsc2019", HYPERV): ["Hyper-V role", "able to pull"],
    ("ws2022", "1709", HYPERV): ["No published table", "not documented"],
    ("ws2025", "ltsc2022", PROCESS): ["exempts only Windows 11"],
    ("ws2022", "20H2", HYPERV): ["staff answer"],
    ("win11-24h2", "ltsc2022", PROCESS): [
        "development and testing",
        "Pro or Enterprise",
        "--isolation=process",
        "preview",
    ],
    ("win11-24h2", "ltsc2025", HYPERV): ["development and testing", "Hyper-V role"],
    ("win10-1809", "ltsc2019", PROCESS): ["exactly the host's build", "development and testing", "18.09"],
    ("win10-2004", "2004", PROCESS): ["March 2022"],
    ("win11-25h2", "ltsc2022", PROCESS): ["rc.5", "no matching manifest"],
    ("win11-25h2", "ltsc2025", HYPERV): ["0xc0370112"],
    ("win11-26h1", "ltsc2025", PROCESS): ["no test on version 26H1"],
}


@pytest.mark.parametrize(("asked", "words"), CONDITIONS.items())
def test_conditions(engine: Engine, asked: tuple[str, str, Isolation], words: list[str]) -> None:
    found = verdict(engine, *asked)
    assert found.outcome in (YES, MAYBE)
    said = " ".join(found.conditions)
    assert all(word in said for word in words), said
    assert all(condition.endswith(".") for condition in found.conditions)


def test_server_hosts_have_no_client_conditions_and_clients_no_licence_limit(engine: Engine) -> None:
    for check in engine.grid(date(2026, 11, 24)):
        said = " ".join(c for v in check.by_isolation.values() for c in v.conditions)
        client = check.host.release.id.startswith("win")
        assert not (client and "Standard licence" in said)
        assert client or "development and testing" not in said
        allowed = any(v.outcome in (YES, MAYBE) for v in check.by_isolation.values())
        assert not (client and allowed) or "development and testing" in said


@pytest.mark.parametrize("platform", [Platform.AKS, Platform.KUBERNETES])
def test_clusters(engine: Engine, platform: Platform) -> None:
    assert verdict(engine, "ws2025", "ltsc2022", PROCESS, platform).outcome is MAYBE
    assert verdict(engine, "ws2025", "ltsc2025", PROCESS, platform).outcome is YES
    assert verdict(engine, "ws2022", "ltsc2022", PROCESS, platform).outcome is YES
    assert verdict(engine, "ws23h2", "ltsc2022", PROCESS, platform).outcome is YES
    hyperv = verdict(engine, "ws2022", "ltsc2019", HYPERV, platform)
    assert hyperv.outcome is NO
    assert [step.rule for step in hyperv.derivation] == ["R15"]


@pytest.mark.parametrize(
    ("host", "image", "isolation", "conflict"),
    [
        ("ws23h2", "ltsc2019", HYPERV, "C10"),
        ("ws2025", "ltsc2022", PROCESS, "C08"),
        ("win11-24h2", "ltsc2022", PROCESS, "C06"),
        ("win11-22h2", "ltsc2025", PROCESS, "C07"),
        ("win10-21h1", "ltsc2022", HYPERV, "C12"),
        ("win10-1809", "ltsc2019", PROCESS, "C11"),
        ("ws2022", "ltsc2022", PROCESS, "C13"),
        ("win11-25h2", "ltsc2022", PROCESS, "C27"),
        ("win11-25h2", "ltsc2025", PROCESS, "C28"),
        ("ws2022", "20H2", HYPERV, "C31"),
    ],
)
def test_a_verdict_that_rests_on_a_conflict_says_so(
    engine: Engine, host: str, image: str, isolation: Isolation, conflict: str
) -> None:
    assert conflict in {step.conflict for step in verdict(engine, host, image, isolation).derivation}


def test_the_verdict_does_not_depend_on_the_day_but_support_does(engine: Engine) -> None:
    host, image = engine.resolve_host("23H2"), engine.resolve_image("ltsc2022")
    young, old = (engine.check(host, image, as_of=day) for day in (date(2024, 1, 1), date(2026, 11, 24)))
    assert young.outcome is old.outcome is YES
    assert (young.host_phase, old.host_phase) == ("mainstream", "out of support")
    assert (young.changes_on, old.changes_on) == (date(2025, 4, 25), date(2031, 10, 15))
    assert "ended on 12 May 2026" in old.notes[0]
    assert young.notes == ()


# (host, image) -> the notes about support on 24 November 2026
SUPPORT_NOTES = {
    ("ws2025", "ltsc2025"): (),
    ("ws2019", "ltsc2022"): (
        "The host (Windows Server 2019) is in extended support, until 9 January 2029.",
        "The image (Windows Server 2022) is in extended support, until 14 October 2031.",
    ),
    ("ws1709", "1709"): (
        "The host (Windows Server, version 1709) is out of support: it ended on 9 April 2019.",
        "The image (Windows Server, version 1709) is out of support: it ended on 9 April 2019.",
    ),
    ("win10-1703", "ltsc2025"): ("The host (Windows 10, version 1703) is out of support.",),
}


@pytest.mark.parametrize(("asked", "notes"), SUPPORT_NOTES.items())
def test_notes_about_support(engine: Engine, asked: tuple[str, str], notes: tuple[str, ...]) -> None:
    host, image = engine.resolve_host(asked[0]), engine.resolve_image(asked[1])
    assert engine.check(host, image, as_of=date(2026, 11, 24)).notes == notes


def test_what_is_not_released_yet_is_noted(engine: Engine) -> None:
    host, image = engine.resolve_host("ws2025"), engine.resolve_image("ltsc2022")
    notes = engine.check(host, image, as_of=date(2024, 1, 1)).notes
    assert notes == ("The host (Windows Server 2025) was not released yet on this day.",)


def test_one_isolation_is_the_only_one_shown(engine: Engine) -> None:
    host, image = engine.resolve_host("ws2022"), engine.resolve_image("ltsc2019")
    check = engine.check(host, image, isolation=PROCESS, as_of=date(2026, 11, 24))
    assert list(check.by_isolation) == [PROCESS]
    assert check.outcome is NO
    assert engine.check(host, image, as_of=date(2026, 11, 24)).outcome is YES


# (host, image, asserted, isolation, some way) -> the truth
TRUTHS = {
    ("ws2022", "ltsc2022", Support.SUPPORTED, None, False): Truth.ENTAILED,
    ("ws2022", "ltsc2019", Support.SUPPORTED, None, False): Truth.CONTRADICTED,
    ("ws2022", "ltsc2019", Support.SUPPORTED, HYPERV, False): Truth.ENTAILED,
    ("ws2022", "ltsc2019", Support.SUPPORTED, None, True): Truth.ENTAILED,
    ("ws2022", "ltsc2019", Support.UNSUPPORTED, None, False): Truth.CONTRADICTED,
    ("ws2022", "ltsc2019", Support.UNSUPPORTED, PROCESS, False): Truth.ENTAILED,
    ("ws23h2", "ltsc2019", Support.UNSUPPORTED, None, False): Truth.ENTAILED,
    ("ws23h2", "ltsc2019", Support.CONDITIONAL, None, False): Truth.CONTRADICTED,
    ("win11-24h2", "ltsc2019", Support.SUPPORTED, None, False): Truth.ENTAILED,
    ("win10-22h2", "ltsc2022", Support.SUPPORTED, None, False): Truth.CONTRADICTED,
    ("ws2016", "ltsc2016", Support.SUPPORTED, None, False): Truth.UNDECIDED,
    ("ws2016", "ltsc2016", Support.CONDITIONAL, None, False): Truth.ENTAILED,
    ("ws2016", "ltsc2016", Support.UNSUPPORTED, PROCESS, False): Truth.UNDECIDED,
    ("ws2022", "ltsc2022", Support.CONDITIONAL, HYPERV, False): Truth.ENTAILED,
    ("ws1903", "1903", Support.UNSUPPORTED, None, False): Truth.CONTRADICTED,
    # Without any condition left nothing is conditional.
    ("10.0.20348.9", "10.0.20348.5", Support.CONDITIONAL, PROCESS, False): Truth.UNDECIDED,
    ("10.0.20348.5", "10.0.20348.9", Support.CONDITIONAL, PROCESS, False): Truth.ENTAILED,
    ("win11-25h2", "ltsc2025", Support.SUPPORTED, HYPERV, False): Truth.UNDECIDED,
    ("win11-25h2", "ltsc2025", Support.UNSUPPORTED, None, False): Truth.UNDECIDED,
    ("ws2022", "ltsc2025", Support.CONDITIONAL, HYPERV, False): Truth.CONTRADICTED,
    ("ws2022", "ltsc2025", Support.UNSUPPORTED, HYPERV, False): Truth.ENTAILED,
}


@pytest.mark.parametrize(("said", "truth"), TRUTHS.items())
def test_truths(engine: Engine, said, truth: Truth) -> None:
    host, image, asserted, isolation, some_way = said
    proposition = Compatibility(
        host=engine.resolve_host(host),
        image=engine.resolve_image(image).system,
        asserted=asserted,
        isolation=isolation,
        some_way=some_way,
    )
    ruling = engine.decide(proposition, date(2026, 11, 24))
    assert ruling.truth is truth
    assert ruling.derivation
    assert (ruling.correction is not None) is (truth is Truth.CONTRADICTED)
    if ruling.correction is not None:
        assert engine.decide(ruling.correction, date(2026, 11, 24)).truth is Truth.ENTAILED


def test_statements_in_words(engine: Engine) -> None:
    host, image = engine.resolve_host("10.0.20348.5"), engine.resolve_image("ltsc2019").system
    said = Compatibility(host=host, image=image, asserted=Support.UNSUPPORTED, isolation=PROCESS)
    assert engine.state(said) == (
        "The Windows Server 2019 image is not supported on a Windows Server 2022 (10.0.20348.5) host in process "
        "isolation."
    )
    either = Compatibility(host=host, image=image, asserted=Support.UNSUPPORTED, platform=Platform.AKS)
    assert engine.state(either).endswith("AKS node, in either isolation.")
    plain = Compatibility(host=engine.resolve_host("ws2022"), image=image, asserted=Support.SUPPORTED)
    assert engine.state(plain) == "The Windows Server 2019 image is supported on a Windows Server 2022 host."
    some = Compatibility(host=host, image=image, asserted=Support.CONDITIONAL, some_way=True)
    assert engine.state(some).endswith("(10.0.20348.5) host in at least one isolation.")


def test_the_correction_names_the_isolation_that_it_is_about(engine: Engine) -> None:
    def corrected(host: str, image: str, asserted: Support, **more: object) -> str:
        said = Compatibility(
            host=engine.resolve_host(host), image=engine.resolve_image(image).system, asserted=asserted, **more
        )
        found = engine.decide(said, date(2026, 11, 24)).correction
        assert found is not None
        return engine.state(found)

    assert corrected("ws2022", "ltsc2019", Support.UNSUPPORTED) == (
        "The Windows Server 2019 image is supported on a Windows Server 2022 host with Hyper-V isolation."
    )
    assert corrected("ws2022", "ltsc2019", Support.SUPPORTED) == (
        "The Windows Server 2019 image is not supported on a Windows Server 2022 host in process isolation."
    )
    assert corrected("win10-22h2", "ltsc2022", Support.SUPPORTED) == (
        "The Windows Server 2022 image is not supported on a Windows 10, version 22H2 host with Hyper-V isolation."
    )
    assert corrected("ws2022", "ltsc2025", Support.SUPPORTED, some_way=True) == (
        "The Windows Server 2025 image is not supported on a Windows Server 2022 host, in either isolation."
    )
