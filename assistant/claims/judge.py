"""Claims + engine + date -> judged sentences, and the verdict on the text."""

from datetime import date
from functools import lru_cache
from typing import Any

from assistant.claims.claim import (
    Claim,
    JudgedClaim,
    JudgedPart,
    JudgedSentence,
    JudgedText,
    Read,
    SentenceStatus,
    Stance,
    TextStatus,
)
from assistant.claims.extract import extract
from assistant.claims.kinds.compatibility import FEW
from assistant.claims.kinds.judged import judged_part
from assistant.rules import Engine, Release, Role, Truth
from assistant.rules.kinds.compatibility import Compatibility, Support

_UNREAD = "It speaks of support, dates or versions in words that were not understood."


def judge_text(engine: Engine, text: str, as_of: date) -> JudgedText:
    """Every claim of `text` with the rules' verdict on that day; never raises for a text that is a string."""
    sentences = tuple(_sentence(engine, read, as_of) for read in extract(engine, text))
    return JudgedText(text=text, as_of=as_of, status=_text_status(sentences), sentences=sentences)


def judge_claim(engine: Engine, claim: Claim, as_of: date) -> JudgedClaim:
    """One claim. Where it can be read in several ways, all of them must agree."""
    readings = [_reading(engine, claim, said, day) for said in claim.readings for day in claim.days or (as_of,)]
    verdicts = {verdict for verdict, _ in readings}
    verdict = verdicts.pop() if len(verdicts) == 1 else Truth.UNDECIDED
    parts = readings[0][1]
    note = None
    if claim.stance is Stance.REPORTED:
        verdict, note = Truth.UNDECIDED, "It is somebody else's statement, neither confirmed nor denied."
    elif claim.unread:
        verdict, note = Truth.UNDECIDED, f"Not understood: {', '.join(claim.unread[:5])}."
    elif len(readings) > 1 and verdict is Truth.UNDECIDED:
        note = "It can be read in more than one way."
    if verdict is not Truth.CONTRADICTED:
        parts = _agreeing(parts, verdict) if len(parts) <= FEW else _all_agreeing(_Same(parts), verdict)
    correction = None
    if verdict is Truth.CONTRADICTED:
        correction = " ".join(dict.fromkeys(p.correction for p in parts if p.correction)) or None
    return JudgedClaim(claim=claim, verdict=verdict, parts=parts, correction=correction, note=note)


def _reading(
    engine: Engine, claim: Claim, propositions: tuple[Any, ...], day: date
) -> tuple[Truth, tuple[JudgedPart, ...]]:
    if len(propositions) <= FEW:
        parts = _parts(engine, propositions, claim.conditions, day)
    else:
        parts = _many_parts(engine, _Same(propositions), claim.conditions, day)
    truths = [p.verdict for p in parts]
    if claim.some_fail:
        return _denied(truths), parts
    if Truth.CONTRADICTED in truths:
        open_ = claim.soft and Truth.ENTAILED in truths
        return (Truth.UNDECIDED if open_ or claim.never_false else Truth.CONTRADICTED), parts
    if Truth.UNDECIDED in truths:
        # members of a group that are conditional do not contradict what holds for the others
        lenient = claim.group and "some" not in claim.conditions and _borne_out(propositions, truths)
        return (Truth.ENTAILED if lenient else Truth.UNDECIDED), parts
    return Truth.ENTAILED, parts


class _Same:
    """A tuple as a cache key, by identity: general statements share theirs, and hashing it would cost more than it saves."""  # noqa: E501

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self.parts = parts

    def __hash__(self) -> int:
        return id(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.parts is other.parts


def _parts(
    engine: Engine, propositions: tuple[Any, ...], conditions: frozenset[str], day: date
) -> tuple[JudgedPart, ...]:
    return tuple([judged_part(engine, proposition, conditions, day) for proposition in propositions])


@lru_cache(maxsize=256)
def _many_parts(engine: Engine, same: _Same, conditions: frozenset[str], day: date) -> tuple[JudgedPart, ...]:
    return _parts(engine, same.parts, conditions, day)


def _agreeing(parts: tuple[JudgedPart, ...], verdict: Truth) -> tuple[JudgedPart, ...]:
    """The parts with the verdict on the whole, which no single one may go beyond."""
    if all(p.verdict is verdict for p in parts):
        return parts
    return tuple(
        p if p.verdict is verdict else JudgedPart(kind=p.kind, verdict=verdict, rules=p.rules, fields=p.fields)
        for p in parts
    )


@lru_cache(maxsize=256)
def _all_agreeing(same: _Same, verdict: Truth) -> tuple[JudgedPart, ...]:
    return _agreeing(same.parts, verdict)


def _borne_out(propositions: tuple[Any, ...], truths: list[Truth]) -> bool:
    """Whether a statement on groups holds for some member of each line of hosts: servers, Windows 10, Windows 11.

    'No host runs it' leaves no room for one that runs it under conditions.
    """
    first = propositions[0]
    if not isinstance(first, Compatibility):
        return Truth.ENTAILED in truths
    if first.asserted is Support.UNSUPPORTED:
        return False
    lines = [_line(proposition.host.release) for proposition in propositions]
    return set(lines) == {line for line, truth in zip(lines, truths, strict=True) if truth is Truth.ENTAILED}


def _line(release: Release) -> str:
    """What a release is one of: the servers, or the versions of one client product."""
    return release.role.value if release.role is Role.SERVER else release.id.partition("-")[0]


def _denied(truths: list[Truth]) -> Truth:
    """'Not all ...' is true where one is false, false where all are true."""
    if Truth.CONTRADICTED in truths:
        return Truth.ENTAILED
    return Truth.UNDECIDED if Truth.UNDECIDED in truths else Truth.CONTRADICTED


def _sentence(engine: Engine, read: Read, as_of: date) -> JudgedSentence:
    claims = tuple(judge_claim(engine, claim, as_of) for claim in read.claims)
    verdicts = {claim.verdict for claim in claims}
    reason = read.unresolved
    if Truth.CONTRADICTED in verdicts:
        status = SentenceStatus.CONTRADICTED
    elif Truth.UNDECIDED in verdicts or reason is not None:
        status = SentenceStatus.UNDECIDED
    elif verdicts:
        status = SentenceStatus.ENTAILED
    else:
        status = SentenceStatus.NO_CLAIMS
    if reason is None and status is SentenceStatus.UNDECIDED:
        reason = next((c.note for c in claims if c.note), None) or "The facts do not settle it."
    return JudgedSentence(
        start=read.start,
        end=read.end,
        status=status,
        claims=claims,
        speaks_of_facts=read.speaks or bool(claims),
        leans=read.leans,
        reason=reason,
    )


def _text_status(sentences: tuple[JudgedSentence, ...]) -> TextStatus:
    found = {sentence.status for sentence in sentences}
    if SentenceStatus.CONTRADICTED in found:
        return TextStatus.CONTRADICTED
    if SentenceStatus.UNDECIDED in found:
        return TextStatus.UNVERIFIABLE
    return TextStatus.VERIFIED if SentenceStatus.ENTAILED in found else TextStatus.NO_CLAIMS
