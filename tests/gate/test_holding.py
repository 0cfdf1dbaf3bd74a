"""Whether a quote holds a statement: every number, name and isolation of it, and the same sign."""

import pytest

from assistant.gate.holding import Holding
from assistant.passage import Passage, Source
from assistant.rules import Engine

HOLDING = Holding(Engine.load())


def passage(text: str, heading: str = "Hosts", context: str = "Hosts") -> Passage:
    return Passage(
        id="p1",
        document="guidance/a.md",
        source=Source(title="A page", url=None, section=heading),
        headings=("A page", heading),
        anchor="hosts",
        start=0,
        end=len(text),
        text=text,
        context=context,
    )


SAME_BUILD = (
    "Process isolation needs the same build, but the host has 20348 and the image 17763; "
    "the container is blocked at start (0xc0370101)."
)
REFUSED = "No. The Windows Server 2025 image is not supported on a Windows Server 2022 host with Hyper-V isolation."

HELD = [
    (SAME_BUILD, SAME_BUILD, "Hosts"),
    (SAME_BUILD, "With process isolation build 17763 is blocked on build 20348 with 0xc0370101.", "Hosts"),
    (REFUSED, "A Windows Server 2025 image does not run on Windows Server 2022, not with Hyper-V isolation.", "Hosts"),
    (REFUSED, "With Hyper-V isolation ltsc2025 cannot run.", "What runs on a Windows Server 2022 host?"),
    ("Windows Server 2016 became available on 15 October 2016.", "Windows Server 2016 came on 2016-10-15.", "Hosts"),
    ("It ended on 9 August 2022.", "The **last** day was 9 August 2022.", "Hosts"),
    ("It fails in both isolations.", "It fails in process isolation and with Hyper-V isolation.", "Hosts"),
]
NOT_HELD = [
    (SAME_BUILD, "Process isolation needs the same build of host and image (0xc0370101).", "the builds"),
    (SAME_BUILD, "Build 17763 is blocked in process isolation on build 20348.", "the code"),
    (REFUSED, "The Windows Server 2025 image is not supported with Hyper-V isolation on older hosts.", "the host"),
    (REFUSED, "The Windows Server 2025 image is not supported on a Windows Server 2022 host.", "the isolation"),
    (REFUSED, "The Windows Server 2025 image is supported on Windows Server 2022 with Hyper-V isolation.", "the sign"),
    ("Windows 11, version 23H2 is out of support.", "Windows Server, version 23H2 is out of support.", "the product"),
    ("It ended on 9 August 2022.", "It ended in August 2022.", "the day"),
    ("The end was moved to 9 August 2022.", "The end was moved to 10 May 2022.", "the date"),
]


@pytest.mark.parametrize(("statement", "quote", "heading"), HELD)
def test_it_holds(statement: str, quote: str, heading: str) -> None:
    assert HOLDING.holds(statement, quote, passage(f"Before. {quote} After.", heading))


@pytest.mark.parametrize(("statement", "quote"), [case[:2] for case in NOT_HELD], ids=[case[2] for case in NOT_HELD])
def test_it_lacks(statement: str, quote: str) -> None:
    assert not HOLDING.holds(statement, quote, passage(quote))


def test_a_row_is_read_with_the_head_of_its_table_wherever_that_stands() -> None:
    head, row = "| Host | Windows Server 2022 image |", "| Windows Server 2016 | unsupported with Hyper-V isolation |"
    statement = "The Windows Server 2022 image is not supported on a Windows Server 2016 host with Hyper-V isolation."
    assert HOLDING.holds(statement, row, passage(f"{head}\n| --- | --- |\n{row}"))
    assert HOLDING.holds(statement, row, passage(row, context=f"Hosts\n{head}"))
    assert not HOLDING.holds(statement, row, passage(row))
