"""Spellings: what people write, what is refused and with which remedy, and laws over generated spellings."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UnresolvedNameError
from assistant.rules import Engine, ImageRef, Role, System
from assistant.rules.names import name_key
from assistant.rules.records import Image, ReleaseRecord

HOSTS = {
    "ws2016": ["WS2016", "ltsc2016", "14393", "Windows Server 2016 (1607)", "1607", "10.0.14393.1770"],
    "ws1709": ["1709", "Windows Server, version 1709", "SAC 1709", "16299"],
    "ws2019": ["1809", "17763", "WS 2019", "Windows Server SAC 1809", "windows server 2019 standard", "2019"],
    "ws1909": ["Windows Server SAC 1909", "1909", "Windows Server Semi-Annual Channel 1909"],
    "ws2004": ["version 2004", "2004", "19041"],
    "ws20h2": ["20H2", "Windows Server, version 20H2"],
    "ws2022": [
        "Windows Server 2022",
        "WS2022",
        "WS 2022",
        "ws-2022",
        "Server 2022",
        "win server 2022",
        "ltsc2022",
        "20348",
        "windows server ltsc 2022",
        "servercore:ltsc2022",
        "10.0.20348.2227",
        "build 20348",
        "10.0.20348",
        "Windows Server 2022 Datacenter",
        "ｗｓ２０２２",
        "Windows\u00a0Server\u20112022",
        "windows_server_2022",
        "WINDOWS   SERVER\t2022",
        "Windows Server\u2122 2022",
        "a Windows Server 2022 host",
        "Windows Server 21H2",
        "Microsoft Windows [Version 10.0.20348.2227]",
        "Windows Server 2022 (build 20348)",
        "windows-2022",
        "v2022",
        "Windows Server 2022 Server Core",
        "\u0662\u0660\u0663\u0664\u0668",
    ],
    "ws23h2": [
        "version 23H2",
        "23H2",
        "WS23H2",
        "Windows Server 23H2",
        "annual channel",
        "Annual Channel 23H2",
        "25398",
        "Windows Server Annual Channel for Containers, version 23H2",
        "Windows Server, version 23H2 (Annual Channel)",
        "WindowsAnnual",
        "v23H2",
    ],
    "ws2025": ["Windows Server 2025", "26100", "ltsc2025", "mcr.microsoft.com/windows/servercore:ltsc2025"],
    "win10-1809": ["Windows 10 LTSC 2019", "Windows 10 1809", "win10-1809", "Windows 10 Pro, version 1809"],
    "win10-22h2": ["19045", "Windows 10 22H2", "Windows 10 (19045.3803)"],
    "win10-21h1": ["21H1"],
    "win11-22h2": ["Windows 11, version 22H2", "W11 22H2", "22621"],
    "win11-24h2": ["win11 24h2", "Windows 11 Enterprise 24H2", "Windows 11 24H2 (26100.2033)"],
    "win11-25h2": ["25H2", "26200"],
    "win11-26h1": ["26H1", "28000"],
}
IMAGES = {
    ("ws2022", "servercore"): [
        "servercore:ltsc2022",
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        "servercore:ltsc2022-amd64",
        "servercore:ltsc2022-KB5034129",
        "registry.example.com:5000/mirror/windows/servercore:10.0.20348.2227-amd64",
        f"mcr.microsoft.com/windows/servercore:ltsc2022@sha256:{'ab' * 32}",
        "golang:1.25-windowsservercore-ltsc2022",
        "Server Core 2022",
        "MCR.MICROSOFT.COM/Windows/ServerCore:LTSC2022",
        "localhost/windows/servercore:ltsc2022",
    ],
    ("ws2019", "nanoserver"): ["nanoserver:1809", "nanoserver:ltsc2019", "nanoserver:1809-KB4493509"],
    ("ws2019", "windows"): ["mcr.microsoft.com/windows:1809"],
    ("ws2016", "nanoserver"): ["nanoserver:sac2016", "sac2016"],
    ("ws1803", "servercore"): ["microsoft/windowsservercore:1803"],
    ("ws2022", "server"): ["windows/server:ltsc2022"],
    ("ws2025", "server"): ["mcr.microsoft.com/windows/server:ltsc2025"],
    ("ws2019", None): ["ltsc2019", "1809", "17763", "10.0.17763.437", "1809-KB4493509", "Windows Server 2019"],
    ("ws2022", None): ["a 2022 image", "WS2022", "10.0.20348.2227", "10.0.20348.2227-amd64"],
}
# text -> words that the error must contain
REFUSED_HOSTS = {
    "": ["No host was named"],
    " \u200b ": ["No host was named"],
    "Windows Server 2028": ["Windows Server 2022", "nearest"],
    "Windows Server 2012 R2": ["nearest"],
    "20349": ["20348", "Windows Server 2022"],
    "10.0.99999.1": ["99999", "nearest builds"],
    "21H2": ["ws2022", "win10-21h2", "win11-21h2"],
    "22H2": ["win10-22h2", "win11-22h2"],
    "24H2": ["ws2025", "win11-24h2"],
    "Windows Server 24H2": ["ws2025"],
    "Annual Channel 24H2": ["no release", "23H2"],
    "Windows 11": ["win11-24h2"],
    "Windows Server 2019 build 20348": ["contradicts", "17763"],
    "ubuntu": ["Linux"],
    "servercore": ["family", "servercore:ltsc2022"],
    "x" * 400: ["longer"],
    "latest": ["16 April 2019"],
}
REFUSED_IMAGES = {
    "servercore:23h2": ["No base image was ever published", "ltsc2022"],
    "servercore:10.0.25398.2330": ["No base image was ever published"],
    "windows:ltsc2022": ["windows/server:ltsc2022"],
    "windows:ltsc2025": ["windows/server:ltsc2025"],
    "windows/server:ltsc2019": ["windows:1809"],
    "nanoserver:ltsc2016": ["nanoserver:sac2016"],
    "servercore:2022": ["servercore:ltsc2022"],
    "servercore:24h2": ["ltsc2025"],
    "servercore:latest": ["16 April 2019", "ltsc2022"],
    "nanoserver": ["family"],
    "mcr.microsoft.com/windows/servercore": ["names no tag"],
    f"servercore@sha256:{'ab' * 32}": ["digest", "OsVersion"],
    "servercore@sha256:zz": ["not a digest"],
    "mcr.microsoft.com/windows/servercore/insider:10.0.26491.1": ["Insider"],
    "alpine:3.20": ["Linux"],
    "nginx": ["Linux"],
    "python:3.12-slim": ["Linux"],
    "mcr.microsoft.com/dotnet/aspnet:8.0": ["base image"],
    "servercore:10.0.22621.1": ["Windows 11, version 22H2"],
    "servercore:10.0.20349.1": ["20348"],
    "Windows 11 24H2": ["only of server releases"],
    "Windows 11": ["only of server releases"],
    "24H2": ["ws2025"],
    "21H2": ["ws2022"],
    "23H2": ["No base image was ever published"],
    "": ["No image was named"],
    ":ltsc2022": ["not an image reference"],
    "servercore:ltsc2028": ["No base image has the tag"],
}


@pytest.mark.parametrize(("release", "text"), [(r, t) for r, texts in HOSTS.items() for t in texts])
def test_hosts(engine: Engine, release: str, text: str) -> None:
    assert engine.resolve_host(text).release.id == release


@pytest.mark.parametrize(("meant", "text"), [(m, t) for m, texts in IMAGES.items() for t in texts])
def test_images(engine: Engine, meant: tuple[str, str | None], text: str) -> None:
    image = engine.resolve_image(text)
    assert (image.system.release.id, image.family) == meant


@pytest.mark.parametrize(("text", "words"), REFUSED_HOSTS.items())
def test_refused_hosts(engine: Engine, text: str, words: list[str]) -> None:
    with pytest.raises(UnresolvedNameError) as refused:
        engine.resolve_host(text)
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize(("text", "words"), REFUSED_IMAGES.items())
def test_refused_images(engine: Engine, text: str, words: list[str]) -> None:
    with pytest.raises(UnresolvedNameError) as refused:
        engine.resolve_image(text)
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("17763", "Windows 10, version 1809"),
        ("26100", "Windows 11, version 24H2"),
        ("23H2", "Windows 11, version 23H2"),
        ("1809", "Windows 10, version 1809"),
        ("25H2", "only one"),
        ("annual channel", "only release"),
        ("Windows 11 Home 24H2", "Home"),
        ("servercore:ltsc2022", "image reference"),
        ("Windows Server 21H2", "21H2"),
        ("Windows 10 LTSC 2019", "LTSC 2019"),
    ],
)
def test_what_was_read_into_a_host_is_said(engine: Engine, text: str, word: str) -> None:
    assert word in (engine.resolve_host(text).note or "")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("nanoserver:ltsc2019", "1809"),
        ("windows/server:ltsc2025", "not verified"),
        ("microsoft/nanoserver:1803", "mcr.microsoft.com/windows/nanoserver"),
        (f"servercore:ltsc2022@sha256:{'0' * 64}", "offline"),
        ("golang:1-nanoserver-1809", "Read from the words of the tag"),
    ],
)
def test_what_was_read_into_an_image_is_said(engine: Engine, text: str, word: str) -> None:
    assert word in (engine.resolve_image(text).note or "")


def test_revisions_are_kept(engine: Engine) -> None:
    assert engine.resolve_host("10.0.17763.5329").revision == 5329
    assert engine.resolve_host("Windows Server 2019 (10.0.17763.5329)").revision == 5329
    assert engine.resolve_image("servercore:10.0.17763.437-amd64").system.revision == 437
    assert engine.resolve_host("17763").revision is None


def test_resolve_tells_images_from_releases(engine: Engine) -> None:
    assert isinstance(engine.resolve("nanoserver:sac2016"), ImageRef)
    assert isinstance(engine.resolve("Nano Server 2016"), ImageRef)
    assert isinstance(engine.resolve("ltsc2022"), System)
    assert isinstance(engine.resolve("win11 24h2"), System)


def test_no_two_releases_share_an_alias(engine: Engine) -> None:
    owners: dict[str, str] = {}
    for record in engine.facts.of(ReleaseRecord):
        for alias in (record.id, record.name, *record.aliases, *(n.alias for n in record.noted)):
            assert owners.setdefault(name_key(alias), record.id) == record.id, alias


def test_every_published_tag_is_the_image_of_its_release(engine: Engine) -> None:
    for image in engine.facts.of(Image):
        repository = {"windows": "windows", "server": "windows/server"}.get(image.family, f"windows/{image.family}")
        for tag in (*image.tags, *(n.tag for n in image.noted)):
            found = engine.resolve_image(f"mcr.microsoft.com/{repository}:{tag}")
            assert (found.system.release.id, found.family) == (image.release, image.family)


SPACES = [" ", "  ", "\t", "\u00a0", "\u2009", "\u3000", "-", "\u2010", "\u2011", "\u2013", "_", ", "]
FULL_WIDTH = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
RECORDS = Engine.load().facts.of(ReleaseRecord)
ALIASES = [(record.id, alias) for record in RECORDS for alias in (record.name, *record.aliases)]


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """An alias of a release as somebody might type it: case, spaces, dashes, widths, invisible characters."""
    release, alias = draw(st.sampled_from(ALIASES))
    gaps = st.sampled_from(SPACES)
    words = alias.replace(",", "").split(" ")
    text = words[0] + "".join(draw(gaps) + word for word in words[1:])
    case = draw(st.sampled_from([str, str.upper, str.lower, str.swapcase, str.title]))
    text = case(text)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + FULL_WIDTH.get(text[at], text[at]) + text[at + 1 :]
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["\u200b", "\u00ad", "\ufeff"])) + text[at:]
    return release, draw(st.sampled_from(["", " ", "\n"])) + text + draw(st.sampled_from(["", " ", "\u00a0"]))


@settings(max_examples=6000, deadline=None)
@given(spellings())
def test_generated_spellings_of_hosts(spelling: tuple[str, str]) -> None:
    release, text = spelling
    assert Engine.load().resolve_host(text).release.id == release


SERVERS = {r.id: r for r in Engine.load().facts.releases.values() if r.role is Role.SERVER}
TAGS = [
    (image.release, image.family, tag)
    for image in Engine.load().facts.of(Image)
    for tag in (*image.tags, f"10.0.{SERVERS[image.release].build}.{{revision}}")
]
PATHS = {
    "servercore": "windows/servercore",
    "nanoserver": "windows/nanoserver",
    "windows": "windows",
    "server": "windows/server",
}


@st.composite
def references(draw: st.DrawFn) -> tuple[str, str, str]:
    """A reference to a published image: registry, port, mirror, tag with suffixes, digest, case."""
    release, family, tag = draw(st.sampled_from(TAGS))
    tag = tag.format(revision=draw(st.integers(0, 99999)))
    registries = ["", "mcr.microsoft.com/", "localhost:5000/", "r.example.com:443/m/n/", "10.1.2.3/x/"]
    registry = draw(st.sampled_from(registries))
    suffix = draw(st.sampled_from(["", "-amd64", "-KB5034129", "-KB5034129-amd64"]))
    digest = draw(st.sampled_from(["", "@sha256:" + "0f" * 32]))
    text = f"{registry}{PATHS[family]}:{tag}{suffix}{digest}"
    return release, family, draw(st.sampled_from([str, str.upper, str.lower]))(text)


@settings(max_examples=3000, deadline=None)
@given(references())
def test_generated_references(reference: tuple[str, str, str]) -> None:
    release, family, text = reference
    image = Engine.load().resolve_image(text)
    assert (image.system.release.id, image.family) == (release, family)


@settings(max_examples=1000, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_resolved_or_refused(text: str) -> None:
    for resolve in (Engine.load().resolve_host, Engine.load().resolve_image):
        with suppress(UnresolvedNameError):
            assert resolve(text) is not None


@settings(max_examples=500, deadline=None)
@given(st.integers(10000, 99999), st.one_of(st.none(), st.integers(0, 99999)))
def test_builds_are_a_release_or_refused(build: int, revision: int | None) -> None:
    text = f"10.0.{build}" + ("" if revision is None else f".{revision}")
    builds = {r.build for r in Engine.load().facts.releases.values()}
    try:
        system = Engine.load().resolve_host(text)
    except UnresolvedNameError:
        assert build not in builds
    else:
        assert (system.release.build, system.revision) == (build, revision)


def test_an_alias_may_be_written_as_one_word(engine: Engine) -> None:
    for record in RECORDS:
        for alias in record.aliases:
            assert engine.resolve_host(alias.replace(" ", "")).release.id == record.id
