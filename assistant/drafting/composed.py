"""An answer composed from the rules' statements: the direct answer, why, under which conditions, and what helps."""

from collections.abc import Iterator

from assistant.drafting.evidence import Evidence, Stated
from assistant.drafting.support import Supporter
from assistant.gate import frames
from assistant.gate.draft import Author, Draft, DraftSentence, Status
from assistant.rules.statements import HostRow, ImageColumn, Misnamed, Pair, Part, Statement, SupportDates

_HEADINGS = {Part.REASON: frames.WHY, Part.CONDITION: frames.CONDITIONS, Part.FIX: frames.WHAT_TO_DO}


def compose(evidence: Evidence) -> Draft:
    """A draft for a question that the rules decide; `evidence.stated` must not be empty."""
    supporter = Supporter(evidence.found, evidence.holding)
    sentences: list[DraftSentence] = []
    for stated in evidence.stated:
        sentences.extend(_block(stated, supporter))
    return Draft(
        status=_status(evidence),
        sentences=tuple(sentences),
        passages=tuple(f.passage for f in evidence.found),
        pairs=tuple(s.subject for s in evidence.stated if isinstance(s.subject, Pair | HostRow | ImageColumn)),
        follow_ups=_follow_ups(evidence),
        engine="rules",
    )


def _status(evidence: Evidence) -> Status:
    """A name that nothing has is asked about again; an image that cannot be is an answer."""
    names = [s.subject.name for s in evidence.stated if isinstance(s.subject, Misnamed)]
    return Status.CLARIFY if names and not any(mark in name for name in names for mark in ":@/") else Status.ANSWERED


def _block(stated: Stated, supporter: Supporter) -> Iterator[DraftSentence]:
    """One subject: its parts in reading order, a heading before each list that has one."""
    for part in Part:
        chosen = [s for s in stated.statements if s.part is part]
        heading = _HEADINGS.get(part) if len(chosen) > 1 or part is not Part.REASON else None
        if heading and chosen:
            yield DraftSentence(text=heading, author=Author.FRAME, lead="\n\n")
        listed = heading is not None or (len(chosen) > 1 and part is Part.ANSWER)
        for at, statement in enumerate(chosen):
            yield _sentence(stated, statement, _lead(at, listed), supporter)


def _lead(at: int, listed: bool) -> str:
    if listed:
        return "\n\n- " if at == 0 else "\n- "
    return "\n\n" if at == 0 else " "


def _sentence(stated: Stated, statement: Statement, lead: str, supporter: Supporter) -> DraftSentence:
    return DraftSentence(
        text=statement.text,
        author=Author.RULES,
        lead=lead,
        subject=stated.subject,
        quotes=supporter.quotes(statement.text, _meaning(stated, statement)),
    )


def _meaning(stated: Stated, statement: Statement) -> str:
    """A statement with what it leaves unsaid: what helps names one side of the pair and means the other too."""
    subject = stated.subject
    if statement.part is not Part.FIX or not isinstance(subject, Pair):
        return statement.text
    host, image = subject.host.release.name, subject.image.system.release.name
    if statement.text.startswith("Run it"):
        return f"The {image} image is supported: it runs{statement.text.removeprefix('Run it')}"
    return f"{statement.text} That image is supported on a {host} host."


def _follow_ups(evidence: Evidence) -> tuple[str, ...]:
    """Up to three questions that lie near: the dates of what was decided, and the row or column it stands in."""
    ideas: list[str] = []
    for stated in evidence.stated:
        if isinstance(stated.subject, Pair):
            host, image = stated.subject.host.release.name, stated.subject.image.system.release.name
            ideas += [f"Until when is {host} supported?", f"Which images run on a {host} host?"]
            ideas += [f"Where does the {image} image run?"]
        elif isinstance(stated.subject, HostRow):
            ideas += [f"Until when is {stated.subject.host.release.name} supported?"]
        elif isinstance(stated.subject, ImageColumn):
            ideas += [f"Until when is {stated.subject.image.system.release.name} supported?"]
        elif isinstance(stated.subject, SupportDates):
            ideas += [f"Which images run on a {stated.subject.release.name} host?"]
    asked = evidence.interpretation.text.strip().lower()
    return tuple(idea for idea in dict.fromkeys(ideas) if idea.lower() != asked)[:3]
