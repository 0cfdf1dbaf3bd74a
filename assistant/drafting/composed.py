"""An answer composed from the rules' statements: the direct answer, then why, under which conditions, and what helps."""

from collections.abc import Iterator

from assistant.drafting.evidence import Evidence, Stated
from assistant.drafting.support import Supporter
from assistant.gate import frames
from assistant.gate.draft import Author, Draft, DraftSentence, Status
from assistant.rules.statements import HostRow, ImageColumn, SupportDates, Pair, Part, Statement

_HEADINGS = {Part.REASON: frames.WHY, Part.CONDITION: frames.CONDITIONS, Part.FIX: frames.WHAT_TO_DO}


def compose(evidence: Evidence) -> Draft:
    """A draft for a question that the rules decide; `evidence.stated` must not be empty."""
    supporter = Supporter(evidence.found)
    sentences: list[DraftSentence] = []
    for stated in evidence.stated:
        sentences.extend(_block(stated, supporter))
    return Draft(
        status=Status.ANSWERED,
        sentences=tuple(sentences),
        passages=tuple(f.passage for f in evidence.found),
        pairs=tuple(s.subject for s in evidence.stated if isinstance(s.subject, Pair | HostRow | ImageColumn)),
        follow_ups=_follow_ups(evidence),
        engine="rules",
    )


def _block(stated: Stated, supporter: Supporter) -> Iterator[DraftSentence]:
    """One subject: its parts in reading order, a heading before each list, and each part's own layout."""
    for part in Part:
        chosen = [s for s in stated.statements if s.part is part]
        listed = part in _HEADINGS and (len(chosen) > 1 or part is not Part.REASON)
        if listed and chosen:
            yield DraftSentence(text=_HEADINGS[part], author=Author.FRAME, lead="\n\n")
        for at, statement in enumerate(chosen):
            yield _sentence(stated, statement, _lead(part, at, listed), supporter)


def _lead(part: Part, at: int, listed: bool) -> str:
    if listed:
        return "\n\n- " if at == 0 else "\n- "
    return "\n\n" if at == 0 else " "


def _sentence(stated: Stated, statement: Statement, lead: str, supporter: Supporter) -> DraftSentence:
    return DraftSentence(
        text=statement.text,
        author=Author.RULES,
        lead=lead,
        subject=stated.subject,
        quotes=supporter.quotes(statement.text),
    )
