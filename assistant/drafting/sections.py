"""Retrieved passages put back together as sections, and a section taken apart into what can be quoted alone.

A long section is several passages; an answer needs its parts in order, a table with its header, a list with the
sentence that announces it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant import prose
from assistant.drafting.evidence import Found
from assistant.passage import Passage


class Form(StrEnum):
    """How a unit is laid out in an answer. A `HEAD` is a table's header with the line below it."""

    SENTENCE = "sentence"
    ITEM = "item"
    CODE = "code"
    HEAD = "head"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A quotable range of a passage. `score` is its nearness to the question (cosine), 0 for code and tables.

    `block` numbers the paragraph, list item, code block or table that it is in, counted through the section; `ordinal`
    is a step's number; `nested` says that an item belongs to the item before it.
    """

    passage: Passage
    form: Form
    start: int
    end: int
    block: int
    score: float = 0.0
    ordinal: int | None = None
    nested: bool = False

    @property
    def raw(self) -> str:
        """The unit as written."""
        return self.passage.text[self.start : self.end]

    @property
    def announces(self) -> bool:
        """Whether it ends with a colon, so that what follows belongs to it."""
        return self.form is Form.SENTENCE and self.raw.rstrip().endswith(":")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The retrieved part of one section, in the order of the page; `score` is that of its best passage."""

    headings: tuple[str, ...]
    packaged: bool
    score: float
    units: tuple[Unit, ...]

    @property
    def heading(self) -> str:
        """The section's own heading; empty before the first one."""
        return self.headings[-1] if self.headings else ""

    @property
    def opens(self) -> bool:
        """Whether it is the first section of its page: what stands under the title."""
        return len(self.headings) < 2


def parts(found: Sequence[Found]) -> tuple[Part, ...]:
    """The sections that the passages are from, best first."""
    sections: dict[tuple[str, tuple[str, ...]], list[Found]] = {}
    for one in found:
        sections.setdefault((one.passage.document, one.passage.headings), []).append(one)
    result = [
        Part(
            headings=headings,
            packaged=pieces[0].passage.packaged,
            score=max(piece.score for piece in pieces),
            units=tuple(_units(sorted(pieces, key=lambda piece: piece.passage.start))),
        )
        for (_, headings), pieces in sections.items()
    ]
    return tuple(sorted((part for part in result if part.units), key=lambda part: -part.score))


def _units(pieces: Sequence[Found]) -> Iterator[Unit]:
    block, table = 0, None
    for piece in pieces:
        for one in prose.blocks(piece.passage.text):
            block += 1
            rest = _rows_alone(piece.passage.text, one)
            if rest and table is not None:
                yield from _rows(piece, rest, table)
            elif not rest and one.kind == "table" and one.header is not None:
                table = block
                yield from _table(piece, one, block)
            elif not rest:
                table = table if one.kind == "table" else None
                yield from _prose(piece, one, block)


def _prose(piece: Found, one: prose.Block, block: int) -> Iterator[Unit]:
    text = piece.passage.text
    if one.kind == "item" and one.pieces:
        start, end = one.pieces[0][0], one.pieces[-1][1]
        yield Unit(
            passage=piece.passage,
            form=Form.ITEM,
            start=start,
            end=end,
            block=block,
            score=_score(piece, start, end),
            ordinal=one.ordinal,
            nested=one.depth > 1,
        )
    elif one.kind == "paragraph" and not text[one.start :].startswith("Related:"):
        for start, end in prose.block_sentences(text, one):
            if text[start:end].strip():
                score = _score(piece, start, end)
                yield Unit(passage=piece.passage, form=Form.SENTENCE, start=start, end=end, block=block, score=score)
    elif one.kind == "code":
        yield Unit(passage=piece.passage, form=Form.CODE, start=one.start, end=one.end, block=block)


def _table(piece: Found, one: prose.Block, block: int) -> Iterator[Unit]:
    text = piece.passage.text
    first = one.rows[0].start if one.rows else one.end
    end = one.start + len(text[one.start : first].rstrip())
    yield Unit(passage=piece.passage, form=Form.HEAD, start=one.start, end=end, block=block)
    yield from _rows(piece, [(row.start, row.end) for row in one.rows], block)


def _rows(piece: Found, ranges: Sequence[prose.Range], block: int) -> Iterator[Unit]:
    for start, end in ranges:
        yield Unit(passage=piece.passage, form=Form.ROW, start=start, end=end, block=block)


def _rows_alone(text: str, one: prose.Block) -> list[prose.Range]:
    """The lines of a table whose header is in the passage before; nothing for another block."""
    lines = text[one.start : one.end].split("\n")
    if one.kind == "table" or not all(line.lstrip().startswith("|") for line in lines):
        return []
    ranges, start = [], one.start
    for line in lines:
        ranges.append((start + len(line) - len(line.lstrip()), start + len(line.rstrip())))
        start += len(line) + 1
    return ranges


def _score(piece: Found, start: int, end: int) -> float:
    """The best score of the sentences inside the range."""
    return max((s.score for s in piece.sentences if s.start < end and start < s.end), default=0.0)
