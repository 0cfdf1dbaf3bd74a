"""The gate: every drafted sentence is judged by who wrote it and what it stands on; what passes is cited and sealed.

| author    | passes when                                                                                        |
| --------- | -------------------------------------------------------------------------------------------------- |
| rules     | the text is one of the rules' own statements about its subject on that date, derived here anew      |
| quotation | its quote is a substring of a given passage and the text is that quote as printed; a document that  |
|           | is not packaged may not speak of releases, dates, builds or support                                 |
| frame     | the text is one of the fixed sentences                                                              |
| model     | never: its claims are not read yet                                                                  |

A fault inside the gate is a sealed abstention, never a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.gate import frames
from assistant.gate._seal import SEAL
from assistant.gate.answer import AnswerClaim, VerifiedAnswer, VerifiedSentence, Withheld
from assistant.gate.citations import Numbering
from assistant.gate.draft import Author, Draft, DraftSentence, Status
from assistant.gate.quotation import printed, speaks_of_facts
from assistant.passage import Citation, Passage
from assistant.rules import Engine
from assistant.rules.statements import Asserted, Statement, Subject, checks, state
from assistant.rules.verdict import Check, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question an answer belongs to: as typed, as understood, and the date it is about."""

    question: str
    standalone: str
    as_of: date


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What has been read of one draft so far."""

    as_of: date
    passages: dict[str, Passage]
    frames: frozenset[str]
    numbering: Numbering
    statements: dict[Subject, dict[str, Statement]] = field(default_factory=dict)
    sentences: list[VerifiedSentence] = field(default_factory=list)
    claims: list[AnswerClaim] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)


class Gate:
    """Judges drafts against one engine. Stateless between calls, safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def verify(self, draft: Draft, asked: Asked) -> VerifiedAnswer:
        """The sealed answer; an abstention where nothing of substance passes or the gate itself fails."""
        try:
            reading = self._reading(draft, asked)
            for _ in self._read(draft, reading):
                pass
            return self._seal(draft, asked, reading)
        except Exception:  # the gate fails closed: whatever went wrong, nothing unverified is shown
            return self.abstain(asked, frames.FAULT)

    def stream(self, draft: Draft, asked: Asked) -> Iterator[VerifiedSentence | VerifiedAnswer]:
        """Each sentence as it passes, then the whole answer; the sentences are the beginning of the answer's text."""
        try:
            reading = self._reading(draft, asked)
            yield from self._read(draft, reading)
            yield self._seal(draft, asked, reading)
        except Exception:  # as above; sentences already sent had passed
            yield self.abstain(asked, frames.FAULT)

    def abstain(self, asked: Asked, reason: str) -> VerifiedAnswer:
        """A sealed abstention that says one of the fixed sentences."""
        text = reason if reason in frames.allowed(()) else frames.FAULT
        sentence = VerifiedSentence(text=text, lead="", author=Author.FRAME, citations=(), seal=SEAL)
        return self._answer(Status.ABSTAINED, asked, sentences=(sentence,), engine="none")

    def _reading(self, draft: Draft, asked: Asked) -> _Reading:
        return _Reading(
            as_of=asked.as_of,
            passages={p.id: p for p in draft.passages},
            frames=frames.allowed(draft.passages, self._known(draft.choices)),
            numbering=Numbering(draft),
        )

    def _known(self, choices: tuple[str, ...]) -> tuple[str, ...]:
        """The choices, if every one is a release that the facts know; none otherwise."""
        known = {release.name for release in self._engine.facts.releases.values()}
        return choices if known.issuperset(choices) else ()

    def _read(self, draft: Draft, reading: _Reading) -> Iterator[VerifiedSentence]:
        for sentence in draft.sentences:
            reason = self._objection(sentence, reading)
            if reason is not None:
                reading.withheld.append(Withheld(text=sentence.text, reason=reason))
                continue
            numbers = reading.numbering.numbers(sentence)
            passed = VerifiedSentence(
                text=_marked(sentence.text, numbers),
                lead=sentence.lead if reading.sentences else sentence.lead.lstrip(),
                author=sentence.author,
                citations=numbers,
                seal=SEAL,
            )
            reading.sentences.append(passed)
            reading.claims.extend(_claims(sentence, reading))
            yield passed

    def _objection(self, sentence: DraftSentence, reading: _Reading) -> str | None:
        """Why the sentence may not be shown, or None."""
        for quote in sentence.quotes:
            passage = reading.passages.get(quote.passage)
            if passage is None or not quote.text or quote.text not in passage.text:
                return "It cites words that the named passage does not hold."
        if sentence.author is Author.FRAME:
            return None if sentence.text in reading.frames else "It is not one of the fixed sentences."
        if sentence.author is Author.RULES:
            return None if self._stated(sentence, reading) else "The rules do not say so."
        if sentence.author is Author.QUOTATION:
            return self._misquoted(sentence, reading)
        return "It was written by a model and its claims are not verified."

    def _stated(self, sentence: DraftSentence, reading: _Reading) -> Statement | None:
        if sentence.subject is None:
            return None
        known = reading.statements.get(sentence.subject)
        if known is None:
            known = {s.text: s for s in state(self._engine, sentence.subject, reading.as_of)}
            reading.statements[sentence.subject] = known
        return known.get(sentence.text)

    def _misquoted(self, sentence: DraftSentence, reading: _Reading) -> str | None:
        if not sentence.quotes:
            return "It quotes nothing."
        quote = sentence.quotes[0]
        if sentence.text != printed(quote.text):
            return "It differs from the words it quotes."
        if not reading.passages[quote.passage].packaged and speaks_of_facts(self._engine, sentence.text):
            return "The document speaks of releases, dates or support, and the rules have not confirmed it."
        return None

    def _seal(self, draft: Draft, asked: Asked, reading: _Reading) -> VerifiedAnswer:
        if not any(s.author is not Author.FRAME for s in reading.sentences) and draft.status is Status.ANSWERED:
            return self.abstain(asked, frames.NOT_STATED)
        verdicts: dict[tuple[str, str, str], Check] = {}
        for subject in draft.pairs:
            for check in checks(self._engine, subject, asked.as_of):
                verdicts.setdefault((check.host.version, check.image.system.version, check.platform), check)
        return self._answer(
            draft.status,
            asked,
            sentences=tuple(reading.sentences),
            claims=tuple(dict.fromkeys(reading.claims)),
            verdicts=tuple(verdicts.values()),
            citations=reading.numbering.citations(),
            withheld=tuple(reading.withheld),
            follow_ups=draft.follow_ups,
            engine=draft.engine,
        )

    def _answer(
        self,
        status: Status,
        asked: Asked,
        *,
        sentences: tuple[VerifiedSentence, ...],
        engine: str,
        claims: tuple[AnswerClaim, ...] = (),
        verdicts: tuple[Check, ...] = (),
        citations: tuple[Citation, ...] = (),
        withheld: tuple[Withheld, ...] = (),
        follow_ups: tuple[str, ...] = (),
    ) -> VerifiedAnswer:
        return VerifiedAnswer(
            status=status,
            question=asked.question,
            standalone=asked.standalone,
            as_of=asked.as_of,
            sentences=sentences,
            claims=claims,
            verdicts=verdicts,
            citations=citations,
            withheld=withheld,
            follow_ups=follow_ups,
            engine=engine,
            facts_as_of=self._engine.reviewed,
            seal=SEAL,
        )


def _marked(text: str, numbers: tuple[int, ...]) -> str:
    """The text with its [n] markers: after the last word, or on a line of their own after a fenced block."""
    if not numbers:
        return text
    markers = "".join(f"[{n}]" for n in numbers)
    return f"{text}\n\n{markers}" if text.rstrip().endswith("```") else f"{text} {markers}"


def _claims(sentence: DraftSentence, reading: _Reading) -> Iterator[AnswerClaim]:
    if sentence.author is not Author.RULES or sentence.subject is None:
        return
    for asserted in reading.statements[sentence.subject][sentence.text].claims:
        yield _entailed(asserted, sentence.text)


def _entailed(asserted: Asserted, text: str) -> AnswerClaim:
    return AnswerClaim(
        kind=asserted.kind, text=text, verdict=Truth.ENTAILED, rules=asserted.rules, fields=asserted.fields
    )
