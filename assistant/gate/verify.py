"""The gate: drafts in, sealed answers out. What gets in is decided in `admission`; here it is numbered and sealed.

A fault inside the gate is a sealed abstention, never a sentence. A draft that fails while it is produced, or of which
nothing of substance passes, is replaced by its fallback; sentences that were already shown stay.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.gate import frames
from assistant.gate._seal import SEAL
from assistant.gate.admission import Admission, Refused, Shown
from assistant.gate.answer import AnswerClaim, VerifiedAnswer, VerifiedSentence, Withheld
from assistant.gate.citations import Numbering, marked
from assistant.gate.draft import Author, Draft, DraftFault, DraftSentence, Kept, Status
from assistant.gate.holding import Holding
from assistant.gate.support import Bounds, Similarity
from assistant.passage import Citation
from assistant.rules import Engine
from assistant.rules.statements import checks
from assistant.rules.verdict import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question an answer belongs to: as typed, as understood, and the date it is about."""

    question: str
    standalone: str
    as_of: date


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What has been read of one draft so far. `engine` names whose sentences are shown."""

    admission: Admission
    numbering: Numbering
    status: Status
    engine: str
    sentences: list[VerifiedSentence] = field(default_factory=list)
    claims: list[AnswerClaim] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)

    @property
    def substantial(self) -> bool:
        """Whether more than fixed sentences is shown."""
        return any(s.author is not Author.FRAME for s in self.sentences)


class _TimeUp(Exception):  # noqa: N818 - it ends a stream, it is no error of anybody's
    """The deadline of an answer has passed."""


def _never() -> bool:
    return False


class Gate:
    """Judges drafts against one engine. Stateless between calls, safe to share between threads."""

    def __init__(self, engine: Engine, similarity: Similarity | None = None) -> None:
        """A gate over one engine; `similarity` compares a model's sentence with what it cites."""
        self._engine = engine
        self._similarity = similarity
        self._bounds = Bounds.load()
        self._holding = Holding(engine)

    def verify(self, draft: Draft, asked: Asked) -> VerifiedAnswer:
        """The sealed answer; an abstention where nothing of substance passes or the gate itself fails."""
        *_, answer = self.stream(draft, asked)
        assert isinstance(answer, VerifiedAnswer)  # noqa: S101 - the stream ends with the answer
        return answer

    def stream(
        self, draft: Draft, asked: Asked, *, expired: Callable[[], bool] = _never
    ) -> Iterator[VerifiedSentence | VerifiedAnswer]:
        """Each sentence as it passes, then the whole answer; the sentences are the beginning of the answer's text.

        `expired` says that the answer's time is up: what has passed by then stays, and nothing is judged any more.
        """
        sent: list[VerifiedSentence] = []
        try:
            reading = self._reading(draft, asked)
            for sentence in self._read(draft, reading):
                if expired():
                    raise _TimeUp  # noqa: TRY301
                sent.append(sentence)
                yield sentence
            yield self._seal(draft, asked, reading)
        except _TimeUp:
            yield self._broken_off(asked, sent, frames.TIMED_OUT)
        except Exception:  # the gate fails closed: whatever went wrong, nothing unverified is shown
            yield self._broken_off(asked, sent, frames.FAULT)

    def reopen(self, draft: Draft, asked: Asked, kept: Kept) -> VerifiedAnswer:
        """A stored answer, to be shown again: as it was under the same facts, verified anew under others.

        `draft` is the answer as it was shown, its sentences without markers.
        """
        if kept.facts_hash != self._engine.facts_hash:
            return self.verify(draft, asked)
        try:
            reading = self._reading(draft, asked)
            for sentence in draft.sentences:
                shown = Shown(text=sentence.text, author=sentence.author, quotes=sentence.quotes)
                for _ in _numbered(sentence, shown, reading):
                    pass
            reading.claims.extend(kept.claims)
            reading.withheld.extend(kept.withheld)
            return self._seal(draft, asked, reading)
        except Exception:  # as in `stream`: what cannot be read again is not shown
            return self.abstain(asked, frames.FAULT)

    def abstain(self, asked: Asked, reason: str) -> VerifiedAnswer:
        """A sealed abstention that says one of the fixed sentences."""
        text = reason if reason in frames.allowed(()) else frames.FAULT
        return self._answer(Status.ABSTAINED, asked, sentences=(_framed(text, ""),), engine="none")

    def _broken_off(self, asked: Asked, sent: list[VerifiedSentence], why: str) -> VerifiedAnswer:
        """What was sent had passed and stays, so that the stream begins the answer; the reason is added."""
        fault = _framed(why, "\n\n" if sent else "")
        unnumbered = tuple(_renewed(s) for s in sent)
        return self._answer(Status.ABSTAINED, asked, sentences=(*unnumbered, fault), engine="none")

    def _reading(self, draft: Draft, asked: Asked) -> _Reading:
        admission = Admission(
            engine=self._engine,
            question=asked.standalone,
            as_of=asked.as_of,
            passages={p.id: p for p in draft.passages},
            frames=frames.allowed(draft.passages, self._known(draft.choices)),
            bounds=self._bounds,
            holding=self._holding,
            similarity=self._similarity,
        )
        return _Reading(
            admission=admission, numbering=Numbering(draft.passages), status=draft.status, engine=draft.engine
        )

    def _known(self, choices: tuple[str, ...]) -> tuple[str, ...]:
        """The choices, if every one is a release that the facts know; none otherwise."""
        known = {release.name for release in self._engine.facts.releases.values()}
        return choices if known.issuperset(choices) else ()

    def _read(self, draft: Draft, reading: _Reading) -> Iterator[VerifiedSentence]:
        note = None
        try:
            yield from self._sentences(draft.sentences, reading)
        except DraftFault:
            note = frames.MODEL_FAILED
        if note is None and (reading.substantial or draft.fallback is None):
            return
        if draft.fallback is None:
            return
        reading.status, reading.engine = draft.fallback.status, draft.fallback.engine
        yield _keep(reading, _framed(note or frames.MODEL_UNVERIFIED, "\n\n" if reading.sentences else ""))
        first, *rest = draft.fallback.sentences
        yield from self._sentences((_on_its_own(first), *rest), reading)

    def _sentences(self, drafted: Iterable[DraftSentence], reading: _Reading) -> Iterator[VerifiedSentence]:
        for sentence in drafted:
            decision = reading.admission.admit(sentence)
            if isinstance(decision, Refused):
                reading.withheld.append(Withheld(text=sentence.text, reason=decision.reason))
                continue
            if decision.instead_of is not None:
                reading.withheld.append(Withheld(text=sentence.text, reason=decision.instead_of))
            yield from _numbered(sentence, decision, reading)

    def _seal(self, draft: Draft, asked: Asked, reading: _Reading) -> VerifiedAnswer:
        if not reading.substantial and reading.status is Status.ANSWERED:
            return self._nothing(asked, reading)
        verdicts: dict[tuple[str, ...], Check] = {}
        for subject in draft.pairs:
            for check in checks(self._engine, subject, asked.as_of):
                host, image = check.host, check.image.system
                key = (host.release.id, host.version, image.release.id, image.version, check.platform)
                verdicts.setdefault(key, check)
        return self._answer(
            reading.status,
            asked,
            sentences=tuple(reading.sentences),
            claims=tuple(dict.fromkeys(reading.claims)),
            verdicts=tuple(verdicts.values()),
            citations=reading.numbering.citations(),
            withheld=tuple(reading.withheld),
            follow_ups=draft.follow_ups,
            engine=reading.engine,
        )

    def _nothing(self, asked: Asked, reading: _Reading) -> VerifiedAnswer:
        """An abstention after a draft of which nothing of substance passed; what was sent stays in front."""
        said = any(s.text == frames.NOT_STATED for s in reading.sentences)
        more = () if said else (_framed(frames.NOT_STATED, "\n\n" if reading.sentences else ""),)
        return self._answer(
            Status.ABSTAINED,
            asked,
            sentences=(*reading.sentences, *more),
            withheld=tuple(reading.withheld),
            engine=reading.engine,
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


def _numbered(sentence: DraftSentence, shown: Shown, reading: _Reading) -> Iterator[VerifiedSentence]:
    """The sentence with its markers, after the fixed sentence that has to stand before it."""
    lead = sentence.lead
    if shown.before is not None:
        yield _keep(reading, _framed(shown.before, "\n\n" if reading.sentences else ""))
        lead = "\n\n"
    numbers = reading.numbering.numbers(shown.quotes, shown.newest)
    passed = VerifiedSentence(
        text=marked(shown.text, numbers),
        lead=lead if reading.sentences else lead.lstrip(),
        author=shown.author,
        citations=numbers,
        seal=SEAL,
    )
    reading.claims.extend(shown.claims)
    yield _keep(reading, passed)


def _keep(reading: _Reading, sentence: VerifiedSentence) -> VerifiedSentence:
    reading.sentences.append(sentence)
    return sentence


def _framed(text: str, lead: str) -> VerifiedSentence:
    return VerifiedSentence(text=text, lead=lead, author=Author.FRAME, citations=(), seal=SEAL)


def _renewed(sentence: VerifiedSentence) -> VerifiedSentence:
    """The same text without citations: those of an answer that was not finished are gone, its words are not."""
    return VerifiedSentence(text=sentence.text, lead=sentence.lead, author=sentence.author, citations=(), seal=SEAL)


def _on_its_own(sentence: DraftSentence) -> DraftSentence:
    lead = sentence.lead if sentence.lead.startswith("\n") else f"\n\n{sentence.lead.lstrip()}"
    return DraftSentence(
        text=sentence.text, author=sentence.author, lead=lead, subject=sentence.subject, quotes=sentence.quotes
    )
