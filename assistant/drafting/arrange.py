"""Chosen units -> the sentences of a draft, with the Markdown between them."""

from collections.abc import Iterator, Sequence

from assistant.drafting.sections import Form, Unit
from assistant.gate.draft import Author, DraftSentence, Quote
from assistant.gate.quotation import printed


def arranged(units: Sequence[Unit]) -> Iterator[DraftSentence]:
    """The units in their order, each a quotation; what was said word for word before is not said again."""
    before: Unit | None = None
    said: set[str] = set()
    alone = sum(unit.form is Form.ITEM for unit in units) == 1
    for unit in units:
        text = printed(unit.raw)
        if text in said and unit.form is not Form.HEAD:
            continue
        said.add(text)
        yield DraftSentence(
            text=text,
            author=Author.QUOTATION,
            lead=_lead(before, unit, alone=alone),
            quotes=(Quote(passage=unit.passage.id, text=unit.raw),),
        )
        before = unit


def _lead(before: Unit | None, unit: Unit, *, alone: bool) -> str:
    """The Markdown between two units: a blank inside a paragraph, a list marker, a line end in a table, else a gap."""
    together = before is not None and before.passage.document == unit.passage.document
    if unit.form is Form.ROW:
        return "\n"
    if unit.form is Form.ITEM and not (alone and before is None):
        marker = "- " if unit.ordinal is None else f"{unit.ordinal}. "
        gap = "\n" if together and before is not None and before.form is Form.ITEM else "\n\n"
        return f"{gap}{'  ' if unit.nested else ''}{marker}"
    same = together and before is not None and before.block == unit.block and before.passage is unit.passage
    return " " if same else "\n\n"
