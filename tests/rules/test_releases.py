"""Every release restated: build, version, channel, the other days that sources print, and the dates of other "
"editions."""

from datetime import date

import pytest

from assistant.rules import Channel, Engine, Role
from assistant.rules.records import DateFact, Image, Policy, ReleaseRecord

LTSC, SAC, ANNUAL, CLIENT = Channel.LTSC, Channel.SAC, Channel.ANNUAL, Channel.CLIENT
RELEASES = [
    ("ws2016", "Windows Server 2016", 14393, "1607", LTSC),
    ("ws1709", "Windows Server, version 1709", 16299, "1709", SAC),
    ("ws1803", "Windows Server, version 1803", 17134, "1803", SAC),
    ("ws2019", "Windows Server 2019", 17763, "1809", LTSC),
    ("ws1903", "Windows Server, version 1903", 18362, "1903", SAC),
    ("ws1909", "Windows Server, version 1909", 18363, "1909", SAC),
    ("ws2004", "Windows Server, version 2004", 19041, "2004", SAC),
    ("ws20h2", "Windows Server, version 20H2", 19042, "20H2", SAC),
    ("ws2022", "Windows Server 2022", 20348, "21H2", LTSC),
    ("ws23h2", "Windows Server, version 23H2", 25398, "23H2", ANNUAL),
    ("ws2025", "Windows Server 2025", 26100, "24H2", LTSC),
    ("win10-1607", "Windows 10, version 1607", 14393, "1607", CLIENT),
    ("win10-1703", "Windows 10, version 1703", 15063, "1703", CLIENT),
    ("win10-1709", "Windows 10, version 1709", 16299, "1709", CLIENT),
    ("win10-1803", "Windows 10, version 1803", 17134, "1803", CLIENT),
    ("win10-1809", "Windows 10, version 1809", 17763, "1809", CLIENT),
    ("win10-1903", "Windows 10, version 1903", 18362, "1903", CLIENT),
    ("win10-1909", "Windows 10, version 1909", 18363, "1909", CLIENT),
    ("win10-2004", "Windows 10, version 2004", 19041, "2004", CLIENT),
    ("win10-20h2", "Windows 10, version 20H2", 19042, "20H2", CLIENT),
    ("win10-21h1", "Windows 10, version 21H1", 19043, "21H1", CLIENT),
    ("win10-21h2", "Windows 10, version 21H2", 19044, "21H2", CLIENT),
    ("win10-22h2", "Windows 10, version 22H2", 19045, "22H2", CLIENT),
    ("win11-21h2", "Windows 11, version 21H2", 22000, "21H2", CLIENT),
    ("win11-22h2", "Windows 11, version 22H2", 22621, "22H2", CLIENT),
    ("win11-23h2", "Windows 11, version 23H2", 22631, "23H2", CLIENT),
    ("win11-24h2", "Windows 11, version 24H2", 26100, "24H2", CLIENT),
    ("win11-25h2", "Windows 11, version 25H2", 26200, "25H2", CLIENT),
    ("win11-26h1", "Windows 11, version 26H1", 28000, "26H1", CLIENT),
]
OTHER_DAYS = {
    "ws2016.extended_end": ["2027-01-11"],
    "ws20h2.mainstream_end": ["2022-05-10"],
    "ws23h2.extended_end": ["2025-10-24"],
    "ws2025.mainstream_end": ["2029-10-09"],
    "ws2025.extended_end": ["2034-10-10"],
}
EDITIONS = {
    "win10-1809": {"Enterprise LTSC 2019": "2029-01-09"},
    "win10-1909": {"Home and Pro": "2021-05-11"},
    "win10-2004": {"Home and Pro": "2021-12-14"},
    "win10-20h2": {"Home and Pro": "2022-05-10"},
    "win10-21h1": {"Home and Pro": "2022-12-13"},
    "win10-21h2": {"Home and Pro": "2023-06-13"},
    "win10-22h2": {"Home and Pro": "2025-10-14"},
    "win11-21h2": {"Home and Pro": "2023-10-10"},
    "win11-22h2": {"Home and Pro": "2024-10-08"},
    "win11-23h2": {"Home and Pro": "2025-11-11"},
    "win11-24h2": {"Home and Pro": "2026-10-13", "Enterprise LTSC 2024": "2029-10-09"},
    "win11-25h2": {"Home and Pro": "2027-10-12"},
    "win11-26h1": {"Home and Pro": "2028-03-14"},
}
TAGS = {
    "servercore": "ltsc2016 1709 1803 ltsc2019,1809 1903 1909 2004 20H2 ltsc2022 ltsc2025",
    "nanoserver": "sac2016,1607 1709 1803 1809 1903 1909 2004 20H2 ltsc2022 ltsc2025",
    "windows": "1809 1903 1909 2004 20H2",
    "server": "ltsc2022 -",
}


def test_there_are_these_and_no_others(engine: Engine) -> None:
    assert list(engine.facts.releases) == [row[0] for row in RELEASES]


@pytest.mark.parametrize(("ident", "name", "build", "version", "channel"), RELEASES)
def test_release(engine: Engine, ident: str, name: str, build: int, version: str, channel: Channel) -> None:
    release = engine.facts.releases[ident]
    assert (release.name, release.build, release.version, release.channel) == (name, build, version, channel)
    assert release.role is (Role.CLIENT if ident.startswith("win") else Role.SERVER)


def test_other_days_that_sources_print(engine: Engine) -> None:
    found = {f.id: [day.isoformat() for day in f.also] for f in engine.facts.of(DateFact) if f.also}
    assert found == OTHER_DAYS
    assert all(engine.facts.fact(fact).conflict for fact in OTHER_DAYS)


def test_dates_of_other_editions(engine: Engine) -> None:
    found = {r.id: {e.edition: e.day.isoformat() for e in r.edition_ends} for r in engine.facts.of(ReleaseRecord)}
    assert {release: editions for release, editions in found.items() if editions} == EDITIONS


def test_published_tags(engine: Engine) -> None:
    for family, tags in TAGS.items():
        found = [",".join(image.tags) or "-" for image in engine.facts.of(Image) if image.family == family]
        assert " ".join(found) == tags


def test_policies(engine: Engine) -> None:
    found = {p.channel: (p.mainstream_months, p.extended_months, p.cadence_months) for p in engine.facts.of(Policy)}
    assert found == {LTSC: (60, 60, (24, 36)), ANNUAL: (18, 6, (12, 12)), SAC: (18, 0, (6, 6))}


def test_the_facts_were_reviewed_on_a_day(engine: Engine) -> None:
    assert engine.reviewed == date(2026, 11, 24)
