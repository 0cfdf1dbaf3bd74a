"""The reference pages of the guidance, printed from the facts: every host, every image, every release, every condition.

They state each case in the very sentences that answers use, so that what an answer says of builds, dates and isolations
stands word for word in a page that a person can open. `reference_pages` is a pure function; a test compares the files.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from assistant.rules.engine import Engine
from assistant.rules.printed_page import PrintedPage
from assistant.rules.release import Channel, Isolation, Platform, Release, Role, System
from assistant.rules.statements import (
    HostRow,
    Identity,
    ImageColumn,
    Pair,
    Part,
    Subject,
    SupportDates,
    SupportOverview,
    state,
)
from assistant.rules.statements.pairs import without_opening
from assistant.rules.wording import in_words


def reference_pages(engine: Engine) -> dict[str, str]:
    """File name -> text of every reference page, as Markdown with front matter, in the order of the names."""
    servers = [h for h in engine.hosts() if h.release.role is Role.SERVER]
    clients = [h for h in engine.hosts() if h.release.role is Role.CLIENT]
    windows_10 = [h for h in clients if h.release.name.startswith("Windows 10")]
    windows_11 = [h for h in clients if h not in windows_10]
    half = len(windows_10) // 2
    pages = (
        _hosts(engine, "server-hosts", "Every image on the server hosts", _not_semi_annual(servers)),
        _hosts(engine, "semi-annual-hosts", "Every image on the Semi-Annual Channel hosts", _semi_annual(servers)),
        _hosts(engine, "windows-10-older-hosts", "Every image on the older Windows 10 hosts", windows_10[:half]),
        _hosts(engine, "windows-10-newer-hosts", "Every image on the newer Windows 10 hosts", windows_10[half:]),
        _hosts(engine, "windows-11-hosts", "Every image on the Windows 11 hosts", windows_11),
        _images(engine),
        _nodes(engine, servers),
        _conditions(engine),
        _releases(engine, _SERVERS, "Every server release", [h.release for h in servers]),
        _releases(engine, "client-releases", "Every client release", [h.release for h in clients]),
    )
    return {f"reference-{name}.md": text for name, text in sorted(pages)}


def _hosts(engine: Engine, name: str, title: str, hosts: list[System]) -> tuple[str, str]:
    lines: list[str] = []
    for host in hosts:
        lines += [f"## Every image on {host.release.name} (build {host.release.build})", ""]
        lines += [" ".join(_texts(engine, HostRow(host=host), Part.ANSWER)), ""]
        lines += [f"- {_case(engine, Pair(host=host, image=image))}" for image in engine.images()]
        lines.append("")
    opening = "Each line is one image on one host, in both isolations, with the builds that decide."
    return name, _page(engine, title, [h.release for h in hosts], opening, _VERSIONS).markdown(engine.reviewed, lines)


def _images(engine: Engine) -> tuple[str, str]:
    lines: list[str] = []
    for image in engine.images():
        lines += [f"## Every host of the {image.system.release.name} image (build {image.system.release.build})", ""]
        lines += [f"- {text}" for text in _texts(engine, ImageColumn(image=image), Part.ANSWER)]
        lines.append("")
    opening = "Each line is one image with all the hosts that treat it alike."
    releases = [i.system.release for i in engine.images()]
    return "images", _page(engine, "Every host of the images", releases, opening, _VERSIONS).markdown(
        engine.reviewed, lines
    )


def _nodes(engine: Engine, servers: list[System]) -> tuple[str, str]:
    """The nodes of orchestrators, with the images of their own channel's kind."""
    hosts = _not_semi_annual(servers)
    images = [i for i in engine.images() if i.system.release.channel is Channel.LTSC]
    lines: list[str] = []
    for platform, called in ((Platform.AKS, "AKS"), (Platform.KUBERNETES, "Kubernetes")):
        for host in hosts:
            lines += [f"## Every image on {called} nodes with {host.release.name}", ""]
            lines += [" ".join(_texts(engine, HostRow(host=host, platform=platform), Part.ANSWER)), ""]
            lines += [f"- {_case(engine, Pair(host=host, image=image, platform=platform))}" for image in images]
            lines.append("")
    opening = "Each line is what a node of AKS or of another Kubernetes does with an image."
    releases = [h.release for h in hosts]
    return "nodes", _page(engine, "Every image on AKS and Kubernetes nodes", releases, opening, _VERSIONS).markdown(
        engine.reviewed, lines
    )


def _conditions(engine: Engine) -> tuple[str, str]:
    """Reasons that are not about one case, and conditions: each once."""
    found: dict[Part, dict[str, None]] = {Part.REASON: {}, Part.CONDITION: {}}
    for subject in _every_pair(engine):
        for statement in state(engine, subject, engine.reviewed):
            reason = statement.part is Part.REASON
            if statement.part in found and not (
                reason and (subject.isolation or _of_the_case(statement.text, subject))
            ):
                found[statement.part][statement.text] = None
    lines = ["## Why an image runs or does not run on a host", "", *(f"- {text}" for text in found[Part.REASON]), ""]
    opening = "Each line is a reason or a condition that holds for many hosts and images."
    lines += ["## What has to be seen to", "", *(f"- {text}" for text in found[Part.CONDITION])]
    releases = [h.release for h in engine.hosts()]
    return "conditions", _page(engine, "Every reason and condition", releases, opening, _VERSIONS).markdown(
        engine.reviewed, lines
    )


def _every_pair(engine: Engine) -> Iterator[Pair]:
    for host, image, platform in product(engine.hosts(), engine.images(), Platform):
        for isolation in (None, *Isolation):
            yield Pair(host=host, image=image, platform=platform, isolation=isolation)


def _releases(engine: Engine, name: str, title: str, releases: list[Release]) -> tuple[str, str]:
    lines = [
        "## Build, channel and dates of each release",
        "",
        "| Release | Build | Channel | Available | Mainstream support ends | Extended support ends |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(engine, release) for release in releases]
    overview = _texts(engine, SupportOverview(), *Part) if name == _SERVERS else []
    lines += ["", *(["## Which releases are supported", "", " ".join(overview), ""] if overview else [])]
    for release in releases:
        lines += [f"## Support of {release.name}", ""]
        subjects: tuple[Subject, ...] = (Identity(release=release), SupportDates(release=release))
        texts = [text for subject in subjects for text in _texts(engine, subject, *Part)]
        lines += [f"{' '.join(texts)}", ""]
    opening = f"Each section is one release; phases are those of {in_words(engine.reviewed)}."
    return name, _page(engine, title, releases, opening, _SOURCES_OF_DATES).markdown(engine.reviewed, lines)


_SERVERS = "server-releases"


def _row(engine: Engine, release: Release) -> str:
    span = engine.lifecycle(release, engine.reviewed).span
    extended = "none" if span.mainstream_end and not span.extended_end else _day(span.extended_end)
    days = (_day(span.available), _day(span.mainstream_end), extended)
    cells = (release.name, str(release.build), release.channel.value, *days)
    return f"| {' | '.join(cells)} |"


def _day(day: date | None) -> str:
    return "not known" if day is None else in_words(day)


def _texts(engine: Engine, subject: Subject, *parts: Part) -> list[str]:
    """The statements about a subject in these parts, without the opening that answers a question."""
    return [without_opening(s.text) for s in state(engine, subject, engine.reviewed) if s.part in parts]


def _case(engine: Engine, subject: Pair) -> str:
    """What becomes of one image on one host, with the reasons that name its builds."""
    answer, *_ = _texts(engine, subject, Part.ANSWER)
    return " ".join((answer, *(text for text in _texts(engine, subject, Part.REASON) if _of_the_case(text, subject))))


def _of_the_case(text: str, subject: Pair) -> bool:
    """Whether a reason names a build of this host or image, or both of them."""
    pair = (subject.host.release, subject.image.system.release)
    return any(str(release.build) in text for release in pair) or all(release.name in text for release in pair)


def _page(engine: Engine, title: str, releases: Iterable[Release], opening: str, sources: Iterable[str]) -> PrintedPage:
    """`sources` are ids of the facts' sources, those that govern first."""
    cited = [engine.facts.sources[source] for source in sources]
    return PrintedPage(title, [release.name for release in releases], cited, opening)


def _semi_annual(hosts: Iterable[System]) -> list[System]:
    return [host for host in hosts if host.release.channel is Channel.SAC]


def _not_semi_annual(hosts: Iterable[System]) -> list[System]:
    return [host for host in hosts if host.release.channel is not Channel.SAC]


_VERSIONS = ("version-compatibility", "version-compatibility-2022-03")
_SOURCES_OF_DATES = ("base-image-lifecycle", "endoflife-server", "endoflife-windows")
