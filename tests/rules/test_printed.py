"""The published tables restated: which marks each of them prints, and until when the page showed the row.

A row a host (or several with the same marks), a column an image: B both isolations, P process only, H Hyper-V only, N
neither; a dot where the table has no such column.
"""

from datetime import date

from assistant.rules import Engine
from assistant.rules.records import Printed
from tests.rules.test_matrix import IMAGES

# The newest table first, as the newest one counts.
TABLES = {
    "today": """
        ws2016                                          B..N....N.
        ws2019                                          H..B....N.
        ws2022                                          H..H....B.
        ws2025 win11-24h2 win11-25h2 win11-26h1         H..H....BB
        win10-1809 win10-1903 win10-1909 win10-2004     H..H....N.
        win10-20h2 win10-21h1 win10-21h2 win10-22h2     H..H....N.
        win11-21h2 win11-22h2 win11-23h2                H..H....BN
    """,
    "March 2022": """
        ws2016 ws2019 win10-1809                        ....NNNN..
        ws1903                                          H..HBNNNN.
        ws1909                                          H..HHBNNN.
        ws2004                                          H..HHHBNN.
        ws20h2                                          H..HHHHBN.
        ws2022 win11-21h2                               ....HHHH..
        win10-1903                                      ....HNNN..
        win10-1909                                      ....HHNN..
        win10-2004                                      ....HHBN..
        win10-20h2                                      ....HHHB..
        win10-21h1                                      ....HHHHH.
    """,
    "July 2019": """
        ws2016                                          .NN.......
        ws1709                                          HBNNN.....
        ws1803                                          HHBNN.....
        ws2019 ws1903 win10-1809                        .HH.......
        win10-1709                                      HHNNN.....
        win10-1803                                      HHHNN.....
    """,
    "May 2019": "win10-1903                             .HH.......",
    "October 2018": "win10-1607 win10-1703              ...N......",
    "June 2018": "win10-1607 win10-1703                 HNN.......",
}
REMOVED = date(2022, 9, 21)  # the last day of all rows that are not in today's table


def restated(text: str) -> dict[tuple[str, str], str]:
    """(host, image) -> its mark."""
    cells = {}
    for *hosts, marks in (line.split() for line in text.strip().splitlines()):
        cells |= {
            (host, image): mark for host in hosts for image, mark in zip(IMAGES, marks, strict=True) if mark != "."
        }
    return cells


def printed(rows: list[Printed]) -> dict[tuple[str, str], str]:
    marks = {(True, True): "B", (True, False): "P", (False, True): "H", (False, False): "N"}
    return {
        (host, image): marks[image in row.process, image in row.hyperv]
        for row in rows
        for host in row.hosts
        for image in row.images
    }


def test_every_mark_of_every_table(engine: Engine) -> None:
    entries = engine.facts.of(Printed)
    tables = dict.fromkeys(row.id.split(".")[1] for row in entries)
    assert len(tables) == len(TABLES)
    for (name, text), table in zip(TABLES.items(), tables, strict=True):
        rows = [row for row in entries if row.id.split(".")[1] == table]
        assert printed(rows) == restated(text), name
        assert {row.valid_to for row in rows} == {None if name == "today" else REMOVED}, name
        assert all(row.valid_from is None and row.conflict is None for row in rows)


def test_no_table_prints_a_cell_twice(engine: Engine) -> None:
    for row in engine.facts.of(Printed):
        assert set(row.process) | set(row.hyperv) <= set(row.images), row.id
        assert len(set(row.images)) == len(row.images), row.id
        assert len(set(row.hosts)) == len(row.hosts), row.id
