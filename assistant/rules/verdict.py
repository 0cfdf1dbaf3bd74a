"""What the engine answers: may it run (`Verdict`, `Check`), and is it true (`Ruling`)? Both carry their derivation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from assistant.rules.release import ImageRef, Isolation, Platform, System

P = TypeVar("P")


class Outcome(StrEnum):
    """The verdict on a combination, best first."""

    SUPPORTED = "supported"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"


class Truth(StrEnum):
    """The verdict on a claim."""

    ENTAILED = "entailed"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule that fired: what it says here, the facts it used and the conflict of sources it rests on, if any."""

    rule: str
    text: str
    facts: tuple[str, ...] = ()
    conflict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A nearest change that would turn a no into a yes; `outcome` is the engine's own verdict after it."""

    text: str
    host: System
    image: ImageRef
    isolation: Isolation
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """May this image run on this host under one isolation? INVARIANT: `derivation` is not empty."""

    outcome: Outcome
    derivation: tuple[Step, ...]
    conditions: tuple[str, ...]
    fixes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The verdicts of one pair on a day, by isolation. `changes_on` is the first later day a support phase changes."""

    host: System
    image: ImageRef
    platform: Platform
    as_of: date
    by_isolation: Mapping[Isolation, Verdict]
    host_phase: str
    image_phase: str
    notes: tuple[str, ...]
    changes_on: date | None

    @property
    def outcome(self) -> Outcome:
        """The best outcome of the isolations present."""
        return min((v.outcome for v in self.by_isolation.values()), key=list(Outcome).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Generic[P]):
    """Is this proposition true on that date? `correction` is the true proposition nearest to a contradicted one."""

    truth: Truth
    derivation: tuple[Step, ...]
    correction: P | None = None
