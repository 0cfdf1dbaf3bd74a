"""Version numbers and ranges of them."""

import pytest

from assistant.errors import InputError
from assistant.rules.versions import VersionRange, numbers

# INVARIANT of the test: this list is in the correct order.
ORDERED = [
    "0.2.1",
    "1.0.0-rc.0",
    "1.0.0-rc.2",
    "1.0.0-rc.10",
    "1.0.0",
    "1.6.24",
    "1.7",
    "1.7.6",
    "1.7.20",
    "1.28",
    "1.36",
    "2.56.0",
    "2.87.0",
    "27.5",
]


@pytest.mark.parametrize(("low", "high"), [(a, b) for i, a in enumerate(ORDERED) for b in ORDERED[i + 1 :]])
def test_order(low, high) -> None:
    assert numbers(low) < numbers(high)


def test_spellings_of_the_same_version() -> None:
    assert numbers("v1.7") == numbers("1.7.0") == numbers("1.7.0.0")
    assert numbers("1.0.0-rc.2") == numbers("1.0.0-rc2")


@pytest.mark.parametrize("text", ["", "latest", "1.", "1..2", "1.2.3.4.5", "1.0-beta", "1.0.0-rc.", "9999999.1"])
def test_what_is_no_version(text) -> None:
    with pytest.raises(InputError, match="no version"):
        numbers(text)


@pytest.mark.parametrize(
    ("first", "last", "version", "inside"),
    [
        ("1.7.20", "1.7.30", "1.7.19", False),
        ("1.7.20", "1.7.30", "1.7.20", True),
        ("1.7.20", "1.7.30", "1.7.30", True),
        ("1.7.20", "1.7.30", "1.7.31", False),
        ("2.0.0", "2.1", "2.1.9", True),
        ("2.0.0", "2.1", "2.2", False),
        ("1.0.0-rc.2", "1.0.0-rc.4", "1.0.0-rc.4", True),
        ("1.0.0-rc.2", "1.0.0-rc.4", "1.0.0-rc.5", False),
        ("1.0.0-rc.2", "1.0.0-rc.4", "1.0.0", False),
        (None, "1.32", "1.5", True),
        (None, "1.32", "1.33", False),
        ("1.32", None, "1.99", True),
        ("1.32", None, "1.31", False),
        (None, None, "7", True),
    ],
)
def test_inside(first, last, version, inside) -> None:
    assert (version in VersionRange(first=first, last=last)) is inside


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("1.0", "1.5"), ("1.5", "1.9"), True),
        (("1.0", "1.5"), ("1.6", "1.9"), False),
        (("1.0", None), ("0.1", "1.0"), True),
        (("1.1", None), ("0.1", "1.0"), False),
        ((None, None), ("0.1", "1.0"), True),
        ((None, "1.0"), ("1.1", None), False),
        ((None, "1.0"), (None, "0.1"), True),
    ],
)
def test_overlaps(one, other, together) -> None:
    left, right = VersionRange(first=one[0], last=one[1]), VersionRange(first=other[0], last=other[1])
    assert left.overlaps(right) is together
    assert right.overlaps(left) is together
