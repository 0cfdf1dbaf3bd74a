"""The contract's `search` object: retrieval alone, ranked passages with their scores and sources."""

from collections.abc import Sequence

from pydantic import BaseModel

from assistant.passage import ScoredPassage


class PassageObject(BaseModel):
    """One ranked passage. `score` is between 0 and 1; `text` is an exact substring of `document`."""

    rank: int
    score: float
    document: str
    title: str
    url: str | None
    section: str
    text: str


class SearchObject(BaseModel):
    """The passages found for a query, best first."""

    query: str
    passages: list[PassageObject]


class BatchQuery(BaseModel):
    """A line of `search --batch`."""

    id: str | int
    question: str


def search_object(query: str, passages: Sequence[ScoredPassage]) -> SearchObject:
    """The search result as JSON; ranks count from 1."""
    return SearchObject(query=query, passages=[_passage(rank, found) for rank, found in enumerate(passages, start=1)])


def _passage(rank: int, found: ScoredPassage) -> PassageObject:
    passage = found.passage
    return PassageObject(
        rank=rank,
        score=round(found.score, 4),
        document=passage.document,
        title=passage.source.title,
        url=passage.source.url,
        section=passage.source.section,
        text=passage.text,
    )
