"""A draft that asks back for what is missing and decisive, with the likely choices as follow-ups."""

from assistant.conversation.state import Slot
from assistant.drafting.evidence import Evidence
from assistant.gate import frames
from assistant.gate.draft import Author, Draft, DraftSentence, Status


def ask_back(evidence: Evidence) -> Draft:
    """One short question; `evidence.interpretation.missing` must not be empty."""
    read = evidence.interpretation
    if read.choices:
        text = frames.CANDIDATES
    elif Slot.RELEASE in read.missing:
        text = frames.WHICH_RELEASE
    else:
        text = frames.WHICH_PAIR
    choices = frames.choices(read.choices)
    sentences = [DraftSentence(text=text, author=Author.FRAME)]
    if choices:
        sentences.append(DraftSentence(text=choices, author=Author.FRAME, lead=" "))
    return Draft(
        status=Status.CLARIFY,
        sentences=tuple(sentences),
        passages=tuple(f.passage for f in evidence.found),
        choices=read.choices,
        follow_ups=read.choices,
        engine="rules",
    )
