"""The contract's `lifecycle` object: the dates of a release and its phase on a day."""

from datetime import date

from pydantic import BaseModel, Field

from assistant.contract.source import SourceObject, source_objects
from assistant.rules.engine import Engine
from assistant.rules.lifespan import Lifecycle


class LifecycleObject(BaseModel):
    """The lifecycle of a release, or of one family of its images. A date that does not exist or is unknown is null."""

    release: str
    name: str
    channel: str
    build: str
    family: str | None = Field(default=None, exclude_if=lambda value: value is None)
    as_of: date
    phase: str
    available: date | None
    mainstream_end: date | None
    extended_end: date | None
    changes_on: date | None
    notes: list[str]
    facts_as_of: date
    sources: list[SourceObject]


def lifecycle_object(lifecycle: Lifecycle, engine: Engine) -> LifecycleObject:
    """The lifecycle as JSON, with the sources of its dates and of both sides where they disagree."""
    release, span = lifecycle.release, lifecycle.span
    stale = engine.stale_note(lifecycle.as_of)
    return LifecycleObject(
        release=release.id,
        name=release.name,
        channel=release.channel.value,
        build=str(release.build),
        family=span.family,
        as_of=lifecycle.as_of,
        phase=lifecycle.phase.value,
        available=span.available,
        mainstream_end=span.mainstream_end,
        extended_end=span.extended_end,
        changes_on=lifecycle.changes_on,
        notes=[*lifecycle.notes, *([stale] if stale else [])],
        facts_as_of=engine.reviewed,
        sources=source_objects(engine, lifecycle.facts),
    )
