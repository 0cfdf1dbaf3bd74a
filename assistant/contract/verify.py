"""The contract's `verify` object: what a text claims, and what the rules say to it."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.claims.claim import JudgedClaim, JudgedText
from assistant.claims.repair import repaired
from assistant.contract.day import Day
from assistant.errors import InputSizeError
from assistant.rules.engine import Engine

LONGEST = 1_000_000
"""Longest text to verify, in characters: longer input is refused, never cut."""


class VerifiedClaim(BaseModel):
    """`kind`, `text`, `verdict`, `rules`, a `correction` where it is contradicted, then the kind's own fields."""

    model_config = ConfigDict(extra="allow")

    kind: str
    text: str
    verdict: str
    rules: list[str]
    correction: str | None = Field(default=None, exclude_if=lambda value: value is None)


class VerifiedSentenceObject(BaseModel):
    """A sentence at [start, end) of the text; `status` is the worst verdict of its claims, or `no_claims`."""

    text: str
    status: str
    start: int
    end: int
    reason: str | None = Field(default=None, exclude_if=lambda value: value is None)
    correction: str | None = Field(default=None, exclude_if=lambda value: value is None)


class VerifyObject(BaseModel):
    """A verified text. `corrected` is the text as it may be shown."""

    status: str
    as_of: date
    claims: list[VerifiedClaim]
    sentences: list[VerifiedSentenceObject]
    corrected: str
    facts_as_of: date
    notes: list[str] = Field(default_factory=list, exclude_if=lambda value: not value)


class BatchText(BaseModel):
    """A line of `verify --batch`."""

    id: str | int
    text: Annotated[str, StringConstraints(strict=True)]
    as_of: Day | None = None


def checked_text(text: str) -> str:
    """The text, if it may be verified. Raises InputSizeError where it is empty or too long."""
    if not text.strip():
        raise InputSizeError("There is no text to verify.", "Give a text with at least one word.")
    if len(text) > LONGEST:
        raise InputSizeError(
            f"The text has {len(text):,} characters, more than the {LONGEST:,} that are verified at once.",
            "Verify it in parts.",
        )
    return text


def verify_object(judged: JudgedText, engine: Engine) -> VerifyObject:
    """The judged text as JSON."""
    stale = engine.stale_note(judged.as_of)
    return VerifyObject(
        status=judged.status.value,
        as_of=judged.as_of,
        claims=[o for claim in judged.claims for o in _claims(judged, claim)],
        sentences=[
            VerifiedSentenceObject(
                text=judged.text[s.start : s.end],
                status=s.status.value,
                start=s.start,
                end=s.end,
                reason=s.reason,
                correction=" ".join(dict.fromkeys(c.correction for c in s.claims if c.correction)) or None,
            )
            for s in judged.sentences
        ],
        corrected=repaired(judged),
        facts_as_of=engine.reviewed,
        notes=[stale] if stale else [],
    )


def _claims(judged: JudgedText, claim: JudgedClaim) -> list[VerifiedClaim]:
    """One object a proposition, in the order of the claim."""
    text = judged.text[claim.claim.start : claim.claim.end]
    found = []
    for part in claim.parts:
        own: dict[str, Any] = dict(part.fields)
        if claim.note:
            own["note"] = claim.note
        found.append(
            VerifiedClaim(
                kind=part.kind,
                text=text,
                verdict=part.verdict.value,
                rules=list(part.rules),
                correction=part.correction,
                **own,
            )
        )
    return found
