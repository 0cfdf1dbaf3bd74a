"""Which drafted sentences get in: one decision by who wrote a sentence and what it stands on.

- RULES: shown if it is one of the rules' own statements about its subject on that date, derived here anew; a quote that
  does not hold what it says is not cited.
- QUOTATION of packaged guidance: shown if the text is an exact quote as printed and the rules do not contradict it.
- QUOTATION of another document: the same; where its claims are undecided it is marked as a quotation that the rules do
  not cover, and where they are contradicted the rules' statement takes its place and the conflict is named.
- FRAME: shown if it is one of the fixed sentences.
- MODEL: shown if it makes a claim and every claim in it is entailed; a contradicted one is restated by the rules.

Everything else is withheld, and so is what rests on a sentence that is not shown.
"""

from dataclasses import dataclass, field
from datetime import date

from assistant.claims.claim import SentenceStatus
from assistant.gate import frames
from assistant.gate.answer import AnswerClaim
from assistant.gate.draft import Author, DraftSentence, Quote
from assistant.gate.holding import Holding
from assistant.gate.judging import Judgement, judge
from assistant.gate.quotation import in_its_table, printed
from assistant.gate.support import Bounds, Similarity, supports
from assistant.passage import Passage
from assistant.rules import Engine
from assistant.rules.statements import Asserted, Statement, Subject, state
from assistant.rules.verdict import Truth

_RESTS = "It rests on a sentence that is not shown."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown for a sentence: its own words or the rules' instead, and what stands before it (a fixed sentence).

    `instead_of` says why the sentence's own words are not shown; `newest` is the day of the newest source of the facts
    that confirm it.
    """

    text: str
    author: Author
    quotes: tuple[Quote, ...] = ()
    claims: tuple[AnswerClaim, ...] = ()
    before: str | None = None
    instead_of: str | None = None
    newest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing is shown for a sentence, and why."""

    reason: str


@dataclass(slots=True, kw_only=True)
class Admission:
    """The decisions on one draft, in its order: later sentences may lean on earlier ones."""

    engine: Engine
    question: str
    as_of: date
    passages: dict[str, Passage]
    frames: frozenset[str]
    bounds: Bounds
    holding: Holding
    similarity: Similarity | None = None
    shown: list[str] = field(default_factory=list)
    lost: bool = False
    marked: bool = False
    statements: dict[Subject, dict[str, Statement]] = field(default_factory=dict)

    def admit(self, sentence: DraftSentence) -> Shown | Refused:
        """The decision on the next sentence."""
        decision = self._decide(sentence)
        self.lost = isinstance(decision, Refused) or decision.instead_of is not None
        if isinstance(decision, Shown):
            self.shown.append(decision.text)
        return decision

    def _decide(self, sentence: DraftSentence) -> Shown | Refused:
        for quote in sentence.quotes:
            passage = self.passages.get(quote.passage)
            if passage is None or not quote.text or quote.text not in passage.text:
                return Refused(reason="It cites words that the named passage does not hold.")
        if sentence.author is Author.FRAME:
            return self._frame(sentence)
        if sentence.author is Author.RULES:
            return self._rules(sentence)
        if sentence.author is Author.QUOTATION:
            return self._quotation(sentence)
        return self._model(sentence)

    def _frame(self, sentence: DraftSentence) -> Shown | Refused:
        if sentence.text not in self.frames:
            return Refused(reason="It is not one of the fixed sentences.")
        return Shown(text=sentence.text, author=Author.FRAME, quotes=sentence.quotes)

    def _rules(self, sentence: DraftSentence) -> Shown | Refused:
        found = self._stated(sentence.subject).get(sentence.text) if sentence.subject is not None else None
        if found is None:
            return Refused(reason="The rules do not say so.")
        claims = tuple(_entailed(asserted, sentence.text) for asserted in found.claims) or self._read_out(sentence.text)
        quotes = tuple(
            q for q in sentence.quotes if self.holding.holds(sentence.text, q.text, self.passages[q.passage])
        )
        return Shown(text=sentence.text, author=Author.RULES, quotes=quotes, claims=claims)

    def _read_out(self, text: str) -> tuple[AnswerClaim, ...]:
        """The claims that a reason or condition of the rules makes, read from its words as from anybody's."""
        judged = judge(self.engine, "", text, self.as_of)
        return tuple(c for c in judged.claims if c.verdict is Truth.ENTAILED)

    def _stated(self, subject: Subject) -> dict[str, Statement]:
        known = self.statements.get(subject)
        if known is None:
            known = {s.text: s for s in state(self.engine, subject, self.as_of)}
            self.statements[subject] = known
        return known

    def _quotation(self, sentence: DraftSentence) -> Shown | Refused:
        if not sentence.quotes:
            return Refused(reason="It quotes nothing.")
        quote = sentence.quotes[0]
        if sentence.text != printed(quote.text):
            return Refused(reason="It differs from the words it quotes.")
        passage = self.passages[quote.passage]
        judged = judge(self.engine, "", in_its_table(passage, sentence.text), self.as_of)
        if judged.status is SentenceStatus.CONTRADICTED:
            return self._contradicted_quotation(passage, judged)
        if passage.packaged or not _open(judged):
            return _as_it_stands(sentence, judged)
        before = None if self.marked else frames.UNCOVERED
        self.marked = True
        return Shown(
            text=sentence.text, author=Author.QUOTATION, quotes=sentence.quotes, claims=judged.claims, before=before
        )

    def _contradicted_quotation(self, passage: Passage, judged: Judgement) -> Shown | Refused:
        if passage.packaged or judged.correction is None or judged.correction in self.shown:
            return Refused(reason="The rules say otherwise.")
        return Shown(
            text=judged.correction,
            author=Author.RULES,
            before=frames.disagrees(passage, self.engine.reviewed),
            instead_of=f"“{passage.source.title}” says so and the rules say otherwise.",
        )

    def _model(self, sentence: DraftSentence) -> Shown | Refused:
        before = "\n\n".join((self.question, " ".join(self.shown)))
        judged = judge(self.engine, before, sentence.text, self.as_of)
        if judged.status is SentenceStatus.CONTRADICTED and judged.correction:
            if judged.correction in self.shown:
                return Refused(reason="The rules say otherwise.")
            return Shown(
                text=judged.correction,
                author=Author.RULES,
                instead_of="The rules say otherwise; their statement is shown.",
            )
        if self.lost and judged.leans:
            return Refused(reason=_RESTS)
        if judged.status is not SentenceStatus.ENTAILED:
            reason = (
                judged.reason
                if judged.status is SentenceStatus.UNDECIDED
                else "It says nothing that the rules confirm."
            )
            return Refused(reason=reason)
        quotes = tuple(q for q in sentence.quotes if supports(sentence.text, q.text, self.bounds, self.similarity))
        return Shown(text=sentence.text, author=Author.MODEL, quotes=quotes, claims=judged.claims, newest=judged.newest)


def _open(judged: Judgement) -> bool:
    """Whether the words say something of the field that the rules have not confirmed."""
    if judged.status is SentenceStatus.UNDECIDED:
        return True
    return judged.status is SentenceStatus.NO_CLAIMS and judged.speaks_of_facts


def _as_it_stands(sentence: DraftSentence, judged: Judgement) -> Shown:
    entailed = tuple(c for c in judged.claims if c.verdict is Truth.ENTAILED)
    return Shown(
        text=sentence.text, author=sentence.author, quotes=sentence.quotes, claims=entailed, newest=judged.newest
    )


def _entailed(asserted: Asserted, text: str) -> AnswerClaim:
    return AnswerClaim(
        kind=asserted.kind, text=text, verdict=Truth.ENTAILED, rules=asserted.rules, fields=asserted.fields
    )
