"""Version numbers of software (`1.7.6`, `29.0`, `1.0.0-rc.2`): their order, and ranges as sources write them."""

import re
from dataclasses import dataclass

from assistant.errors import InputError

_VERSION = re.compile(r"v?(?P<numbers>[0-9]{1,6}(?:\.[0-9]{1,6}){0,3})(?:-rc\.?(?P<candidate>[0-9]{1,4}))?")
_PARTS = 4
_FINAL = 10_000  # a final version comes after all its candidates


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version for comparison, the candidate's last. Raises InputError for what is no version."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise InputError(f"{version!r} is no version number.", "Write it like 1.7.6 or 1.0.0-rc.2.")
    parts = [int(part) for part in found["numbers"].split(".")]
    return (*parts, *[0] * (_PARTS - len(parts)), int(found["candidate"] or _FINAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRange:
    """From `first` to `last`, both included; a `last` of fewer parts includes all versions that begin with it.

    Without `first` or `last` the range is open on that side.
    """

    first: str | None
    last: str | None

    def __contains__(self, version: str) -> bool:
        """Whether the version lies in the range. Raises InputError for what is no version."""
        return not self.is_after(version) and not self.is_before(version)

    def is_after(self, version: str) -> bool:
        """Whether the range begins after that version."""
        return self.first is not None and numbers(version) < numbers(self.first)

    def is_before(self, version: str) -> bool:
        """Whether the range ends before that version."""
        if self.last is None:
            return False
        if "-rc" in self.last:
            return numbers(version) > numbers(self.last)
        parts = self.last.removeprefix("v").count(".") + 1
        return numbers(version)[:parts] > numbers(self.last)[:parts]

    def overlaps(self, other: "VersionRange") -> bool:
        """Whether a version can lie in both."""
        ends = (other.last is None or not self.is_after(other.last), self.last is None or not other.is_after(self.last))
        return all(ends)
