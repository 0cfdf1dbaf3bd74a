"""The contract's `ask` object, and the lines of `ask --batch`.

The key order is the order of the fields; equal answers give equal bytes in all keys but `answer_id`, `conversation`
and `timings_ms`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from assistant.contract.check import CheckObject, check_object
from assistant.contract.claim import ClaimObject, claim_object
from assistant.contract.day import Day
from assistant.passage import Citation
from assistant.reply import Reply
from assistant.rules.engine import Engine


class WithheldObject(BaseModel):
    """A drafted sentence that is not shown, and why."""

    text: str
    reason: str


class CitationObject(BaseModel):
    """What a [number] in the answer points at; `quote` is an exact substring of `document`.

    `dated` is the document's own date, `newer_facts` the date of the facts where these are newer; each is left out
    where there is none.
    """

    number: int
    title: str
    url: str | None
    section: str
    quote: str
    document: str
    dated: str | None = Field(default=None, exclude_if=lambda value: value is None)
    newer_facts: str | None = Field(default=None, exclude_if=lambda value: value is None)


class AnswerObject(BaseModel):
    """One verified answer.

    `conversation` is left out where there is none; `notes` are left out unless the facts are old for the date.
    """

    question: str
    standalone_question: str
    conversation: str | None = Field(default=None, exclude_if=lambda value: value is None)
    as_of: date
    status: str
    answer: str
    claims: list[ClaimObject]
    withheld: list[WithheldObject]
    citations: list[CitationObject]
    verdicts: list[CheckObject]
    follow_ups: list[str]
    engine: str
    answer_id: str
    timings_ms: dict[str, float]
    facts_as_of: date
    notes: list[str] = Field(default_factory=list, exclude_if=lambda value: not value)


class BatchQuestion(BaseModel):
    """A line of `ask --batch`: the user's turns of one conversation, oldest first; the last one is answered."""

    id: str | int
    turns: Annotated[list[Annotated[str, StringConstraints(strict=True)]], Field(min_length=1)]
    as_of: Day | None = None


def answer_object(reply: Reply, engine: Engine) -> AnswerObject:
    """The reply as JSON; the engine names the sources behind each verdict."""
    answer = reply.answer
    stale = engine.stale_note(answer.as_of)
    return AnswerObject(
        question=answer.question,
        standalone_question=answer.standalone,
        conversation=reply.conversation,
        as_of=answer.as_of,
        status=answer.status.value,
        answer=reply.markdown(),
        claims=[claim_object(claim) for claim in answer.claims],
        withheld=[WithheldObject(text=held.text, reason=held.reason) for held in answer.withheld],
        citations=_citations(answer.citations),
        verdicts=[check_object(check, engine) for check in answer.verdicts],
        follow_ups=list(answer.follow_ups),
        engine=answer.engine,
        answer_id=reply.answer_id,
        timings_ms=reply.timings_ms,
        facts_as_of=answer.facts_as_of,
        notes=[stale] if stale else [],
    )


def _citations(citations: Sequence[Citation]) -> list[CitationObject]:
    return [
        CitationObject(
            number=citation.number,
            title=citation.source.title,
            url=citation.source.url,
            section=citation.source.section,
            quote=citation.quote,
            document=citation.document,
            dated=citation.source.dated,
            newer_facts=citation.newer_facts,
        )
        for citation in citations
    ]
