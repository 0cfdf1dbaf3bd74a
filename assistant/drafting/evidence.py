"""All that a drafter gets: what was asked, what the rules state and what the documents say."""

from dataclasses import dataclass

from assistant.conversation.state import Interpretation
from assistant.gate.holding import Holding
from assistant.passage import Passage
from assistant.rules.statements import Statement, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSentence:
    """A sentence of a passage: its range in the passage's text and how near it is to the question (cosine, -1 to 1)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A retrieved passage with its fused score (0 to 1) and its sentences in the order of the text."""

    passage: Passage
    score: float
    sentences: tuple[ScoredSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A subject that the rules decide, with their statements on the date asked about."""

    subject: Subject
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The ground of one draft. `holding` says whether a quote holds a statement, as the gate will ask."""

    interpretation: Interpretation
    stated: tuple[Stated, ...]
    found: tuple[Found, ...]
    covered: bool
    holding: Holding
