"""Puts one question to an assistant, in all the ways a run needs, and writes down what comes back."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.contract.answer import answer_object
from assistant.errors import AssistantError
from assistant.parts import release_names
from assistant.passage import ScoredPassage
from assistant.reply import Reply as AssistantReply
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine, ImageRef
from assistant.rules.verdict import Check
from assistant.service import Assistant
from evals.dataset import Question, Turn
from evals.record import VOLATILE, Fingerprint, Kind, Record, Reply, Retrieved, Sentence, TurnRecord, VariantRecord
from evals.retrieval.measure import first_rank
from evals.retrieval.systems import WIDTH, System, dense, hit, lexical
from evals.variants import variants

SHOWN = 10
"""Passages that the log keeps for each turn."""


class Asker:
    """Asks one assistant. A question that fails is written down with its error; only interruptions end a run."""

    def __init__(self, assistant: Assistant, run: Fingerprint, *, gold_under: str = "") -> None:
        """`gold_under` stands before the set's gold sections in the index: `guidance/` for the packaged set."""
        self._assistant = assistant
        self._run = run
        self._gold_under = gold_under
        retriever = FusedRetriever(index=assistant.index, names=release_names(assistant.engine))
        self._legs: Mapping[str, System] = {"dense": dense(retriever), "lexical": lexical(retriever)}

    def record(self, question: Question) -> Record:
        """The question with all its turns, variants and one repetition of each turn."""
        return Record(
            id=question.id,
            category=question.category,
            split=question.split,
            as_of=question.as_of.isoformat(),
            turns=tuple(self._turns(question)),
            variants=tuple(self._variants(question)),
            run=self._run,
        )

    def digests(self, question: Question) -> tuple[str, ...]:
        """Only the digest of each turn's reply, for a comparison with another process."""
        return tuple(self.reply(question, place).digest for place in range(len(question.turns)))

    def reply(self, question: Question, place: int = -1, text: str | None = None) -> Reply:
        """The reply to one turn of a question, `text` in its place if given."""
        place %= len(question.turns)
        earlier = [turn.text for turn in question.turns[:place]]
        asked = question.turns[place].text if text is None else text
        try:
            reply = self._assistant.ask(asked, as_of=question.as_of, earlier=earlier)
        except AssistantError as error:
            return Reply(error=str(error), digest=_digest(str(error)))
        except Exception as error:  # one faulty question must not end the run: it is counted as failed
            return Reply(error=f"{type(error).__name__}: {error}", digest=_digest(f"{type(error).__name__}: {error}"))
        return _written_down(reply, self._assistant.engine)

    def _turns(self, question: Question) -> Iterator[TurnRecord]:
        for place, turn in enumerate(question.turns):
            reply = self.reply(question, place)
            standalone = str(reply.answer["standalone_question"]) if reply.answer else turn.text
            found = self._found(standalone)
            yield TurnRecord(
                text=turn.text,
                reply=reply,
                passages=tuple(_retrieved(p) for p in found[:SHOWN]),
                ranks=self._ranks(turn, standalone, found),
                again=(self.reply(question, place).digest,),
            )

    def _found(self, text: str) -> Sequence[ScoredPassage]:
        try:
            return self._assistant.search(text, WIDTH)
        except AssistantError:  # what cannot be asked cannot be searched; the reply holds the error
            return ()

    def _ranks(self, turn: Turn, text: str, found: Sequence[ScoredPassage]) -> dict[str, int | None]:
        """The rank of the first gold section in each leg; nothing where the turn has no gold."""
        gold = frozenset(_plain(self._gold_under + section) for section in turn.gold)
        if not gold or not text.strip():
            return {}
        legs = {"fused": [hit(p.passage) for p in found], **{name: leg(text) for name, leg in self._legs.items()}}
        return {name: first_rank([f"{h.document}#{h.section}" for h in hits], gold) for name, hits in legs.items()}

    def _variants(self, question: Question) -> Iterator[VariantRecord]:
        made = [(Kind.PARAPHRASE, wording) for wording in question.wordings]
        for kind, text in (*made, *variants(question.last.text, self._assistant.engine)):
            yield VariantRecord(kind=kind, text=text, reply=self.reply(question, text=text))


def _plain(section: str) -> str:
    return section.replace("`", "")


def _written_down(reply: AssistantReply, engine: Engine) -> Reply:
    whole = answer_object(reply, engine).model_dump(mode="json")
    answer = {key: value for key, value in whole.items() if key not in VOLATILE}
    return Reply(
        answer=answer,
        digest=_digest(json.dumps(answer, ensure_ascii=False)),
        sentences=tuple(
            Sentence(text=s.text, author=s.author.value, citations=s.citations) for s in reply.answer.sentences
        ),
        facts=tuple(sorted(set(_facts(reply, engine)))),
        timings_ms=reply.timings_ms,
    )


def _facts(reply: AssistantReply, engine: Engine) -> Iterator[str]:
    """The facts that the reply's verdicts, dates and builds rest on."""
    for check in reply.answer.verdicts:
        yield from _check_facts(check, engine, reply.answer.as_of)
    for claim in reply.answer.claims:
        release = dict(claim.fields).get("release", "")
        if release in engine.facts.releases:
            yield release
            yield from engine.lifecycle(engine.facts.releases[release], reply.answer.as_of).facts


def _check_facts(check: Check, engine: Engine, as_of: date) -> Iterator[str]:
    for verdict in check.by_isolation.values():
        for step in verdict.derivation:
            yield from step.facts
    for one in (check.host, check.image):
        yield one.system.release.id if isinstance(one, ImageRef) else one.release.id
        yield from engine.lifecycle(one, as_of).facts


def _retrieved(scored: ScoredPassage) -> Retrieved:
    passage = scored.passage
    section = passage.headings[-1] if passage.headings else ""
    return Retrieved(
        document=passage.document, section=section, score=scored.score, dense=scored.dense, lexical=scored.lexical
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
