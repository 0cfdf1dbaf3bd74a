"""What is offered instead of an unsupported combination."""

from datetime import date

import pytest

from assistant.rules import Engine, Isolation, Outcome, Platform

PROCESS, HYPERV = Isolation.PROCESS, Isolation.HYPERV

# (host, image, isolation, platform) -> the fixes, word for word and in order, on 24 November 2026
FIXES = {
    ("ws2022", "servercore:ltsc2019", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the Windows Server 2022 Server Core image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2019 host.",
    ],
    ("ws2022", "servercore:ltsc2019", PROCESS, Platform.AKS): [
        "Use the Windows Server 2022 Server Core image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2019 AKS node.",
    ],
    ("ws2022", "ltsc2025", PROCESS, Platform.WINDOWS): [
        "Use the Windows Server 2022 image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2025 host.",
    ],
    ("ws2022", "windows:1809", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the Windows Server 2022 Server image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2019 host.",
    ],
    ("win10-22h2", "ltsc2022", HYPERV, Platform.WINDOWS): [
        "Use the Windows Server 2019 image (tag ltsc2019) instead.",
        "Run it on a Windows 11, version 24H2 host.",
    ],
    ("win10-22h2", "ltsc2022", PROCESS, Platform.WINDOWS): [
        "Use the Windows Server 2019 image (tag ltsc2019) with Hyper-V isolation instead.",
        "Run it on a Windows 11, version 24H2 host.",
    ],
    ("10.0.14393.100", "10.0.14393.200", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Update the host to 10.0.14393.200.",
        "Use the image with the host's revision, 10.0.14393.100.",
    ],
    ("10.0.17763.2000", "10.0.17763.1000", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the image with the host's revision, 10.0.17763.2000.",
    ],
    ("ws2022", "ltsc2019", HYPERV, Platform.AKS): [
        "Use the Windows Server 2022 image (tag ltsc2022) in process isolation instead.",
        "Run it on a Windows Server 2019 AKS node in process isolation.",
    ],
    # A revision that is not in the way is kept or dropped, and nothing is patched.
    ("10.0.20348.100", "ltsc2019", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the Windows Server 2022 image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2019 host.",
    ],
    ("ws2022", "10.0.17763.5", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the Windows Server 2022 image (tag ltsc2022) instead.",
        "Run it on a Windows Server 2019 host.",
    ],
    ("Windows 10 1809 (10.0.17763.1039)", "10.0.17763.1038", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Use the image with the host's revision, 10.0.17763.1039, which comes with conditions of its own.",
    ],
    ("win10-1607", "ltsc2016", PROCESS, Platform.WINDOWS): [
        "Run it with Hyper-V isolation on the same host.",
        "Run it on a Windows Server 2016 host, which comes with conditions of its own.",
    ],
    ("ws2016", "nanoserver:1809", HYPERV, Platform.WINDOWS): [
        "Use the Windows Server 2016 Nano Server image (tag sac2016) instead, which is out of support.",
        "Run it on a Windows Server 2019 host.",
    ],
    ("ws1909", "ws2004", PROCESS, Platform.WINDOWS): [
        "Use the Windows Server, version 1909 image (tag 1909) instead, which is out of support.",
        "Run it on a Windows Server, version 2004 host, which is out of support.",
    ],
}


@pytest.mark.parametrize(("asked", "texts"), FIXES.items())
def test_fixes(engine: Engine, today: date, asked, texts: list[str]) -> None:
    host, image, isolation, platform = asked
    check = engine.check(engine.resolve_host(host), engine.resolve_image(image), platform=platform, as_of=today)
    assert [fix.text for fix in check.by_isolation[isolation].fixes] == texts


def test_a_long_term_release_comes_before_one_of_another_channel_in_support(engine: Engine) -> None:
    """In January 2022 version 20H2 was in support beside Windows Server 2022 and 2019."""
    day = date(2022, 1, 1)
    host = engine.check(engine.resolve_host("ws2019"), engine.resolve_image("2004"), as_of=day)
    assert host.by_isolation[HYPERV].fixes[-1].text == "Run it on a Windows Server 2022 host."
    image = engine.check(engine.resolve_host("ws20h2"), engine.resolve_image("ltsc2022"), as_of=day)
    assert image.by_isolation[HYPERV].fixes[0].text == "Use the Windows Server 2019 image (tag ltsc2019) instead."


def test_every_unsupported_pair_has_a_way_out_that_the_engine_confirms(engine: Engine, today: date) -> None:
    for platform in (Platform.WINDOWS, Platform.AKS):
        for check in engine.grid(today, platform):
            for verdict in check.by_isolation.values():
                assert bool(verdict.fixes) is (verdict.outcome is Outcome.UNSUPPORTED)
                for fix in verdict.fixes:
                    again = engine.check(fix.host, fix.image, platform=platform, as_of=today)
                    assert again.by_isolation[fix.isolation].outcome is fix.outcome
                    assert fix.outcome in (Outcome.SUPPORTED, Outcome.CONDITIONAL)


def test_targets_in_support_on_the_day_come_first(engine: Engine) -> None:
    image = engine.resolve_image("ws1909")
    host = engine.resolve_host("ws1903")
    before, after = (
        engine.check(host, image, as_of=day).by_isolation[HYPERV].fixes
        for day in (date(2020, 1, 1), date(2026, 11, 24))
    )
    assert "Windows Server, version 1909 host" in before[-1].text
    assert "Windows Server 2022 host" in after[-1].text
