"""What somebody thinks of an answer: the body of `POST /api/feedback`, and a line of `feedback export`."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

REASONS = ("wrong verdict", "wrong citation", "outdated", "did not answer")
"""The reasons that surfaces offer; other words are kept as they are."""

LONGEST_REASON = 1000
"""Characters."""


class Rating(StrEnum):
    """Was the answer of use?"""

    UP = "up"
    DOWN = "down"


class FeedbackBody(BaseModel):
    """Feedback on the answer with that id."""

    model_config = ConfigDict(extra="forbid")

    answer_id: Annotated[str, Field(min_length=1, max_length=64)]
    rating: Rating
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON)] | None = None


class DraftCase(BaseModel):
    """An answer that feedback was given on, as a question that still lacks its truth; `answer` is what was said."""

    id: str
    turns: list[str]
    as_of: date
    rating: Rating
    reason: str
    answer: str
    engine: str
    facts_hash: str
    generation: str


def draft_case(answer_id: str, body: dict[str, Any]) -> DraftCase:
    """Stored feedback as a case; what the store holds is opaque elsewhere."""
    return DraftCase(
        id=answer_id,
        turns=body["turns"],
        as_of=body["answer"]["as_of"],
        rating=body["rating"],
        reason=body["reason"],
        answer=body["answer"]["answer"],
        engine=body["answer"]["engine"],
        facts_hash=body["facts_hash"],
        generation=body["generation"],
    )
