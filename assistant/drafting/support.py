"""Which words of the documents support a statement of the rules: the exact sentence that shares most with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import prose
from assistant.drafting.evidence import Found
from assistant.gate.draft import Quote
from assistant.words import content_words, overlap

_ENOUGH = 0.3
"""Least share of a statement's words that a quote holds itself; with less it is about something else."""

_CITED = 0.06
"""What a passage is ahead that the answer cites already, so that an answer has few sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A sentence or table row: its own words, those of the headings around it, and its passage's rank."""

    quote: Quote
    words: frozenset[str]
    around: frozenset[str]
    standing: float


class Supporter:
    """Finds support for one statement after another among the retrieved passages of packaged guidance."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._candidates = tuple(_candidates(found))
        self._cited: set[str] = set()

    def quotes(self, statement: str) -> tuple[Quote, ...]:
        """The best supporting quote, or none where nothing retrieved supports the statement.

        A quote's own words count most, its headings' less; a passage cited before and the passage's rank settle near
        ties.
        """
        wanted = content_words(statement)
        best: tuple[float, Quote] | None = None
        for candidate in self._candidates:
            own = overlap(wanted, candidate.words)
            if own < _ENOUGH:
                continue
            score = own + 0.4 * overlap(wanted - candidate.words, candidate.around) + 0.1 * candidate.standing
            score += _CITED * (candidate.quote.passage in self._cited)
            if best is None or score > best[0]:
                best = (score, candidate.quote)
        if best is None:
            return ()
        self._cited.add(best[1].passage)
        return (best[1],)


def _candidates(found: Sequence[Found]) -> Iterator[_Candidate]:
    for one in found:
        around = content_words(" ".join((*one.passage.headings, one.passage.context)))
        for text in _quotable(one):
            words = content_words(text)
            if len(words) >= 3:
                yield _Candidate(
                    quote=Quote(passage=one.passage.id, text=text), words=words, around=around, standing=one.score
                )


def _quotable(one: Found) -> Iterator[str]:
    text = one.passage.text
    yield from (text[sentence.start : sentence.end] for sentence in one.sentences)
    for block in prose.blocks(text):
        yield from (text[row.start : row.end] for row in block.rows)
