"""Which words of the documents support a statement of the rules: the exact sentence that shares most with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.evidence import Found
from assistant.gate.draft import Quote
from assistant.words import content_words, overlap

_ENOUGH = 0.34  # below this share of common words a sentence is about something else


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    quote: Quote
    words: frozenset[str]
    standing: float


class Supporter:
    """Finds support for one statement after another among the retrieved passages of packaged guidance."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._candidates = tuple(_candidates(found))

    def quotes(self, statement: str) -> tuple[Quote, ...]:
        """The best supporting quote, or none where nothing retrieved supports the statement.

        Words count most; the passage's rank settles near ties, so that an answer cites few passages.
        """
        wanted = content_words(statement)
        best: tuple[float, Quote] | None = None
        for candidate in self._candidates:
            shared = overlap(wanted, candidate.words)
            score = shared + 0.15 * candidate.standing
            if shared >= _ENOUGH and (best is None or score > best[0]):
                best = (score, candidate.quote)
        return (best[1],) if best else ()


def _candidates(found: Sequence[Found]) -> Iterator[_Candidate]:
    for one in found:
        context = content_words(" ".join((*one.passage.headings, one.passage.context)))
        for sentence in one.sentences:
            text = one.passage.text[sentence.start : sentence.end]
            words = content_words(text)
            # A sentence inherits its heading's subject, but must itself say something.
            if len(words) >= 3:
                yield _Candidate(
                    quote=Quote(passage=one.passage.id, text=text), words=words | context, standing=one.score
                )
