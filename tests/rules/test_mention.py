"""Mentions in running text: what is found, where, and what must not be found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.rules import Engine, Form

# text -> (words as they stand there, release as host or None, release of the image or None)
PHRASES = {
    "Can a 23H2 host run a Windows Server 2019 image?": [
        ("23H2", "ws23h2", None),
        ("Windows Server 2019", "ws2019", "ws2019"),
    ],
    "servercore:ltsc2019 and nanoserver:1809 on WS2022.": [
        ("servercore:ltsc2019", "ws2019", "ws2019"),
        ("nanoserver:1809", "ws2019", "ws2019"),
        ("WS2022", "ws2022", "ws2022"),
    ],
    "Windows 11 22H2 and 23H2 hosts": [("Windows 11 22H2", "win11-22h2", None), ("23H2", "win11-23h2", None)],
    "Windows 10 1809, 1903 and 20H2": [
        ("Windows 10 1809", "win10-1809", None),
        ("1903", "win10-1903", None),
        ("20H2", "win10-20h2", None),
    ],
    "Windows Server 2016, 2019 and 2022": [
        ("Windows Server 2016", "ws2016", "ws2016"),
        ("2019", "ws2019", "ws2019"),
        ("2022", "ws2022", "ws2022"),
    ],
    "Windows Server 2019/2022": [("Windows Server 2019", "ws2019", "ws2019"), ("2022", "ws2022", "ws2022")],
    "Windows 11 24H2/25H2 clients": [("Windows 11 24H2", "win11-24h2", None), ("25H2", "win11-25h2", None)],
    "2019/2022 images": [("2019", "ws2019", "ws2019"), ("2022", "ws2022", "ws2022")],
    "a 2022 host with 2016, 2019 and 2025 images": [
        ("2022", "ws2022", "ws2022"),
        ("2016", "ws2016", "ws2016"),
        ("2019", "ws2019", "ws2019"),
        ("2025", "ws2025", "ws2025"),
    ],
    "Does it run on 2025?": [("2025", "ws2025", "ws2025")],
    "Can 2022 run 2019?": [("2022", "ws2022", "ws2022"), ("2019", "ws2019", "ws2019")],
    "Does 2019 work on 2022?": [("2019", "ws2019", "ws2019"), ("2022", "ws2022", "ws2022")],
    "Since 23H2 runs 2019 images, can 2025 run them too?": [
        ("23H2", "ws23h2", None),
        ("2019", "ws2019", "ws2019"),
        ("2025", "ws2025", "ws2025"),
    ],
    "Can Annual Channel 24H2 run ltsc2025?": [
        ("Annual Channel 24H2", None, None),
        ("ltsc2025", "ws2025", "ws2025"),
    ],
    "an Annual Channel (23H2) host": [("Annual Channel (23H2", "ws23h2", None)],
    "the 2019 base image": [("2019", "ws2019", "ws2019")],
    "Upgrade from 2019 to 2022.": [("2019", "ws2019", "ws2019"), ("2022", "ws2022", "ws2022")],
    "version 2004 is old": [("2004", "ws2004", "ws2004")],
    "the 1809 image": [("1809", "ws2019", "ws2019")],
    "build 20348.2227 or 10.0.26100.1742": [
        ("20348.2227", "ws2022", "ws2022"),
        ("10.0.26100.1742", "ws2025", "ws2025"),
    ],
    "host is 22631": [("22631", "win11-23h2", None)],
    "docker pull mcr.microsoft.com/windows/nanoserver:ltsc2022-amd64.": [
        ("mcr.microsoft.com/windows/nanoserver:ltsc2022-amd64", "ws2022", "ws2022")
    ],
    "FROM golang:1.25-windowsservercore-ltsc2019 AS build": [
        ("golang:1.25-windowsservercore-ltsc2019", "ws2019", "ws2019")
    ],
    "tags ltsc2022 and 1809-KB4493509": [("ltsc2022", "ws2022", "ws2022"), ("1809-KB4493509", "ws2019", "ws2019")],
    "the Annual Channel for Containers": [("Annual Channel for Containers", "ws23h2", None)],
    "Windows\u00a0Server\u00a0**2022** runs": [("Windows\u00a0Server\u00a0**2022", "ws2022", "ws2022")],
    "Windows Server\n2022": [("Windows Server\n2022", "ws2022", "ws2022")],
    "Windows\u200b Server\u2011２０２２!": [("Windows\u200b Server\u2011２０２２", "ws2022", "ws2022")],
    "(Windows Server, version 20H2)": [("Windows Server, version 20H2", "ws20h2", "ws20h2")],
    "In 2022 Windows Server 2022 came.": [("Windows Server 2022", "ws2022", "ws2022")],
    "Windows Server 2022 Datacenter host": [("Windows Server 2022", "ws2022", "ws2022")],
}
NOTHING = [
    "Will support end in 2025?",
    "Did it run in 2022?",
    "By 2025 it will run well",
    "",
    "In 2019 we moved on; by 2022 all was done.",
    "It ended on 2025-10-24 and on 10/14/2025, or in October 2025, or on 12 May 2016.",
    "Windows: a story. Server: another one. http://example.com/2022/windows/server",
    "It costs $2019 or 2022 dollars, 12345 times, for 20 348 people.",
    "Containers are isolated; a host needs Hyper-V.",
    "C:\\Windows\\System32 and key:value",
    "The 2022 report of the 2019 meeting",
]


@pytest.mark.parametrize(("text", "meant"), PHRASES.items())
def test_phrases(engine: Engine, text: str, meant: list[tuple[str, str | None, str | None]]) -> None:
    found = engine.find(text)
    read = [
        (m.text, m.host.release.id if m.host else None, m.image.system.release.id if m.image else None) for m in found
    ]
    assert read == meant


@pytest.mark.parametrize(
    ("text", "words", "family"),
    [
        ("a Nano Server 2022 image", "Nano Server 2022", "nanoserver"),
        ("the nanoserver 1809 image", "1809", "nanoserver"),
        ("Server Core 2019", "Server Core 2019", "servercore"),
        ("Windows Server 2016 Nano Server", "Windows Server 2016", "nanoserver"),
        ("the Server Core image of 1809", "1809", "servercore"),
        ("windowsservercore-ltsc2022", "ltsc2022", "servercore"),
        ("a server. Core 2019 image", "2019", None),
        ("servercore on Windows Server 2022", "Windows Server 2022", None),
    ],
)
def test_the_family_beside_a_name(engine: Engine, text: str, words: str, family: str | None) -> None:
    (mention,) = engine.find(text)
    assert mention.text == words
    assert mention.image is not None
    assert mention.image.family == family


@pytest.mark.parametrize("text", NOTHING)
def test_what_names_nothing(engine: Engine, text: str) -> None:
    assert engine.find(text) == ()


def test_ambiguous_forms_have_candidates(engine: Engine) -> None:
    (version,) = engine.find("Is 24H2 fine?")
    assert (version.form, version.host) == (Form.VERSION, None)
    assert [release.id for release in version.candidates] == ["ws2025", "win11-24h2"]
    (group,) = engine.find("Windows 11 hosts")
    assert group.form is Form.GROUP
    assert {release.id.partition("-")[0] for release in group.candidates} == {"win11"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("servercore:latest", "16 April 2019"),
        ("nanoserver:23h2", "No base image was ever published"),
        ("mcr.microsoft.com/windows:ltsc2022", "windows/server:ltsc2022"),
        ("alpine:3.20", "Linux"),
        ("10.0.99999.1", "No known release has the build"),
        ("build 12345", "No known release has the build"),
        ("ltsc2028", "No base image has the tag"),
        ("Windows Server 2012 R2", "No known release"),
    ],
)
def test_what_is_named_and_does_not_exist_is_a_problem(engine: Engine, text: str, problem: str) -> None:
    (mention,) = engine.find(f"See {text}, please.")
    assert problem in (mention.problem or "")
    assert mention.host is None
    assert mention.image is None


PIECES = st.sampled_from(
    [*PHRASES, *NOTHING, " ", "\u00a0", "\u200b", "**", "2022", "23H2", "Windows", "Server", "ltsc", ":", "/", "ﬁ", "Ǆ"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_places_are_exact_ordered_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    before = 0
    for mention in Engine.load().find(text):
        assert text[mention.start : mention.end] == mention.text
        assert before <= mention.start < mention.end
        before = mention.end


def test_long_text_takes_time_in_proportion(engine: Engine) -> None:
    """No quadratic surprise: a megabyte of the worst words is read, whatever it holds."""
    assert len(engine.find("windows server " * 20_000)) == 0
    assert len(engine.find("2022 and " * 2_000 + "2022 hosts")) == 2_001
