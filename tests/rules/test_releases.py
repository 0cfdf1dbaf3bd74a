"""Every release restated: build, version, channel, dates with their conflicts, dates of other editions, and names."""

from datetime import date

import pytest

from assistant.rules import Channel, Engine, Role
from assistant.rules.records import DateFact, Policy, ReleaseRecord

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
# available, end of mainstream and of extended support; clients and the Semi-Annual Channel have no extended support
DATES = {
    "ws2016": ("2016-10-15", "2022-01-11", "2027-01-12"),
    "ws1709": ("2017-10-17", "2019-04-09", None),
    "ws1803": ("2018-04-30", "2019-11-12", None),
    "ws2019": ("2018-11-13", "2024-01-09", "2029-01-09"),
    "ws1903": ("2019-05-21", "2020-12-08", None),
    "ws1909": ("2019-11-12", "2021-05-11", None),
    "ws2004": ("2020-05-27", "2021-12-14", None),
    "ws20h2": ("2020-10-20", "2022-08-09", None),
    "ws2022": ("2021-08-18", "2026-10-13", "2031-10-14"),
    "ws23h2": ("2023-10-24", "2025-04-24", "2026-05-12"),
    "ws2025": ("2024-11-01", "2029-11-13", "2034-11-14"),
    "win10-1607": ("2016-08-02", None, None),
    "win10-1703": (None, None, None),
    "win10-1709": (None, None, None),
    "win10-1803": (None, None, None),
    "win10-1809": (None, None, None),
    "win10-1903": (None, None, None),
    "win10-1909": ("2019-11-12", "2022-05-10", None),
    "win10-2004": ("2020-05-27", "2021-12-14", None),
    "win10-20h2": ("2020-10-20", "2023-05-09", None),
    "win10-21h1": ("2021-05-18", "2022-12-13", None),
    "win10-21h2": ("2021-11-16", "2024-06-11", None),
    "win10-22h2": ("2022-10-18", "2025-10-14", None),
    "win11-21h2": ("2021-10-04", "2024-10-08", None),
    "win11-22h2": ("2022-09-20", "2025-10-14", None),
    "win11-23h2": ("2023-10-31", "2026-11-10", None),
    "win11-24h2": ("2024-10-01", "2027-10-12", None),
    "win11-25h2": ("2025-09-30", "2028-10-10", None),
    "win11-26h1": ("2026-02-10", "2029-03-13", None),
}
CONFLICTS = {
    "ws2016.extended_end": "C04",
    "ws20h2.mainstream_end": "C20",
    "ws23h2.available": "C26",
    "ws23h2.mainstream_end": "C02",
    "ws23h2.extended_end": "C01",
    "ws2025.mainstream_end": "C03",
    "ws2025.extended_end": "C03",
}
ENDED_ON_AN_UNKNOWN_DAY = {"win10-1607", "win10-1703", "win10-1709", "win10-1803", "win10-1809", "win10-1903"}


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


def test_dates(engine: Engine) -> None:
    for ident, days in DATES.items():
        found = engine.facts.releases[ident]
        said = [found.available.day, found.mainstream_end.day, found.extended_end.day]
        assert [day.isoformat() if day else None for day in said] == list(days), ident
        dated = [fact.fact for fact in (found.available, found.mainstream_end, found.extended_end)]
        assert dated == [f"{ident}.{name}" for name in ("available", "mainstream_end", "extended_end")]


def test_dates_on_which_sources_disagree(engine: Engine) -> None:
    assert {f.id: f.conflict for f in engine.facts.of(DateFact) if f.conflict} == CONFLICTS
    assert {r.id: r.conflict for r in engine.facts.of(ReleaseRecord) if r.conflict} == {"ws2019": "C23"}


def test_releases_whose_end_has_no_day(engine: Engine) -> None:
    assert {r.id for r in engine.facts.of(ReleaseRecord) if r.ended} == ENDED_ON_AN_UNKNOWN_DAY


def test_what_was_two_releases_and_which_have_a_year(engine: Engine) -> None:
    assert {r.id: r.also_channel for r in engine.facts.of(ReleaseRecord) if r.also_channel} == {"ws2019": SAC}
    years = {r.id: r.year for r in engine.facts.of(ReleaseRecord) if r.year is not None}
    assert years == {f"ws{year}": year for year in (2016, 2019, 2022, 2025)}


# What a year or a version stands in for -> how people name such a release; noted spellings say how they were read.
LONG_TERM = """
Windows Server {} | WS {} | Server {} | Win Server {} | Windows {} | Win {} | Windows Server LTSC {}
Windows Server {} LTSC | WS LTSC {} | WS {} LTSC | Server LTSC {} | Server {} LTSC | LTSC {} | {} LTSC | Win Srv {}
Windows LTSC {} | Windows Server Long Term Servicing Channel {}
"""
SEMI_ANNUAL = """
Windows Server {} | WS {} | Server {} | Win Server {} | Windows Server SAC {} | Windows Server {} SAC | WS SAC {}
Server SAC {} | SAC {} | {} SAC | Windows Server Semi Annual Channel {} | Windows Server {} Semi Annual Channel
Semi Annual Channel {}
"""
ANNUAL_CHANNEL = """
Windows Server 23H2 | WS 23H2 | Server 23H2 | Win Server 23H2 | Windows Server {} 23H2 | Windows Server 23H2 {}
WS {} 23H2 | WS 23H2 {} | Server {} 23H2 | Server 23H2 {} | {} 23H2 | 23H2 {}
"""
CLIENTS = "Windows {0} {1} | Win {0} {1} | W {0} {1} | Win{0}-{1} | Microsoft Windows {0}, version {1}"
NOTED = {
    "ws2019": "Windows Server SAC 1809 | SAC 1809 | 1809 SAC | Windows Server Semi Annual Channel 1809 | WS SAC 1809 | "
    "Semi Annual Channel 1809 | Windows Server 1809 SAC",
    "ws2022": "Windows Server 21H2 | WS 21H2 | Server 21H2",
    "ws23h2": "Annual Channel | Windows Server Annual Channel | WS Annual Channel | Server Annual Channel | WS AC | "
    "Annual Channel for Containers | Windows Server Annual Channel for Containers | Windows Server AC | "
    "Windows Annual | Windows Annual Channel",
    "win10-1607": "Windows 10 LTSB 2016 | Windows 10 2016 LTSB",
    "win10-1809": "Windows 10 LTSC 2019 | Windows 10 2019 LTSC | Win 10 LTSC 2019",
    "win10-21h2": "Windows 10 LTSC 2021 | Win 10 LTSC 2021",
    "win11-24h2": "Windows 11 LTSC 2024 | Win 11 LTSC 2024",
}
OTHER_NAMES = {
    "ws2016": "Windows Server 1607 | WS 1607 | Server 1607 | Windows Server 2016 1607 | WS 2016 1607",
    "ws2019": "Windows Server 1809 | WS 1809 | Server 1809 | Win Server 1809 | Windows Server 2019 1809 | WS 2019 1809",
    "ws2022": "Windows Server 2022 21H2 | WS 2022 21H2",
    "ws2025": "Windows Server 2025 24H2 | WS 2025 24H2",
    "ws23h2": "Windows Server AC 23H2 | Windows Server 23H2 AC | AC 23H2 | 23H2 AC | WS AC 23H2 | WS 23H2 AC",
    "win10-1607": "Windows 10 Anniversary Update",
    "win10-1809": "Windows 10 October 2018 Update",
}


def names_of(ident: str, version: str) -> list[str]:
    """The names by which people know a release, apart from those that deserve a remark."""
    product = ident.partition("-")[0].removeprefix("win")
    if ident == "ws23h2":
        channels = ("Annual Channel", "Annual Channel for Containers")
        text = " | ".join(part for channel in channels for part in ANNUAL_CHANNEL.replace("{}", channel).splitlines())
    elif product in ("10", "11"):
        text = CLIENTS.format(product, version)
    elif ident in ("ws2016", "ws2019", "ws2022", "ws2025"):
        text = LONG_TERM.strip().replace("\n", " | ").replace("{}", ident.removeprefix("ws"))
    else:
        text = SEMI_ANNUAL.strip().replace("\n", " | ").replace("{}", version)
    return split(f"{text} | {OTHER_NAMES.get(ident, '')}")


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


@pytest.mark.parametrize(("ident", "name", "build", "version", "channel"), RELEASES)
def test_names(engine: Engine, ident: str, name: str, build: int, version: str, channel: Channel) -> None:
    for text in (ident, name, *names_of(ident, version)):
        found = engine.resolve_host(text)
        assert (found.release.id, found.note) == (ident, None), text


@pytest.mark.parametrize(("ident", "texts"), NOTED.items())
def test_names_that_deserve_a_remark(engine: Engine, ident: str, texts: str) -> None:
    for text in split(texts):
        found = engine.resolve_host(text)
        assert found.release.id == ident, text
        assert (found.note or "").startswith("Read as"), text


def test_policies(engine: Engine) -> None:
    found = {p.channel: (p.mainstream_months, p.extended_months, p.cadence_months) for p in engine.facts.of(Policy)}
    assert found == {LTSC: (60, 60, (24, 36)), ANNUAL: (18, 6, (12, 12)), SAC: (18, 0, (6, 6))}
    assert {p.channel: p.conflict for p in engine.facts.of(Policy)} == {LTSC: "C32", ANNUAL: "C02", SAC: None}


def test_the_facts_were_reviewed_on_a_day(engine: Engine) -> None:
    assert engine.reviewed == date(2026, 11, 24)
