"""A passage taken apart into what can be quoted alone: sentences, list items, commands and tables, in order."""

from dataclasses import dataclass
from enum import StrEnum

from assistant import prose
from assistant.drafting.evidence import Found

_MOST_ROWS = 14  # a longer table is read in its source, not in an answer


class Form(StrEnum):
    """How a unit is laid out in an answer."""

    SENTENCE = "sentence"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A quotable range of a passage. `score` is its nearness to the question (cosine), `block` the block it is in.

    `ordinal` is a step's number; `nested` says that the item belongs to the item before it.
    """

    form: Form
    start: int
    end: int
    block: int
    score: float
    ordinal: int | None = None
    nested: bool = False


def units(found: Found) -> tuple[Unit, ...]:
    """The units of a retrieved passage; headings are not among them, for they answer nothing."""
    text = found.passage.text
    result: list[Unit] = []
    for number, block in enumerate(prose.blocks(text)):
        if block.kind == "item" and block.pieces:
            start, end = block.pieces[0][0], block.pieces[-1][1]
            result.append(
                Unit(form=Form.ITEM, start=start, end=end, block=number, score=_score(found, start, end),
                     ordinal=block.ordinal, nested=block.depth > 1)
            )  # fmt: skip
        elif block.kind == "paragraph":
            result.extend(
                Unit(form=Form.SENTENCE, start=start, end=end, block=number, score=_score(found, start, end))
                for start, end in prose.block_sentences(text, block)
            )
        elif block.kind == "code":
            result.append(Unit(form=Form.CODE, start=block.start, end=block.end, block=number, score=0.0))
        elif block.kind == "table" and block.header and len(block.rows) <= _MOST_ROWS:
            result.append(Unit(form=Form.TABLE, start=block.start, end=block.end, block=number, score=0.0))
    return tuple(u for u in result if text[u.start : u.end].strip())


def _score(found: Found, start: int, end: int) -> float:
    """The best score of the sentences inside the range."""
    return max((s.score for s in found.sentences if s.start < end and start < s.end), default=0.0)
