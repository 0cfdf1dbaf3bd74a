"""Every cell: against a table restated here by hand, and against the norm where it is at hand."""

import csv
from pathlib import Path

import pytest

from assistant.rules import Engine, Isolation, Outcome

# A row a host, a column an image, process then Hyper-V: Y supported, N unsupported, C conditional.
IMAGES = ["ws2016", "ws1709", "ws1803", "ws2019", "ws1903", "ws1909", "ws2004", "ws20h2", "ws2022", "ws2025"]
GRID = """
ws2016      CY NN NN NN NN NN NN NN NN NN
ws1709      NY YY NN NN NN NN NN NN NN NN
ws1803      NY NY YY NN NN NN NN NN NN NN
ws2019      NY NY NY YY NN NN NN NN NN NN
ws1903      NY NY NY NY YY NN NN NN NN NN
ws1909      NY NC NC NY NY YY NN NN NN NN
ws2004      NY NC NC NY NY NY YY NN NN NN
ws20h2      NY NC NC NY NY NY NY YY NN NN
ws2022      NY NC NC NY NY NY NY NY YY NN
ws23h2      NN NN NN NN NN NN NN NN YY NN
ws2025      NY NC NC NY NC NC NC NC YY YY
win10-1607  NY NN NN NN NN NN NN NN NN NN
win10-1703  NY NN NN NN NN NN NN NN NN NN
win10-1709  NY NY NN NN NN NN NN NN NN NN
win10-1803  NY NY NY NN NN NN NN NN NN NN
win10-1809  NY NY NY CY NN NN NN NN NN NN
win10-1903  NY NY NY NY CY NN NN NN NN NN
win10-1909  NY NC NC NY NY CY NN NN NN NN
win10-2004  NY NC NC NY NY NY CY NN NN NN
win10-20h2  NY NC NC NY NY NY NY CY NN NN
win10-21h1  NY NC NC NY NY NY NY NY NN NN
win10-21h2  NY NC NC NY NC NC NC NC NN NN
win10-22h2  NY NC NC NY NC NC NC NC NN NN
win11-21h2  NY NC NC NY NY NY NY NY YY NN
win11-22h2  NY NC NC NY NC NC NC NC YY NN
win11-23h2  NY NC NC NY NC NC NC NC YY NN
win11-24h2  NY NC NC NY NC NC NC NC YY YY
win11-25h2  NY NC NC NY NC NC NC NC CC CC
win11-26h1  NY NC NC NY NC NC NC NC CC CC
"""
LETTERS = {"Y": Outcome.SUPPORTED, "N": Outcome.UNSUPPORTED, "C": Outcome.CONDITIONAL}
WORDS = {"yes": Outcome.SUPPORTED, "no": Outcome.UNSUPPORTED, "conditional": Outcome.CONDITIONAL}

CELLS = [
    (host, image, isolation, LETTERS[letter])
    for host, *cells in (line.split() for line in GRID.strip().splitlines())
    for image, cell in zip(IMAGES, cells, strict=True)
    for isolation, letter in zip(Isolation, cell, strict=True)
]


def norm() -> Path | None:
    """The norm's file in a folder `shared` beside one of the folders above, if there is one."""
    places = (parent / "shared" / "facts" / "matrix.csv" for parent in Path(__file__).resolve().parents)
    return next((place for place in places if place.exists()), None)


def decided(engine: Engine, host: str, image: str, isolation: Isolation, today) -> Outcome:
    check = engine.check(engine.resolve_host(host), engine.resolve_image(image), isolation=isolation, as_of=today)
    return check.by_isolation[isolation].outcome


def test_the_grid_names_every_host_and_image(engine: Engine) -> None:
    assert len(CELLS) == 580
    assert {host for host, *_ in CELLS} == set(engine.facts.releases)
    assert [image.system.release.id for image in engine.images()] == IMAGES


def test_every_cell_of_the_grid(engine: Engine, today) -> None:
    wrong = [cell for cell in CELLS if decided(engine, *cell[:3], today) is not cell[3]]
    assert not wrong


@pytest.mark.skipif(norm() is None, reason="the norm, shared/facts/matrix.csv, is not beside this checkout")
def test_every_cell_of_the_norm(engine: Engine, today) -> None:
    with (norm() or Path()).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 580
    wrong = [
        row
        for row in rows
        if decided(engine, row["host"].split(" / ")[0], row["image"].split("/")[0], Isolation(row["isolation"]), today)
        is not WORDS[row["verdict"]]
    ]
    assert not wrong
