"""What goes into the store and comes out of it; loading these loads no database."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTurn:
    """One question and its answer. `body` is opaque here; its `question` is what later turns are read with."""

    answer_id: str
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A conversation as it is listed. Times are milliseconds since 1970-01-01 UTC."""

    id: str
    principal: str
    created: int
    touched: int
    turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTurn:
    """A stored turn with the turns before it, oldest first, and where it stands."""

    conversation: str
    earlier: tuple[Json, ...]
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFeedback:
    """Feedback on one answer; `body` is opaque here.

    `conversation` is the stored one that the answer belongs to, with which the feedback will be deleted.
    """

    answer_id: str
    body: Json
    conversation: str | None = None
