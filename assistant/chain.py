"""The one way a question travels, as a LangChain sequence: interpret | retrieve | draft | verify.

Each step takes the `Trip` so far and returns it with one part more, so that a trace shows what was known when. The last
step streams: verified sentences as they pass, then the finished trip.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, ensure_config
from langchain_core.runnables.config import get_callback_manager_for_config

from assistant.conversation.coverage import covered
from assistant.conversation.interpret import interpret
from assistant.conversation.state import Interpretation, Turn
from assistant.drafting.asking import ask_back
from assistant.drafting.composed import compose
from assistant.drafting.evidence import Evidence, Found, ScoredSentence, Stated
from assistant.drafting.extractive import extract
from assistant.drafting.model import ModelDrafter
from assistant.gate.answer import VerifiedAnswer, VerifiedSentence
from assistant.gate.draft import Draft, Status
from assistant.gate.holding import Holding
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, ScoredPassage
from assistant.rules import Engine
from assistant.rules.statements import state

SentenceScores = Callable[[str, Sequence[Passage]], Sequence[Sequence[ScoredSentence]]]
"""How near the sentences of passages are to a question: for each passage, scored ranges in its text."""

Drafter = Callable[[Evidence], Draft]
"""Makes a draft from the evidence; the gate trusts none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A question on its way. Parts are None until their step has run; `timings_ms` maps a step to its milliseconds."""

    turn: Turn
    interpretation: Interpretation | None = None
    evidence: Evidence | None = None
    draft: Draft | None = None
    answer: VerifiedAnswer | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """The question as the gate needs it. Raises RuntimeError before interpretation."""
        if self.interpretation is None:
            raise RuntimeError("The question has not been interpreted yet.")
        read = self.interpretation
        return Asked(question=self.turn.text, standalone=read.standalone, as_of=read.as_of)


def build_chain(
    engine: Engine,
    gate: Gate,
    retriever: BaseRetriever,
    sentence_scores: SentenceScores,
    *,
    composer: Drafter = compose,
    model: ModelDrafter | None = None,
) -> Runnable[Trip, Trip | VerifiedSentence]:
    """The chain over one engine and one index; it has invoke, batch, stream and their async forms."""
    return (
        RunnableLambda(_timed("interpret", lambda trip, _: replace(trip, interpretation=interpret(engine, trip.turn))))
        | RunnableLambda(_timed("retrieve", _Retrieve(engine, retriever, sentence_scores)))
        | RunnableLambda(_timed("draft", lambda trip, _: replace(trip, draft=_draft(trip, composer, model))))
        | Verify(gate)
    )


def _timed(name: str, step: Callable[[Trip, RunnableConfig], Trip]) -> Callable[[Trip, RunnableConfig], Trip]:
    def run(trip: Trip, config: RunnableConfig) -> Trip:
        start = time.perf_counter()
        done = step(trip, config)
        elapsed = (time.perf_counter() - start) * 1000
        return replace(done, timings_ms={**done.timings_ms, name: round(elapsed, 3)})

    run.__name__ = name
    return run


MOST_SECONDS = 120.0
"""How long drafting and checking of one answer may take together; a model's own time-out is shorter (settings)."""

_SUPPORTING = 8
"""Passages that are looked up by words for each statement of the rules, so that it can be cited."""


class _Retrieve:
    """Turns an interpretation into evidence: what the rules state, and the passages about question and statements."""

    def __init__(self, engine: Engine, retriever: BaseRetriever, sentence_scores: SentenceScores) -> None:
        self._engine = engine
        self._retriever = retriever
        self._sentence_scores = sentence_scores
        self._holding = Holding(engine)

    def __call__(self, trip: Trip, config: RunnableConfig) -> Trip:
        read = trip.interpretation
        if read is None:
            raise RuntimeError("The question has not been interpreted yet.")
        stated = tuple(Stated(subject=s, statements=state(self._engine, s, read.as_of)) for s in read.subjects)
        found = self._passages(read.standalone, config)
        for statement in dict.fromkeys(s.text for one in stated for s in one.statements):
            found.extend(self._passages(statement, config, by_words=True, k=_SUPPORTING))
        unique = tuple({p.passage.id: p for p in reversed(found)}.values())[::-1]
        sentences = self._sentence_scores(read.standalone, [p.passage for p in unique])
        evidence = Evidence(
            interpretation=read,
            stated=stated,
            found=tuple(
                Found(passage=p.passage, score=p.score, sentences=tuple(s))
                for p, s in zip(unique, sentences, strict=True)
            ),
            covered=covered(read.standalone, unique, read.in_field),
            holding=self._holding,
        )
        return replace(trip, evidence=evidence)

    def _passages(self, query: str, config: RunnableConfig, **options: Any) -> list[ScoredPassage]:
        documents = self._retriever.invoke(query, config, **options)
        return [d.metadata["scored"] for d in documents]


def _draft(trip: Trip, composer: Drafter, model: ModelDrafter | None) -> Draft:
    """Statements where a verdict decides, a question where something is missing, else a model if set, else quotes."""
    if trip.evidence is None:
        raise RuntimeError("Nothing has been retrieved yet.")
    if trip.evidence.stated:
        return composer(trip.evidence)
    if trip.evidence.interpretation.missing:
        return ask_back(trip.evidence)
    extracted = extract(trip.evidence)
    if model is None or extracted.status is not Status.ANSWERED:
        return extracted
    return model.draft(trip.evidence, extracted)


class Verify(Runnable[Trip, Trip | VerifiedSentence]):
    """The last step: the gate. Invoked, it returns the trip with its answer; streamed, the sentences first."""

    def __init__(self, gate: Gate, most_seconds: float = MOST_SECONDS) -> None:
        self._gate = gate
        self._most_seconds = most_seconds

    def invoke(self, input: Trip, config: RunnableConfig | None = None, **kwargs: Any) -> Trip:  # noqa: ARG002
        """Judge the draft and seal the answer."""
        *_, last = self.stream(input, config)
        assert isinstance(last, Trip)  # noqa: S101 - the stream ends with the trip
        return last

    def stream(
        self,
        input: Trip,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[Trip | VerifiedSentence]:
        """Each sentence as it passes, then the trip with its sealed answer."""
        run = get_callback_manager_for_config(ensure_config(config)).on_chain_start(None, input, name="verify")
        try:
            for piece in self._pieces(input):
                if isinstance(piece, Trip):
                    run.on_chain_end(piece)
                yield piece
        except BaseException as error:  # seen, not handled: also that nobody wants the rest
            run.on_chain_error(error)
            raise

    def _pieces(self, trip: Trip) -> Iterator[Trip | VerifiedSentence]:
        if trip.draft is None:
            raise RuntimeError("Nothing has been drafted yet.")
        start = time.perf_counter()
        for piece in self._gate.stream(
            trip.draft, trip.asked, expired=lambda: time.perf_counter() - start > self._most_seconds
        ):
            if isinstance(piece, VerifiedAnswer):
                elapsed = round((time.perf_counter() - start) * 1000, 3)
                yield replace(trip, answer=piece, timings_ms={**trip.timings_ms, "verify": elapsed})
            else:
                yield piece
