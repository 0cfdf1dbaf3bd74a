"""The tables of the guidance against the rules: each cell, date and build that a page prints is the engine's."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources

import pytest

from assistant.rules.engine import Engine
from assistant.rules.release import Isolation, System
from assistant.rules.verdict import Outcome

REVIEWED = date(2026, 11, 24)
GUIDANCE = resources.files("corpus").joinpath("guidance")
SERVERS = ["2016", "1709", "1803", "2019", "1903", "1909", "2004", "20H2", "2022", "23H2", "2025"]
SEMI_ANNUAL = ["1709", "1803", "1903", "1909", "2004", "20H2"]
Row = dict[str, str]


def tables(page: str) -> Iterator[tuple[str, list[Row]]]:
    """The pipe tables of a page as (heading above, rows by column name)."""
    heading = ""
    header: list[str] = []
    rows: list[Row] = []
    for line in [*GUIDANCE.joinpath(page).read_text("utf-8").splitlines(), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not header:
                header = cells
            elif not set(line) <= set("|- "):
                rows.append(dict(zip(header, cells, strict=True)))
            continue
        if rows:
            yield heading, rows
        header, rows = [], []
        if line.startswith("## "):
            heading = line.removeprefix("## ")


def table(page: str, *columns: str) -> list[Row]:
    """The one table of a page that has these columns."""
    found = [rows for _, rows in tables(page) if set(columns) <= set(rows[0])]
    assert len(found) == 1, f"{page} has {len(found)} tables with {columns}"
    return found[0]


def hosts(text: str) -> list[System]:
    """The hosts that a first cell names: one, several, a range ('Windows 11 21H2 to 23H2') or a whole family."""
    every = Engine.load().hosts()
    if text.startswith("Windows Server"):
        named = [version for version in SERVERS if re.search(rf"\b{version}\b", text)]
        return [Engine.load().resolve_host(f"Windows Server {version}") for version in named]
    found: list[System] = []
    for family, rest in re.findall(r"(Windows 1[01])((?:(?!Windows).)*)", text):
        members = [host for host in every if host.release.name.startswith(family)]
        versions = re.findall(r"\b\d\dH\d\b|\b\d{4}\b", rest)
        places = [[host.release.version for host in members].index(version) for version in versions]
        if " to " in rest:
            places = list(range(places[0], places[1] + 1))
        found += [members[place] for place in places] if versions else members
    return found


def outcome(words: str) -> Outcome:
    """What a cell's words claim. The strict reading: words that name no outcome fail the test."""
    if re.search(r"condition|only with|equal revision|supported, but|^documented|not officially", words):
        return Outcome.CONDITIONAL
    if re.search(r"\bno\b|^unsupported", words):
        return Outcome.UNSUPPORTED
    assert re.search(r"\byes\b|^supported", words), words
    return Outcome.SUPPORTED


def outcomes(cell: str) -> dict[Isolation, Outcome]:
    """A cell such as 'process no, Hyper-V yes' or 'both with conditions'."""
    process, _, hyperv = cell.partition(", Hyper-V")
    return {Isolation.PROCESS: outcome(process), Isolation.HYPERV: outcome(hyperv or process)}


def assert_engine_agrees(host_text: str, image_text: str, printed: dict[Isolation, Outcome]) -> None:
    engine = Engine.load()
    named = hosts(host_text)
    assert named, f"no host in {host_text!r}"
    for host in named:
        check = engine.check(host, engine.resolve_image(image_text), as_of=REVIEWED)
        decided = {isolation: verdict.outcome for isolation, verdict in check.by_isolation.items()}
        for isolation, claim in printed.items():
            assert decided[isolation] is claim, f"{host.release.name} x {image_text}, {isolation}"


@pytest.mark.parametrize(
    ("page", "first"), [("host-image-compatibility.md", "Host"), ("windows-10-11-hosts.md", "Client")]
)
def test_grid_of_hosts_and_images(page: str, first: str) -> None:
    grid = next(rows for _, rows in tables(page) if first in rows[0])
    image_columns = [name for name in grid[0] if re.search(r"image$|^ltsc", name)]
    assert len(image_columns) == 4
    for row in grid:
        for column in image_columns:
            image = "ltsc" + column[-4:] if column.startswith("ltsc") else column.removesuffix(" image")
            assert_engine_agrees(row[first], image, outcomes(row[column]))


def test_where_each_image_runs() -> None:
    checked = 0
    for heading, rows in tables("where-images-run.md"):
        tag = re.search(r"\((ltsc\d{4})\)", heading)
        assert tag, heading
        for row in rows:
            printed = {
                Isolation.PROCESS: outcome(row[f"`{tag[1]}` in process isolation"]),
                Isolation.HYPERV: outcome(row[f"`{tag[1]}` with Hyper-V isolation"]),
            }
            assert_engine_agrees(row["Host"], tag[1], printed)
            checked += 1
    assert checked >= 20


def test_what_runs_on_23h2() -> None:
    rows = table("supported-platforms-23h2.md", "Image", "Process isolation on 23H2")
    for row in rows:
        tag = re.search(r"ltsc\d{4}", row["Image"])
        printed = {
            Isolation.PROCESS: outcome(row["Process isolation on 23H2"]),
            Isolation.HYPERV: outcome(row["Hyper-V isolation on 23H2"]),
        }
        for image in [tag[0]] if tag else SEMI_ANNUAL:
            assert_engine_agrees("Windows Server, version 23H2", image, printed)
    assert len(rows) == 5


def test_hosts_of_portability() -> None:
    column = "Windows Server 2022 image in process isolation"
    for row in table("portability.md", "Host", column):
        assert_engine_agrees(row["Host"], "ltsc2022", {Isolation.PROCESS: outcome(row[column])})


def day(text: str) -> date:
    found = re.match(r"\d{1,2} [A-Z][a-z]+ \d{4}", text)
    assert found, text
    return datetime.strptime(found[0], "%d %B %Y").date()


def test_lifecycle_of_the_releases() -> None:
    engine = Engine.load()
    for row in table("lifecycle.md", "Release", "Last day of support"):
        release = engine.resolve_host(row["Release"]).release
        life = engine.lifecycle(release, REVIEWED)
        assert day(row["Available"]) == release.available.day, row
        assert release.mainstream_end is not None, row
        assert release.extended_end is not None, row
        assert day(row["Mainstream support ends"]) == release.mainstream_end.day, row
        assert day(row["Last day of support"]) == release.extended_end.day, row
        assert row["Phase on 24 November 2026"].removesuffix(" support") in {life.phase.value, "out of"}, row
        assert row["Phase on 24 November 2026"].startswith(life.phase.value), row


def test_end_of_the_semi_annual_releases() -> None:
    engine = Engine.load()
    rows = table("lifecycle.md", "Release", "End of servicing")
    for row in rows:
        if "1809" in row["Release"]:  # the host of the Semi-Annual Channel; its build is Windows Server 2019
            continue
        release = engine.resolve_host(f"Windows Server, {row['Release']}").release
        assert int(row["Build"]) == release.build, row
        assert day(row["Available"]) == release.available.day, row
        assert release.mainstream_end is not None, row
        assert day(row["End of servicing"]) == release.mainstream_end.day, row
    assert len(rows) == 7


def test_builds() -> None:
    engine = Engine.load()
    rows = table("identify-versions.md", "Build", "Release", "Channel")
    for row in rows:
        release = engine.resolve_host(row["Release"].split(" and ")[0]).release
        assert int(row["Build"]) == release.build, row
        assert {"SAC": "Semi-Annual Channel"}.get(release.channel.value, release.channel.value) in row["Channel"], row
    assert [row["Build"] for row in rows] == sorted(row["Build"] for row in rows)


def test_ends_of_the_clients() -> None:
    engine = Engine.load()
    for row in table("windows-10-11-hosts.md", "Client", "Last day of support"):
        release = engine.resolve_host(row["Client"]).release
        assert int(row["Build"]) == release.build, row
        if release.mainstream_end is not None:
            assert day(row["Last day of support"]) == release.mainstream_end.day, row
