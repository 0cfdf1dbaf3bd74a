"""The contract's C: a claim that an answer or a text makes, as the rules judged it."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.gate.answer import AnswerClaim


class ClaimObject(BaseModel):
    """`kind`, `text`, `verdict` and `rules`, then the kind's own fields (for `compatibility`: host, image, ...)."""

    model_config = ConfigDict(extra="allow")

    kind: str
    text: str
    verdict: str
    rules: list[str]


def claim_object(claim: AnswerClaim) -> ClaimObject:
    """The claim as JSON; the kind's own fields follow in the order in which the rules gave them."""
    own: dict[str, Any] = dict(claim.fields)
    return ClaimObject(kind=claim.kind, text=claim.text, verdict=claim.verdict.value, rules=list(claim.rules), **own)
