"""Facts that a source states outright, as propositions: what they are made of when they come from a fact file.

An entry of `[[gvlk]]` has the fields of a record (id, sources, conflict, validity), `holds`, and the fields of its
proposition; where one of those is a list, the entry tells one proposition for each of its values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import product
from typing import Any, ClassVar, Generic, TypeVar

from assistant.rules.records import Record

P = TypeVar("P", bound="Telling")


class Holds(StrEnum):
    """Whether a told proposition is true, false, or known to be stated by no source."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What every proposition has that can be told: it is asserted, or denied."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    asserted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Record, Generic[P]):
    """One entry: propositions that hold, do not hold, or are unknown. `statement` says why where that needs saying."""

    those: tuple[P, ...] = ()
    holds: Holds = Holds.YES


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """One array of tables in one fact file whose entries tell propositions of one type."""

    file: str
    key: str
    proposition: type[Telling]


ENVELOPE = frozenset(f.name for f in fields(Told)) - {"those"}


def envelope(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry that belong to the record."""
    return {key: value for key, value in entry.items() if key in ENVELOPE}


def spelled_out(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The propositions of an entry: every combination of the values of its lists."""
    told = {key: value if isinstance(value, list) else [value] for key, value in entry.items() if key not in ENVELOPE}
    for values in product(*told.values()):
        yield dict(zip(told, values, strict=True))
