"""What the rules say to a sentence in its place: its claims are read with the question and the text before it."""

from dataclasses import dataclass
from datetime import date

from assistant.claims.claim import JudgedClaim, JudgedSentence, SentenceStatus
from assistant.claims.judge import judge_text
from assistant.gate.answer import AnswerClaim
from assistant.rules import Engine

_WORST = (
    SentenceStatus.CONTRADICTED,
    SentenceStatus.UNDECIDED,
    SentenceStatus.NO_CLAIMS,
    SentenceStatus.ENTAILED,
)
_ENOUGH = 3  # propositions of one claim whose facts are looked up: a group shares its sources
_LONGEST_CONTEXT = 4_000  # characters before a sentence that can still change how it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one drafted sentence: the worst of what it says. `correction` is the rules' statement instead.

    `newest` is the day of the newest source that the facts behind a confirmed sentence have.
    """

    status: SentenceStatus
    claims: tuple[AnswerClaim, ...]
    correction: str | None
    speaks_of_facts: bool
    leans: bool
    reason: str
    newest: date | None = None


def judge(engine: Engine, before: str, sentence: str, as_of: date) -> Judgement:
    """Judge `sentence` as it reads after `before` (the question and what has been shown)."""
    context = before[-_LONGEST_CONTEXT:]
    text = f"{context}\n\n{sentence}" if context else sentence
    start = len(text) - len(sentence)
    own = [s for s in judge_text(engine, text, as_of).sentences if s.end > start]
    status = next((w for w in _WORST if any(s.status is w for s in own)), SentenceStatus.NO_CLAIMS)
    return Judgement(
        status=status,
        claims=tuple(_claim(text, c) for s in own for c in s.claims),
        correction=_correction(own),
        speaks_of_facts=any(s.speaks_of_facts for s in own),
        leans=any(s.leans for s in own),
        reason=next((s.reason for s in own if s.reason), "The rules do not settle it."),
        newest=_newest(engine, own, as_of) if status is SentenceStatus.ENTAILED else None,
    )


def _newest(engine: Engine, own: list[JudgedSentence], as_of: date) -> date | None:
    """The newest day of a source of the facts that confirm these sentences."""
    said = (that for s in own for c in s.claims for that in c.claim.propositions[:_ENOUGH])
    steps = (step for that in said for step in engine.decide(that, as_of).derivation)
    sources = engine.facts.cited(dict.fromkeys(fact for step in steps for fact in step.facts))
    return max((source.dated for source in sources if source.dated is not None), default=None)


def _correction(own: list[JudgedSentence]) -> str | None:
    """The rules' statements in place of what they contradict, each once; None where they only deny."""
    found = [c.correction for s in own for c in s.claims if c.correction]
    return " ".join(dict.fromkeys(found)) or None


def _claim(text: str, judged: JudgedClaim) -> AnswerClaim:
    claim = judged.claim
    fields = {k: str(v) for part in judged.parts[:1] for k, v in part.fields.items()}
    return AnswerClaim(
        kind=claim.kind,
        text=text[claim.start : claim.end],
        verdict=judged.verdict,
        rules=tuple(dict.fromkeys(rule for part in judged.parts for rule in part.rules)),
        fields=tuple(fields.items()),
    )
