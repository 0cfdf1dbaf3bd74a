"""Numbers for what an answer cites: one a passage, in order of first use, with the shortest quote that covers it."""

import re
from collections.abc import Iterable
from datetime import date

from assistant.gate.draft import Quote
from assistant.passage import Citation, Passage


class Numbering:
    """Gives the passages of one draft their numbers as sentences pass, and makes the citations at the end.

    The quote of a passage is its text from the first to the last range that a passed sentence rests on.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages: dict[str, Passage] = {p.id: p for p in passages}
        self._numbers: dict[str, int] = {}
        self._ranges: dict[str, tuple[int, int]] = {}
        self._newest: dict[str, date] = {}

    def numbers(self, quotes: Iterable[Quote], newest: date | None = None) -> tuple[int, ...]:
        """The numbers of a sentence's quotes; they were checked to be substrings of their passages.

        `newest` is the day of the newest source of the facts that the sentence rests on.
        """
        found: list[int] = []
        for quote in quotes:
            number = self._numbers.setdefault(quote.passage, len(self._numbers) + 1)
            start = self._passages[quote.passage].text.index(quote.text)
            first, last = self._ranges.get(quote.passage, (start, start))
            self._ranges[quote.passage] = (min(first, start), max(last, start + len(quote.text)))
            if newest is not None:
                self._newest[quote.passage] = max(newest, self._newest.get(quote.passage, newest))
            if number not in found:
                found.append(number)
        return tuple(found)

    def citations(self) -> tuple[Citation, ...]:
        """The citations in the order of their numbers."""
        return tuple(self._citation(passage, number) for passage, number in self._numbers.items())

    def _citation(self, passage_id: str, number: int) -> Citation:
        passage = self._passages[passage_id]
        start, end = self._ranges[passage_id]
        return Citation(
            number=number,
            passage=passage_id,
            document=passage.document,
            source=passage.source,
            quote=passage.text[start:end],
            newer_facts=self._newer(passage),
        )

    def _newer(self, passage: Passage) -> str | None:
        newest, dated = self._newest.get(passage.id), passage.source.dated
        return newest.isoformat() if newest and dated and dated < newest.isoformat() else None


def marked(text: str, numbers: tuple[int, ...]) -> str:
    """The text with its [n] markers: after the last word, in a table row's last cell, on a line below a fenced block.

    A table's header, which asserts nothing, has none.
    """
    markers = _markers(numbers)
    if not markers or _TABLE_HEAD.search(text):
        return text
    if text.startswith("|") and text.endswith("|"):
        return f"{text[:-1].rstrip()} {markers} |"
    return f"{text}\n\n{markers}" if text.rstrip().endswith("```") else f"{text} {markers}"


def unmarked(text: str, numbers: tuple[int, ...]) -> str:
    """The text before `marked` put these markers to its end."""
    markers = _markers(numbers)
    if markers and text.endswith(f" {markers} |"):
        return f"{text.removesuffix(f' {markers} |')} |"
    return text.removesuffix(markers).rstrip() if markers else text


def _markers(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)


_TABLE_HEAD = re.compile(r"\A\|[^\n]*\n\s*\|[\s:|-]+\Z")
