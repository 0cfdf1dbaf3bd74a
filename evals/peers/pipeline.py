"""What a peer is: documents and an embedding in, a function out that ranks documents for a question.

Each peer is put together as its own documentation does it, with its own splitter and defaults. All are given the
documents without front matter, and the embedding model that our index uses, so that what differs is the pipeline.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.index import Index

DEPTH = 60
"""Pieces that a peer is asked for: enough for ten different documents."""

Ranking = Callable[[str], Sequence[str]]
"""A question -> names of documents, best first; a document may occur again."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A peer that has taken the documents in, and how many pieces it made of them."""

    rank: Ranking
    pieces: int


Build = Callable[[Mapping[str, str], "Embed"], Built]
"""Names and texts of documents, and the embedding -> the peer."""


class Embed:
    """The embedding model of an index: texts -> vectors."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def texts(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors of documents."""
        return [[float(number) for number in row] for row in self._index.encode(list(texts))]

    def query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return [float(number) for number in self._index.encode_query(text)]


def plain(text: str) -> str:
    """A document as loaders hand it over: without front matter."""
    return _FRONT_MATTER.sub("", text)
