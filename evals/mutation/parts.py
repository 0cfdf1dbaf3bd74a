"""Other parts than the usual ones: a retriever that lacks a page, and answers whose citations have been exchanged."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.passage import ScoredPassage
from assistant.retrieval.retriever import FusedRetriever
from evals.record import Record, Reply


class WithoutPage(FusedRetriever):
    """The usual retriever over an index from which one document is missing."""

    page: str

    @classmethod
    def of(cls, usual: FusedRetriever, page: str) -> "WithoutPage":
        """`usual` without `page`."""
        return cls(**{name: getattr(usual, name) for name in type(usual).model_fields}, page=page)

    def ranked(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` best passages of the other documents."""
        return self._others(super().ranked(query, self._everything))[:k]

    def by_words(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        """The `k` passages of the other documents that share most words."""
        return self._others(super().by_words(query, self._everything))[:k]

    @property
    def _everything(self) -> int:
        return len(self.index.snapshot().passages)

    def _others(self, found: tuple[ScoredPassage, ...]) -> tuple[ScoredPassage, ...]:
        return tuple(scored for scored in found if scored.passage.document != self.page)


def quotes_exchanged(records: Sequence[Record]) -> tuple[Record, ...]:
    """The same answers, each citation with the quote of the next one in the run."""
    quotes = [citation["quote"] for citation in _citations(records)]
    following = iter([*quotes[1:], *quotes[:1]])
    return _edited(records, lambda citation: {**citation, "quote": next(following)})


def quotes_altered(records: Sequence[Record]) -> tuple[Record, ...]:
    """The same answers, each quote with its first word written twice."""
    return _edited(records, lambda c: {**c, "quote": f"{str(c['quote']).split(' ', 1)[0]} {c['quote']}"})


def documents_exchanged(records: Sequence[Record]) -> tuple[Record, ...]:
    """The same answers, each citation said to stand in the document of the next one in the run."""
    documents = [citation["document"] for citation in _citations(records)]
    following = iter([*documents[1:], *documents[:1]])
    return _edited(records, lambda citation: {**citation, "document": next(following)})


def _citations(records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        for turn in record.turns:
            yield from (turn.reply.answer or {}).get("citations", [])


def _edited(records: Sequence[Record], edit: Any) -> tuple[Record, ...]:
    def reply(given: Reply) -> Reply:
        if given.answer is None:
            return given
        citations = [edit(citation) for citation in given.answer["citations"]]
        return given.model_copy(update={"answer": {**given.answer, "citations": citations}})

    return tuple(
        record.model_copy(update={"turns": tuple(t.model_copy(update={"reply": reply(t.reply)}) for t in record.turns)})
        for record in records
    )
