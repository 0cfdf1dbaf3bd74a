"""The `search` object: ranks, rounded scores, and where each passage stands."""

import json

from assistant.contract.search import search_object
from assistant.passage import Passage, ScoredPassage, Source


def passage(document: str, url: str | None) -> Passage:
    return Passage(
        id=document,
        document=document,
        source=Source(title="Title", url=url, section="Section"),
        headings=("Title", "Section"),
        anchor="section",
        start=0,
        end=4,
        text="Text",
        context="Title",
    )


def test_the_object_is_the_contracts() -> None:
    found = [
        ScoredPassage(passage=passage("a.md", "https://learn.microsoft.com/a"), score=0.987654, dense=1, lexical=1),
        ScoredPassage(passage=passage("b.md", None), score=0.1, dense=0, lexical=0),
    ]
    assert json.loads(search_object("query", found).model_dump_json()) == {
        "query": "query",
        "passages": [
            {
                "rank": 1,
                "score": 0.9877,
                "document": "a.md",
                "title": "Title",
                "url": "https://learn.microsoft.com/a",
                "section": "Section",
                "text": "Text",
            },
            {
                "rank": 2,
                "score": 0.1,
                "document": "b.md",
                "title": "Title",
                "url": None,
                "section": "Section",
                "text": "Text",
            },
        ],
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert search_object("query", []).model_dump() == {"query": "query", "passages": []}
