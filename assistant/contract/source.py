"""The contract's S: where something is said."""

from collections.abc import Iterable

from pydantic import BaseModel, Field

from assistant.rules.engine import Engine


class SourceObject(BaseModel):
    """A source of the facts. `dated` is its own date in ISO form; `quote` is present where words are quoted."""

    title: str
    url: str | None
    section: str
    dated: str | None = Field(default=None, exclude_if=lambda value: value is None)
    quote: str | None = Field(default=None, exclude_if=lambda value: value is None)


def source_objects(engine: Engine, facts: Iterable[str]) -> list[SourceObject]:
    """The sources of those facts, each once, in the order in which they were used."""
    return [
        SourceObject(
            title=source.title,
            url=source.url,
            section=source.section,
            dated=source.dated.isoformat() if source.dated else None,
        )
        for source in engine.facts.cited(facts)
    ]
