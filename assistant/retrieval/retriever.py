"""Dense and lexical search fused into one ranking of passages, as a LangChain retriever.

The two scores are combined, not their ranks: both are on a scale on which 0 says nothing in common, so a weak overlap
of words cannot outrank a close meaning. A page that has several good passages is trusted a little more; packaged
guidance wins near ties against what a folder says in other words; passages that say the same are ranked lower, not
dropped.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.passage import ScoredPassage
from assistant.retrieval.expand import expand
from corpus.encoder import Vectors
from corpus.index import Index, Snapshot

DENSE_SHARE = 0.6
"""Of the fused score; the lexical score has the rest."""

SUPPORT = (0.10, 0.05)
"""What the second and the third best passage of a page add to the others of that page."""

PACKAGED_LEAD = 0.01
"""What packaged guidance is ahead: as much as a near tie."""

SAME_WORDS, SAME_WORDS_FACTOR = 0.95, 0.8
"""From this cosine on two passages say the same, and the lower one's score is multiplied by the factor."""

WIDTH = 100
"""Least number of candidates that each leg contributes."""


class FusedRetriever(BaseRetriever):
    """Passages of an index for a question, best first.

    `k` is how many `invoke` returns, `names` the same function that the index was built with, `expansion` writes out
    what a question abbreviates. Equal inputs give equal results: scores are rounded to 4 decimals, ties go by id.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    index: Index
    k: int = 8
    names: Callable[[str], Iterable[str]] | None = None
    expansion: Callable[[str], str] = Field(default=expand)

    def search(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` best passages for `query`, or all where there are fewer."""
        if k < 1 or not query.strip():
            return ()
        snapshot = self.index.snapshot()
        words = self.expansion(query)
        vector = self.index.encode_query(words)
        lexical = snapshot.lexical_scores(words, self.names)
        rows = _candidates(snapshot, vector, lexical, max(WIDTH, 5 * k))
        dense = np.clip(snapshot.cosines(vector, rows), 0.0, 1.0)
        fused = DENSE_SHARE * dense + (1 - DENSE_SHARE) * lexical[rows]
        scores = _with_support(snapshot, rows, fused)
        found = [
            ScoredPassage(
                passage=snapshot.passages[row],
                score=round(float(score), 4),
                dense=round(float(close), 4),
                lexical=round(float(lexical[row]), 4),
            )
            for row, score, close in zip(rows, scores, dense, strict=True)
        ]
        ranked = sorted(found, key=_rank)[: 2 * k + 20]
        return tuple(sorted(_repetitions_lowered(snapshot, ranked), key=_rank)[:k])

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature; callbacks are its business
        **options: Any,
    ) -> list[Document]:
        return [as_document(scored) for scored in self.search(query, int(options.get("k", self.k)))]


def as_document(scored: ScoredPassage) -> Document:
    """A scored passage as LangChain passes it on: its text; in the metadata `scored`, and what callbacks may show."""
    passage = scored.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "scored": scored,
            "score": scored.score,
            "document": passage.document,
            "title": passage.source.title,
            "section": passage.source.section,
            "url": passage.source.url,
        },
    )


def _candidates(snapshot: Snapshot, vector: Vectors, lexical: Vectors, width: int) -> list[int]:
    """Rows that either leg puts among its best, in the order of the index."""
    words = [int(row) for row in np.flatnonzero(lexical > 0)]
    words.sort(key=lambda row: (-round(float(lexical[row]), 4), snapshot.passages[row].id))
    return sorted({*snapshot.nearest(vector, width), *words[:width]})


def _with_support(snapshot: Snapshot, rows: list[int], fused: Vectors) -> Vectors:
    """Fused scores with what the rest of its page and its origin add, still from 0 to 1."""
    pages: dict[str, list[float]] = {}
    for row, score in zip(rows, fused, strict=True):
        pages.setdefault(snapshot.passages[row].document, []).append(float(score))
    support = {
        page: sum(share * score for share, score in zip(SUPPORT, sorted(scores, reverse=True)[1:], strict=False))
        for page, scores in pages.items()
    }
    whole = 1 + sum(SUPPORT) + PACKAGED_LEAD
    return np.array(
        [
            (score + support[snapshot.passages[row].document] + PACKAGED_LEAD * snapshot.passages[row].packaged) / whole
            for row, score in zip(rows, fused, strict=True)
        ]
    )


def _repetitions_lowered(snapshot: Snapshot, ranked: list[ScoredPassage]) -> list[ScoredPassage]:
    """The same passages; one that says what a better one said gets a lower score."""
    rows = [snapshot.rows[scored.passage.id] for scored in ranked]
    vectors = snapshot.contents.vectors[rows]
    lowered = []
    for place, scored in enumerate(ranked):
        better = snapshot.cosines(vectors[place], rows[:place])
        if place and round(float(better.max()), 4) >= SAME_WORDS:
            lowered.append(
                ScoredPassage(
                    passage=scored.passage,
                    score=round(scored.score * SAME_WORDS_FACTOR, 4),
                    dense=scored.dense,
                    lexical=scored.lexical,
                )
            )
        else:
            lowered.append(scored)
    return lowered


def _rank(scored: ScoredPassage) -> tuple[float, str]:
    return -scored.score, scored.passage.id
