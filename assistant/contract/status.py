"""The contract's `index --status` object: what is indexed, when, and from which documents."""

from datetime import datetime

from pydantic import BaseModel


class SkippedObject(BaseModel):
    """A document that could not be indexed, and why."""

    document: str
    reason: str


class StatusObject(BaseModel):
    """The current generation of the index. `generation` is a hash of what went in, without time."""

    generation: str
    built: datetime
    documents: int
    chunks: int
    embedding_model: str
    facts_hash: str
    skipped: list[SkippedObject]
