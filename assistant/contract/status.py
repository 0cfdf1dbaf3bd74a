"""The contract's `index --status` object: what is indexed, when, and from which documents."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from corpus.index import Status


class SkippedObject(BaseModel):
    """A document that could not be indexed, and why."""

    document: str
    reason: str


class StatusObject(BaseModel):
    """The current generation of the index.

    `generation` is a hash of what went in, without time. `engine` says how the embedding model is run, `folders` are
    the remembered ones beside the packaged guidance.
    """

    generation: str
    built: datetime
    documents: int
    chunks: int
    embedding_model: str
    facts_hash: str
    skipped: list[SkippedObject]
    engine: str
    folders: list[str]


def status_object(status: "Status") -> StatusObject:
    """The status as JSON."""
    return StatusObject(
        generation=status.generation,
        built=datetime.fromisoformat(status.built),
        documents=status.documents,
        chunks=status.chunks,
        embedding_model=status.embedding_model,
        facts_hash=status.facts_hash,
        skipped=[SkippedObject(document=left.document, reason=left.reason) for left in status.skipped],
        engine=status.engine,
        folders=list(status.folders),
    )
