"""A claim is what a text asserts at a place; a judged one also has the rules' verdict on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.verdict import Truth

Proposition = Any  # a proposition of one of the kinds in assistant.rules.rulebook.KINDS


class Stance(StrEnum):
    """How the text stands to what it says."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    REPORTED = "reported"  # somebody else's words, neither denied nor endorsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of one kind at [start, end) of the text.

    Each reading is a set of propositions that hold together; a wording that can be read in more than one way has
    several, and is judged only where all of them agree. `some_fail` says that the text denies the whole ('not all
    ...', 'except ...'): it is true where at least one proposition is false. `unread` are words that were not
    understood: with them a claim is never entailed. `soft` says that the wording is a rule of thumb
    ('older images run ...'): it is left open where some members bear it out and some do not. `never_false` says that
    the wording has another sense in which it may be true. `days` are the days it is judged at, empty for the
    as-of date; it must be the same on all of them.
    """

    kind: str
    readings: tuple[tuple[Proposition, ...], ...]
    start: int
    end: int
    stance: Stance = Stance.ASSERTED
    some_fail: bool = False
    group: bool = False
    soft: bool = False
    never_false: bool = False
    conditions: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def propositions(self) -> tuple[Proposition, ...]:
        """The propositions of the likeliest reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPart:
    """One proposition of a claim, with the rules' verdict; `fields` are the kind's own in the contract's JSON."""

    kind: str
    verdict: Truth
    rules: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    correction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim:
    """A claim with the verdict on it as a whole and on each of its propositions; `correction` where contradicted."""

    claim: Claim
    verdict: Truth
    parts: tuple[JudgedPart, ...]
    correction: str | None = None
    note: str | None = None


class SentenceStatus(StrEnum):
    """The verdict on a sentence: the worst of its claims, or that it makes none."""

    ENTAILED = "entailed"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"
    NO_CLAIMS = "no_claims"


class TextStatus(StrEnum):
    """The verdict on a text, in the contract's words."""

    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    UNVERIFIABLE = "unverifiable"
    NO_CLAIMS = "no_claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSentence:
    """A sentence (or table row, or line of code) at [start, end) with its verdict.

    `speaks_of_facts` says that it names a release, a date, support or another thing of the field, so that a sentence
    without claims that a model wrote still cannot pass. `leans` says that it draws on the sentence before it.
    """

    start: int
    end: int
    status: SentenceStatus
    claims: tuple[JudgedClaim, ...]
    speaks_of_facts: bool
    leans: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedText:
    """A whole text: its sentences in order and the verdict on it."""

    text: str
    as_of: date
    status: TextStatus
    sentences: tuple[JudgedSentence, ...]

    @property
    def claims(self) -> tuple[JudgedClaim, ...]:
        """Every claim in the order of the text."""
        return tuple(claim for sentence in self.sentences for claim in sentence.claims)


@dataclass(slots=True)
class Read:
    """A unit with the claims found in it. `unresolved` says why it cannot pass though claims may have been found."""

    start: int
    end: int
    claims: list[Claim] = field(default_factory=list)
    unresolved: str | None = None
    speaks: bool = False
    leans: bool = False
