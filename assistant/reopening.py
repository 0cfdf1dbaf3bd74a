"""A stored turn, read back: its JSON becomes a draft again, which `Gate.reopen` turns into an answer.

The store holds the contract's object and, beside it, the sentences with their authors. Nothing of it is trusted to be
shown: only the gate makes answers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.contract.answer import AnswerObject, CitationObject
from assistant.contract.check import CheckObject, SystemObject
from assistant.contract.claim import ClaimObject
from assistant.gate.answer import AnswerClaim, VerifiedAnswer, Withheld
from assistant.gate.citations import unmarked
from assistant.gate.draft import Author, Draft, DraftSentence, Kept, Quote, Status
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, Source
from assistant.reply import Reply
from assistant.rules import Engine
from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.statements import Need, Pair, Subject, state
from assistant.rules.verdict import Truth

Find = Callable[[str, str], Passage | None]
"""A document and words of it -> the passage of today's index that holds them, if one does."""


class StoredSentence(BaseModel):
    """A sentence of the answer; `citations` are the numbers of its markers."""

    text: str
    lead: str
    author: Author
    citations: tuple[int, ...] = ()


class StoredBody(BaseModel):
    """What the store holds of a turn; its other keys are feedback's."""

    answer: AnswerObject
    facts_hash: str
    sentences: tuple[StoredSentence, ...] = ()


def stored_sentences(answer: VerifiedAnswer) -> list[dict[str, Any]]:
    """The sentences as they are stored beside the contract's object."""
    return [
        StoredSentence(text=s.text, lead=s.lead, author=s.author, citations=s.citations).model_dump(mode="json")
        for s in answer.sentences
    ]


def reopen(body: Mapping[str, Any], gate: Gate, engine: Engine, find: Find) -> Reply | None:
    """The stored turn as it may be shown today; None where its JSON cannot be read."""
    try:
        stored = StoredBody.model_validate(dict(body))
        draft = _draft(stored, engine, find)
    except (ValidationError, ValueError, KeyError):
        return None
    said = stored.answer
    kept = Kept(
        facts_hash=stored.facts_hash,
        claims=tuple(map(_claim, said.claims)),
        withheld=tuple(Withheld(text=held.text, reason=held.reason) for held in said.withheld),
    )
    asked = Asked(question=said.question, standalone=said.standalone_question, as_of=said.as_of)
    answer = gate.reopen(draft, asked, kept)
    return Reply(answer=answer, answer_id=said.answer_id, timings_ms=said.timings_ms, conversation=said.conversation)


def _draft(stored: StoredBody, engine: Engine, find: Find) -> Draft:
    same = stored.facts_hash == engine.facts_hash
    said = stored.answer
    passages = {citation.number: _passage(citation, find, gone=same) for citation in said.citations}
    pairs = tuple(_pair(verdict, engine) for verdict in said.verdicts)
    quotes = {
        c.number: Quote(passage=passage.id, text=c.quote)
        for c in said.citations
        if (passage := passages[c.number]) is not None
    }
    sentences = [_sentence(sentence, quotes) for sentence in stored.sentences or (_whole(said),)]
    if not same:
        sentences = [_regrounded(s, engine, said, pairs, passages) for s in sentences]
    return Draft(
        status=Status(said.status),
        sentences=tuple(sentences),
        passages=tuple({p.id: p for p in passages.values() if p is not None}.values()),
        pairs=pairs,
        choices=tuple(said.follow_ups) if said.status == Status.CLARIFY else (),
        follow_ups=tuple(said.follow_ups),
        engine=said.engine,
    )


def _whole(said: AnswerObject) -> StoredSentence:
    """An answer that was stored without its sentences: one text, that the gate may take as a whole or not at all."""
    return StoredSentence(text=said.answer, lead="", author=Author.MODEL)


def _sentence(sentence: StoredSentence, quotes: Mapping[int, Quote]) -> DraftSentence:
    return DraftSentence(
        text=unmarked(sentence.text, sentence.citations),
        author=sentence.author,
        lead=sentence.lead,
        quotes=tuple(quotes[number] for number in sentence.citations if number in quotes),
    )


def _regrounded(
    sentence: DraftSentence,
    engine: Engine,
    said: AnswerObject,
    pairs: tuple[Pair, ...],
    passages: Mapping[int, Passage | None],
) -> DraftSentence:
    """The sentence with the ground that it has under other facts; without one, it counts as anybody's words."""
    if sentence.author is Author.FRAME:
        return sentence
    asked = (p for pair in pairs for p in _ways_to_ask(pair))
    subject = next((pair for pair in asked if _states(engine, pair, said, sentence.text)), None)
    if sentence.author is Author.RULES and subject is not None:
        return _with(sentence, Author.RULES, subject, sentence.quotes)
    held = next((p for p in passages.values() if p is not None and sentence.text in p.text), None)
    if sentence.author is Author.QUOTATION and held is not None:
        return _with(sentence, Author.QUOTATION, None, (Quote(passage=held.id, text=sentence.text),))
    return _with(sentence, Author.MODEL, None, sentence.quotes)


def _ways_to_ask(pair: Pair) -> Iterator[Pair]:
    """The pair as it may have been asked about: in one isolation or either, whether it runs or what it needs."""
    for isolation in (None, *Isolation):
        for need in (None, *Need):
            yield replace(pair, isolation=isolation, need=need)


def _states(engine: Engine, pair: Pair, said: AnswerObject, text: str) -> bool:
    return any(statement.text == text for statement in state(engine, pair, said.as_of))


def _with(sentence: DraftSentence, author: Author, subject: Subject | None, quotes: tuple[Quote, ...]) -> DraftSentence:
    return DraftSentence(text=sentence.text, author=author, lead=sentence.lead, subject=subject, quotes=quotes)


def _passage(citation: CitationObject, find: Find, *, gone: bool) -> Passage | None:
    """The passage of today that holds the quote; where there is none and `gone` allows it, the quote by itself."""
    found = find(citation.document, citation.quote)
    if found is not None or not gone:
        return found
    source = Source(title=citation.title, url=citation.url, section=citation.section)
    return Passage(
        id=f"kept-{citation.number}",
        document=citation.document,
        source=source,
        headings=(citation.section,),
        anchor="",
        start=0,
        end=len(citation.quote),
        text=citation.quote,
        context="",
    )


def _pair(check: CheckObject, engine: Engine) -> Pair:
    image = ImageRef(system=_system(check.image, engine), family=check.image.family, note=check.image.note)
    return Pair(
        host=replace(_system(check.host, engine), note=check.host.note), image=image, platform=Platform(check.platform)
    )


def _system(named: SystemObject, engine: Engine) -> System:
    """Raises KeyError for a release that the facts of today do not know."""
    parts = named.build.split(".")
    revision = int(parts[3]) if len(parts) == 4 else None
    return System(release=engine.facts.releases[named.id], revision=revision)


def _claim(claim: ClaimObject) -> AnswerClaim:
    return AnswerClaim(
        kind=claim.kind,
        text=claim.text,
        verdict=Truth(claim.verdict),
        rules=tuple(claim.rules),
        fields=tuple((name, str(value)) for name, value in (claim.model_extra or {}).items()),
    )
