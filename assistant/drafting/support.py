"""Which words of the documents support a statement of the rules: the exact sentence that shares most with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant import prose
from assistant.drafting.bearing import Bearing, agreement, bearing, row_bearing
from assistant.drafting.evidence import Found
from assistant.gate.draft import Quote
from assistant.gate.holding import Holding
from assistant.passage import Passage
from assistant.rules.statements.pairs import without_opening
from assistant.words import content_words, overlap

_ENOUGH = 0.3
"""Least share of a statement's words that a quote holds itself; with less it is about something else."""

_MOST_NAMES = 5

_KEPT = 2_000
"""Passages whose sentences are kept as they were read."""

_CITED = 0.06
"""What a passage is ahead that the answer cites already, so that an answer has few sources."""


_BEARING = 0.5
"""What it is worth that a quote bears on the same pair in the same way; as much is lost where it says the opposite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A sentence or table row: its own words, those of the headings around it, and its passage's rank."""

    quote: Quote
    passage: Passage
    words: frozenset[str]
    around: frozenset[str]
    standing: float
    bearing: Bearing
    bearing_around: Bearing


class Supporter:
    """Finds support for one statement after another among the retrieved passages of packaged guidance."""

    def __init__(self, found: Sequence[Found], holding: Holding) -> None:
        self._candidates = tuple(_candidates(found))
        self._passages = tuple(one.passage for one in found)
        self._holding = holding
        self._cited: set[str] = set()

    def quotes(self, statement: str, meaning: str | None = None) -> tuple[Quote, ...]:
        """The best supporting quote, or none where nothing retrieved holds the statement.

        The statement's own words are the best support. `meaning` is the statement with what it leaves unsaid, where
        that differs from its words.
        """
        found = self._same_words(statement) or self._same_meaning(statement, meaning or statement)
        self._cited.update(quote.passage for quote in found)
        return found

    def _same_words(self, statement: str) -> tuple[Quote, ...]:
        """The statement as a page says it, without the opening that answers a question; cited passages go first."""
        words = without_opening(statement)
        holding = (passage for passage in self._passages if words in passage.text)
        found = sorted(holding, key=lambda passage: passage.id not in self._cited)[:1]
        return tuple(Quote(passage=passage.id, text=words) for passage in found)

    def _same_meaning(self, statement: str, meaning: str) -> tuple[Quote, ...]:
        """The best of the quotes that hold what is meant.

        A quote's own words count most, its headings' less, and it must not bear on something else; a passage cited
        before and the passage's rank settle near ties.
        """
        shown = _without_long_lists(statement)
        wanted, meant = _without_long_lists(meaning), bearing(meaning)
        scored: list[tuple[float, _Candidate]] = []
        for candidate in self._candidates:
            if overlap(shown, candidate.words) < _ENOUGH:
                continue
            own = overlap(wanted, candidate.words)
            score = own + 0.4 * overlap(wanted - candidate.words, candidate.around) + 0.1 * candidate.standing
            score += _BEARING * agreement(meant, candidate.bearing, candidate.bearing_around)
            score += _CITED * (candidate.quote.passage in self._cited)
            scored.append((score, candidate))
        best = sorted(scored, key=lambda one: -one[0])
        held = (c.quote for _, c in best if self._holding.holds(meaning, c.quote.text, c.passage))
        return tuple(islice(held, 1))


def _without_long_lists(text: str) -> frozenset[str]:
    """The words of a text without the releases of a long list: no page has the same, and they outweigh the rest."""
    words, names = content_words(text), bearing(text).names
    return words - names if len(names) > _MOST_NAMES else words


def _candidates(found: Sequence[Found]) -> Iterator[_Candidate]:
    for one in found:
        around, bearing_around = _around(one.passage)
        for text, words, borne in _quotable(one.passage, tuple((s.start, s.end) for s in one.sentences)):
            if len(words) >= 3:
                yield _Candidate(
                    quote=Quote(passage=one.passage.id, text=text),
                    passage=one.passage,
                    words=words,
                    around=around,
                    standing=one.score,
                    bearing=borne,
                    bearing_around=bearing_around,
                )


# Passages do not change, and many questions find the same ones: what is read from one is kept.
@lru_cache(maxsize=_KEPT)
def _around(passage: Passage) -> tuple[frozenset[str], Bearing]:
    """The words of the headings around a passage, and what they bear on."""
    heading = "\n".join((*passage.headings, *passage.context.split("\n")[1:]))
    return content_words(heading), bearing(heading)


@lru_cache(maxsize=_KEPT)
def _quotable(
    passage: Passage, sentences: tuple[tuple[int, int], ...]
) -> tuple[tuple[str, frozenset[str], Bearing], ...]:
    """The sentences and table rows of a passage, each with its words and what it bears on."""
    return tuple((text, content_words(text), borne) for text, borne in _read(passage, sentences))


def _read(one: Passage, sentences: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, Bearing]]:
    passage = one.text
    header = one.context.rsplit("\n", 1)[-1]
    for start, end in sentences:
        text = passage[start:end]
        if not text.startswith("|"):
            yield text, bearing(text)
            continue
        for row in text.split("\n"):  # the rest of a table, whose header stands in the passage before
            yield row, row_bearing(header, row)
    for block in prose.blocks(passage):
        header = passage[block.header.start : block.header.end] if block.header else ""
        for line in block.rows:
            text = passage[line.start : line.end]
            yield text, row_bearing(header, text)
