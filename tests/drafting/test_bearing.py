"""Which release is host and which image in a sentence, and whether two sentences bear on the same."""

import pytest

from assistant.drafting.bearing import agreement, bearing, row_bearing

PARTS = {
    "A Windows Server 2025 host runs Windows Server 2019 containers.": {"host 2025", "image 2019"},
    "Windows Server 2022 images run on Windows Server 2025.": {"image 2022", "host 2025"},
    "Windows Server 2025 runs Windows Server 2022 images": {"host 2025", "image 2022"},
    "Windows Server 2025, 2019 and 2016 images are unsupported on version 23H2": {
        "image 2025", "image 2019", "image 2016", "host 23h2",
    },
    "The `ltsc2022` image exists.": {"image 2022"},
    "Windows Server 2019 left mainstream support.": set(),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), PARTS.items())
def test_the_parts_that_releases_play(text: str, parts: set[str]) -> None:
    assert bearing(text).parts == parts


def test_what_is_excluded_plays_no_part() -> None:
    assert bearing("an image that is not a Windows Server 2022 image on a Windows Server 2025 host").parts == {
        "host 2025"
    }


@pytest.mark.parametrize(
    ("text", "forbids"),
    [
        ("It runs on 2025.", False),
        ("It does not run on 2025.", True),
        ("It is unsupported there.", True),
        ("It is 2025.", None),
    ],
)  # fmt: skip
def test_whether_it_denies(text: str, *, forbids: bool | None) -> None:
    assert bearing(text).forbids is forbids


STATEMENT = bearing("The Windows Server 2022 image is supported on a Windows Server 2025 host.")
NOTHING = bearing("")


def test_the_opposite_agrees_least_and_the_same_most() -> None:
    same = agreement(STATEMENT, bearing("Windows Server 2022 images run on Windows Server 2025 hosts."), NOTHING)
    turned = agreement(
        STATEMENT, bearing("Windows Server 2025 images are not supported on Windows Server 2022 hosts."), NOTHING
    )
    another = agreement(STATEMENT, bearing("Windows Server 2022 images run on Windows Server 2019 hosts."), NOTHING)
    assert turned < 0 < same
    assert another < same


def test_a_table_row_plays_the_part_of_its_column_and_its_heading_the_rest() -> None:
    row = row_bearing("| Host | Process isolation |", "| Windows Server 2025 | supported |")
    assert row.parts == {"host 2025"}
    assert agreement(STATEMENT, row, bearing("Where can I run a Windows Server 2022 image?")) > 0.5
