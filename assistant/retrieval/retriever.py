"""Dense and lexical search fused into one ranking of passages, as a LangChain retriever.

A question is read as asked and in the words of the documents; each leg takes the mean of the two readings. The scores
of the legs are combined, not their ranks: both are on a scale on which 0 says nothing in common, so a weak overlap of
words cannot outrank a close meaning. A page that has several good passages is trusted a little more; packaged guidance
wins near ties against what a folder says in other words; passages that say the same are ranked lower, not dropped.

docs/retrieval.md shows what each choice is worth.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, PrivateAttr

from assistant.passage import ScoredPassage
from assistant.retrieval.expand import expand
from assistant.retrieval.reword import reword
from corpus.encoder import Vectors
from corpus.index import Index, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much.

    `dense` is the dense share of the fused score, the lexical score has the rest; `heading` is the share of the
    section's heading in the dense score, the passage has the rest. `support` is what the second and the third best
    passage of a page add to the others of that page. `packaged_lead` is what packaged guidance is ahead: as much as a
    near tie. From the cosine `same_words` on two passages say the same, and the lower one's score is multiplied by
    `same_words_factor`; that of each further passage of a page by `same_page_factor` for every one before it, so that a
    short list shows more pages.
    """

    dense: float = 0.55
    heading: float = 0.30
    support: tuple[float, ...] = (0.20, 0.10)
    packaged_lead: float = 0.01
    same_words: float = 0.95
    same_words_factor: float = 0.8
    same_page_factor: float = 0.95


WHOLE_SECTIONS = 3
"""Of how many of the best passages `invoke` adds the rest of the section, scored 0: an answer may need it."""

WIDTH = 100
"""Least number of candidates that each leg contributes."""


class FusedRetriever(BaseRetriever):
    """Passages of an index for a question, best first.

    `k` is how many `invoke` returns, `names` the same function that the index was built with, `rewording` says a
    question in the words of the documents, `expansion` writes out what it abbreviates. `invoke` takes `k`, and
    `by_words=True` for the lexical leg over packaged passages alone. Equal inputs give equal results:
    scores are rounded to 4 decimals, ties go by id. The vectors of as many recent questions as `remembered` says are
    kept.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    index: Index
    k: int = 12
    names: Callable[[str], Iterable[str]] | None = None
    rewording: Callable[[str], str] = Field(default=reword)
    expansion: Callable[[str], str] = Field(default=expand)
    weights: Weights = Weights()
    remembered: int = 32
    _vectors: Callable[[str, str], Vectors] = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:  # noqa: ARG002 - pydantic's signature
        """Remember the vectors of recent questions: an answer needs that of its question more than once."""
        self._vectors = lru_cache(maxsize=self.remembered)(self._encoded)

    def search(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` best passages for `query` with the pages spread, or all where there are fewer: a list for people.

        Passages of reference pages are ranked below all others, so that they crowd nothing out and none is missing.
        """
        found = sorted(_pages_spread(self._best(query, k), self.weights), key=_rank)[:k]
        return (*found, *self._reference(query, found, k - len(found))) if found else ()

    def _reference(self, query: str, found: list[ScoredPassage], k: int) -> list[ScoredPassage]:
        """The `k` passages of reference pages that share most words with `query`, scored no higher than `found`."""
        if k < 1:
            return []
        snapshot = self.index.snapshot()
        most = found[-1].score
        words = snapshot.reference_scores(query, self.names).tolist()
        listed = [
            ScoredPassage(passage=passage, score=score, dense=0.0, lexical=score)
            for passage, shared in zip(snapshot.passages, words, strict=True)
            for score in (min(most, round(shared, 4)),)
            if passage.reference
        ]
        return sorted(listed, key=_rank)[:k]

    def ranked(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` best passages for `query`, however many are from one page: what an answer is made from."""
        return tuple(self._best(query, k)[:k])

    def _best(self, query: str, k: int) -> list[ScoredPassage]:
        """Somewhat more than `k` passages, best first, with repetitions lowered."""
        if k < 1 or not query.strip():
            return []
        snapshot = self.index.snapshot()
        vector = self.vector(query)
        words = dict.fromkeys((query, self.expansion(self.rewording(query))))
        lexical = np.mean([snapshot.lexical_scores(reading, self.names) for reading in words], axis=0)
        rows = _candidates(snapshot, vector, lexical, max(WIDTH, 5 * k))
        share = self.weights.heading
        dense = np.clip(
            (1 - share) * snapshot.cosines(vector, rows) + share * snapshot.heading_cosines(vector, rows), 0.0, 1.0
        )
        fused = self.weights.dense * dense + (1 - self.weights.dense) * lexical[rows]
        scores = _with_support(snapshot, rows, fused, self.weights)
        found = list(zip(rows, np.round(scores, 4).tolist(), dense.tolist(), strict=True))
        found.sort(key=lambda one: (-one[1], snapshot.passages[one[0]].id))
        best = [
            ScoredPassage(
                passage=snapshot.passages[row],
                score=round(score, 4),
                dense=round(close, 4),
                lexical=round(float(lexical[row]), 4),
            )
            for row, score, close in found[: 2 * k + 20]
        ]
        return sorted(_repetitions_lowered(snapshot, best, self.weights), key=_rank)

    def by_words(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` packaged passages that share most words with `query`, for support: nothing is encoded.

        Reference pages are among them, which no other search finds.
        """
        snapshot = self.index.snapshot()
        scores = np.maximum(snapshot.lexical_scores(query, self.names), snapshot.reference_scores(query, self.names))
        least = 0.0 if len(scores) <= WIDTH else float(np.partition(scores, -WIDTH)[-WIDTH])
        found = [
            ScoredPassage(passage=passage, score=score, dense=0.0, lexical=score)
            for row in np.flatnonzero((scores > 0) & (scores >= least))
            if (passage := snapshot.passages[row]).packaged
            for score in (round(float(scores[row]), 4),)
        ]
        return tuple(sorted(found, key=_rank)[:k])

    def vector(self, query: str) -> Vectors:
        """The unit vector between those of the two readings of `query`, shape (d,); recent ones are remembered."""
        return self._vectors(self.index.snapshot().manifest.model_key, query)

    def _encoded(self, model: str, query: str) -> Vectors:  # noqa: ARG002 - the model is part of what is remembered
        """See `vector`. One after the other: on a busy machine a second thread costs more than a second encoding."""
        readings = tuple(dict.fromkeys((query, self.rewording(query))))
        if len(readings) == 1:
            return self.index.encode_query(query)
        middle = np.sum([self.index.encode_query(reading) for reading in readings], axis=0)
        unit: Vectors = middle / np.linalg.norm(middle)
        return unit

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature; callbacks are its business
        **options: Any,
    ) -> list[Document]:
        k = int(options.get("k", self.k))
        if options.get("by_words"):
            return [as_document(scored) for scored in self.by_words(query, k)]
        found = self.ranked(query, k)
        return [as_document(scored) for scored in (*found, *self._rest_of_sections(found[:WHOLE_SECTIONS]))]

    def _rest_of_sections(self, best: tuple[ScoredPassage, ...]) -> Iterator[ScoredPassage]:
        """The other passages of the sections of the best ones, so that a table has its header and its end."""
        passages = self.index.snapshot().passages
        seen = {scored.passage.id for scored in best}
        for scored in best:
            for passage in passages:
                same = passage.document == scored.passage.document and passage.headings == scored.passage.headings
                if same and passage.id not in seen:
                    seen.add(passage.id)
                    yield ScoredPassage(passage=passage, score=0.0, dense=0.0, lexical=0.0)


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
    """Rows that either leg puts among its best, equal ones included, in the order of the index."""
    least = 0.0 if len(lexical) <= width else float(np.partition(lexical, -width)[-width])
    words = np.flatnonzero((lexical > 0) & (lexical >= least))[: 2 * width]
    return sorted({*snapshot.nearest(vector, width), *map(int, words)})


def _with_support(snapshot: Snapshot, rows: list[int], fused: Vectors, weights: Weights) -> Vectors:
    """Fused scores with what the rest of its page and its origin add, still from 0 to 1."""
    found = [snapshot.passages[row] for row in rows]
    pages: dict[str, list[float]] = {}
    for passage, score in zip(found, fused.tolist(), strict=True):
        pages.setdefault(passage.document, []).append(score)
    support = {
        page: sum(
            share * score for share, score in zip(weights.support, sorted(scores, reverse=True)[1:], strict=False)
        )
        for page, scores in pages.items()
    }
    added = np.array([support[passage.document] + weights.packaged_lead * passage.packaged for passage in found])
    whole: Vectors = (fused + added) / (1 + sum(weights.support) + weights.packaged_lead)
    return whole


def _repetitions_lowered(snapshot: Snapshot, ranked: list[ScoredPassage], weights: Weights) -> Iterator[ScoredPassage]:
    """The same passages; one that says what a better one said gets a lower score."""
    vectors: Vectors = snapshot.contents.vectors[[snapshot.rows[scored.passage.id] for scored in ranked]]
    # What stands in the triangle below the diagonal is the cosine with a better one. Not as a matrix product: the
    # threads that BLAS would start wait for each other on a busy machine, for longer than the whole search takes.
    better = np.tril(np.einsum("id,jd->ij", vectors, vectors), -1)
    most = better.max(axis=1, initial=0.0)
    for scored, cosine in zip(ranked, np.asarray(most).tolist(), strict=True):
        repeats = round(cosine, 4) >= weights.same_words
        yield replace(scored, score=round(scored.score * weights.same_words_factor, 4)) if repeats else scored


def _pages_spread(ranked: Iterable[ScoredPassage], weights: Weights) -> Iterator[ScoredPassage]:
    """The same passages; one of a page that had better ones already gets a lower score."""
    seen: Counter[str] = Counter()
    for scored in ranked:
        page = scored.passage.document
        yield replace(scored, score=round(scored.score * weights.same_page_factor ** seen[page], 4))
        seen[page] += 1


def _rank(scored: ScoredPassage) -> tuple[float, str]:
    return -scored.score, scored.passage.id
